import Contributions
import ExchangeTesting
import Testing

@testable import Rulebook

extension Registry {
    /// All parameters as on 20 November 2026, but one.
    fileprivate static func without(_ missing: ParameterName) -> Registry {
        var registry = Registry()
        registry.parameters = Parameters([])
        for name in ParameterName.allCases where name != missing {
            if let value = Registry().parameters.value(name, on: Day("20261120")!) {
                registry.parameters.add(name, value, from: Day("20160101")!)
            }
        }
        return registry
    }
}

@Suite("MD07: parameters that are not in force; and what a failed element silences")
struct ParametersInForceTests {
    typealias Changes = [PaymentField: String]
    typealias Row = (payment: PaymentBuilder, changes: Changes, missing: String?)

    static let incomeNames = "LUONG_CO_SO, CHUAN_NGHEO, TRAN_LAN, BUOC_THU_NHAP, TY_LE_IS"

    static let days: [Row] = [
        (.household, [.paidOn: "20151231"], "LUONG_CO_SO, TY_LE_BHYT, HE_SO_NGUOI_4"),
        (.household, [.paidOn: "20151231", .personOrder: "1"], "LUONG_CO_SO, TY_LE_BHYT, HE_SO_NGUOI_1"),
        (.household, [.paidOn: "00010101"], "LUONG_CO_SO, TY_LE_BHYT, HE_SO_NGUOI_4"),
        (.household, [.paidOn: "20160101"], "LUONG_CO_SO"), (.household, [.paidOn: "20190630"], "LUONG_CO_SO"),
        (.household, [.paidOn: "20190701"], nil), (.household, [.paidOn: "99991231"], nil),
        (.farming, [.paidOn: "20151231"], "LUONG_CO_SO, TY_LE_BHYT, HO_TRO_AR"), (.farming, [.paidOn: "20190630"], "LUONG_CO_SO"),
        (.farming, [.paidOn: "20190701"], nil),
        (.voluntary, [.paidOn: "20151231"], incomeNames + ", HO_TRO_BT"),
        (.voluntary, [.paidOn: "20151231", .supportGroup: "N", .method: "VS"], incomeNames + ", HO_TRO_N, LAI_SUAT"),
        (.voluntary, [.paidOn: "20151231", .supportGroup: "CN", .method: "TH"], incomeNames + ", HO_TRO_CN, LAI_SUAT"),
        (.voluntary, [.paidOn: "20151231", .supportGroup: "DT"], incomeNames + ", HO_TRO_DT"),
        (.voluntary, [.paidOn: "20171231"], "LUONG_CO_SO, HO_TRO_BT"), (.voluntary, [.paidOn: "20180101"], "LUONG_CO_SO"),
        (.voluntary, [.paidOn: "20190701"], nil),
        (.voluntary, [.paidOn: "20251231", .method: "VS", .months: "24"], "LAI_SUAT"),
        (.voluntary, [.paidOn: "20251231", .method: "12"], nil),
        (.voluntary, [.paidOn: "20251231", .method: "TH", .months: "1"], "LAI_SUAT"),
        (.voluntary, [.paidOn: "20260101", .method: "VS"], nil),
    ]

    @Test("MD07 names all that the record's other rules of money read, and they are silent", arguments: days)
    func missing(row: Row) {
        // Everything else about money is wrong, so that each rule that is asked answers.
        let payment = row.payment.with([.income: row.payment.values[.income].map { _ in "1" } ?? "", .amount: "1"]).with(row.changes)
        let judged = Judged.money(payment, received: row.changes[.paidOn] ?? "")
        #expect(judged.details(of: .MD07) == row.missing.map { [$0] })
        if row.missing != nil {
            #expect(judged.findings.first { $0.code == .MD07 }?.subject == "NGAY_NOP_TIEN")
            let others = judged.findings.map(\.code).filter { $0 != .MD07 && $0 != .MD03 }
            #expect(others == [])
        }
    }

    @Test("MD07 names what is missing also when the rules that read it are not evaluated")
    func unevaluated() {
        let failed = PaymentBuilder.voluntary.with([.paidOn: "20171231", .income: "x", .statePart: "x", .amount: "x", .months: "999"])
        #expect(Judged.money(failed).text == "BG03 MUC_THU_NHAP, BG03 TIEN_NSNN, BG03 SO_TIEN, MD03 SO_THANG, MD07 NGAY_NOP_TIEN")
        #expect(Judged.money(failed).details(of: .MD07) == ["LUONG_CO_SO, HO_TRO_BT"])
    }

    /// What each rule reads, from rules.md; `household` stands for the fourth person, `voluntary` for group BT.
    static let readers: [(payment: PaymentBuilder, changes: Changes, code: String, names: Set<String>)] = [
        (.voluntary, [.income: "1"], "MD01", ["CHUAN_NGHEO", "TRAN_LAN", "LUONG_CO_SO"]),
        (.voluntary, [.income: "1500001"], "MD02", ["CHUAN_NGHEO", "BUOC_THU_NHAP"]),
        (.voluntary, [.statePart: "1"], "MD05", ["HO_TRO_BT", "TY_LE_IS", "CHUAN_NGHEO"]),
        (.voluntary, [.supportGroup: "N", .statePart: "1"], "MD05", ["HO_TRO_N", "TY_LE_IS", "CHUAN_NGHEO"]),
        (.voluntary, [.supportGroup: "CN", .statePart: "1"], "MD05", ["HO_TRO_CN", "TY_LE_IS", "CHUAN_NGHEO"]),
        (.voluntary, [.supportGroup: "DT", .statePart: "1"], "MD05", ["HO_TRO_DT", "TY_LE_IS", "CHUAN_NGHEO"]),
        (.voluntary, [.amount: "1"], "MD06", ["TY_LE_IS"]),
        (.voluntary, [.method: "VS", .months: "24", .amount: "1"], "MD06", ["TY_LE_IS", "LAI_SUAT"]),
        (.voluntary, [.method: "TH", .amount: "1"], "MD06", ["TY_LE_IS", "LAI_SUAT"]),
        (.voluntary, [.statePart: "0", .amount: "1980000"], "CB05", ["HO_TRO_BT", "TY_LE_IS", "CHUAN_NGHEO"]),
        (.household, [.amount: "1"], "MD06", ["TY_LE_BHYT", "LUONG_CO_SO", "HE_SO_NGUOI_4"]),
        (.household, [.personOrder: "1", .amount: "1"], "MD06", ["TY_LE_BHYT", "LUONG_CO_SO", "HE_SO_NGUOI_1"]),
        (.household, [.personOrder: "2", .amount: "1"], "MD06", ["TY_LE_BHYT", "LUONG_CO_SO", "HE_SO_NGUOI_2"]),
        (.household, [.personOrder: "3", .amount: "1"], "MD06", ["TY_LE_BHYT", "LUONG_CO_SO", "HE_SO_NGUOI_3"]),
        (.household, [.personOrder: "5", .amount: "1"], "MD06", ["TY_LE_BHYT", "LUONG_CO_SO", "HE_SO_NGUOI_5"]),
        (.household, [.statePart: "1"], "MD05", []),
        (.household, [.paidOn: "20261101"], "CB01", ["HAN_CAP_NHAT"]),
        (.farming, [.plan: "ON", .statePart: "1"], "MD05", ["HO_TRO_AR", "TY_LE_BHYT", "LUONG_CO_SO"]),
        (.farming, [.plan: "ON", .amount: "1"], "MD06", ["TY_LE_BHYT", "LUONG_CO_SO"]),
    ]

    @Test("without MD07 a rule is silent exactly when a parameter that it reads is not in force", arguments: readers)
    func silent(payment: PaymentBuilder, changes: Changes, code: String, names: Set<String>) {
        for missing in ParameterName.allCases {
            // Asked alone, so that no other rule of money can silence it; a warning is asked of a record that is good.
            let rules = RecordRules((MoneyRules.all + WarningRules.all).filter { $0.code.rawValue == code })
            let judged = Judged(payment.with(changes), registry: .without(missing), rules: rules)
            #expect(judged.codes == (names.contains(missing.code) ? "" : code), "\(missing)")
        }
    }

    @Test(
        "MD07 names a parameter exactly when the record's rules of money read it",
        arguments: [
            (.voluntary, "LUONG_CO_SO CHUAN_NGHEO TRAN_LAN BUOC_THU_NHAP TY_LE_IS HO_TRO_BT"),
            (
                .voluntary.with([.method: "TH", .supportGroup: "CN"]),
                "LUONG_CO_SO CHUAN_NGHEO TRAN_LAN BUOC_THU_NHAP TY_LE_IS HO_TRO_CN LAI_SUAT"
            ),
            (.household, "LUONG_CO_SO TY_LE_BHYT HE_SO_NGUOI_4"),
            (.household.with([.personOrder: "5"]), "LUONG_CO_SO TY_LE_BHYT HE_SO_NGUOI_5"),
            (.farming, "LUONG_CO_SO TY_LE_BHYT HO_TRO_AR"),
        ] as [(PaymentBuilder, String)])
    func named(payment: PaymentBuilder, names: String) {
        let rules = RecordRules(MoneyRules.all.filter { $0.code == .MD07 })
        for missing in ParameterName.allCases {
            let isRead = names.split(separator: " ").contains { $0 == missing.code }
            #expect(
                Judged(payment, registry: .without(missing), rules: rules).details(of: .MD07) == (isRead ? [missing.code] : nil),
                "\(missing)")
        }
    }

    @Test(
        "a rule that reads a failed element is silent, and no other",
        arguments: [
            (.voluntary, [.income: "x", .statePart: "1", .amount: "1"], "BG03 MUC_THU_NHAP, MD05 TIEN_NSNN"),
            (.voluntary, [.income: "1", .statePart: "1", .amount: "1"], "MD01 MUC_THU_NHAP, MD05 TIEN_NSNN"),
            (.voluntary, [.income: "1500001", .amount: "1"], "MD02 MUC_THU_NHAP"),
            (.voluntary, [.months: "7", .statePart: "1", .amount: "1"], "MD03 SO_THANG"),
            (.voluntary, [.months: "7", .income: "1"], "MD03 SO_THANG, MD01 MUC_THU_NHAP"),
            (.voluntary, [.method: "x", .months: "7", .statePart: "1", .amount: "1"], "BG03 PHUONG_THUC, MD05 TIEN_NSNN"),
            (.voluntary, [.method: "x", .months: "7", .amount: "1"], "BG03 PHUONG_THUC"),
            (.voluntary, [.supportGroup: "x", .statePart: "1", .amount: "1"], "BG03 DOI_TUONG_HT, MD06 SO_TIEN"),
            (.voluntary, [.supportGroup: "x", .paidOn: "20100101"], "BG03 DOI_TUONG_HT"),
            (.voluntary, [.paidOn: "20261131", .income: "1", .statePart: "1", .amount: "1"], ""),
            (.voluntary, [.paidOn: "2026", .plan: "ON"], "BG03 NGAY_NOP_TIEN, MD04 PHUONG_AN"),
            (.voluntary, [.kind: "XX", .plan: "ON", .months: "7", .amount: "1"], "BG03 LOAI_HINH"),
            (.household, [.statePart: "1", .amount: "1"], "MD05 TIEN_NSNN"),
            (.household, [.localPart: "x", .amount: "1"], "BG03 TIEN_NSDP"),
            (.household, [.otherPart: "x", .amount: "1"], "BG03 TIEN_KHAC"),
            (.household, [.personOrder: "6", .amount: "1"], "BG03 NGUOI_THU"),
            (.household, [.personOrder: "6", .paidOn: "20100101"], "BG03 NGUOI_THU"),
            (.household, [.personOrder: "", .amount: "1"], "BG04 NGUOI_THU"), (.household, [.months: "5", .amount: "1"], "MD03 SO_THANG"),
            (.household, [.household: "x", .amount: "1"], "BG03 MA_HO_GD, MD06 SO_TIEN"),
            (.household, [.amount: "0"], "BG03 SO_TIEN"), (.household, [.plan: "DB", .amount: "1"], "MD04 PHUONG_AN, MD06 SO_TIEN"),
            (.farming, [.months: "5", .statePart: "1"], "MD03 SO_THANG"), (.farming, [.statePart: "1", .amount: "1"], "MD05 TIEN_NSNN"),
        ] as [(PaymentBuilder, Changes, String)])
    func failedElements(payment: PaymentBuilder, changes: Changes, expected: String) {
        #expect(Judged.money(payment.with(changes)).text == expected)
    }

    @Test("no rule depends on another being there")
    func rulesLeftOut() {
        let records: [PaymentBuilder] = [
            .voluntary, .household, .farming, .voluntary.with([.method: "VS", .months: "999"]),
            .voluntary.with([.method: "TH", .months: "999"]),
            .voluntary.with([.months: "999", .income: "999999999999", .statePart: "999999999999"]), .voluntary.with([.supportGroup: "x"]),
            .household.with([.personOrder: "0"]), .household.with([.months: "999"]), .farming.with([.statePart: "999999999999"]),
            .voluntary.with([.kind: "BI"]), .household.with([.kind: "IS"]), .household.with([.kind: "AR"]),
        ]
        for code in [nil, .NG01, .NG02, .NG03] + MoneyRules.all.map(\.code) as [RuleCode?] {
            let rules = code.map { RecordRules(without: $0) } ?? RecordRules(MoneyRules.all + WarningRules.all)
            for record in records {
                for day in ["00010101", "20100101", "20170101", "20251231", "20261120", "99991231", "20261131"] {
                    let judged = Judged(record.with([.paidOn: day]), registry: nil, rules: rules)
                    #expect(!judged.findings.contains { $0.code == code })
                }
            }
        }
    }
}
