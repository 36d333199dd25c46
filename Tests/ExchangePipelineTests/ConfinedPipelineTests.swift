import ConfinedReading
import Contributions
import ExchangeTesting
import LedgerCore
import Testing

@testable import ExchangePipeline

// A reader that a file has taken over, in the whole pipeline: the file gets TEP07 and lies in quarantine/, and the files before and
// behind it are recorded.

@Suite("The pipeline with a confined reader")
struct ConfinedPipelineTests {
    @Test(
        "told to open a file, to connect, to fork or to allocate 4 GB: TEP07 for that file, and nobody else's trouble",
        arguments: [
            "open", "connect", "fork", "allocate",
        ])
    func probe(deed: String) throws {
        let reader = ReaderProcess(executable: try BuiltProduct.path("reader-probe"), budgets: ReadingBudgets())
        let spool = try PipelineSpool(reader: reader)
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.drop("<!-- probe:\(deed) -->" + Documents.batch("L-2", [Documents.payment(2)]).drop { $0 != "\n" }, "b.xml")
        try spool.drop(Documents.batch("L-3", [Documents.payment(3)]), "c.xml")
        try spool.drop(
            Documents.batch("L-1", partner: PipelineSpool.other, [Documents.payment(4, partner: PipelineSpool.other)]), "a.xml",
            for: .partner(PipelineSpool.other))
        try spool.pass()

        #expect(spool.workIsEmpty)
        let refused = try spool.answer("TC.xml")
        #expect(refused.all("MA_LOI") == ["TEP07"])
        #expect(refused.first("SL_DUNG") == "0")
        #expect(spool.names("quarantine/\(PipelineSpool.one)").contains { $0.hasSuffix("_b.xml") })
        #expect(spool.outboxNames().filter { $0.hasSuffix("_XN.xml") }.count == 2)
        #expect(try spool.answer("XN.xml", PipelineSpool.other).first("SL_DUNG") == "1")
        let tallies = try spool.ledger.tallies().filter { $0.owner != .agency }
        #expect(tallies.map(\.counts.recorded).reduce(0, +) == 3)
    }

    @Test("without a reader nothing is answered: the claims wait")
    func noReader() throws {
        let spool = try PipelineSpool(reader: FailingReading())
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        #expect(throws: ReaderFault.self) { try spool.pass() }
        #expect(spool.names("work").count == 2)
        #expect(spool.outboxNames().isEmpty)
    }

    /// Reads the agency's first file, then has no process any more.
    private final class FailingReading: FileReading {
        private var files = 0
        func read<Taker: RecordTaking>(
            _ file: FileToRead, limits: ReadingLimits, into makeTaker: () throws -> Taker
        ) throws -> (taker: Taker, parsed: Parsed) {
            files += 1
            if files == 1 { return try InProcessReading().read(file, limits: limits, into: makeTaker) }
            return try ReaderProcess(executable: "/nonexistent", budgets: ReadingBudgets()).read(file, limits: limits, into: makeTaker)
        }
    }
}
