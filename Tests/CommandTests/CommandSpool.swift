import ExchangeTesting
import Foundation
import Testing

// A folder for one test, in which commands run, and the words by which the tests tell what they do there.

struct CommandSpool: ~Copyable {
    let folder: String

    static let now = "2026-11-20T17:30:00+07:00"
    /// The partners of every registry that `sample` makes, from the first on.
    static let partners = ["9900001027", "9900001034"]

    init(under parent: String = "/tmp") throws {
        folder = "\(parent)/giaonhan-test-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs `giaonhan` with these words, parted by blanks; people are spoken to in Vietnamese unless the line or the environment says
    /// otherwise.
    func run(_ line: String, environment: [String: String] = [:]) throws -> BuiltProduct.Outcome {
        try BuiltProduct.run("giaonhan", words(line), in: folder, environment: environment)
    }

    func start(_ line: String) throws -> RunningProduct { try BuiltProduct.start("giaonhan", words(line), in: folder) }

    private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

    /// A spool `s` whose registry is on record, and the batches of this sample in the inboxes.
    func prepare(sample: String) throws {
        for line in ["init s", "sample m --payments 1 --partners 2", "sample s \(sample)"] { try expectDone(line) }
        try move("m/agency/inbox/\(Self.registry)", to: "s/agency/inbox/\(Self.registry)", replacing: true)
        let batches = try files(in: "s/partners")
        for batch in batches { try move("s/partners/\(batch)", to: batch.replacing("/", with: "~")) }
        try expectDone("run --spool s --once --settle 0 --log-level error --now \(Self.now)")
        for batch in batches { try move(batch.replacing("/", with: "~"), to: "s/partners/\(batch)") }
    }

    static let registry = "DANH_MUC_20261120_P2C4.xml"

    func expectDone(_ line: String, _ location: SourceLocation = #_sourceLocation) throws {
        let outcome = try run(line)
        #expect(outcome.code == 0, "\(line): \(outcome.error)", sourceLocation: location)
    }

    // MARK: files

    func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: url(path)) }

    func text(_ path: String) throws -> String { String(decoding: try Data(contentsOf: url(path)), as: UTF8.self) }

    func move(_ path: String, to other: String, replacing: Bool = false) throws {
        if replacing { try? FileManager.default.removeItem(at: url(other)) }
        try FileManager.default.moveItem(at: url(path), to: url(other))
    }

    func makeFolder(_ path: String) throws { try FileManager.default.createDirectory(at: url(path), withIntermediateDirectories: true) }

    /// Every file below a folder, sorted, relative to it.
    func files(in path: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/\(path)").filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(folder)/\(path)/\($0)", isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }

    /// What would differ if anything below a folder had been written to; the ledger's shared memory is SQLite's own.
    func state(of path: String) throws -> [String: String] {
        var state: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/\(path)") where !name.hasSuffix("-shm") {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)/\(name)")
            state[name] = "\(attributes[.size]!) \(attributes[.modificationDate]!) \(attributes[.systemFileNumber]!)"
        }
        return state
    }

    func url(_ path: String) -> URL { URL(fileURLWithPath: "\(folder)/\(path)") }
}

/// Waits until something can be seen, at most ten seconds.
func eventually(_ isSo: () throws -> Bool) throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if try isSo() { return true }
        usleep(20_000)
    }
    return false
}
