public import Glibc

// The built command, run as a person or a script runs it: a process of its own, its output in files, its exit code. It is
// found beside the test bundle, where SwiftPM puts every product of a build.

public enum BuiltProduct {
    /// What a finished run left.
    public struct Outcome: Sendable, Equatable {
        public let output: String
        public let error: String
        /// The exit code; the negative number of the signal that ended it.
        public let code: Int32

        public init(output: String, error: String, code: Int32) {
            (self.output, self.error, self.code) = (output, error, code)
        }
    }

    public struct NotBuilt: Error { public let path: String }

    /// The product's path.
    /// - Throws: `NotBuilt` when it is not there.
    public static func path(_ product: String) throws -> String {
        var folder = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &folder, folder.count - 1)
        // Under swiftpm-testing-helper the bundle is an argument; run by itself it is the executable.
        let bundles = CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
        let beside = [count > 0 ? String(decoding: folder[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : ""]
        for bundle in bundles + beside {
            guard let slash = bundle.lastIndex(of: "/") else { continue }
            let path = bundle[..<slash] + "/" + product
            if access(path, X_OK) == 0 { return path }
        }
        throw NotBuilt(path: product)
    }

    /// Runs it to its end, with these variables besides the usual ones.
    public static func run(
        _ product: String, _ arguments: [String], in folder: String, environment: [String: String] = [:]
    ) throws -> Outcome {
        try start(product, arguments, in: folder, environment: environment).wait()
    }

    /// Starts it; `wait` or `terminate` must follow.
    public static func start(
        _ product: String, _ arguments: [String], in folder: String, environment: [String: String] = [:]
    ) throws -> RunningProduct {
        try RunningProduct(path: try path(product), arguments, in: folder, environment)
    }
}

/// A process that runs.
public final class RunningProduct {
    public let processID: pid_t
    private let outputPath: String
    private let errorPath: String

    public struct NotStarted: Error { public let code: Int32 }

    fileprivate init(path: String, _ arguments: [String], in folder: String, _ further: [String: String]) throws {
        let mark = UInt64.random(in: .min ... .max)
        outputPath = "/tmp/giaonhan-test-\(mark).out"
        errorPath = "/tmp/giaonhan-test-\(mark).err"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        // The same width of help texts everywhere.
        let variables = ["COLUMNS": "80", "LANG": "C.UTF-8"].merging(further) { _, further in further }.map { "\($0.key)=\($0.value)" }
        // Swift does not see the spawn action that changes the folder; env(1) does it and becomes the product.
        let words = (["env", "-C", folder, path] + arguments).map { strdup($0) } + [nil]
        let environment = variables.map { strdup($0) } + [nil]
        defer { (words + environment).forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, "/usr/bin/env", &actions, nil, words, environment)
        guard code == 0 else { throw NotStarted(code: code) }
        processID = process
    }

    /// What it has written to stderr so far.
    public var errorSoFar: String { Self.text(errorPath) }

    public func terminate() { kill(processID, SIGTERM) }

    /// Waits for its end and removes what it left.
    public func wait() -> BuiltProduct.Outcome {
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0, errno == EINTR {}
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
        let outcome = BuiltProduct.Outcome(output: Self.text(outputPath), error: Self.text(errorPath), code: code)
        unlink(outputPath)
        unlink(errorPath)
        return outcome
    }

    private static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
