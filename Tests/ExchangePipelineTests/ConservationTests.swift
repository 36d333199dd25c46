import Assembly
import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import Spooling
import Testing

@testable import ExchangePipeline

@Suite("What status holds against each other")
struct ConservationTests {
    private func status(of spool: PipelineSpool) throws -> SpoolStatus {
        try Assembly.status(
            of: SpoolSettings(path: spool.path, now: spool.clock.now(), readerProgram: try BuiltProduct.path("giaonhan")),
            alarmAtSecond: 27_000, clock: .own)
    }

    @Test("files, records and money of every kind of file are accounted for, on both sides alike")
    func accounted() throws {
        let spool = try PipelineSpool()
        let faulty = Documents.payment(2, ["SO_TIEN": "1"])
        for (name, text) in [
            ("a.xml", Documents.batch("L-1", [Documents.payment(1), faulty])),
            ("b.xml", Documents.batch("L-1", [Documents.payment(1), faulty])),
            ("c.xml", Documents.batch("L-2", [Documents.payment(1), Documents.payment(3)])), ("d.xml", "<rubbish"),
        ] {
            try spool.drop(text, name)
            try spool.pass()
        }
        let (verdicts, written) = try spool.ledger.conservation()
        #expect(verdicts.map(\.owner) == [.agency, .partner(PipelineSpool.one)])
        #expect(verdicts.map(\.owner) == written.map(\.owner))
        for (verdict, written) in zip(verdicts, written) {
            let counts = verdict.counts
            #expect(verdict.files == written.files && verdict.quarantined == written.quarantined)
            let answered = "\(counts.found) \(counts.recorded) \(counts.onRecord) \(counts.refused)"
            #expect(answered == "\(written.found) \(written.recorded) \(written.onRecord) \(written.refused)")
            #expect(Int128(counts.recordedMoney) == written.recordedMoney)
            #expect(Int128(counts.onRecordMoney) == written.onRecordMoney)
            #expect(Int128(counts.refusedMoney) == written.refusedMoney)
        }
        let theirs = written[1]
        #expect("\(theirs.files) \(theirs.recorded) \(theirs.onRecord) \(theirs.refused)" == "4 2 2 2")
        #expect(try status(of: spool).redLights == [])
    }

    @Test("a claim that is neither posted nor in work/ is red, and one that waits there is not")
    func lostClaim() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        let lost = try #require(try spool.claimFirst())
        try spool.drop(Documents.batch("L-2", [Documents.payment(2)]), "b.xml")
        _ = try spool.pipeline.take([try #require(try spool.claimFirst())])
        #expect(try status(of: spool).redLights == [])
        try removeFile("\(spool.path)/work/\(lost.workName)")
        #expect(try status(of: spool).redLights == [.claimsMissing(lost.intake, count: 1)])
    }
}
