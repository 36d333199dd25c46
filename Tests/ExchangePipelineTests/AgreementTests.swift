import Assembly
import ConfinedReading
import Contributions
import ExchangeFormat
import ExchangeTesting
import Foundation
import LedgerCore
import Testing

@testable import ExchangePipeline

// What `check --spool` says beforehand and what the daemon then answers: the same, record by record, for random payments of
// which many are spoiled. And the law of a day long past still judges an old batch.

@Suite("check and run agree")
struct AgreementTests {
    @Test("on 20,000 random payments, many of them spoiled", arguments: 1...10)
    func randomPayments(seed: Int) throws {
        let partner = RandomPayment.partner
        let spool = try PipelineSpool(registry: Documents.masterData(RandomPayment.registry))
        var draws = Draws(UInt64(seed))
        var maker = RandomPaymentMaker(seed: UInt64(seed))
        for batch in 1...4 {
            let received = RandomPaymentMaker.receivedDay(&draws)
            spool.clock.set("\(received)120000")
            let payments = (0..<500).map { _ in
                let payment = maker.next(received: received)
                switch draws.below(4) {
                case 0: return payment.changedAnyhow(like: maker.next(received: received), &draws)
                case 1: return RandomPaymentMutation.all[draws.below(RandomPaymentMutation.all.count)].apply(to: payment) ?? payment
                default: return payment
                }
            }
            let name = "L-\(batch)"
            try spool.drop(Documents.batch(name, of: payments, received: received), "\(name).xml", for: .partner(partner))
            let said = try spool.examine("\(name).xml", partner)
            try spool.pass()
            let answered = try spool.outcomes(of: name, partner, count: payments.count).split(separator: " ").map { String($0) }
            let differing = answered.indices.filter { said[$0] != answered[$0] }
            #expect(
                differing.isEmpty,
                "batch \(batch): \(differing.prefix(3).map { "STT \($0 + 1): said \(said[$0]), answered \(answered[$0]): \(payments[$0])" })"
            )
            #expect(answered.contains("-") && answered.contains { $0.first != "-" && $0.first != "(" })
        }
    }

    @Test("a raise of LUONG_CO_SO changes what is due from its day only, and an old batch still explains itself by the old amount")
    func raise() throws {
        let spool = try PipelineSpool()
        let wrong = Documents.batch("L-1", [Documents.payment(1, ["SO_TIEN": "1"])])
        try spool.drop(wrong, "old.xml")
        try spool.pass()
        #expect(try spool.answer("old_TN20261120-000002_TC.xml").all("MO_TA_LOI").first?.contains("683.100") == true)
        try spool.drop(Documents.parameter("LUONG_CO_SO", "2600000", from: "20261201"), "tham-so.xml", for: .agency)
        try spool.pass()

        // From 1 December 2026 on 12 x 4.5 % x 2,600,000 x 0.5 are due; for a payment of the day before what was due before.
        spool.clock.set("20261201090000")
        func paid(_ day: String, _ amount: String, _ number: Int) -> String {
            Documents.payment(number, ["NGAY_NOP_TIEN": day, "SO_TIEN": amount, "TU_NGAY": "20270101", "DEN_NGAY": "20271231"])
        }
        let days = [
            paid("20261130", "683100", 2), paid("20261201", "702000", 3), paid("20261130", "702000", 4), paid("20261201", "683100", 5),
        ]
        try spool.drop(Documents.batch("L-2", days, preparedAt: "20261201080000"), "new.xml")
        try spool.pass()
        #expect(try spool.outcomes(of: "new", PipelineSpool.one, count: 4) == "- - MD06 MD06")

        // The old batch by the law of its day, and by today's.
        let file = try #require(try spool.ledger.file(IntakeNumber("TN20261120-000002")!))
        let archived = spool.path + "/archive/20261120/9900000001/TN20261120-000002_old.xml"
        let then = try Examiner(
            asOf: file, ledger: spool.ledger, limits: ExchangeLimits(), reader: InProcessReading(), scratchFolder: NSTemporaryDirectory())
        #expect(try then.details(of: .MD06, in: archived) == [["683100"]])
        let again = try Examiner(
            asOf: try #require(try spool.ledger.file(IntakeNumber("TN20261201-000001")!)), ledger: spool.ledger, limits: ExchangeLimits(),
            reader: InProcessReading(), scratchFolder: NSTemporaryDirectory())
        let new = spool.path + "/archive/20261201/9900000001/TN20261201-000001_new.xml"
        #expect(try again.details(of: .MD06, in: new) == [["683100"], ["702000"]])
    }
}

extension Examiner {
    /// The details of each finding of that code in a file.
    fileprivate func details(of code: RuleCode, in path: String) throws -> [[String]] {
        var found: [[String]] = []
        try examine(look(at: Array(path.utf8))).refusals { found += $0.findings.filter { $0.code == code }.map(\.details) }
        return found
    }
}

extension PipelineSpool {
    /// What `check --spool --owner` says of each record of a file that waits in the inbox, as `outcomes` shows it.
    fileprivate func examine(_ name: String, _ partner: String) throws -> [String] {
        let examiner = try Examiner(
            owner: .partner(partner), ledger: ledger, clock: clock, limits: ExchangeLimits(), reader: InProcessReading(),
            scratchFolder: NSTemporaryDirectory())
        let examined = try examiner.examine(examiner.look(at: Array("\(inbox(.partner(partner)))/\(name)".utf8)))
        #expect(examined.findings.isEmpty)
        var outcomes = Array(repeating: "-", count: examined.counts.found)
        func codes(_ findings: [Finding]) -> String { findings.map(\.code.rawValue).joined(separator: "+") }
        try examined.refusals { refusal in outcomes[refusal.ordinal - 1] = codes(refusal.findings) }
        try examined.warnings { warned in outcomes[warned.ordinal - 1] = "(\(codes(warned.findings)))" }
        return outcomes
    }
}

extension Documents {
    /// A batch of random payments, as their partner would write it.
    fileprivate static func batch(_ name: String, of payments: [RandomPayment], received: Int) -> String {
        let records = payments.map { payment in
            let elements = PaymentField.allCases.filter { !payment[$0].isEmpty }.map { field in
                "<\(field.element)>\(escaped(payment[field]))</\(field.element)>"
            }
            return "<KHOAN_THU>\(elements.joined())</KHOAN_THU>\n"
        }
        let total = payments.compactMap { Int($0[.amount]) }.reduce(0, +)
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <DANH_SACH_THU PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_TCDVT>\(RandomPayment.partner)</MA_TCDVT>\
            <MA_CQ_BHXH>\(RandomPayment.office)</MA_CQ_BHXH><MA_LO>\(name)</MA_LO><NGAY_LAP>\(received)100000</NGAY_LAP>\
            <SO_LUONG>\(payments.count)</SO_LUONG><TONG_TIEN>\(total)</TONG_TIEN></THONG_TIN_CHUNG><DS_KHOAN_THU>
            \(records.joined())</DS_KHOAN_THU></DANH_SACH_THU>

            """
    }

    /// A DANH_MUC of these entries.
    fileprivate static func masterData(_ entries: [MasterDataEntry]) -> String {
        let sections = DocumentShape.masterData.sections.enumerated().map { place, shape -> String in
            let rows = entries.filter { $0.section == place }.map { entry in
                let elements = zip(shape.fields, entry.fields).filter { !$1.isEmpty }.map { field, value in
                    let items = value.split(separator: "\u{1E}").map { "<MA_XA>\($0)</MA_XA>" }.joined()
                    return "<\(field.name)>\(field.item == nil ? escaped(value) : items)</\(field.name)>"
                }
                return "<\(shape.entry)>\(elements.joined())</\(shape.entry)>"
            }
            return rows.isEmpty ? "" : "<\(shape.list)>\(rows.joined(separator: "\n"))</\(shape.list)>\n"
        }
        return masterData(sections.joined())
    }

    fileprivate static func parameter(_ name: String, _ value: String, from: String) -> String {
        masterData(
            "<DS_THAM_SO><THAM_SO><MA>\(name)</MA><GIA_TRI>\(value)</GIA_TRI><TU_NGAY>\(from)</TU_NGAY></THAM_SO></DS_THAM_SO>",
            batch: "TS-1")
    }

    private static func masterData(_ sections: String, batch: String = "DM-1") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <DANH_MUC PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>\(batch)</MA_LO><NGAY_LAP>20261120070000</NGAY_LAP></THONG_TIN_CHUNG>
        \(sections)</DANH_MUC>

        """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
