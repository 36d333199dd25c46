import Contributions
import LedgerCore
import Testing

@testable import ExchangePipeline

// The money's way as the folders show it: what DIEU_CHINH, BANG_KE_NOP and SAO_KE change, in one file and across files, in either
// order, and what nobody may change. Each payment is 683,100 đồng; codes are named by their running numbers.

@Suite("A code's life from its recording to the bank's credit")
struct MoneyTrailTests {
    private typealias Make = Documents
    private static let other = PipelineSpool.other

    // MARK: listings and credits

    @Test("a listing before its credit: listed, then remitted, on the days that brought it")
    func listingFirst() throws {
        let spool = try PipelineSpool.withPayments(2)
        let listed = try spool.send(Make.listing("K-1", transfer: "FT/1", [Make.code(2), Make.code(1)]))
        #expect("\(listed)" == "CHAP_NHAN 200 2 0 0")
        #expect(
            listed.confirmation.all("XAC_NHAN").map { [$0.first("STT"), $0.first("MA_XAC_NHAN")] } == [
                ["1", Make.code(2)], ["2", Make.code(1)],
            ])
        #expect(listed.confirmation.first("TONG_TIEN_DUNG") == "1366200")
        #expect(try spool.states(1, 2) == "DA_KE DA_KE")
        spool.clock.set("20261121090000")
        let credited = try spool.send(Make.statement("S-1", [Make.credit("FT/1", 1_366_200)]), for: .agency)
        #expect("\(credited)" == "CHAP_NHAN 200 1 0 0")
        let entry = try #require(credited.confirmation.all("XAC_NHAN").first)
        #expect([entry.first("STT"), entry.first("MA_GIAO_DICH_NH"), entry.first("TRANG_THAI")] == ["1", "FT/1", "KHOP"])
        #expect(!credited.confirmation.contains("MA_TCDVT"))
        #expect(try spool.states(1, 2) == "DA_NOP DA_NOP")
        let life = try spool.ledger.life(of: 1)
        #expect(
            life.map(\.kind) == [
                .listed(transfer: "FT/1", transferredOn: Day("20261120")!), .remitted(transfer: "FT/1", creditedOn: Day("20261121")!),
            ])
        #expect(life.map(\.on) == [Day("20261120")!, Day("20261121")!])
    }

    @Test("a credit before its listing waits, and the listing is remitted at once")
    func creditFirst() throws {
        let spool = try PipelineSpool.withPayments(1)
        let credited = try spool.send(Make.statement("S-1", [Make.credit("FT1", 683_100)]), for: .agency)
        #expect(credited.confirmation.all("XAC_NHAN").compactMap { $0.first("TRANG_THAI") } == ["CHO"])
        #expect(try spool.states(1) == "GHI_NHAN")
        #expect("\(try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(1)])))" == "CHAP_NHAN 200 1 0 0")
        #expect(try spool.states(1) == "DA_NOP")
    }

    @Test("a credit of other money disagrees and changes nothing, until it is replaced by the right one")
    func disagreeing() throws {
        let spool = try PipelineSpool.withPayments(1)
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(1)]))
        func state(_ batch: String, _ credit: String) throws -> String {
            let answered = try spool.send(Make.statement(batch, [credit]), for: .agency)
            return "\(answered): " + answered.confirmation.all("XAC_NHAN").compactMap { $0.first("TRANG_THAI") }.joined()
        }
        #expect(try state("S-1", Make.credit("FT1", 683_000)) == "CHAP_NHAN 200 1 0 0: LECH")
        #expect(try state("S-2", Make.credit("FT1", 683_000)) == "CHAP_NHAN 200 0 1 0: LECH")
        #expect(try spool.states(1) == "DA_KE")
        #expect(try state("S-3", Make.credit("FT1", 683_100)) == "CHAP_NHAN 200 1 0 0: KHOP")
        #expect(try spool.states(1) == "DA_NOP")
        #expect(try state("S-4", Make.credit("FT1", 683_100)) == "CHAP_NHAN 200 0 1 0: KHOP")
        #expect(try state("S-5", Make.credit("FT1", 683_100, remark: "khác")) == "TU_CHOI 202 0 0 1 SK01: ")
        #expect(try state("S-6", Make.credit("FT1", 683_100, to: Self.other)) == "CHAP_NHAN 200 1 0 0: CHO")
    }

    @Test("in one statement each credit sees those before it")
    func statementInItself() throws {
        let spool = try PipelineSpool.withPayments(1)
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(1)]))
        let answered = try spool.send(
            Make.statement(
                "S-1",
                [
                    Make.credit("FT1", 1), Make.credit("FT1", 683_100), Make.credit("FT1", 683_100), Make.credit("FT1", 2),
                    Make.credit("FT2", 5, on: "20260230"), Make.credit("FT2", 5),
                ]), for: .agency)
        #expect("\(answered)" == "MOT_PHAN 202 3 1 2 SK01 NG01")
        #expect(
            answered.confirmation.all("XAC_NHAN").map { "\($0.first("STT") ?? "") \($0.first("TRANG_THAI") ?? "")" }
                == ["1 LECH", "2 KHOP", "3 KHOP", "6 CHO"])
        #expect(answered.rejection.all("TU_CHOI").compactMap { $0.first("MA_GIAO_DICH_NH") } == ["FT1", "FT2"])
        #expect(try spool.states(1) == "DA_NOP")
    }

    @Test("a statement's total is that of all its credits, however large they are")
    func hugeMoney() throws {
        let spool = try PipelineSpool()
        let large = 999_999_999_999_999_999
        let credits = (1...20).map { Make.credit("FT\($0)", large) }
        #expect("\(try spool.send(Make.statement("S-1", total: 1, credits), for: .agency))" == "TU_CHOI 202 0 0 20 LO04")
        #expect("\(try spool.send(Make.statement("S-2", [credits[0]]), for: .agency))" == "CHAP_NHAN 200 1 0 0")
    }

    // MARK: taking back and cancelling

    @Test("a listing that is taken back frees its codes and its number")
    func takenBack() throws {
        let spool = try PipelineSpool.withPayments(2)
        let codes = [Make.code(1), Make.code(2)]
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", codes))
        _ = try spool.send(Make.statement("S-1", [Make.credit("FT1", 5)]), for: .agency)
        let taken = try spool.send(Make.adjustment("D-1", takingBack: ["FT1"]))
        #expect("\(taken)" == "CHAP_NHAN 200 1 0 0")
        let entry = try #require(taken.confirmation.all("XAC_NHAN").first)
        #expect([entry.first("STT"), entry.first("MA_GIAO_DICH_NH"), entry.first("NGAY_GHI_NHAN")] == ["1", "FT1", "20261120"])
        #expect(!taken.confirmation.contains("TONG_TIEN"))
        #expect(try spool.states(1, 2) == "GHI_NHAN GHI_NHAN")
        #expect("\(try spool.send(Make.adjustment("D-2", cancelling: [codes[0]])))" == "CHAP_NHAN 200 1 0 0")
        #expect("\(try spool.send(Make.listing("K-2", transfer: "FT1", [codes[1]])))" == "CHAP_NHAN 200 1 0 0")
        #expect(try spool.states(1, 2) == "DA_HUY DA_KE")
        let again = try spool.send(Make.statement("S-2", [Make.credit("FT1", 683_100)]), for: .agency)
        #expect(again.confirmation.all("XAC_NHAN").compactMap { $0.first("TRANG_THAI") } == ["KHOP"])
        #expect(try spool.states(2) == "DA_NOP")
    }

    @Test("a code is cancelled once, and only while its money is with the partner")
    func cancelling() throws {
        let spool = try PipelineSpool.withPayments(4)
        _ = try spool.send(Make.batch("L-1", partner: Self.other, [Make.payment(9, partner: Self.other)]), for: .partner(Self.other))
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(2)]))
        _ = try spool.send(Make.listing("K-2", transfer: "FT2", [Make.code(3)]))
        _ = try spool.send(Make.statement("S-1", [Make.credit("FT2", 683_100)]), for: .agency)
        let answered = try spool.send(
            Make.adjustment(
                "D-1",
                cancelling: [
                    Make.code(1), Make.code(1), Make.code(2), Make.code(3), Make.code(5), Make.code(6), "POS0000000015", "&lt;b>",
                    "ABC0000000014",
                ]))
        #expect("\(answered)" == "MOT_PHAN 202 1 0 8 DC02 DC03 DC03 DC01 DC01 DC01 DC01 DC01")
        #expect(answered.confirmation.all("XAC_NHAN").compactMap { $0.first("MA_XAC_NHAN") } == [Make.code(1)])
        #expect(answered.confirmation.all("XAC_NHAN").compactMap { $0.first("NGAY_GHI_NHAN") } == ["20261120"])
        #expect(answered.rejection.all("TU_CHOI").compactMap { $0.first("MA_XAC_NHAN") }.prefix(2) == [Make.code(1), Make.code(2)])
        #expect(try spool.states(1, 2, 3, 4, 5) == "DA_HUY DA_KE DA_NOP GHI_NHAN GHI_NHAN")
        #expect("\(try spool.send(Make.adjustment("D-2", cancelling: [Make.code(1)])))" == "TU_CHOI 202 0 0 1 DC02")
    }

    @Test("what a file takes back is not yet free for its own cancellations")
    func takingBackAndCancelling() throws {
        let spool = try PipelineSpool.withPayments(1)
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(1)]))
        let answered = try spool.send(Make.adjustment("D-1", cancelling: [Make.code(1)], takingBack: ["FT1", "FT1", "FT2"]))
        #expect("\(answered)" == "MOT_PHAN 202 1 0 3 DC03 DC02 DC01")
        #expect(try spool.states(1) == "GHI_NHAN")
        #expect("\(try spool.send(Make.adjustment("D-2", takingBack: ["FT1"])))" == "TU_CHOI 202 0 0 1 DC02")
    }

    @Test("a credited listing stays; another partner's is unknown")
    func listingsThatStay() throws {
        let spool = try PipelineSpool.withPayments(1)
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(1)]))
        let others = Make.adjustment("D-1", partner: Self.other, takingBack: ["FT1"])
        #expect("\(try spool.send(others, for: .partner(Self.other)))" == "TU_CHOI 202 0 0 1 DC01")
        _ = try spool.send(Make.statement("S-1", [Make.credit("FT1", 683_100)]), for: .agency)
        #expect("\(try spool.send(Make.adjustment("D-1", takingBack: ["FT1"])))" == "TU_CHOI 202 0 0 1 DC03")
        #expect(try spool.states(1) == "DA_NOP")
    }

    @Test("a partner may go three days back, the agency as far as it likes, for any partner")
    func late() throws {
        let spool = try PipelineSpool.withPayments(3)
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(3)]))
        spool.clock.set("20261123235959")
        #expect("\(try spool.send(Make.adjustment("D-1", cancelling: [Make.code(1)])))" == "CHAP_NHAN 200 1 0 0")
        spool.clock.set("20261124000000")
        let late = Make.adjustment("D-2", cancelling: [Make.code(2)], takingBack: ["FT1"])
        #expect("\(try spool.send(late))" == "TU_CHOI 202 0 0 2 DC04 DC04")
        #expect("\(try spool.send(late, for: .agency))" == "CHAP_NHAN 200 2 0 0")
        #expect(try spool.states(1, 2, 3) == "DA_HUY DA_HUY GHI_NHAN")
        // The agency names the partner: codes of another are unknown.
        let others = Make.adjustment("D-3", partner: Self.other, cancelling: [Make.code(3)])
        #expect("\(try spool.send(others, for: .agency))" == "TU_CHOI 202 0 0 1 DC01")
    }

    // MARK: what a listing must be

    @Test("one bad code refuses the whole listing, which then holds neither codes nor its number of batch")
    func listingFaults() throws {
        let spool = try PipelineSpool.withPayments(4)
        _ = try spool.send(Make.batch("L-1", partner: Self.other, [Make.payment(9, partner: Self.other)]), for: .partner(Self.other))
        _ = try spool.send(Make.adjustment("D-1", cancelling: [Make.code(3)]))
        _ = try spool.send(Make.listing("K-0", transfer: "FT0", [Make.code(4)]))
        let free = Make.code(1)
        let cases: [(codes: [String], transfer: String, total: Int?, faults: String)] = [
            ([free, Make.code(99)], "FT1", nil, "KN01"),
            ([free, "", "xyz", Make.code(5)], "FT1", nil, "BG01 KN01 KN01"),
            ([free, Make.code(3)], "FT1", nil, "KN02"),
            ([free, Make.code(4)], "FT1", nil, "KN03"),
            ([free, free, free], "FT1", nil, "KN03 KN03"),
            ([free, Make.code(2)], "FT1", 1_366_201, "KN04"),
            ([free], "FT0", nil, "KN05"),
            ([Make.code(4), Make.code(3), Make.code(98), free, free], "FT0", 1, "KN01 KN02 KN03 KN03 KN05"),
        ]
        for (codes, transfer, total, faults) in cases {
            let answered = try spool.send(Make.listing("K-1", transfer: transfer, total: total, codes))
            #expect("\(answered)" == "TU_CHOI 202 0 0 \(codes.count) \(faults)", "\(codes)")
            #expect(answered.confirmation.isEmpty)
            #expect(answered.rejection.all("TU_CHOI").isEmpty)
            for code in codes where faults.contains("KN") && faults != "KN04" && faults != "KN05" && code != free {
                #expect(answered.page.contains(code), "the page names \(code)")
            }
        }
        #expect(try spool.states(1, 2, 3, 4) == "GHI_NHAN GHI_NHAN DA_HUY DA_KE")
        #expect("\(try spool.send(Make.listing("K-1", transfer: "FT1", [free])))" == "CHAP_NHAN 200 1 0 0")
    }

    @Test("a code of a batch to another office is unknown to this one")
    func otherOffice() throws {
        let spool = try PipelineSpool.withPayments(1)
        _ = try spool.send(
            """
            <DANH_MUC PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>DM-9</MA_LO><NGAY_LAP>20261120070000</NGAY_LAP>\
            </THONG_TIN_CHUNG><DS_CO_QUAN><CO_QUAN><MA_CQ_BHXH>00102</MA_CQ_BHXH><TEN>Mẫu</TEN><TU_NGAY>20250101</TU_NGAY></CO_QUAN>\
            </DS_CO_QUAN><DS_TO_CHUC><TO_CHUC><MA_TCDVT>\(PipelineSpool.one)</MA_TCDVT><TEN>Mẫu</TEN><MA_CQ_BHXH>00102</MA_CQ_BHXH>\
            <DIA_BAN><MA_XA>90001</MA_XA></DIA_BAN><TU_NGAY>20250101</TU_NGAY><DEN_NGAY>20260101</DEN_NGAY></TO_CHUC></DS_TO_CHUC></DANH_MUC>
            """, for: .agency)
        // That contract has ended, but what became of old payments may still be told.
        let answered = try spool.send(Make.listing("K-1", office: "00102", transfer: "FT1", [Make.code(1)]))
        #expect("\(answered)" == "TU_CHOI 202 0 0 1 KN01")
        #expect("\(try spool.send(Make.listing("K-1", office: "00199", transfer: "FT1", [Make.code(1)])))" == "TU_CHOI 401 0 0 1 LO08")
    }

    @Test("faults of the whole file come first and alone")
    func wholeFile() throws {
        let spool = try PipelineSpool.withPayments(2)
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(1)]))
        let bad = [Make.code(99)]
        let cases: [(document: String, owner: Owner, answer: String)] = [
            (Make.listing("K-1", transfer: "FT2", bad), .partner(PipelineSpool.one), "TU_CHOI 202 0 0 1 LO05"),
            (Make.listing("K-2", transfer: "FT2", on: "20261131", bad), .partner(PipelineSpool.one), "TU_CHOI 202 0 0 1 LO07"),
            (Make.listing("K-2", transfer: "F T", bad), .partner(PipelineSpool.one), "TU_CHOI 202 0 0 1 LO01"),
            (Make.listing("K-2", transfer: "FT2", bad), .partner(Self.other), "TU_CHOI 401 0 0 1 LO02"),
            (Make.listing("K-2", transfer: "FT2", bad), .agency, "TU_CHOI 401 0 0 1 LO10"),
            (Make.adjustment("D-1", cancelling: bad), .partner(Self.other), "TU_CHOI 401 0 0 1 LO02"),
            (Make.statement("S-1", [Make.credit("FT1", 1)]), .partner(PipelineSpool.one), "TU_CHOI 401 0 0 1 LO10"),
            (Make.statement("S-1", total: 7, [Make.credit("FT1", 1)]), .agency, "TU_CHOI 202 0 0 1 LO04"),
        ]
        for (document, owner, answer) in cases { #expect("\(try spool.send(document, for: owner))" == answer) }
        #expect(try spool.states(1, 2) == "DA_KE GHI_NHAN")
    }

    // MARK: answers for ever

    @Test("the same bytes again bring the first answers; they can be put back, and verify finds nothing wrong")
    func answersForEver() throws {
        let spool = try PipelineSpool.withPayments(3)
        let documents: [(String, Owner)] = [
            (Make.adjustment("D-1", cancelling: [Make.code(1), Make.code(1)]), .partner(PipelineSpool.one)),
            (Make.listing("K-1", transfer: "FT1", [Make.code(3), Make.code(2)]), .partner(PipelineSpool.one)),
            (Make.statement("S-1", [Make.credit("FT1", 1_366_200), Make.credit("FT2", 1)]), .agency),
            (Make.adjustment("D-2", cancelling: [Make.code(2)], takingBack: ["FT1"]), .partner(PipelineSpool.one)),
        ]
        for (document, owner) in documents {
            let first = try spool.send(document, for: owner)
            // What recorded nothing is judged anew, under a number of its own.
            guard !first.confirmation.isEmpty else { continue }
            let again = try spool.send(document, for: owner)
            #expect([again.confirmation, again.rejection, again.page] == [first.confirmation, first.rejection, first.page])
            try spool.start()
        }
        var found: [String] = []
        let verified = try Verifier(spool: spool.spool, ledger: spool.ledger, watch: { _, _ in }) {
            if !$0.kind.isNote { found.append("\($0.kind) \($0.subject)") }
        }.run()
        #expect(found == [])
        #expect(verified.answers > 6)
    }
}
