import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("BG: one record's format")
struct FormatRulesTests {
    typealias Row = (what: String, payment: PaymentBuilder, expected: String)

    static let good: [Row] = [
        ("household", .household, ""), ("voluntary", .voluntary, ""), ("farming", .farming, ""),
        ("one number is enough for the format", .household.with([.insuranceNumber: ""]), ""),
        ("neither number is no fault of format", .household.with([.insuranceNumber: "", .personalNumber: ""]), "NT01 SO_DDCN"),
        ("everything optional", .household.with([.statePart: "0", .localPart: "0", .otherPart: "0", .commune: "00070"]), ""),
        ("the year of birth alone", .household.with([.birthDate: "1990"]), ""),
    ]

    static let missing: [Row] = [
        ("the key", .household.with([.transactionKey: ""]), "BG01 MA_GIAO_DICH"),
        ("the name", .household.with([.fullName: ""]), "BG01 HO_TEN"),
        ("the amount", .household.with([.amount: ""]), "BG01 SO_TIEN"),
        (
            "several, in the document's order", .household.with([.point: "", .sex: "", .months: ""]),
            "BG01 GIOI_TINH, BG01 SO_THANG, BG01 MA_DIEM_THU"
        ),
        ("LOAI_HINH: nobody asks for BG04", .household.with([.kind: ""]), "BG01 LOAI_HINH"),
        (
            "the payment day: its format, and no rule that reads it", .household.with([.paidOn: "", .collector: "KHONGCO"]),
            "BG01 NGAY_NOP_TIEN"
        ),
    ]

    static let malformed: [Row] = [
        ("a blank in the key", .household.with([.transactionKey: "GD 1"]), "BG03 MA_GIAO_DICH"),
        ("an unknown LOAI_HINH: nobody asks for BG04", .household.with([.kind: "XX"]), "BG03 LOAI_HINH"),
        ("a small letter in the collector", .household.with([.collector: "nvt001"]), "BG03 MA_NHAN_VIEN_THU"),
        ("an amount of nothing", .household.with([.amount: "0"]), "BG03 SO_TIEN"),
        ("a digit in the name", .household.with([.fullName: "Nguyen 2"]), "BG03 HO_TEN"),
        ("a line break in the remark", .household.with([.remark: "a\nb"]), "BG03 GHI_CHU"),
        ("a remark of 201 characters", .household.with([.remark: String(repeating: "ă", count: 201)]), "BG03 GHI_CHU"),
        (
            "BG01 before BG03, whatever the document's order", .household.with([.kind: "X", .remark: "a\nb", .point: ""]),
            "BG01 MA_DIEM_THU, BG03 LOAI_HINH, BG03 GHI_CHU"
        ),
    ]

    static let byKind: [Row] = [
        ("BI without its household", .household.with([.household: ""]), "BG04 MA_HO_GD"),
        ("BI without days", .household.with([.fromDay: "", .toDay: ""]), "BG04 TU_NGAY, BG04 DEN_NGAY"),
        (
            "BI with IS's elements", .household.with([.supportGroup: "BT", .method: "6", .income: "1500000", .fromMonth: "202612"]),
            "BG04 DOI_TUONG_HT, BG04 PHUONG_THUC, BG04 MUC_THU_NHAP, BG04 TU_THANG"
        ),
        ("AR with a household", .farming.with([.household: "H1", .personOrder: "1"]), "BG04 MA_HO_GD, BG04 NGUOI_THU"),
        ("AR without its last day", .farming.with([.toDay: ""]), "BG04 DEN_NGAY"),
        (
            "IS without anything of its own", .voluntary.with([.supportGroup: "", .method: "", .income: "", .fromMonth: ""]),
            "BG04 DOI_TUONG_HT, BG04 PHUONG_THUC, BG04 MUC_THU_NHAP, BG04 TU_THANG"
        ),
        (
            "IS with days, and without its month", .voluntary.with([.fromMonth: "", .fromDay: "20261201", .toDay: "20271130"]),
            "BG04 TU_THANG, BG04 TU_NGAY, BG04 DEN_NGAY"
        ),
        (
            "BI labelled IS: missing and present in the document's order", .household.with([.kind: "IS"]),
            "BG04 MA_HO_GD, BG04 NGUOI_THU, BG04 DOI_TUONG_HT, BG04 PHUONG_THUC, BG04 MUC_THU_NHAP, BG04 TU_THANG, BG04 TU_NGAY, BG04 DEN_NGAY, "
                + "MD04 PHUONG_AN"
        ),
        ("an element that must not be there and is malformed has one fault", .farming.with([.personOrder: "9"]), "BG03 NGUOI_THU"),
        (
            "BG04 beside BG01 and BG03", .household.with([.amount: "", .sex: "3", .household: ""]),
            "BG01 SO_TIEN, BG03 GIOI_TINH, BG04 MA_HO_GD"
        ),
        ("a date that must not be there is not asked whether it exists", .voluntary.with([.fromDay: "20260231"]), "BG04 TU_NGAY"),
    ]

    @Test("elements given, missing, malformed or not this LOAI_HINH's", arguments: good + missing + malformed + byKind)
    func table(row: Row) {
        let judged = Judged(row.payment)
        #expect(judged.text == row.expected, "\(row.what)")
        #expect(judged.verdict == (row.expected.isEmpty ? .good : .refused), "\(row.what)")
    }

    @Test("BG04 says whether the element is missing or there, and for which LOAI_HINH")
    func kindDetails() {
        let judged = Judged(.voluntary.with([.income: "", .household: "H1"]))
        #expect(
            judged.findings == [
                Finding(.BG04, subject: "MA_HO_GD", value: "H1", details: ["present", "IS"]),
                Finding(.BG04, subject: "MUC_THU_NHAP", details: ["missing", "IS"]),
            ])
    }

    @Test("a record with BG02 is judged no further, even when its key is known")
    func structure() {
        let payment = PaymentBuilder.household.with([.amount: ""]).with(fault: "GHICHU", text: "x").with(fault: "HO_TEN")
        let judged = Judged(payment, history: RecordHistory { $0.sameKeyOrdinal = 1 })
        #expect(judged.verdict == .refused)
        #expect(judged.findings.isEmpty)
        let chunk = RecordChunk([payment])
        #expect(
            StructureRules.findings(of: chunk.records[0], in: chunk) == [
                Finding(.BG02, subject: "GHICHU", value: "x"), Finding(.BG02, subject: "HO_TEN"),
            ])
    }

    @Test("what later steps read is decoded: kind, amount and payment day, or nothing where it failed")
    func decoded() {
        RecordChunk([.voluntary, .farming.with([.amount: "x", .kind: "", .paidOn: "20260230"])]).forEachPayment { record, _ in
            let context = RuleContext(registry: nil, partner: nil, office: "", received: Day("20261120")!, prefix: "POS")
            _ = RecordRules.whole.judge(&record, history: .none, context: context)
            let isFirst = record.ordinal == 1
            #expect(record.kind == (isFirst ? .voluntary : nil))
            #expect(record.amount == (isFirst ? 1_584_000 : 0))
            #expect(record.paidOn == (isFirst ? Day("20261120") : nil))
            #expect(record.isWellFormed(.amount) == isFirst)
        }
    }
}
