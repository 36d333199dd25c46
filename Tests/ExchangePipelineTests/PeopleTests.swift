import Contributions
import Foundation
import Testing

@testable import ExchangePipeline

// TR03, NT04, CB02 and CB04: what a payment meets on record and among the earlier records of its file. A case sends batches one
// after the other and says what becomes of each record: `-` good, else its codes; a warning's code stands in brackets.

@Suite("People, their payments and households")
struct PeopleTests {
    typealias Changes = [String: String?]

    /// A batch: its partner and its records, each a payment's number with what differs from `Documents.payment`.
    struct Batch: Sendable {
        var partner = PipelineSpool.one
        var claimed = "20261120080000"
        var records: [Changes]
        var expected: String
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// Rows of DS_NGUOI, MA_SO_BHXH and SO_DDCN, recorded before the last batch.
        var people: [(String, String)] = []
        var batches: [Batch]

        init(_ name: String, people: [(String, String)] = [], _ batches: Batch...) {
            (testDescription, self.people, self.batches) = (name, people, batches)
        }
    }

    /// The participant of payment 1, as every payment here gives it unless it says otherwise.
    static let insurance = "9900000001"
    static let personal = "901190000001"
    static let next: Changes = ["TU_NGAY": "20271201", "DEN_NGAY": "20281130"]
    static let pension: Changes = [
        "LOAI_HINH": "IS", "PHUONG_AN": "TM", "MA_HO_GD": nil, "NGUOI_THU": nil, "SO_THANG": "6", "TU_NGAY": nil, "DEN_NGAY": nil,
        "SO_TIEN": "1584000", "DOI_TUONG_HT": "BT", "PHUONG_THUC": "6", "MUC_THU_NHAP": "1500000", "TU_THANG": "202612",
        "TIEN_NSNN": "396000",
    ]
    static func with(_ changes: Changes...) -> Changes { changes.reduce(into: [:]) { $0.merge($1) { $1 } } }

    static let cases: [Case] = [
        Case(
            "the same period again, on record: this partner's own",
            Batch(records: [[:]], expected: "-"), Batch(records: [["TU_NGAY": "20261215", "DEN_NGAY": "20271214"]], expected: "TR03")),
        Case(
            "the same period again, on record with another partner",
            Batch(records: [[:]], expected: "-"), Batch(partner: PipelineSpool.other, records: [[:]], expected: "TR03")),
        Case(
            "known by either number alone",
            Batch(records: [[:]], expected: "-"), Batch(records: [["MA_SO_BHXH": nil]], expected: "TR03"),
            Batch(records: [["MA_SO_BHXH": nil, "SO_DDCN": "901190000077", "MA_HO_GD": "9900000077"]], expected: "-")),
        Case(
            "periods side by side and another product are good, on record and in the file",
            Batch(records: [[:], next, pension], expected: "- - -"),
            Batch(
                records: [with(next, ["TU_NGAY": "20281201", "DEN_NGAY": "20291130"]), with(pension, ["TU_THANG": "202706"])],
                expected: "- -")),
        Case("AR and BI are one product", Batch(records: [[:]], expected: "-"), Batch(records: [farming], expected: "TR03")),
        Case("twice in a file: the second is refused", Batch(records: [[:], [:], next], expected: "- TR03 -")),
        Case(
            "whoever is refused takes no period", Batch(records: [["SO_TIEN": "683101"], [:], [:]], expected: "MD06 - TR03")),
        Case(
            "months of BHXH that share one month meet",
            Batch(records: [pension, with(pension, ["TU_THANG": "202705"]), with(pension, ["TU_THANG": "202706"])], expected: "- TR03 -")),
        Case(
            "missing months neither meet nor are met",
            Batch(records: [missingMonths, missingMonths, with(pension, ["TU_THANG": "202612"])], expected: "- - -")),
        Case(
            "two numbers that are on record with others",
            Batch(records: [[:]], expected: "-"),
            Batch(records: [with(next, ["SO_DDCN": "901190000077"])], expected: "NT04"),
            Batch(partner: PipelineSpool.other, records: [with(next, ["MA_SO_BHXH": "9900000077"])], expected: "NT04")),
        Case(
            "two numbers that stand with others earlier in the file",
            Batch(
                records: [[:], with(next, ["SO_DDCN": "901190000077"]), with(next, ["MA_SO_BHXH": "9900000077"])], expected: "- NT04 NT04")),
        Case(
            "a refused record ties no numbers",
            Batch(records: [["SO_DDCN": "901190000077", "GIOI_TINH": "1"], [:]], expected: "NT02 -")),
        Case(
            "DS_NGUOI says that they are two persons", people: [(insurance, "901190000077")],
            Batch(records: [[:]], expected: "NT04")),
        Case(
            "DS_NGUOI wins over payments on record", people: [(insurance, "901190000077")],
            Batch(records: [[:]], expected: "-"),
            Batch(records: [with(next, ["SO_DDCN": "901190000077"])], expected: "-")),
        Case(
            "a payment that DS_NGUOI denies ties no numbers", people: [("9900000077", personal)],
            Batch(records: [[:]], expected: "-"),
            Batch(records: [with(next, ["SO_DDCN": "901190000088"])], expected: "-")),
        Case(
            "DS_NGUOI ties a number that the payment does not give", people: [(insurance, "901190000077")],
            Batch(claimed: "20250731080000", records: [with(july, ["SO_DDCN": nil])], expected: "-"),
            Batch(claimed: "20250810080000", records: [with(august, ["MA_SO_BHXH": nil, "SO_DDCN": "901190000077"])], expected: "TR03")),
        Case(
            "a payment on record ties a number that the next one does not give",
            Batch(claimed: "20250731080000", records: [with(july, ["SO_DDCN": nil]), with(july, next)], expected: "- -"),
            Batch(claimed: "20250810080000", records: [with(august, ["MA_SO_BHXH": nil])], expected: "TR03")),
        Case(
            "a renewal after a payment through another partner is warned of, once",
            Batch(records: [[:]], expected: "-"),
            Batch(
                partner: PipelineSpool.other,
                records: [next, with(next, ["TU_NGAY": "20281201", "DEN_NGAY": "20291130"])], expected: "(CB02) -"),
            Batch(
                partner: PipelineSpool.other, records: [with(next, ["TU_NGAY": "20291201", "DEN_NGAY": "20301130"])], expected: "-")),
        Case(
            "a first card, or another product, is none", Batch(records: [[:]], expected: "-"),
            Batch(
                partner: PipelineSpool.other, records: [with(next, ["PHUONG_AN": "TM"]), with(pension, ["PHUONG_AN": "DT"])],
                expected: "- -")),
        Case(
            "another person in the same place of the household, in the same year",
            Batch(records: [[:], someoneElse(8)], expected: "- (CB04)"),
            Batch(partner: PipelineSpool.other, records: [someoneElse(9)], expected: "(CB04)")),
        Case(
            "another place, another year or the fifth place is none",
            Batch(
                records: [
                    [:], with(someoneElse(8), ["NGUOI_THU": "3", "SO_TIEN": "819720"]), with(someoneElse(7), fifth),
                    with(someoneElse(6), fifth),
                ], expected: "- - - -"),
            Batch(
                claimed: "20270105080000",
                records: [with(someoneElse(9), ["NGAY_NOP_TIEN": "20270105", "TU_NGAY": "20270201", "DEN_NGAY": "20280131"])], expected: "-"
            )),
    ]

    static let farming: Changes = [
        "LOAI_HINH": "AR", "MA_HO_GD": nil, "NGUOI_THU": nil, "TIEN_NSNN": "409860", "SO_TIEN": "956340",
    ]
    static let missingMonths = with(
        pension, ["PHUONG_AN": "DB", "PHUONG_THUC": "TH", "SO_THANG": "1", "TIEN_NSNN": "66000", "SO_TIEN": "265023"])
    static let july: Changes = ["NGAY_NOP_TIEN": "20250731", "TU_NGAY": "20250901", "DEN_NGAY": "20260831", "SO_TIEN": "631800"]
    static let august = with(july, ["NGAY_NOP_TIEN": "20250805"])
    static let fifth: Changes = ["NGUOI_THU": "5", "SO_TIEN": "546480"]
    static func someoneElse(_ number: Int) -> Changes { ["MA_SO_BHXH": "990000000\(number)", "SO_DDCN": "90119000000\(number)"] }

    @Test("a payment meets what its person and household have paid before", arguments: cases)
    func meets(_ one: Case) throws {
        let spool = try PipelineSpool()
        var number = 0
        for (place, batch) in one.batches.enumerated() {
            spool.clock.set(batch.claimed)
            if place == one.batches.count - 1, !one.people.isEmpty {
                try spool.drop(Documents.people(one.people), "nguoi.xml", for: .agency)
                try spool.pass()
            }
            let payments = batch.records.map { changes in
                number += 1
                // Keys and receipts are new each time, the person is the first payment's.
                let fresh: Changes = ["MA_GIAO_DICH": "GD-\(number)", "SO_BIEN_LAI": String(String(10_000_000 + number).dropFirst())]
                return Documents.payment(1, partner: batch.partner, Self.with(fresh, changes))
            }
            let name = "L-\(place)"
            try spool.drop(
                Documents.batch(name, partner: batch.partner, payments, preparedAt: batch.claimed), "\(name).xml",
                for: .partner(batch.partner))
            try spool.pass()
            let outcomes = try spool.outcomes(of: name, batch.partner, count: payments.count)
            #expect(outcomes == batch.expected, "batch \(place + 1)")
        }
    }

    @Test("a message names an earlier payment only when it is this partner's own")
    func names() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.pass()
        let again: Changes = ["MA_GIAO_DICH": "GD-2", "SO_BIEN_LAI": "0000002"]
        let other = Self.with(again, Self.next, ["SO_DDCN": "901190000077"])
        try spool.drop(
            Documents.batch("L-2", [Documents.payment(1, again), Documents.payment(1, Self.with(other, ["MA_GIAO_DICH": "GD-3"]))]), "b.xml"
        )
        try spool.drop(
            Documents.batch("L-3", partner: PipelineSpool.other, [Documents.payment(1, partner: PipelineSpool.other, again)]), "c.xml",
            for: .partner(PipelineSpool.other))
        try spool.pass()
        for message in try spool.answer("b_TN20261120-000004_TC.xml").all("MO_TA_LOI") { #expect(message.contains("POS0000000014")) }
        let stranger = try spool.answer("TC.xml", PipelineSpool.other).all("MO_TA_LOI")
        #expect(stranger.count == 1)
        for message in stranger { #expect(message.contains("của tổ chức dịch vụ thu khác") && !message.contains("POS")) }
    }
}

extension Documents {
    static func people(_ rows: [(String, String)]) -> String {
        let rows = rows.map { "<NGUOI><MA_SO_BHXH>\($0)</MA_SO_BHXH><SO_DDCN>\($1)</SO_DDCN></NGUOI>" }.joined()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <DANH_MUC PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>DM-NGUOI</MA_LO><NGAY_LAP>20250701070000</NGAY_LAP></THONG_TIN_CHUNG>
            <DS_NGUOI>\(rows)</DS_NGUOI></DANH_MUC>

            """
    }
}

extension PipelineSpool {
    /// What became of each record of a batch, by the answers to the file of that name.
    func outcomes(of name: String, _ partner: String, count: Int) throws -> String {
        var outcomes = Array(repeating: "?", count: count)
        for file in outboxNames(partner) where file.hasPrefix("\(name)_") && file.hasSuffix(".xml") {
            let answer = try text(outbox(partner) + "/" + file)
            for entry in answer.all("XAC_NHAN") + answer.all("TU_CHOI") {
                guard let place = entry.first("STT").flatMap({ Int($0) }) else { continue }
                let codes = entry.all("MA_LOI").joined(separator: "+")
                outcomes[place - 1] = entry.first("MA_XAC_NHAN") == nil ? codes : codes.isEmpty ? "-" : "(\(codes))"
            }
        }
        return outcomes.joined(separator: " ")
    }
}
