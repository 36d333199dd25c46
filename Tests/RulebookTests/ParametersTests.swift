import Contributions
import ExchangeTesting
import Testing

@testable import Rulebook

@Suite("Dated parameters")
struct ParametersTests {
    @Test("bear the names of the page, in its order")
    func names() {
        #expect(
            ParameterName.allCases.map(\.code) == [
                "LUONG_CO_SO", "CHUAN_NGHEO", "TRAN_LAN", "BUOC_THU_NHAP", "TY_LE_IS", "TY_LE_BHYT", "HE_SO_NGUOI_1", "HE_SO_NGUOI_2",
                "HE_SO_NGUOI_3", "HE_SO_NGUOI_4", "HE_SO_NGUOI_5", "HO_TRO_N", "HO_TRO_CN", "HO_TRO_DT", "HO_TRO_BT", "HO_TRO_AR",
                "LAI_SUAT",
                "HAN_NHAN", "HAN_CAP_NHAT", "HAN_NOP", "HAN_HUY", "THANG_KHONG_PHAT_TRIEN",
            ])
        for name in ParameterName.allCases { #expect(ParameterName(code: name.code) == name) }
        #expect(ParameterName(code: "luong_co_so") == nil)
    }

    @Test("make sets that list them in the page's order")
    func sets() {
        let set = ParameterSet(.LAI_SUAT, .LUONG_CO_SO, .HO_TRO_N)
        #expect(set.names == [.LUONG_CO_SO, .HO_TRO_N, .LAI_SUAT])
        #expect(set.contains(.HO_TRO_N))
        #expect(!set.contains(.HO_TRO_CN))
        #expect(ParameterSet().names == [])
    }

    typealias Row = (code: String, values: [(from: String, before: String?, value: String)])

    /// Each value with its first day, and what was in force the day before.
    static let builtIn: [Row] = [
        (
            "LUONG_CO_SO",
            [
                ("20190701", nil, "1490000"), ("20230701", "1490000", "1800000"), ("20240701", "1800000", "2340000"),
                ("20260701", "2340000", "2530000"),
            ]
        ),
        ("CHUAN_NGHEO", [("20160101", nil, "700000"), ("20220101", "700000", "1500000")]),
        ("TRAN_LAN", [("20160101", nil, "20")]),
        ("BUOC_THU_NHAP", [("20160101", nil, "50000")]),
        ("TY_LE_IS", [("20160101", nil, "0.22")]),
        ("TY_LE_BHYT", [("20160101", nil, "0.045")]),
        ("HE_SO_NGUOI_1", [("20160101", nil, "1")]),
        ("HE_SO_NGUOI_2", [("20160101", nil, "0.7")]),
        ("HE_SO_NGUOI_3", [("20160101", nil, "0.6")]),
        ("HE_SO_NGUOI_4", [("20160101", nil, "0.5")]),
        ("HE_SO_NGUOI_5", [("20160101", nil, "0.4")]),
        ("HO_TRO_N", [("20180101", nil, "0.3"), ("20250701", "0.3", "0.5")]),
        ("HO_TRO_CN", [("20180101", nil, "0.25"), ("20250701", "0.25", "0.4")]),
        ("HO_TRO_DT", [("20180101", nil, "0.1"), ("20250701", "0.1", "0.3")]),
        ("HO_TRO_BT", [("20180101", nil, "0.1"), ("20250701", "0.1", "0.2")]),
        ("HO_TRO_AR", [("20160101", nil, "0.3")]),
        ("LAI_SUAT", [("20260101", nil, "0.0031")]),
        ("HAN_NHAN", [("20160101", nil, "90")]),
        ("HAN_CAP_NHAT", [("20230803", nil, "1")]),
        ("HAN_NOP", [("20230803", nil, "3")]),
        ("HAN_HUY", [("20230803", nil, "3")]),
        ("THANG_KHONG_PHAT_TRIEN", [("20230511", nil, "6")]),
    ]

    @Test("built in are those of the page, from their days on", arguments: builtIn)
    func lawful(row: Row) throws {
        let name = try #require(ParameterName(code: row.code))
        let parameters = Registry().parameters
        for (from, before, value) in row.values {
            #expect(parameters.value(name, on: Day(from)!)?.description == value)
            #expect(parameters.value(name, on: Day(from)!.advanced(by: -1))?.description == before)
        }
        #expect(parameters.value(name, on: Day("99991231")!)?.description == row.values.last?.value)
    }

    @Test("a row of DANH_MUC holds from its day until a later value begins; the same day again supersedes")
    func rows() {
        let registry = Registry([
            .parameter("LUONG_CO_SO", value: "2000000", from: "20250101"), .parameter("LUONG_CO_SO", value: "2800000", from: "20270701"),
            .parameter("LUONG_CO_SO", value: "2600000", from: "20260701"), .parameter("LAI_SUAT", value: "0.0033", from: "20270101"),
            .parameter("LAI_SUAT", value: "0.0034", from: "20270101"),
        ])
        func value(_ name: ParameterName, _ day: String) -> String? { registry.parameters.value(name, on: Day(day)!)?.description }
        #expect(value(.LUONG_CO_SO, "20241231") == "2340000")
        #expect(value(.LUONG_CO_SO, "20250101") == "2000000")
        #expect(value(.LUONG_CO_SO, "20260630") == "2000000")
        #expect(value(.LUONG_CO_SO, "20260701") == "2600000")
        #expect(value(.LUONG_CO_SO, "20270630") == "2600000")
        #expect(value(.LUONG_CO_SO, "20270701") == "2800000")
        #expect(value(.LAI_SUAT, "20261231") == "0.0031")
        #expect(value(.LAI_SUAT, "20270101") == "0.0034")
        #expect(Registry().parameters.value(.LUONG_CO_SO, on: Day("20260701")!)?.description == "2530000")
    }

    @Test("a row with a name or a value that this version does not know changes nothing")
    func foreignRows() {
        let registry = Registry([.parameter("HAN_MOI", value: "1"), .parameter("HAN_NHAN", value: "ba mươi")])
        #expect(registry.parameters.changes == Registry().parameters.changes)
        #expect(registry.parameters.value(.HAN_NHAN, on: Day("20261120")!)?.description == "90")
    }

    @Test("a tariff is that of its day, in whatever order days are asked about, also when more are asked about than are kept")
    func tariffs() {
        let start = Day("20200101")!
        var registry = Registry()
        for step in 0..<700 {
            registry.parameters.add(.LUONG_CO_SO, Decimal(1_000_000 + step), from: start.advanced(by: step * 3))
        }
        let tariffs = Tariffs(registry.parameters)
        var dice = Dice(5)
        for _ in 0..<1500 {
            let day = start.advanced(by: Int.random(in: -2000...3000, using: &dice))
            let tariff = tariffs.tariff(of: day)
            #expect(ParameterName.allCases.allSatisfy { tariff.value($0) == registry.parameters.value($0, on: day) }, "\(day)")
            #expect(tariff === tariffs.tariff(of: day))
        }
    }

    @Test("the days between two changes share one tariff")
    func shared() {
        let tariffs = Tariffs(Registry().parameters)
        #expect(tariffs.tariff(of: Day("20260701")!) === tariffs.tariff(of: Day("99991231")!))
        #expect(tariffs.tariff(of: Day("20260630")!) === tariffs.tariff(of: Day("20260101")!))
        #expect(tariffs.tariff(of: Day("20260630")!) !== tariffs.tariff(of: Day("20260701")!))
        #expect(tariffs.tariff(of: Day("00010101")!) === tariffs.tariff(of: Day("20151231")!))
        #expect(tariffs.tariff(of: Day("20151231")!).missing.names == ParameterName.allCases)
        #expect(tariffs.tariff(of: Day("20251231")!).missing.names == [.LAI_SUAT])
        #expect(tariffs.tariff(of: Day("20260101")!).missing == [])
        let none = Tariffs(Parameters([]))
        #expect(none.tariff(of: Day("20260101")!).missing.names == ParameterName.allCases)
    }

    @Test("files that one registry judges share its tariffs, until a parameter changes")
    func kept() {
        var registry = Registry()
        let day = Day("20260701")!
        func tariff() -> Tariff {
            RuleContext(registry: registry, partner: nil, office: "", received: day, prefix: "ABC").tariffs.tariff(of: day)
        }
        let first = tariff()
        #expect(tariff() === first)
        let before = registry
        registry.parameters.add(.LUONG_CO_SO, Decimal(3_000_000), from: day)
        #expect(tariff().value(.LUONG_CO_SO)?.description == "3000000")
        registry = before
        #expect(tariff() === first)
        #expect(first.value(.LUONG_CO_SO)?.description == "2530000")
    }

    @Test(
        "a rate times a count is rounded once, half up, also when it needs more than 64 bits on the way",
        arguments: [
            ("113850", 12, 1_366_200), ("0.22", 6, 1), ("0.25", 2, 1), ("0.125", 4, 1), ("0.1249999999", 4, 0), ("0", 60, 0),
            ("999999999999.9999999999", 1, 1_000_000_000_000), ("999999999999.9999999999", 9_223_372, 9_223_372_000_000_000_000),
            ("999999999999.9999999999", 9_223_373, nil), ("999999999999", 9_223_372_036, nil), ("0.0000000001", .max, 922_337_204),
        ] as [(String, Int64, Int64?)])
    func rates(rate: String, count: Int64, product: Int64?) {
        #expect(DongRate(Decimal(rate)!).times(count) == product)
    }

    @Test(
        "the months that a support pays for are the most that come to it",
        arguments: [
            ("66000", 12, 792_000, 12), ("66000", 12, 66_000, 1), ("66000", 12, 0, 0), ("66000", 12, 66_001, nil),
            ("66000", 12, 858_000, nil),
            ("0", 12, 0, 12), ("0", 12, 1, nil), ("0.3", 12, 2, 8), ("0.3", 12, 1, 4), ("0.3", 12, 0, 1), ("0.3", 5, 2, 5),
            ("0.5", 6, 3, 6),
            ("0.5", 60, 3, 6), ("0.04", 12, 0, 12), ("66000.5", 3, 132_001, 2), ("66000.5", 3, 198_002, 3), ("66000.5", 3, 198_001, nil),
            ("999999999999.9999999999", 60, 2_000_000_000_000, 2),
        ] as [(String, Int, Int64, Int?)])
    func counts(rate: String, limit: Int, amount: Int64, count: Int?) {
        #expect(DongRate(Decimal(rate)!).count(upTo: limit, comingTo: amount) == count)
    }
}
