public import Contributions

// The registry as reports ask it: what offices, partners, points, collectors and communes are called on a day, who has a contract,
// who works where, and how late is late. Judging never asks most of this, so the registry of the rules does not keep it; the
// directory is built once for a closed day, from the registry's rows up to the revision that the day saw. The histories follow the
// same rule as everywhere (Timelines): the same key again supersedes, a later first day ends the earlier entry the day before.

/// A contract in force between a partner and an office.
public struct ContractTerms: Sendable, Hashable {
    /// MA_TCDVT
    public var partner: String
    /// BAO_LANH, đồng; nil when none was given.
    public var guarantee: Int64?
    /// MA_XA of DIA_BAN, as sent.
    public var area: [String]
    /// Since when the two have had a contract without a gap.
    public var since: Day
}

/// A collection point in force.
public struct PointDetails: Sendable, Hashable {
    public var code: String
    public var name: String
    public var partner: String
    /// MA_XA
    public var commune: String
    /// BIEN_HIEU is 1.
    public var hasSignboard: Bool
}

/// A collector in force.
public struct CollectorDetails: Sendable, Hashable {
    public var code: String
    public var name: String
    public var partner: String
    /// MA_DIEM_THU; empty when not given.
    public var point: String
    /// The first TU_NGAY under this code.
    public var since: Day
}

/// All that reports ask of master data, up to a revision.
public struct RegistryDirectory: Sendable {
    private var offices = CodeHistories<OfficeNames>()
    private var partners = CodeHistories<String>()
    private var communes = CodeHistories<String>()
    private var contracts = CodeHistories<Terms>()
    private var points = CodeHistories<Place>()
    private var collectors = CodeHistories<Post>()
    private var parameters = Parameters()

    private struct Terms: Sendable {
        var guarantee: Int64?
        var area: [String]
    }

    private struct Place: Sendable {
        var name: String
        var partner: String
        var commune: String
        var hasSignboard: Bool
    }

    private struct Post: Sendable {
        var name: String
        var partner: String
        var point: String
    }

    public init() {}

    /// Adds an entry on record. Rows are added in the order of their revisions.
    public mutating func add(_ entry: RegistryEntry) {
        guard let from = entry.day("TU_NGAY") else { return }
        let to = entry.day("DEN_NGAY")
        func text(_ name: String) -> String { entry.value(name) ?? "" }
        switch entry.section {
        case .office:
            let names = OfficeNames(own: text("TEN"), superior: text("TEN_CAP_TREN"))
            offices.add(names, to: text("MA_CQ_BHXH"), from: from, to: to)
        case .commune: communes.add(text("TEN"), to: text("MA_XA"), from: from, to: to)
        case .partner:
            partners.add(text("TEN"), to: text("MA_TCDVT"), from: from, to: to)
            let terms = Terms(guarantee: entry.number("BAO_LANH"), area: entry.communes)
            contracts.add(terms, to: text("MA_CQ_BHXH") + "/" + text("MA_TCDVT"), from: from, to: to)
        case .point:
            let place = Place(
                name: text("TEN"), partner: text("MA_TCDVT"), commune: text("MA_XA"), hasSignboard: entry.value("BIEN_HIEU") == "1")
            points.add(place, to: text("MA_DIEM_THU"), from: from, to: to)
        case .collector:
            let post = Post(name: text("HO_TEN"), partner: text("MA_TCDVT"), point: text("MA_DIEM_THU"))
            collectors.add(post, to: text("MA_NHAN_VIEN_THU"), from: from, to: to)
        case .parameter: parameters.add(text("MA"), value: text("GIA_TRI"), from: from)
        case .book, .person: break
        }
    }

    // MARK: names, each as on the day, or the latest known; empty when unknown

    public func officeName(_ code: String, on day: Day) -> String { offices.value(code, on: day)?.own ?? "" }
    /// TEN_CAP_TREN; empty when the office has no superior on record.
    public func superiorName(of office: String, on day: Day) -> String { offices.value(office, on: day)?.superior ?? "" }
    public func partnerName(_ code: String, on day: Day) -> String { partners.value(code, on: day) ?? "" }
    public func communeName(_ code: String, on day: Day) -> String { communes.value(code, on: day) ?? "" }
    public func collectorName(_ code: String, on day: Day) -> String { collectors.value(code, on: day)?.name ?? "" }

    /// The collector's first TU_NGAY; nil when it never was in force.
    public func firstDay(ofCollector code: String) -> Day? { collectors.spans(of: code).last?.from }

    // MARK: what is in force on a day, sorted by its code

    public func contracts(with office: String, on day: Day) -> [ContractTerms] {
        contracts.inForce(on: day).compactMap { key, terms in
            guard key.hasPrefix(office + "/") else { return nil }
            return ContractTerms(
                partner: String(key.dropFirst(office.count + 1)), guarantee: terms.guarantee, area: terms.area,
                since: contracts.heldSince(key, on: day) ?? day)
        }
    }

    /// The (office, partner) pairs whose contract is in force on the day, sorted.
    public func contractsInForce(on day: Day) -> [(office: String, partner: String)] {
        contracts.inForce(on: day)
            .map { key, _ in (office: String(key.prefix { $0 != "/" }), partner: String(key.drop { $0 != "/" }.dropFirst())) }
            .sorted { ($0.office, $0.partner) < ($1.office, $1.partner) }
    }

    public func points(on day: Day) -> [PointDetails] {
        points.inForce(on: day).map { code, place in
            PointDetails(
                code: code, name: place.name, partner: place.partner, commune: place.commune, hasSignboard: place.hasSignboard)
        }
    }

    public func collectors(on day: Day) -> [CollectorDetails] {
        collectors.inForce(on: day).map { code, post in
            CollectorDetails(
                code: code, name: post.name, partner: post.partner, point: post.point, since: firstDay(ofCollector: code) ?? day)
        }
    }

    // MARK: parameters

    /// The money paid on `paidOn` should have been remitted before `day`: more than HAN_NOP days of the day of payment have gone by.
    /// Never while HAN_NOP is not in force.
    public func isRemittedLate(paidOn: Day, on day: Day) -> Bool {
        guard let limit = parameters.value(.HAN_NOP, on: paidOn) else { return false }
        return Decimal(day - paidOn) > limit
    }

    /// A day such that what was paid on it or later is not late on `day` (`isRemittedLate`), whatever HAN_NOP was when.
    public func lateOnlyBefore(_ day: Day) -> Day {
        let limits = parameters.changes.filter { $0 <= day }.compactMap { parameters.value(.HAN_NOP, on: $0)?.rounded(.down) }
        // A limit is no more than twelve digits; beyond the calendar it means "never".
        return day.advanced(by: -Int(min(limits.min() ?? .max, Self.daysMax)))
    }

    /// More days than lie between any two days of the calendar before a day reported.
    private static var daysMax: Int64 { 1_000_000 }

    /// THANG_KHONG_PHAT_TRIEN on the day; nil when it is not in force.
    public func monthsWithoutNewcomersMax(on day: Day) -> Int64? { parameters.value(.THANG_KHONG_PHAT_TRIEN, on: day)?.rounded(.up) }
}

/// The histories of codes of one kind.
private struct CodeHistories<Value: Sendable>: Sendable {
    private var codes = ByteKeyTable()
    private var entries = Timelines<Value>()

    mutating func add(_ value: Value, to code: String, from: Day, to last: Day?) {
        entries.add(value, to: codes.insert(code), from: from, to: last)
    }

    /// What holds on the day, or the latest known.
    func value(_ code: String, on day: Day) -> Value? {
        guard let number = codes.number(of: code) else { return nil }
        return entries.inForce(number, on: day) ?? entries.latestValue(number)
    }

    /// What holds on the day, sorted by code.
    func inForce(on day: Day) -> [(code: String, value: Value)] {
        (0..<codes.count)
            .compactMap { number in entries.inForce(number, on: day).map { (code: codes.key(number), value: $0) } }
            .sorted { $0.code < $1.code }
    }

    func spans(of code: String) -> [Timelines<Value>.Span] { codes.number(of: code).map { entries.spans(of: $0) } ?? [] }

    /// The first of the days up to this one on which, without a gap, some entry of the code held; nil when none holds on the day.
    func heldSince(_ code: String, on day: Day) -> Day? {
        var since: Day?
        for span in spans(of: code) where span.from <= day {
            guard span.to.map({ $0 >= (since?.advanced(by: -1) ?? day) }) ?? true else { break }
            since = span.from
        }
        return since
    }
}
