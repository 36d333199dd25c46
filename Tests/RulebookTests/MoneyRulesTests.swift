import Contributions
import ExchangeTesting
import Testing

@testable import Rulebook

extension Judged {
    /// What section 7 alone says of a payment, with these rows of DANH_MUC beside the values built in.
    static func money(
        _ payment: PaymentBuilder, rows: [MasterDataEntry] = [], history: RecordHistory = .none, received: String = "20261120"
    ) -> Judged {
        Judged(payment, history: history, registry: Registry(rows), received: received, rules: moneyRules)
    }

    private static let moneyRules = RecordRules(MoneyRules.all + WarningRules.all)

    /// The codes alone: `MD01, MD05`.
    var codes: String { findings.map { "\($0.code)" }.joined(separator: ", ") }
}

@Suite("MD01 to MD07: money")
struct MoneyRulesTests {
    typealias Changes = [PaymentField: String]

    @Test("stand in the order of the page")
    func order() {
        var codes: [RuleCode] = []
        for rule in MoneyRules.all where codes.last != rule.code { codes.append(rule.code) }
        #expect(codes == [.MD03, .MD04, .MD07, .MD01, .MD02, .MD05, .MD06])
    }

    // MARK: months and plans

    typealias Terms = (kind: PaymentBuilder, method: String, months: Set<Int>, expected: String)

    static let terms: [Terms] = [
        (.household, "", [3, 6, 12], "3, 6, 12"), (.farming, "", [3, 6, 12], "3, 6, 12"),
        (.voluntary, "1", [1], "1"), (.voluntary, "3", [3], "3"), (.voluntary, "6", [6], "6"), (.voluntary, "12", [12], "12"),
        (.voluntary, "VS", [24, 36, 48, 60], "24, 36, 48, 60"), (.voluntary, "TH", Set(1...60), "1-60"),
    ]

    @Test("MD03: each LOAI_HINH and PHUONG_THUC has its months", arguments: terms)
    func months(row: Terms) {
        for months in Array(1...61) + [72, 120, 999] {
            let judged = Judged.money(row.kind.with([.method: row.method, .months: String(months)]))
            #expect(judged.findings.contains { $0.code == .MD03 } == !row.months.contains(months), "\(months)")
            #expect(judged.details(of: .MD03) == (row.months.contains(months) ? nil : [row.expected]))
        }
    }

    @Test(
        "MD04: each LOAI_HINH has its plans",
        arguments: [
            (.household, ["TM", "ON"], ["BI", "TM, ON"]), (.farming, ["TM", "ON"], ["AR", "TM, ON"]),
            (.voluntary, ["TM", "DT", "DB", "DL"], ["IS", "TM, DT, DB, DL"]),
        ] as [(PaymentBuilder, [String], [String])])
    func plans(kind: PaymentBuilder, allowed: [String], details: [String]) {
        for plan in PaymentPlan.allCases.map(\.element) {
            let judged = Judged.money(kind.with([.plan: plan]))
            #expect(judged.details(of: .MD04) == (allowed.contains(plan) ? nil : details), "\(plan)")
        }
    }

    // MARK: what is due

    /// LUONG_CO_SO's days, and what five persons of a household owe for a year (domain: 4.5 % of it, 70, 60, 50 and 40 % of that).
    static let years: [(days: [String], amounts: [Int])] = [
        (["20190701", "20230630"], [804_600, 563_220, 482_760, 402_300, 321_840]),
        (["20230701", "20240630"], [972_000, 680_400, 583_200, 486_000, 388_800]),
        (["20240701", "20260630"], [1_263_600, 884_520, 758_160, 631_800, 505_440]),
        (["20260701", "99991231"], [1_366_200, 956_340, 819_720, 683_100, 546_480]),
    ]

    @Test("MD06: a household's year costs what the base salary of the payment day says", arguments: years)
    func household(days: [String], amounts: [Int]) {
        for day in days {
            for (place, amount) in amounts.enumerated() {
                for (months, share) in [(12, 1), (6, 2), (3, 4)] {
                    let payment = PaymentBuilder.household.with([
                        .paidOn: day, .personOrder: String(place + 1), .months: String(months), .amount: String(amount / share),
                    ])
                    #expect(Judged.money(payment, received: day).codes == "", "\(day) \(place + 1) \(months)")
                    let more = payment.with([.amount: String(amount / share + 1)])
                    #expect(Judged.money(more, received: day).text == "MD06 SO_TIEN")
                    #expect(Judged.money(more, received: day).details(of: .MD06) == [String(amount / share)])
                }
            }
        }
    }

    typealias Row = (what: String, payment: PaymentBuilder, changes: Changes, expected: String)

    static let farmingParts: [Row] = [
        ("the least support", .farming, [:], ""),
        ("all paid but one đồng", .farming, [.statePart: "1366199", .amount: "1"], ""),
        ("less than the least support", .farming, [.statePart: "409859", .amount: "956341"], "MD05 TIEN_NSNN"),
        ("no support given", .farming, [.statePart: "", .amount: "1366200"], "MD05 TIEN_NSNN"),
        ("more than the gross", .farming, [.statePart: "1366201", .amount: "1"], "MD05 TIEN_NSNN"),
        ("all of it, so that nothing is due", .farming, [.statePart: "1366200", .amount: "1"], "MD06 SO_TIEN"),
        (
            "a method that AR does not have brings no tolerance", .farming, [.method: "TH", .amount: "956341"],
            "BG04 PHUONG_THUC, MD06 SO_TIEN"
        ),
        ("six months", .farming, [.months: "6", .statePart: "204930", .amount: "478170"], ""),
        ("others pay too", .farming, [.localPart: "100000", .otherPart: "6340", .amount: "850000"], ""),
        ("one đồng too few", .farming, [.amount: "956339"], "MD06 SO_TIEN"),
    ]

    static let householdParts: [Row] = [
        ("no state support", .household, [.statePart: "0"], ""),
        ("state support", .household, [.statePart: "1", .amount: "683099"], "MD05 TIEN_NSNN"),
        (
            "state support on a day without parameters", .household, [.statePart: "1", .paidOn: "20100101"],
            "MD07 NGAY_NOP_TIEN, MD05 TIEN_NSNN"
        ),
        ("the province pays", .household, [.localPart: "83100", .amount: "600000"], ""),
        ("others pay more than all", .household, [.otherPart: "999999999999", .amount: "1"], "MD06 SO_TIEN"),
    ]

    /// 330,000 đ a month, of which 66,000 đ are the state's.
    static let voluntaryParts: [Row] = [
        ("one month", .voluntary, [.method: "1", .months: "1", .statePart: "66000", .amount: "264000"], ""),
        ("three months", .voluntary, [.method: "3", .months: "3", .statePart: "198000", .amount: "792000"], ""),
        ("six months", .voluntary, [:], ""),
        ("twelve months", .voluntary, [.method: "12", .months: "12", .statePart: "792000", .amount: "3168000"], ""),
        ("income one step up", .voluntary, [.income: "1550000", .amount: "1650000"], ""),
        ("no support for the last month", .voluntary, [.statePart: "330000", .amount: "1650000"], "CB05 TIEN_NSNN"),
        ("support of another group", .voluntary, [.supportGroup: "N"], "MD05 TIEN_NSNN"),
        ("support for a month more", .voluntary, [.statePart: "462000", .amount: "1518000"], "MD05 TIEN_NSNN"),
        ("support and a đồng", .voluntary, [.statePart: "396001", .amount: "1583999"], "MD05 TIEN_NSNN"),
        ("one đồng too many", .voluntary, [.amount: "1584001"], "MD06 SO_TIEN"),
        ("everybody pays a part", .voluntary, [.localPart: "84000", .otherPart: "500000", .amount: "1000000"], ""),
        ("the support left out of what is due", .voluntary, [.amount: "1980000"], "MD06 SO_TIEN"),
    ]

    @Test("MD05, MD06: who pays what", arguments: farmingParts + householdParts + voluntaryParts)
    func parts(row: Row) {
        #expect(
            Judged.money(row.payment.with([.plan: row.payment.values[.kind] == "IS" ? "DT" : "ON"]).with(row.changes)).text == row.expected)
    }

    @Test(
        "MD05: the state pays this much a month, by group and payment day",
        arguments: [
            ("20190701", [46200, 38500, 15400, 15400]), ("20211231", [46200, 38500, 15400, 15400]),
            ("20220101", [99000, 82500, 33000, 33000]), ("20250630", [99000, 82500, 33000, 33000]),
            ("20250701", [165_000, 132_000, 99000, 66000]), ("20261120", [165_000, 132_000, 99000, 66000]),
        ])
    func support(day: String, amounts: [Int]) {
        for (group, amount) in zip(["N", "CN", "DT", "BT"], amounts) {
            for months in 0...7 {
                let given = amount * months
                let judged = Judged.money(
                    .voluntary.with([
                        .paidOn: day, .supportGroup: group, .statePart: String(given), .income: "5000000",
                        .amount: String(6_600_000 - given),
                    ]), received: day)
                #expect(judged.codes == (months > 6 ? "MD05" : months < 6 ? "CB05" : ""), "\(day) \(group) \(months)")
                #expect(judged.details(of: .MD05) == (months > 6 ? ["IS", String(amount), "6"] : nil))
            }
        }
    }

    // MARK: income

    @Test(
        "MD01, MD02: income lies between floor and ceiling of the payment day, on a step",
        arguments: [
            (
                "20261120", "1500000", "50600000",
                ["1500000": "", "1499999": "MD01", "1450000": "MD01", "0": "MD01", "50600000": "", "50600001": "MD01"]
            ),
            (
                "20261120", "1500000", "50600000",
                ["1549999": "MD02", "1550000": "", "1550001": "MD02", "50650000": "MD01", "999999999999": "MD01"]
            ),
            ("20260701", "1500000", "50600000", ["50600000": ""]),
            ("20260630", "1500000", "46800000", ["46800000": "", "46850000": "MD01"]),
            ("20240701", "1500000", "46800000", ["46800000": ""]),
            ("20240630", "1500000", "36000000", ["36000000": "", "36050000": "MD01"]),
            ("20230701", "1500000", "36000000", ["36000000": ""]),
            ("20230630", "1500000", "29800000", ["29800000": "", "29850000": "MD01"]),
            ("20220101", "1500000", "29800000", ["1450000": "MD01", "1500000": ""]),
            ("20211231", "700000", "29800000", ["700000": "", "650000": "MD01", "720000": "MD02", "750000": ""]),
        ] as [(String, String, String, [String: String])])
    func income(day: String, floor: String, ceiling: String, incomes: [String: String]) {
        let rules = RecordRules(MoneyRules.all.filter { $0.code == .MD01 || $0.code == .MD02 })
        for (income, expected) in incomes {
            let judged = Judged(.voluntary.with([.paidOn: day, .income: income]), registry: nil, rules: rules)
            #expect(judged.codes == expected, "\(day) \(income)")
            #expect(judged.findings.allSatisfy { $0.subject == "MUC_THU_NHAP" && $0.value == income })
            if expected == "MD01" { #expect(judged.details(of: .MD01) == [floor, ceiling]) }
            if expected == "MD02" { #expect(judged.details(of: .MD02) == [floor, "50000"]) }
        }
    }

    @Test(
        "MD01, MD02: floor, ceiling and step may be any numbers",
        arguments: [
            ("1500000.5", "20", "0.5", ["1500000": "MD01", "1500001": "", "1500002": ""]),
            ("1500000.5", "20", "1", ["1500001": "MD02"]),
            ("1500000", "20", "0", ["1500000": "", "1500001": "MD02", "1550000": "MD02"]),
            ("1500000", "20", "33333.3333333333", ["1500000": "", "1533333": "MD02", "1600000": "MD02"]),
            ("1500000", "1.0000000003", "1", ["2530000": "", "2530001": "MD01"]),
            ("1500000", "0", "1", ["1500000": "MD01"]),
            ("0", "999999999999", "1", ["0": "", "999999999999": ""]),
        ] as [(String, String, String, [String: String])])
    func oddIncome(floor: String, multiple: String, step: String, incomes: [String: String]) {
        let rows: [MasterDataEntry] = [
            .parameter("CHUAN_NGHEO", value: floor), .parameter("TRAN_LAN", value: multiple), .parameter("BUOC_THU_NHAP", value: step),
        ]
        let rules = RecordRules(MoneyRules.all.filter { $0.code == .MD01 || $0.code == .MD02 })
        for (income, expected) in incomes {
            #expect(Judged(.voluntary.with([.income: income]), registry: Registry(rows), rules: rules).codes == expected, "\(income)")
        }
    }

    // MARK: other parameters

    @Test("parameters of DANH_MUC count from their day on")
    func replaced() {
        let rows: [MasterDataEntry] = [
            .parameter("LUONG_CO_SO", value: "3000000", from: "20261121"), .parameter("HE_SO_NGUOI_4", value: "0.45", from: "20261122"),
            .parameter("HO_TRO_BT", value: "0.1", from: "20261121"), .parameter("HO_TRO_AR", value: "0.5", from: "20261121"),
        ]
        func codes(_ payment: PaymentBuilder, _ changes: Changes) -> String { Judged.money(payment.with(changes), rows: rows).codes }
        #expect(codes(.household, [.paidOn: "20261120"]) == "")
        #expect(codes(.household, [.paidOn: "20261121"]) == "MD06")
        #expect(codes(.household, [.paidOn: "20261121", .amount: "810000"]) == "")
        #expect(codes(.household, [.paidOn: "20261122", .amount: "729000"]) == "")
        #expect(codes(.voluntary, [.paidOn: "20261120"]) == "")
        #expect(codes(.voluntary, [.paidOn: "20261121", .statePart: "198000", .amount: "1782000"]) == "")
        #expect(codes(.farming, [.paidOn: "20261121", .statePart: "810000", .amount: "810000", .plan: "ON"]) == "")
        #expect(codes(.farming, [.paidOn: "20261121", .statePart: "809999", .amount: "810001", .plan: "ON"]) == "MD05")
    }

    @Test(
        "MD05, MD06: the gross and the least support are rounded half up, once, at the end",
        arguments: [
            // BI, fourth person: 0.0225 of the base salary a month.
            (.household, "LUONG_CO_SO", "50", [.months: "12", .amount: "14"]),
            (.household, "LUONG_CO_SO", "49.9999999999", [.amount: "13"]),
            (.household, "LUONG_CO_SO", "100", [.months: "6", .amount: "14"]),
            (.household, "LUONG_CO_SO", "20", [.months: "3", .amount: "1"]),
            (.household, "LUONG_CO_SO", "20", [.months: "12", .amount: "5"]),
            (.household, "LUONG_CO_SO", "30", [.months: "12", .amount: "8"]),
            (.household, "TY_LE_BHYT", "0.0450002", [.months: "3", .amount: "170776"]),
            (.household, "TY_LE_BHYT", "0.0450002", [.months: "12", .amount: "683103"]),
            // AR: 13.5 in all, of which at least 4.05.
            (.farming, "LUONG_CO_SO", "100", [.months: "3", .statePart: "4", .amount: "10"]),
            (.farming, "LUONG_CO_SO", "100", [.months: "3", .statePart: "13", .amount: "1"]),
            // IS: 1,500,000 x 0.2200003333 = 330,000.49995, and so on; six months: 1,980,002.9997 and 1,980,003.0006.
            (.voluntary, "TY_LE_IS", "0.2200003333", [.method: "1", .months: "1", .amount: "330000"]),
            (.voluntary, "TY_LE_IS", "0.2200003334", [.method: "1", .months: "1", .amount: "330001"]),
            (.voluntary, "TY_LE_IS", "0.2200003333", [.amount: "1980003"]), (.voluntary, "TY_LE_IS", "0.2200003334", [.amount: "1980003"]),
        ] as [(PaymentBuilder, String, String, Changes)])
    func rounding(payment: PaymentBuilder, name: String, value: String, changes: Changes) throws {
        let rows = [MasterDataEntry.parameter(name, value: value, from: "20260701")]
        let payment = payment.with([.plan: payment.values[.kind] == "IS" ? "TM" : "ON"])
        let isVoluntary = payment.values[.kind] == "IS"
        let right = payment.with(isVoluntary ? [.statePart: "0"] : [:]).with(changes)
        #expect(Judged.money(right, rows: rows).codes == (isVoluntary ? "CB05" : ""))
        let amount = try #require(Int(right.values[.amount] ?? ""))
        for wrong in [amount + 1, amount - 1] where wrong > 0 {
            #expect(Judged.money(right.with([.amount: String(wrong)]), rows: rows).details(of: .MD06) == [String(amount)])
        }
    }

    @Test("MD05: AR's least support and gross are compared as rounded")
    func roundedSupport() {
        let rows = [MasterDataEntry.parameter("LUONG_CO_SO", value: "100", from: "20260701")]
        let farming = PaymentBuilder.farming.with([.months: "3", .plan: "ON", .amount: "1"])
        #expect(Judged.money(farming.with([.statePart: "3"]), rows: rows).details(of: .MD05) == ["AR", "4", "14"])
        #expect(Judged.money(farming.with([.statePart: "15"]), rows: rows).details(of: .MD05) == ["AR", "4", "14"])
        #expect(Judged.money(farming.with([.statePart: "14"]), rows: rows).details(of: .MD06) == ["0"])
    }

    @Test("no parameter, however absurd, ends the reckoning: what exceeds 64 bits is never what was paid")
    func overflow() {
        let most = "999999999999"
        let rows = ParameterName.allCases.map { MasterDataEntry.parameter($0.code, value: most, from: "20260101") }
        let household = Judged.money(.household, rows: rows)
        #expect(household.codes == "MD06")
        #expect(household.details(of: .MD06) == [""])
        let farming = Judged.money(.farming.with([.statePart: most]), rows: rows)
        #expect(farming.codes == "MD05")
        #expect(farming.details(of: .MD05) == ["AR", "", ""])
        for (method, months) in [("1", "1"), ("12", "12"), ("VS", "60"), ("TH", "60")] {
            let voluntary = Judged.money(
                .voluntary.with([.method: method, .months: months, .income: most, .statePart: "0"]), rows: rows)
            #expect(voluntary.codes == "MD06")
            #expect(voluntary.details(of: .MD06) == (method.count == 2 && method != "12" ? ["", "1"] : [""]))
        }
        let supported = Judged.money(.voluntary.with([.income: most, .statePart: most]), rows: rows)
        #expect(supported.details(of: .MD05)?.first == "IS")
    }

    @Test("parameters of nothing make nothing due, and then nothing that is paid is right")
    func nothing() {
        let rows = ParameterName.allCases.map { MasterDataEntry.parameter($0.code, value: "0", from: "20260101") }
        #expect(Judged.money(.household, rows: rows).details(of: .MD06) == ["0"])
        #expect(Judged.money(.farming.with([.statePart: "0"]), rows: rows).details(of: .MD06) == ["0"])
        let voluntary = Judged.money(.voluntary.with([.income: "0", .statePart: "0", .localPart: "5"]), rows: rows)
        #expect(voluntary.codes == "MD06")
        #expect(voluntary.details(of: .MD06) == ["-5"])
    }
}
