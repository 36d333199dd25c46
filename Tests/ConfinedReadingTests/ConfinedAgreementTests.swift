import ConfinedReading
import Contributions
import ExchangeTesting
import Foundation
import Testing
import XMLReading

// The reader in a process of its own says what reading within this process says: of good documents, of faulty ones, and of files that
// are none.

@Suite("A confined reader agrees with one that is not")
struct ConfinedAgreementTests {
    private static let samples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "samples")

    /// Every file of samples/ that has a document's name.
    private static func files() throws -> [URL] {
        let walk = try #require(FileManager.default.enumerator(at: samples, includingPropertiesForKeys: [.isRegularFileKey]))
        return try walk.compactMap { $0 as? URL }.filter { url in
            try ["xml", "zip"].contains(url.pathExtension.lowercased())
                && url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true && access(url.path, R_OK) == 0
        }.sorted { $0.path < $1.path }
    }

    @Test("every sample, good or hostile, by one reader that lives through all of them")
    func samples() throws {
        let confined = ReaderProcess(executable: try BuiltProduct.path("giaonhan"), budgets: ReadingBudgets()) { end in
            Issue.record("the reader ended: \(end)")
        }
        let files = try Self.files()
        #expect(files.count > 100)
        for url in files {
            let document = try OpenDocument([UInt8](Data(contentsOf: url)), url.pathExtension.lowercased() == "zip" ? .zip : .xml)
            #expect(try Reading(of: document, by: confined) == Reading(of: document, by: InProcessReading()), "\(url.path)")
        }
    }

    @Test("records over many chunks, faulty ones among them, and beyond the limit of records")
    func many() throws {
        let confined = ReaderProcess(executable: try BuiltProduct.path("giaonhan"), budgets: ReadingBudgets())
        let document = try OpenDocument(
            OpenDocument.cancellations(20_000) { number in
                switch number % 1000 {
                case 7: "<HUY>\n<LY_DO>before its code</LY_DO><MA_XAC_NHAN>POS1</MA_XAC_NHAN></HUY>"
                case 8: "<HUY><MA_XAC_NHAN><![CDATA[POS2]]></MA_XAC_NHAN><LA>\u{1F600}</LA></HUY>"
                case 9: "<HUY/>"
                case 10: "<HUY><LY_DO>no code</LY_DO></HUY>"
                default: OpenDocument.entry(number)
                }
            })
        for recordsMax in [1_000_000, 12_000, 1] {
            let limits = ReadingLimits(recordsMax: recordsMax)
            let reading = try Reading(of: document, by: confined, limits: limits)
            #expect(reading == (try Reading(of: document, by: InProcessReading(), limits: limits)))
            #expect(reading.found == 20_000)
            #expect(reading.records.count == min(20_000, recordsMax))
        }
    }

    @Test("the limits of a file are its own")
    func limits() throws {
        let confined = ReaderProcess(executable: try BuiltProduct.path("giaonhan"), budgets: ReadingBudgets())
        let document = try OpenDocument(OpenDocument.cancellations(2))
        var strict = XMLLimits()
        strict.textBytesMax = 12
        #expect(try Reading(of: document, by: confined, limits: ReadingLimits(xml: strict)).finding?.code == .XML05)
        #expect(try Reading(of: document, by: confined).finding == nil)
    }
}
