import Assembly
import Contributions
import LedgerCore
import Testing

@testable import ExchangePipeline

// Statements as large as an agency's program may write them by mistake: more money than 63 bits hold, more entries than one chunk.

@Suite("Money that no bank has")
struct EndlessMoneyTests {
    private typealias Make = Documents
    private static let most = 999_999_999_999_999_999
    private static let twelveTimes = "11999999999999999988"

    @Test("a statement of more than 63 bits of money, one amount of which cannot be read, is judged and posted like any other")
    func statement() throws {
        let spool = try PipelineSpool.withPayments(1)
        let good = (1...12).map { Make.credit("FT\($0)", Self.most) }
        let bad = Make.credit("FT13", 1).replacing("<SO_TIEN>1<", with: "<SO_TIEN>1x<")
        let answered = try spool.send(Make.statement("S-1", total: 1, good + [bad]), for: .agency)
        #expect("\(answered)" == "MOT_PHAN 202 12 0 1 BG03")
        #expect(answered.confirmation.first("TONG_TIEN_DUNG") == Self.twelveTimes)
        let again = try spool.send(Make.statement("S-2", total: 1, [bad] + good), for: .agency)
        #expect("\(again)" == "MOT_PHAN 202 0 12 1 BG03")
        #expect(again.confirmation.first("TONG_TIEN_DUNG") == "0")
        let replayed = try spool.send(Make.statement("S-1", total: 1, good + [bad]), for: .agency)
        #expect("\(replayed)" == "\(answered)")
        #expect(spool.workIsEmpty && spool.names("work/held").isEmpty)
        var told: [AuditDifference] = []
        try spool.ledger.audit({ _, _ in }, { told.append($0) })
        #expect(told.isEmpty)
    }

    @Test("sums beyond 63 bits stand in reports and status digit by digit, and nobody's report is missing")
    func reports() throws {
        let spool = try PipelineSpool.withPayments(1)
        for number in 1...12 {
            let statement = Make.statement("S-\(number)", [Make.credit("FT\(number)", Self.most)])
            #expect("\(try spool.send(statement, for: .agency))" == "CHAP_NHAN 200 1 0 0")
        }
        spool.clock.set("20261121080000")
        try spool.dayEnd.closeDays()
        let published = try spool.dayEnd.publishOwedReports()
        #expect(published.failed.isEmpty)
        #expect(try spool.ledger.unpublishedReports().isEmpty)
        let name = "agency/outbox/20261120/DOI-CHIEU_00101_20261120"
        #expect(try spool.text(name + ".xml").first("TONG_CONG")?.first("TIEN_BAO_CO") == Self.twelveTimes)
        #expect(try spool.text(name + ".html").contains("11.999.999.999.999.999.988"))

        let status = try Assembly.status(of: SpoolSettings(path: spool.path), alarmAtSecond: 0, clock: .daemons(nil))
        #expect(status.owners.map { "\($0.creditedMoney)" }.contains(Self.twelveTimes))
        #expect(status.notes.contains(.creditedNotListed(.partner(PipelineSpool.one), money: MoneySum(Self.most) * 12)))
    }

    @Test("a statement of several chunks: what its first part says is on record for its last")
    func chunks() throws {
        let spool = try PipelineSpool.withPayments(1)
        let credits = (1...5000).map { Make.credit("FT\($0)", $0) }
        let changed = Make.credit("FT1", 1, remark: "sửa")
        let answered = try spool.send(Make.statement("S-1", credits + credits + [changed, changed]), for: .agency)
        #expect("\(answered)" == "CHAP_NHAN 200 5001 5001 0")
        #expect(answered.confirmation.all("STT") == (1...10_002).map { String($0) })
        #expect(Set(answered.confirmation.all("TRANG_THAI").dropFirst()) == ["CHO"])
        let newest = try spool.ledger.credit(to: PipelineSpool.one, transfer: "FT1")
        #expect(newest?.entry.remark == "sửa")
        #expect(newest?.place.ordinal == 10_001)
    }
}
