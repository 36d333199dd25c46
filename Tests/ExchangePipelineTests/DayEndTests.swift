import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import Spooling
import Testing

@testable import ExchangePipeline

@Suite("The day's end")
struct DayEndTests {
    /// A batch that was claimed at 23:59:58 and is not posted yet.
    private func claimedBeforeMidnight(_ spool: PipelineSpool) throws -> Claim {
        spool.clock.set("20261120235958")
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "late.xml")
        let sighting = try #require(try spool.spool.look(in: .partner(PipelineSpool.one)).first)
        return try #require(try spool.pipeline.claim(sighting, of: .partner(PipelineSpool.one)))
    }

    @Test("a batch claimed at 23:59:58 and posted after midnight belongs to the day of its claim")
    func postedAfterMidnight() throws {
        let spool = try PipelineSpool()
        let claim = try claimedBeforeMidnight(spool)
        spool.clock.set("20261121000410")
        #expect(try spool.pipeline.take([claim]) == [.done(.recorded)])
        #expect(try spool.answer("XN.xml").first("NGAY_GHI_NHAN") == "20261120")
        #expect(try spool.answer("XN.xml").first("THOI_GIAN_TIEP_NHAN") == "20261120235958")
        #expect(claim.intake.description == "TN20261120-000002")
    }

    @Test("a day waits for its unposted claims until 06:00, and what is posted afterwards belongs to the next day")
    func closedInBetween() throws {
        let spool = try PipelineSpool()
        let claim = try claimedBeforeMidnight(spool)
        spool.clock.set("20261121000500")
        #expect(try spool.dayEnd.closeDays() == [])
        spool.clock.set("20261121055959")
        #expect(try spool.dayEnd.closeDays() == [])
        spool.clock.set("20261121060000")
        #expect(try spool.dayEnd.closeDays().map(\.description) == ["20261120"])
        #expect(try spool.pipeline.take([claim]) == [.done(.recorded)])
        #expect(try spool.answer("XN.xml").first("NGAY_GHI_NHAN") == "20261121")
        try spool.dayEnd.publishOwedReports()
        let form = try spool.answer("01-XN_00101_9900000001_20261120.xml")
        #expect(form.all("SO_MA") == ["0", "0"])
        #expect(form.first("BANG_CHU") == "Không đồng")
    }

    @Test("a day closes at 00:05 of the next, not before, and its forms tell what was recorded")
    func closesAtFivePast() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1), Documents.payment(2)]), "a.xml")
        try spool.pass()
        spool.clock.set("20261121000459")
        #expect(try spool.dayEnd.closeDays() == [])
        spool.clock.set("20261121000500")
        #expect(try spool.dayEnd.closeDays().count == 1)
        try spool.dayEnd.publishOwedReports()
        let form = try spool.answer("01-XN_00101_9900000001_20261120.xml")
        #expect(form.first("SO") == "1")
        #expect(form.first("THOI_GIAN_LAP") == "20261121000500")
        #expect(form.all("MA_XAC_NHAN") == ["POS0000000014", "POS0000000022"])
        #expect(form.all("TONG_TIEN") == ["0", "1366200"])
        #expect(spool.names("agency/outbox/20261120").filter { $0.hasPrefix("01-XN") }.count == 6)
        #expect(try spool.answer("01-XN_00101_9900000002_20261120.xml", PipelineSpool.other).first("TEN_TCDVT") == "Tổ chức 9900000002")
    }

    @Test("a month of days, some without the daemon, closes in order, each day once, with one number of form 01-XN a day")
    func month() throws {
        let spool = try PipelineSpool()
        var closed: [Day] = []
        // Two days without the daemon, then four, and so on.
        for day in ["20261122", "20261123", "20261127", "20261128", "20261204", "20261220"] {
            spool.clock.set(day + "093000")
            try spool.start()
            closed += try spool.dayEnd.closeDays()
        }
        #expect(closed.map(\.description) == (20...30).map { "202611\($0)" } + (1...19).map { "202612" + Digits.padded($0, to: 2) })
        for (index, day) in closed.enumerated() {
            #expect(try spool.ledger.reports(of: day).filter { $0.kind == .confirmations }.map(\.number) == [index + 1, index + 1])
        }
    }

    @Test("days missed while the daemon was down are closed at start, in order, each with its forms")
    func catchesUp() throws {
        let spool = try PipelineSpool()
        spool.clock.set("20261124120000")
        #expect(try spool.dayEnd.closeDays().map(\.description) == ["20261120", "20261121", "20261122", "20261123"])
        try spool.dayEnd.publishOwedReports()
        let numbers = try (0..<4).map { try spool.answer("01-XN_00101_9900000001_2026112\($0).xml").first("SO") }
        #expect(numbers == ["1", "2", "3", "4"])
    }

    @Test("a file that a person has to look at does not hold up the closing")
    func heldFile() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.spool.hold(try #require(try spool.claimFirst()))
        spool.clock.set("20261121000500")
        #expect(try spool.dayEnd.closeDays().map(\.description) == ["20261120"])
    }

    @Test("a form that was collected is not put back by later passes, only on request")
    func publishedOnce() throws {
        let spool = try PipelineSpool()
        spool.clock.set("20261121080000")
        try spool.dayEnd.closeDays()
        try spool.dayEnd.publishOwedReports()
        let names = ["html", "xlsx", "xml"].map { "01-XN_00101_9900000001_20261120." + $0 }
        func bytes() throws -> [Data] { try names.map { try Data(contentsOf: URL(filePath: "\(spool.outbox(PipelineSpool.one))/\($0)")) } }
        let first = try bytes()
        for name in names { try removeFile(spool.outbox(PipelineSpool.one) + "/" + name) }
        try spool.dayEnd.publishOwedReports()
        #expect(!spool.outboxNames().contains { $0.hasPrefix("01-XN") })
        #expect(try spool.dayEnd.publishAgain(.confirmations, of: Day("20261120")!, partner: PipelineSpool.one) == names)
        #expect(try bytes() == first)
    }

    @Test("a partner whose outbox is out of order gets its form when it is mended; the others get theirs at once")
    func formsOfABlockedPartner() throws {
        let spool = try PipelineSpool()
        try replaceByLink(spool.outbox(PipelineSpool.one))
        spool.clock.set("20261121080000")
        try spool.dayEnd.closeDays()
        #expect(try Array(spool.dayEnd.publishOwedReports().blocked.keys) == [.partner(PipelineSpool.one)])
        #expect(spool.outboxNames(PipelineSpool.other).contains("01-XN_00101_9900000002_20261120.xml"))
        try mend(spool.outbox(PipelineSpool.one))
        try spool.dayEnd.publishOwedReports()
        #expect(spool.outboxNames().contains("01-XN_00101_9900000001_20261120.xml"))
    }
}
