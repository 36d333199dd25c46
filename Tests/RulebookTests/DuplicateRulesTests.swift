import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("TR: the same payment again")
struct DuplicateRulesTests {
    static let same = RecordHistory { ($0.code, $0.hasSameContent) = (7, true) }
    static let other = RecordHistory { $0.code = 7 }
    static let repeated = RecordHistory { $0.sameKeyOrdinal = 2 }
    static let sameRepeated = RecordHistory { ($0.code, $0.hasSameContent, $0.sameKeyOrdinal) = (7, true, 2) }
    static let otherRepeated = RecordHistory { ($0.code, $0.sameKeyOrdinal) = (7, 2) }

    typealias Row = (what: String, changes: [PaymentField: String], history: RecordHistory, expected: String, verdict: RecordVerdict)

    /// Breaks a rule of each of sections 4 and 5.
    static let wrong: [PaymentField: String] = [.birthDate: "19901301", .collector: "KHONGCO", .point: "KHONGCO"]

    static let rows: [Row] = [
        ("on record with the same content is no fault", [:], same, "", .onRecord(7)),
        ("it silences sections 4 and 5", wrong, same, "", .onRecord(7)),
        (
            "with a new telephone number, address and remark too", [.phone: "0912345678", .email: "a@b", .remark: "x"], same, "",
            .onRecord(7)
        ),
        ("on record with other content", [:], other, "TR01 MA_GIAO_DICH", .refused),
        ("it silences sections 4 and 5 (2)", wrong, other, "TR01 MA_GIAO_DICH", .refused),
        ("earlier in this file", [:], repeated, "TR02 MA_GIAO_DICH", .refused),
        ("it silences sections 4 and 5 (3)", wrong, repeated, "TR02 MA_GIAO_DICH", .refused),
        ("on record and repeated in this file: only the first is on record", [:], sameRepeated, "TR02 MA_GIAO_DICH", .refused),
        ("other content, and repeated: the key has failed once", [:], otherRepeated, "TR01 MA_GIAO_DICH", .refused),
        (
            "faults of format stand beside TR02", [.amount: "x", .household: ""], repeated,
            "BG03 SO_TIEN, BG04 MA_HO_GD, TR02 MA_GIAO_DICH", .refused
        ),
        ("content that has failed is not compared", [.amount: "x"], other, "BG03 SO_TIEN", .refused),
        (
            "and the other rules are asked then", wrong.merging([.amount: "x"]) { $1 }, same,
            "BG03 SO_TIEN, NG01 NGAY_SINH, DM01 MA_NHAN_VIEN_THU, DM03 MA_DIEM_THU", .refused
        ),
        ("BG04 is a failure of content too", [.household: ""], other, "BG04 MA_HO_GD", .refused),
        ("what only says where to reach somebody is no content: TR01", [.email: "x"], other, "BG03 EMAIL, TR01 MA_GIAO_DICH", .refused),
        (
            "on record, but malformed beside the content: refused, and judged no further", wrong.merging([.email: "x"]) { $1 }, same,
            "BG03 EMAIL", .refused
        ),
        ("a malformed key is nobody's", [.transactionKey: "a b"], otherRepeated, "BG03 MA_GIAO_DICH", .refused),
        ("TR02 silences BL02", [:], RecordHistory { ($0.sameKeyOrdinal, $0.usedReceipt) = (2, .anothers) }, "TR02 MA_GIAO_DICH", .refused),
        (
            "a payment on record has used its own receipt", [:],
            RecordHistory { ($0.code, $0.hasSameContent, $0.usedReceipt) = (7, true, .own(7)) },
            "", .onRecord(7)
        ),
    ]

    @Test("on record, on record otherwise, earlier in the file", arguments: rows.indices)
    func table(index: Int) {
        let row = Self.rows[index]
        let judged = Judged(.household.with(row.changes), history: row.history)
        #expect(judged.text == row.expected, "\(row.what)")
        #expect(judged.verdict == row.verdict, "\(row.what)")
    }

    @Test("each single failed element of the content keeps TR01 silent", arguments: PaymentField.allCases)
    func content(field: PaymentField) {
        // A control character is outside every format but GHI_CHU's; there a line break is.
        let judged = Judged(.household.with([field: "\n"]), history: Self.other)
        let isContent = ![PaymentField.phone, .email, .remark].contains(field)
        #expect(judged.findings.contains { $0.code == .TR01 } != isContent)
    }

    @Test("the messages name the earlier code or record")
    func details() {
        #expect(
            Judged(.household, history: Self.other).findings == [
                Finding(
                    .TR01, subject: "MA_GIAO_DICH", value: "GD-000001", details: [ConfirmationCode(prefix: "POS", number: 7).description])
            ])
        #expect(Judged(.household, history: Self.repeated).details(of: .TR02) == ["2"])
    }
}
