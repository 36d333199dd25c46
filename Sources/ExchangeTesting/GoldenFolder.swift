public import Foundation

// Golden files: what the program once wrote and somebody has read. Few, long outputs; anything short stands in its test.
// A difference is told by the first line that differs. Recording is asked for by name, and its run still fails, so that
// somebody looks at what changed.

/// A folder of files that must be found again byte for byte.
public struct GoldenFolder {
    let folder: URL
    let isRecording: Bool
    /// Longer files are kept as their beginning and their length.
    static let bytesMax = 16_000
    static let extractSuffix = ".extract"

    /// - Parameter isRecording: what is found replaces what was expected.
    public init(_ folder: URL, isRecording: Bool) {
        self.folder = folder
        self.isRecording = isRecording
    }

    /// Compares everything found with everything expected; one text for each file that differs, is missing or is too much.
    public func differences(from found: [String: [UInt8]]) throws -> [String] {
        var stored: [String: [UInt8]] = [:]
        for (name, bytes) in found {
            if bytes.count <= Self.bytesMax { stored[name] = bytes } else { stored[name + Self.extractSuffix] = Self.extract(of: bytes) }
        }
        var expected: [String: [UInt8]] = [:]
        if FileManager.default.fileExists(atPath: folder.path) {
            for name in try SampleFolder.names(in: folder) { expected[name] = try SampleFolder.bytes(folder.appending(path: name)) }
        }
        let differences = Set(stored.keys).union(expected.keys).sorted().compactMap { name -> String? in
            guard stored[name] != expected[name] else { return nil }
            return describe(name, expected: expected[name], found: stored[name])
        }
        if isRecording, !differences.isEmpty { try record(stored) }
        return differences
    }

    private func record(_ files: [String: [UInt8]]) throws {
        try? FileManager.default.removeItem(at: folder)
        guard !files.isEmpty else { return }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
    }

    private func describe(_ name: String, expected: [UInt8]?, found: [UInt8]?) -> String {
        let place = "\(folder.lastPathComponent)/\(name)"
        let note = isRecording ? " (recorded now)" : ""
        guard let found else { return "\(place): expected, and not written\(note)" }
        guard let expected else {
            return "\(place): written, and not expected\(note):\n\(String(decoding: found.prefix(2000), as: UTF8.self))"
        }
        let expectedLines = expected.split(separator: 0x0A, omittingEmptySubsequences: false)
        let foundLines = found.split(separator: 0x0A, omittingEmptySubsequences: false)
        let index = zip(expectedLines, foundLines).prefix { $0 == $1 }.count
        func line(_ lines: [ArraySlice<UInt8>]) -> String {
            index < lines.count ? String(decoding: lines[index], as: UTF8.self) : "(the file is over)"
        }
        return "\(place), line \(index + 1)\(note):\n  expected: \(line(expectedLines))\n  found:    \(line(foundLines))"
    }

    /// The first lines, and how long the whole is.
    private static func extract(of bytes: [UInt8]) -> [UInt8] {
        let beginning = bytes.prefix(4000)
        let whole = beginning.prefix(through: beginning.lastIndex(of: 0x0A) ?? beginning.index(before: beginning.endIndex))
        let lines = bytes.count { $0 == 0x0A }
        return whole + Array("[... \(lines) lines, \(bytes.count) bytes in all]\n".utf8)
    }
}
