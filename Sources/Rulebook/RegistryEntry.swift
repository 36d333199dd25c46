import Contributions
import ExchangeFormat

// One DANH_MUC entry as typed values, read from its fields as sent, and how it enters the registry. The same way serves a
// new entry and a row of the ledger, so what was judged is what is loaded.

/// An entry's fields by the names of their elements.
public struct RegistryEntry: Sendable {
    /// The sections, by their place in the document.
    enum Section: Int {
        case office, commune, partner, point, collector, book, person, parameter
    }

    let section: Section
    let shape: SectionShape
    private let fields: [Substring]

    /// - Parameters:
    ///   - section: the section's place in DANH_MUC.
    ///   - text: the entry's fields parted by U+001F.
    public init(section: Int, text: String) {
        guard let known = Section(rawValue: section) else { preconditionFailure("DANH_MUC has no section \(section)") }
        self.section = known
        shape = DocumentShape.masterData.sections[section]
        fields = text.utf8.split(separator: RecordChunk.separator, omittingEmptySubsequences: false).map { Substring($0) }
    }

    /// The value; nil when it is not given or the section has no such element.
    func value(_ name: String) -> String? {
        guard let index = shape.fields.firstIndex(where: { $0.name == name }), index < fields.count, !fields[index].isEmpty
        else { return nil }
        return String(fields[index])
    }

    func day(_ name: String) -> Day? { value(name).flatMap { Day($0) } }
    func number(_ name: String) -> Int64? { value(name).flatMap { Int64($0) } }

    /// The MA_XA of DIA_BAN.
    var communes: [String] {
        (value("DIA_BAN") ?? "").utf8.split(separator: RecordChunk.listSeparator).map { String(Substring($0)) }
    }

    // What a good entry has.
    fileprivate func text(_ name: String) -> String { value(name) ?? "" }
    fileprivate var from: Day { day("TU_NGAY")! }
    fileprivate var to: Day? { day("DEN_NGAY") }
}

extension Registry {
    /// Adds an entry that was found good. Rows are added in the order of their revisions.
    public mutating func add(_ entry: RegistryEntry) {
        switch entry.section {
        case .office:
            let names = OfficeNames(own: entry.text("TEN"), superior: entry.text("TEN_CAP_TREN"))
            officeNames.add(names, to: offices.insert(entry.text("MA_CQ_BHXH")), from: entry.from, to: entry.to)
        case .commune: communeDays.add((), to: communes.insert(entry.text("MA_XA")), from: entry.from, to: entry.to)
        case .partner: addContract(entry)
        case .point:
            let owner = PointEntry(partner: partners.insert(entry.text("MA_TCDVT")), commune: communes.insert(entry.text("MA_XA")))
            pointEntries.add(owner, to: points.insert(entry.text("MA_DIEM_THU")), from: entry.from, to: entry.to)
        case .collector: addCollector(entry)
        case .book: addBook(entry)
        case .parameter: parameters.add(entry.text("MA"), value: entry.text("GIA_TRI"), from: entry.from)
        case .person:
            people.settle(PersonNumber(insurance: entry.number("MA_SO_BHXH")!), PersonNumber(personal: entry.number("SO_DDCN")!))
        }
    }

    private mutating func addContract(_ entry: RegistryEntry) {
        let partner = partners.insert(entry.text("MA_TCDVT"))
        let office = offices.insert(entry.text("MA_CQ_BHXH"))
        partnerNames.add(entry.text("TEN"), to: partner, from: entry.from, to: entry.to)
        let key = contractKeys.insert(Self.contractKey(entry.text("MA_TCDVT"), entry.text("MA_CQ_BHXH")))
        if key == contractParties.count { contractParties.append((partner, office)) }
        let contract = Contract(
            guarantee: entry.number("BAO_LANH"), isAllOrNothing: entry.value("CHE_DO_NHAN") == "TRON_LO",
            area: Set(entry.communes.map { communes.insert($0) }))
        contracts.add(contract, to: key, from: entry.from, to: entry.to)
    }

    private mutating func addCollector(_ entry: RegistryEntry) {
        let collector = collectors.insert(entry.text("MA_NHAN_VIEN_THU"))
        let owner = CollectorEntry(partner: partners.insert(entry.text("MA_TCDVT")), person: entry.number("SO_DDCN"))
        collectorEntries.add(owner, to: collector, from: entry.from, to: entry.to)
        guard let person = owner.person, !collectorsByPerson[person, default: []].contains(collector) else { return }
        collectorsByPerson[person, default: []].append(collector)
    }

    private mutating func addBook(_ entry: RegistryEntry) {
        books.add(
            serial: serials.insert(entry.text("KY_HIEU_BIEN_LAI")),
            first: Int32(entry.number("TU_SO")!), last: Int32(entry.number("DEN_SO")!),
            collector: collectors.insert(entry.text("MA_NHAN_VIEN_THU")), from: entry.from, to: entry.to)
    }
}
