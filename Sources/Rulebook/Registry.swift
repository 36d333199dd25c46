public import Contributions

// The registry as rules ask it: offices, communes, contracts, points, collectors, receipt books, parameters, each with its
// history. Built from the ledger's rows in the order of their revisions; a value type, so that judging DANH_MUC works on a
// copy and a refused file leaves no trace. A table numbers every code that was ever named; known is only what has an entry
// of its own: a code does not become known because another entry refers to it.

/// A contract between a partner and an office.
struct Contract: Sendable {
    /// BAO_LANH, đồng; nil when not given.
    var guarantee: Int64?
    /// CHE_DO_NHAN is TRON_LO: one bad payment refuses the whole batch.
    var isAllOrNothing: Bool
    /// DIA_BAN: communes, by number.
    var area: Set<Int>
}

/// What an office is called, and who stands above it.
struct OfficeNames: Sendable {
    /// TEN.
    var own: String
    /// TEN_CAP_TREN; empty when not given.
    var superior: String
}

/// What belongs to a partner for a time.
protocol PartnersOwn: Sendable {
    var partner: Int { get }
}

struct PointEntry: PartnersOwn {
    var partner: Int
    var commune: Int
}

struct CollectorEntry: PartnersOwn {
    var partner: Int
    /// SO_DDCN; nil when not given.
    var person: Int64?
}

/// All master data on record up to a revision.
public struct Registry: Sendable {
    /// The revision of the newest row in it; 0 when empty.
    public var revision: Int64 = 0

    var offices = ByteKeyTable()
    var communes = ByteKeyTable()
    var partners = ByteKeyTable()
    var points = ByteKeyTable()
    var collectors = ByteKeyTable()
    /// Serials of receipts, numbered from 0; the ledger numbers them in the same order from 1.
    var serials = ByteKeyTable()
    /// Pairs of a partner and an office.
    var contractKeys = ByteKeyTable()

    var officeNames = Timelines<OfficeNames>()
    var communeDays = Timelines<Void>()
    var partnerNames = Timelines<String>()
    var contracts = Timelines<Contract>()
    var contractParties: [(partner: Int, office: Int)] = []
    var pointEntries = Timelines<PointEntry>()
    var collectorEntries = Timelines<CollectorEntry>()
    /// The collectors that ever held a SO_DDCN.
    var collectorsByPerson: [Int64: [Int]] = [:]
    var books = ReceiptBooks()
    public internal(set) var people = PeopleSettled()
    var parameters = Parameters() {
        didSet { keptTariffs = KeptTariffs() }
    }
    /// What was made of the parameters as they are.
    private(set) var keptTariffs = KeptTariffs()

    public init() {}

    public func partnerNumber(_ code: String) -> Int? { known(code, in: partners, partnerNames) }

    /// Every partner that has a contract on record: they have an inbox.
    public var partnerCodes: [String] { (0..<partners.count).filter(partnerNames.isKnown).map(partners.key) }

    /// The code's number, when it has an entry of its own.
    func known<Value>(_ code: String, in table: ByteKeyTable, _ entries: Timelines<Value>) -> Int? {
        guard let number = table.number(of: code), entries.isKnown(number) else { return nil }
        return number
    }

    // MARK: for payments

    func collector(_ code: UnsafeBufferPointer<UInt8>, on day: Day, of partner: Int?) -> RegistryAnswer {
        answer(code, in: collectors, collectorEntries, on: day, of: partner)
    }

    func point(_ code: UnsafeBufferPointer<UInt8>, on day: Day, of partner: Int?) -> RegistryAnswer {
        answer(code, in: points, pointEntries, on: day, of: partner)
    }

    @inline(__always)
    private func answer(
        _ code: UnsafeBufferPointer<UInt8>, in table: ByteKeyTable, _ entries: Timelines<some PartnersOwn>, on day: Day, of partner: Int?
    ) -> RegistryAnswer {
        guard let number = table.number(of: code), entries.isKnown(number) else { return .unknown }
        guard let entry = entries.inForce(number, on: day) else { return .notInForce }
        return entry.partner == partner ? .own(number) : .anothers
    }

    /// The point's commune lies in the area of that contract on the day (DM05).
    func covers(point: Int, contract: Int?, on day: Day) -> Bool {
        guard let contract, let commune = pointEntries.inForce(point, on: day)?.commune else { return false }
        return contracts.inForce(contract, on: day)?.area.contains(commune) ?? false
    }

    /// What is wrong: `["outside", commune]`, or `["noContract", ""]` when no such contract is in force on the day.
    func whyNotCovered(point: Int, contract: Int?, on day: Day) -> [String] {
        guard let contract, contracts.inForce(contract, on: day) != nil else { return ["noContract", ""] }
        return ["outside", pointEntries.inForce(point, on: day).map { communes.key($0.commune) } ?? ""]
    }

    public func serialNumber(_ serial: UnsafeBufferPointer<UInt8>) -> Int? { serials.number(of: serial) }

    // MARK: for batches and forms

    func contract(partner: String, office: String, on day: Day) -> Contract? {
        contractNumber(partner: partner, office: office).flatMap { contracts.inForce($0, on: day) }
    }

    /// The number of the pair's contract, in force or not; nil when there never was one.
    func contractNumber(partner: String, office: String) -> Int? { contractKeys.number(of: Self.contractKey(partner, office)) }

    static func contractKey(_ partner: String, _ office: String) -> String { partner + "/" + office }

    /// A contract of the partner with the office is in force on the day (LO08).
    public func hasContract(partner: String, office: String, on day: Day) -> Bool {
        contract(partner: partner, office: office, on: day) != nil
    }

    /// The partner had a contract with the office in force on some day up to this one (LO08).
    public func everHadContract(partner: String, office: String, upTo day: Day) -> Bool {
        guard let number = contractNumber(partner: partner, office: office) else { return false }
        return contracts.spans(of: number).contains { $0.from <= day }
    }

    /// CHE_DO_NHAN of that contract is TRON_LO (LO09).
    public func isAllOrNothing(partner: String, office: String, on day: Day) -> Bool {
        contract(partner: partner, office: office, on: day)?.isAllOrNothing ?? false
    }

    /// The (office, partner) pairs whose contract is in force on the day, sorted: they get a form 01-XN.
    public func contractsInForce(on day: Day) -> [(office: String, partner: String)] {
        contractParties.indices
            .filter { contracts.inForce($0, on: day) != nil }
            .map { (offices.key(contractParties[$0].office), partners.key(contractParties[$0].partner)) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// The office's name on the day, or its latest known; empty when unknown.
    public func officeName(_ code: String, on day: Day) -> String {
        officeNames(code, on: day)?.own ?? ""
    }

    /// The name of the office's superior (TEN_CAP_TREN), likewise; empty when it has none.
    public func superiorName(of code: String, on day: Day) -> String { officeNames(code, on: day)?.superior ?? "" }

    private func officeNames(_ code: String, on day: Day) -> OfficeNames? {
        guard let number = known(code, in: offices, officeNames) else { return nil }
        return officeNames.inForce(number, on: day) ?? officeNames.latestValue(number)
    }

    /// The partner's name on the day, or its latest known; empty when unknown.
    public func partnerName(_ code: String, on day: Day) -> String {
        guard let number = known(code, in: partners, partnerNames) else { return "" }
        return partnerNames.inForce(number, on: day) ?? partnerNames.latestValue(number) ?? ""
    }
}
