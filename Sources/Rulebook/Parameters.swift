import Contributions

// The dated parameters of rules.md section 8: their names, sets of names, the values built in, and what held on which day.
// A row of DANH_MUC replaces a value from its TU_NGAY on; what is built in is only where every registry begins.

/// THAM_SO's MA. The raw value is the place on the page, from 0.
enum ParameterName: Int, CaseIterable, Sendable {
    /// Đồng a month: the base of BHYT and, TRAN_LAN times, the ceiling of income; the floor of income and base of state support.
    case LUONG_CO_SO, CHUAN_NGHEO
    case TRAN_LAN
    /// Đồng: income is the floor and so many steps.
    case BUOC_THU_NHAP
    /// The shares of the income and of the base salary that are paid each month.
    case TY_LE_IS, TY_LE_BHYT
    /// What the n-th person of a household pays, as a share of the first.
    case HE_SO_NGUOI_1, HE_SO_NGUOI_2, HE_SO_NGUOI_3, HE_SO_NGUOI_4, HE_SO_NGUOI_5
    /// The state's share, by DOI_TUONG_HT.
    case HO_TRO_N, HO_TRO_CN, HO_TRO_DT, HO_TRO_BT
    /// The least share that the state pays of AR.
    case HO_TRO_AR
    /// Interest, per month.
    case LAI_SUAT
    /// Days: to send a payment at all, to send it in time, to remit it, to cancel it.
    case HAN_NHAN, HAN_CAP_NHAT, HAN_NOP, HAN_HUY
    /// Months.
    case THANG_KHONG_PHAT_TRIEN

    /// As DANH_MUC and messages write it.
    var code: String { Self.codes[rawValue] }

    init?(code: String) {
        guard let place = Self.codes.firstIndex(of: code) else { return nil }
        self.init(rawValue: place)
    }

    private static let codes = allCases.map { String(describing: $0) }
}

/// A set of parameters, a bit each.
struct ParameterSet: OptionSet, Sendable, Hashable {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// For tables that are made once.
    init(_ names: ParameterName...) { rawValue = names.reduce(0) { $0 | 1 << UInt32($1.rawValue) } }

    func contains(_ name: ParameterName) -> Bool { rawValue & 1 << UInt32(name.rawValue) != 0 }

    /// Its members in the order of the page.
    var names: [ParameterName] { ParameterName.allCases.filter(contains) }
}

/// What each parameter was worth on each day.
struct Parameters: Sendable {
    private var values = Timelines<Decimal>()
    /// The days on which some value begins, ascending: from one to the next nothing changes.
    private(set) var changes: [Day] = []

    /// With the values built in.
    init() { self = Self.builtIn }

    /// With these rows alone.
    init(_ rows: [(name: ParameterName, values: [(value: String, from: Int)])]) {
        for row in rows {
            for (value, from) in row.values {
                guard let value = Decimal(value), let from = Day(yyyyMMdd: from) else { preconditionFailure("\(row)") }
                add(row.name, value, from: from)
            }
        }
    }

    /// The same name and day again supersedes; a later day ends the earlier value.
    mutating func add(_ name: ParameterName, _ value: Decimal, from day: Day) {
        values.add(value, to: name.rawValue, from: day, to: nil)
        let place = changes.firstIndex { $0 >= day } ?? changes.endIndex
        if place == changes.endIndex || changes[place] != day { changes.insert(day, at: place) }
    }

    /// A row of DANH_MUC that was found good. One of a newer version's names, or values, says nothing to this one.
    mutating func add(_ name: String, value: String, from day: Day) {
        guard let name = ParameterName(code: name), let value = Decimal(value) else { return }
        add(name, value, from: day)
    }

    /// The value; nil when none is in force on the day.
    func value(_ name: ParameterName, on day: Day) -> Decimal? { values.inForce(name.rawValue, on: day) }

    private static let builtIn = Parameters([
        (.LUONG_CO_SO, [("1490000", 2019_07_01), ("1800000", 2023_07_01), ("2340000", 2024_07_01), ("2530000", 2026_07_01)]),
        (.CHUAN_NGHEO, [("700000", 2016_01_01), ("1500000", 2022_01_01)]),
        (.TRAN_LAN, [("20", 2016_01_01)]),
        (.BUOC_THU_NHAP, [("50000", 2016_01_01)]),
        (.TY_LE_IS, [("0.22", 2016_01_01)]),
        (.TY_LE_BHYT, [("0.045", 2016_01_01)]),
        (.HE_SO_NGUOI_1, [("1", 2016_01_01)]),
        (.HE_SO_NGUOI_2, [("0.7", 2016_01_01)]),
        (.HE_SO_NGUOI_3, [("0.6", 2016_01_01)]),
        (.HE_SO_NGUOI_4, [("0.5", 2016_01_01)]),
        (.HE_SO_NGUOI_5, [("0.4", 2016_01_01)]),
        (.HO_TRO_N, [("0.30", 2018_01_01), ("0.50", 2025_07_01)]),
        (.HO_TRO_CN, [("0.25", 2018_01_01), ("0.40", 2025_07_01)]),
        (.HO_TRO_DT, [("0.10", 2018_01_01), ("0.30", 2025_07_01)]),
        (.HO_TRO_BT, [("0.10", 2018_01_01), ("0.20", 2025_07_01)]),
        (.HO_TRO_AR, [("0.30", 2016_01_01)]),
        (.LAI_SUAT, [("0.0031", 2026_01_01)]),
        (.HAN_NHAN, [("90", 2016_01_01)]),
        (.HAN_CAP_NHAT, [("1", 2023_08_03)]),
        (.HAN_NOP, [("3", 2023_08_03)]),
        (.HAN_HUY, [("3", 2023_08_03)]),
        (.THANG_KHONG_PHAT_TRIEN, [("6", 2023_05_11)]),
    ])
}
