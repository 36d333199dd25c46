import Contributions
import ExchangeTesting
import Testing

@testable import Rulebook

// The rules that ask what is known already: from the ledger, and from earlier records of the file. Each row is a good payment
// and one thing known of it. A rule that is switched off changes its rows.

/// One row: a payment, what is known, what is found.
struct HistoryRow: CustomTestStringConvertible, Sendable {
    let payment: PaymentBuilder
    let known: RecordHistory
    let expected: String
    let verdict: RecordVerdict
    let testDescription: String

    init(
        _ name: String, _ payment: PaymentBuilder, _ expected: String, verdict: RecordVerdict? = nil,
        _ known: (inout RecordHistory) -> Void
    ) {
        testDescription = name
        self.payment = payment
        self.known = RecordHistory(known)
        self.expected = expected
        self.verdict = verdict ?? (expected.isEmpty || expected.hasPrefix("CB") ? .good : .refused)
    }

    func judged(by rules: RecordRules = .whole) -> Judged {
        Judged(payment, history: known, registry: .ofRandomPayments, received: "20261120", rules: rules)
    }
}

@Suite("What is known already")
struct HistoryTableTests {
    static let rows: [HistoryRow] = [
        // TR01, TR02 and "on record already" come before everything else.
        HistoryRow("another payment has this key", .household, "TR01 MA_GIAO_DICH") { $0.code = 14 },
        HistoryRow("another payment has this key; no amount is looked at", .household.with([.amount: "1"]), "TR01 MA_GIAO_DICH") {
            $0.code = 14
        },
        HistoryRow("the key stands earlier in the file", .voluntary, "TR02 MA_GIAO_DICH") { $0.sameKeyOrdinal = 3 },
        HistoryRow("the key stands earlier; no date is looked at", .voluntary.with([.paidOn: "20261121"]), "TR02 MA_GIAO_DICH") {
            $0.sameKeyOrdinal = 3
        },
        HistoryRow("on record already", .farming, "", verdict: .onRecord(14)) { ($0.code, $0.hasSameContent) = (14, true) },
        HistoryRow("on record already; nothing else is looked at", .farming.with([.amount: "1"]), "", verdict: .onRecord(14)) {
            ($0.code, $0.hasSameContent, $0.overlap, $0.usedReceipt) = (14, true, .own(14), .own(14))
        },
        HistoryRow("a malformed e-mail is told all the same", .farming.with([.email: "x"]), "BG03 EMAIL, TR02 MA_GIAO_DICH") {
            $0.sameKeyOrdinal = 3
        },

        HistoryRow("the same days of BI", .household, "TR03 TU_NGAY") { $0.overlap = .own(14) },
        HistoryRow("the same days of AR", .farming, "TR03 TU_NGAY") { $0.overlap = .anothers },
        HistoryRow("the same months of IS", .voluntary, "TR03 TU_THANG") { $0.overlap = .inFile(3) },
        HistoryRow("the same days, and the first is wrong", .farming.with([.fromDay: "20261119"]), "NG04 DEN_NGAY, NG05 TU_NGAY") {
            $0.overlap = .own(14)
        },

        HistoryRow("the numbers are two persons'", .household, "NT04 MA_SO_BHXH") { $0.otherPerson = .own(14) },
        HistoryRow("the numbers are two persons'; whose days these are nobody knows", .household, "NT04 MA_SO_BHXH") {
            ($0.otherPerson, $0.overlap) = (.anothers, .own(14))
        },
        HistoryRow("a number that is wrong in itself is not compared", .voluntary.with([.sex: "1"]), "NT02 SO_DDCN") {
            $0.otherPerson = .own(14)
        },

        HistoryRow("the receipt was used", .farming, "BL02 SO_BIEN_LAI") { $0.usedReceipt = .own(14) },
        HistoryRow("the receipt was used in this file", .voluntary, "BL02 SO_BIEN_LAI") { $0.usedReceipt = .inFile(3) },
        HistoryRow("a receipt of no book is only that", .farming.with([.receiptNumber: "0000000"]), "BL01 SO_BIEN_LAI") {
            $0.usedReceipt = .anothers
        },
        HistoryRow("the receipt and the days", .household, "BL02 SO_BIEN_LAI, TR03 TU_NGAY") {
            ($0.usedReceipt, $0.overlap) = (.own(14), .own(15))
        },

        HistoryRow("a renewal was another partner's", .household, "CB02 PHUONG_AN") { $0.wasLastWithAnother = true },
        HistoryRow("a continued payment was another partner's", .voluntary, "CB02 PHUONG_AN") { $0.wasLastWithAnother = true },
        HistoryRow("a new participant was another partner's", .farming, "") { $0.wasLastWithAnother = true },
        HistoryRow("a resumed payment was another partner's", .voluntary.with([.plan: "DL"]), "") { $0.wasLastWithAnother = true },
        HistoryRow("two are the fourth of a household", .household, "CB04 NGUOI_THU") { $0.isPlaceTaken = true },
        HistoryRow("any number may be the fifth", .household.with([.personOrder: "5", .amount: "546480"]), "") { $0.isPlaceTaken = true },
        HistoryRow("two warnings", .household, "CB02 PHUONG_AN, CB04 NGUOI_THU") {
            ($0.wasLastWithAnother, $0.isPlaceTaken) = (true, true)
        },
        HistoryRow("a refused payment is not warned of", .household.with([.amount: "1"]), "MD06 SO_TIEN") {
            ($0.wasLastWithAnother, $0.isPlaceTaken) = (true, true)
        },
    ]

    @Test("what is known is found, and silences what it should", arguments: rows)
    func known(row: HistoryRow) {
        let judged = row.judged()
        #expect(judged.text == row.expected)
        #expect(judged.verdict == row.verdict)
    }

    @Test("a rule switched off is noticed", arguments: [RuleCode.NT04, .BL02, .TR01, .TR02, .TR03, .CB02, .CB04])
    func switchedOff(code: RuleCode) {
        let rules = RecordRules(without: code)
        #expect(Self.rows.contains { $0.judged(by: rules).text != $0.expected })
    }
}
