import Contributions
import ExchangeTesting
import Foundation
import Testing

// What holds for samples/ as a whole: every code has a sample, the README's table is true, and nobody in it is real.

@Suite("the collection of samples")
struct SampleTableTests {
    /// Codes that no file causes in a test: TEP07 needs a reader that breaks down.
    private static let codesWithoutSample: Set<RuleCode> = [.TEP07]

    @Test("every code of the rulebook has a folder in samples/rejected that is named after it")
    func everyCodeHasASample() throws {
        let named = Set(try SampleTests.cases.get().filter { $0.path.hasPrefix("rejected/") }.map(\.leadingCode))
        for code in RuleCode.allCases where !Self.codesWithoutSample.contains(code) {
            #expect(named.contains(code.rawValue), "samples/rejected has no \(code.rawValue)-…")
        }
        for code in named { #expect(RuleCode(rawValue: code) != nil, "samples/rejected/\(code)-… is named after no code") }
    }

    @Test("a case of samples/rejected shows the code that it is named after")
    func casesShowTheirCode() throws {
        for sample in try SampleTests.cases.get() where sample.path.hasPrefix("rejected/") {
            #expect(sample.codes.contains(sample.leadingCode), "\(sample)")
        }
    }

    @Test("the README's table lists exactly the cases, with their codes")
    func readmeIsTrue() throws {
        let readme = String(decoding: try SampleFolder.bytes(SampleSpool.samples.appending(path: "README.md")), as: UTF8.self)
        var listed: [String: String] = [:]
        for line in readme.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let path = cells[0].trimmingCharacters(in: ["`"])
            #expect(listed[path] == nil, "listed twice: \(path)")
            listed[path] = cells.last
        }
        let cases = try SampleTests.cases.get()
        #expect(Set(listed.keys).symmetricDifference(cases.map(\.path)) == [])
        for sample in cases {
            #expect(listed[sample.path] == (sample.codes.isEmpty ? "-" : sample.codes.joined(separator: " ")), "\(sample)")
        }
    }

    @Test("committed files are small")
    func filesAreSmall() throws {
        for file in try Self.files(ofType: "") where file.lastPathComponent != "README.md" {
            #expect(try SampleFolder.bytes(file).count < 20_000, "\(file.path)")
        }
    }

    @Test("persons, partners and telephones are from the ranges that samples/README.md reserves for inventions")
    func everyoneIsInvented() throws {
        for file in try Self.files(ofType: "xml") {
            let text = String(decoding: try SampleFolder.bytes(file), as: UTF8.self)
            func expectAll(_ element: String, _ isInvented: (String) -> Bool) {
                for value in text.values(of: element) { #expect(isInvented(value), "\(element) \(value) in \(file.path)") }
            }
            expectAll("MA_TCDVT") { $0 == "0101234567" || $0.hasPrefix("99000000") }
            expectAll("SO_DDCN") { $0.count == 12 && $0.dropFirst(6).hasPrefix("0000") }
            expectAll("MA_SO_BHXH") { $0.hasPrefix("01234567") }
            expectAll("MA_XA") { $0.hasPrefix("900") }
        }
        let registry = SampleSpool.samples.appending(path: "registry/DANH_MUC.xml")
        let text = String(decoding: try SampleFolder.bytes(registry), as: UTF8.self)
        for name in text.values(of: "TEN") + text.values(of: "HO_TEN") + text.values(of: "TEN_CAP_TREN") {
            #expect(name.hasSuffix("Mẫu") || name.hasSuffix("Thử") || name.contains(" Mẫu "), "\(name)")
        }
    }

    private static func files(ofType type: String) throws -> [URL] {
        try FileManager.default.subpathsOfDirectory(atPath: SampleSpool.samples.path)
            .map { SampleSpool.samples.appending(path: $0) }
            .filter { !$0.hasDirectoryPath && (type.isEmpty || $0.pathExtension == type) }
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
    }
}

extension SampleCase {
    /// `TEP01` of `rejected/TEP01-empty`.
    fileprivate var leadingCode: String { String(path.split(separator: "/")[1].split(separator: "-")[0]) }
}
