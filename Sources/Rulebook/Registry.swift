public import Contributions

// The registry as rules ask it: offices, communes, contracts, points, collectors, receipt books, parameters, each with its
// history. Built from the ledger's rows in the order of their revisions; a value type, so that judging DANH_MUC works on a
// copy and a refused file leaves no trace.

/// A contract between a partner and an office.
struct Contract: Sendable {
    /// BAO_LANH, đồng; nil when not given.
    var guarantee: Int64?
    /// CHE_DO_NHAN is TRON_LO: one bad payment refuses the whole batch.
    var isAllOrNothing: Bool
    /// DIA_BAN: communes, by number.
    var area: Set<Int>
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
    var contractKeys = ByteKeyTable()

    var officeNames: [Timeline<(name: String, superior: String)>] = []
    var communeSpans: [Timeline<Void>] = []
    var partnerNames: [Timeline<String>] = []
    var contracts: [Timeline<Contract>] = []
    var contractParties: [(partner: Int, office: Int)] = []
    var pointOwners: [Timeline<(partner: Int, commune: Int)>] = []
    var collectorOwners: [Timeline<(partner: Int, personalNumber: Int64)>] = []
    /// The collectors that ever held a SO_DDCN.
    var collectorsByPerson: [Int64: [Int]] = [:]
    var books: [BookShelf] = []
    var parameters: [String: Timeline<String>] = [:]

    public init() {}

    public func partnerNumber(_ code: String) -> Int? { partners.number(of: code) }

    /// Every partner that has a contract on record: they have an inbox.
    public var partnerCodes: [String] { (0..<partners.count).map { partners.key($0) } }

    func collector(_ code: UnsafeBufferPointer<UInt8>, on day: Day, of partner: Int?) -> RegistryAnswer {
        guard let number = collectors.number(of: code), number < collectorOwners.count else { return .unknown }
        guard let owner = collectorOwners[number].inForce(on: day) else { return .notInForce }
        return owner.partner == partner ? .own(number) : .anothers
    }

    func point(_ code: UnsafeBufferPointer<UInt8>, on day: Day, of partner: Int?) -> RegistryAnswer {
        guard let number = points.number(of: code), number < pointOwners.count else { return .unknown }
        guard let owner = pointOwners[number].inForce(on: day) else { return .notInForce }
        return owner.partner == partner ? .own(number) : .anothers
    }

    public func serialNumber(_ serial: UnsafeBufferPointer<UInt8>) -> Int? { serials.number(of: serial) }

    func hasBook(serial: Int, number: Int32, collector: Int, on day: Day) -> Bool {
        books[serial].holder(of: number, on: day, isOneOf: { $0 == collector })
    }

    func contract(partner: String, office: String, on day: Day) -> Contract? {
        guard let key = contractKeys.number(of: partner + "/" + office) else { return nil }
        return contracts[key].inForce(on: day)
    }

    /// A contract of the partner with the office is in force on the day (LO08).
    public func hasContract(partner: String, office: String, on day: Day) -> Bool {
        contract(partner: partner, office: office, on: day) != nil
    }

    /// CHE_DO_NHAN of that contract is TRON_LO (LO09).
    public func isAllOrNothing(partner: String, office: String, on day: Day) -> Bool {
        contract(partner: partner, office: office, on: day)?.isAllOrNothing ?? false
    }

    /// The (office, partner) pairs whose contract is in force on the day, sorted: they get a form 01-XN.
    public func contractsInForce(on day: Day) -> [(office: String, partner: String)] {
        contracts.indices
            .filter { contracts[$0].inForce(on: day) != nil }
            .map { (offices.key(contractParties[$0].office), partners.key(contractParties[$0].partner)) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// The office's name on the day, or its latest known; empty when unknown.
    public func officeName(_ code: String, on day: Day) -> String {
        guard let number = offices.number(of: code), number < officeNames.count else { return "" }
        return (officeNames[number].inForce(on: day) ?? officeNames[number].entries.last?.value)?.name ?? ""
    }

    /// The partner's name on the day, or its latest known; empty when unknown.
    public func partnerName(_ code: String, on day: Day) -> String {
        guard let number = partners.number(of: code), number < partnerNames.count else { return "" }
        return partnerNames[number].inForce(on: day) ?? partnerNames[number].entries.last?.value ?? ""
    }
}

/// The receipt books of one serial, by first number.
struct BookShelf: Sendable {
    struct Book: Sendable {
        var first: Int32
        var holders: Timeline<(last: Int32, collector: Int)>
    }

    private(set) var books: [Book] = []
    /// The widest span of numbers of any book here: how far back a search must look.
    private var widest: Int32 = 0

    mutating func add(first: Int32, last: Int32, collector: Int, from: Day, to: Day?) {
        let index = firstIndex(notBelow: first)
        if index == books.count || books[index].first != first {
            books.insert(Book(first: first, holders: Timeline()), at: index)
        }
        books[index].holders.add((last, collector), from: from, to: to)
        widest = max(widest, last - first)
    }

    /// Whether a book that holds the number is, on the day, of a collector that the question accepts.
    func holder(of number: Int32, on day: Day, isOneOf accepts: (Int) -> Bool) -> Bool {
        var index = firstIndex(notBelow: number + 1) - 1
        while index >= 0, number - books[index].first <= widest {
            if let holder = books[index].holders.inForce(on: day), number <= holder.last, accepts(holder.collector) { return true }
            index -= 1
        }
        return false
    }

    /// A book other than that of `first` which on some day of the span holds one of the numbers, and its holder.
    func overlap(first: Int32, last: Int32, from: Day, to: Day?) -> (first: Int32, last: Int32, collector: Int)? {
        var index = firstIndex(notBelow: last + 1) - 1
        while index >= 0, first - books[index].first <= widest {
            if books[index].first != first {
                for span in books[index].holders.spans
                where span.value.last >= first && books[index].first <= last && sharesDay(from, to, span.from, span.to) {
                    return (books[index].first, span.value.last, span.value.collector)
                }
            }
            index -= 1
        }
        return nil
    }

    func holders(ofBookFrom first: Int32) -> Timeline<(last: Int32, collector: Int)>? {
        let index = firstIndex(notBelow: first)
        return index < books.count && books[index].first == first ? books[index].holders : nil
    }

    private func firstIndex(notBelow number: Int32) -> Int {
        var low = 0
        var high = books.count
        while low < high {
            let middle = (low + high) / 2
            if books[middle].first < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
