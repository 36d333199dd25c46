public import Foundation

// The cases of samples/: a folder each, its files as a sender drops them, `expected/` with the answers, and where needed a
// `case.txt` that says what a plain file cannot (SampleCase+Recipe.swift). A case of several sendings has folders 1/, 2/ ...
// This file finds the cases; what to do with them is the test's.

/// One folder of samples/<suite>/.
public struct SampleCase: Sendable, CustomStringConvertible {
    public static let suites = ["accepted", "rejected", "hostile", "replay"]

    /// Relative to samples/, as the README's table names it: `rejected/TEP01-empty`.
    public let path: String
    public let steps: [SampleStep]

    public var description: String { path }

    /// The codes of all its answers, each once, in order.
    public var codes: [String] { steps.flatMap(\.expectation.codes).uniqued() }

    /// Every case below samples/, sorted by path.
    public static func all(in samples: URL) throws -> [SampleCase] {
        try suites.flatMap { suite in
            try SampleFolder.names(in: samples.appending(path: suite)).map { name in
                let path = "\(suite)/\(name)"
                let folder = samples.appending(path: path)
                let numbered = try SampleFolder.names(in: folder).filter { Int($0) != nil }.sorted { Int($0)! < Int($1)! }
                let folders = numbered.isEmpty ? [folder] : numbered.map { folder.appending(path: $0) }
                return SampleCase(path: path, steps: try folders.map { try SampleStep($0, of: path) })
            }
        }
    }
}

/// What a case's answers say, all of them alike.
public struct SampleExpectation: Hashable, Sendable, CustomStringConvertible {
    /// TRANG_THAI
    public var status: String
    /// MA_KET_QUA
    public var result: String
    /// MA_LOI, each once, in the order of the TC and then of the XN.
    public var codes: [String]

    public init(status: String, result: String, codes: [String]) {
        self.status = status
        self.result = result
        self.codes = codes
    }

    public var description: String { ([status, result] + codes).joined(separator: " ") }

    /// Refused for one code, with that code's MA_KET_QUA (rules.md, written down here once more on purpose).
    public static func refused(for code: String) -> SampleExpectation {
        let result =
            switch code {
            case "TEP01": "204"
            case "TEP04", "ZIP07", "LO06": "1001"
            case "LO02", "LO08", "LO10": "401"
            case "XML07", "XML08": "202"
            case _ where code.hasPrefix("TEP") || code.hasPrefix("ZIP"): "123"
            case _ where code.hasPrefix("XML"): "201"
            default: "202"
            }
        return SampleExpectation(status: "TU_CHOI", result: result, codes: [code])
    }
}

/// Files and folders of samples/, by name.
public enum SampleFolder {
    /// The names in a folder, sorted, hidden ones left out.
    public static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
    }

    public static func bytes(_ file: URL) throws -> [UInt8] { Array(try Data(contentsOf: file)) }
}

extension Array where Element: Hashable {
    /// Each element once, where it stands first.
    public func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
