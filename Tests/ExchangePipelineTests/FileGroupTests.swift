import Contributions
import ExchangeTesting
import LedgerCore
import Spooling
import Testing

@testable import ExchangePipeline

@Suite("Small files side by side")
struct FileGroupTests {
    private let one = Owner.partner(PipelineSpool.one)
    private let other = Owner.partner(PipelineSpool.other)

    /// The verdicts of all files so far, by name: SL_DUNG, SL_TRUNG, SL_LOI, or what they replay.
    private func verdicts(_ spool: PipelineSpool) throws -> [String: String] {
        var verdicts: [String: String] = [:]
        try spool.ledger.files(.all) { file in
            let counts = file.posting.counts
            if case .replay(let first) = file.posting.outcome {
                verdicts[file.posting.name] = "replay of \(first)"
            } else {
                verdicts[file.posting.name] = "\(counts.recorded) \(counts.onRecord) \(counts.refused)"
            }
        }
        return verdicts
    }

    @Test("each is judged beside those before it: the same key, the same bytes, a code cancelled that was recorded a moment ago")
    func besideEachOther() throws {
        let spool = try PipelineSpool()
        let batch = Documents.batch("L-1", [Documents.payment(1), Documents.payment(2)])
        try spool.drop(batch, "1-first.xml")
        try spool.drop(batch, "2-again.xml")
        try spool.drop(Documents.batch("L-2", [Documents.payment(2), Documents.payment(3)]), "3-more.xml")
        try spool.drop(Documents.batch("L-2", [Documents.payment(4)]), "4-number-taken.xml")
        try spool.drop(Documents.adjustment("HUY-1", cancelling: [Documents.code(1)]), "5-cancelled.xml")
        try spool.drop(Documents.batch("L-3", [Documents.payment(1)]), "6-after.xml")
        #expect(try spool.pass().done == 6)
        let found = try verdicts(spool)
        #expect(found["1-first.xml"] == "2 0 0")
        #expect(found["2-again.xml"] == "replay of TN20261120-000002")
        #expect(found["3-more.xml"] == "1 1 0")
        #expect(found["4-number-taken.xml"] == "0 0 1")
        #expect(found["5-cancelled.xml"] == "1 0 0")
        #expect(found["6-after.xml"] == "0 0 1")
        #expect(spool.workIsEmpty)
    }

    @Test("two partners give a file in turn, oldest first, and more than a group holds")
    func turns() throws {
        let spool = try PipelineSpool()
        let count = GroupBounds().filesMax + 20
        for number in 1...count { try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "a-\(1000 + number).xml") }
        try spool.drop(
            Documents.batch("L-1", partner: PipelineSpool.other, [Documents.payment(1, partner: PipelineSpool.other)]), "b.xml", for: other)
        #expect(try spool.pass().done == count + 1)
        #expect(try spool.ledger.file(IntakeNumber("TN20261120-000003")!)?.posting.owner == other)
        #expect(spool.outboxNames().count == count)
        #expect(spool.workIsEmpty)
    }

    @Test("an outbox out of order keeps its owner's answers waiting, and nobody else's")
    func blockedOutbox() throws {
        let spool = try PipelineSpool()
        try replaceByLink(spool.outbox(PipelineSpool.one))
        for number in 1...3 { try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "a\(number).xml") }
        try spool.drop(
            Documents.batch("L-1", partner: PipelineSpool.other, [Documents.payment(4, partner: PipelineSpool.other)]), "b.xml", for: other)
        #expect(try spool.pass().blocked.keys.map { $0 } == [one])
        #expect(try spool.answer("XN.xml", PipelineSpool.other).first("SL_DUNG") == "1")
        #expect(try spool.spool.standingClaims().count == 3)
        try mend(spool.outbox(PipelineSpool.one))
        #expect(try spool.pass().done == 3)
        #expect(spool.outboxNames().count == 3)
        #expect(spool.workIsEmpty)
    }

    @Test("files whose reading ended the process go alone afterwards, so that only the guilty one is counted")
    func aloneAfterwards() throws {
        let spool = try PipelineSpool()
        for number in 1...3 { try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "a\(number).xml") }
        let claims = try spool.spool.look(in: one).sorted { $0.rawName.lexicographicallyPrecedes($1.rawName) }
            .compactMap { try spool.pipeline.claim($0, of: one) }
        try spool.pipeline.settle()
        // The process ends while the three are read side by side.
        spool.pipeline.lock.beganReading(Dictionary(uniqueKeysWithValues: claims.map { ($0.intake, 1) }))
        try spool.start()
        #expect(try spool.pipeline.take(claims) == Array(repeating: .done(.recorded), count: 3))
        try spool.start()
        #expect(spool.pipeline.lock.previouslyReading.isEmpty)
    }
}
