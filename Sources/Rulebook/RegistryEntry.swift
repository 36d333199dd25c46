import Contributions

// One DANH_MUC entry as typed values, read from its fields as sent, and how it enters the registry. The same way serves a
// new entry and a row of the ledger, so what was judged is what is loaded.

/// A section's fields by name: the order of DocumentShape.masterData.
public struct RegistryEntry: Sendable {
    /// 0 office, 1 commune, 2 partner, 3 point, 4 collector, 5 book, 6 person, 7 parameter: the section's place in the document.
    public let section: Int
    let fields: [Substring]

    /// - Parameter text: the entry's fields parted by U+001F.
    public init(section: Int, text: String) {
        self.section = section
        fields = text.unicodeScalars.split(separator: "\u{1F}", omittingEmptySubsequences: false).map { Substring($0) }
    }

    func text(_ index: Int) -> String { index < fields.count ? String(fields[index]) : "" }
    func day(_ index: Int) -> Day? { index < fields.count ? Day(fields[index]) : nil }
    func number(_ index: Int) -> Int64? { index < fields.count ? Int64(fields[index]) : nil }
    func isGiven(_ index: Int) -> Bool { index < fields.count && !fields[index].isEmpty }

    /// The MA_XA of DIA_BAN.
    var communes: [String] {
        fields[6].unicodeScalars.split(separator: "\u{1E}", omittingEmptySubsequences: true).map { String($0) }
    }
}

extension Registry {
    /// Adds an entry that was found good. Rows are added in the order of their revisions.
    public mutating func add(_ entry: RegistryEntry) {
        switch entry.section {
        case 0:
            let number = offices.insert(entry.text(0))
            grow(&officeNames, to: offices.count)
            officeNames[number].add((entry.text(1), entry.text(2)), from: entry.day(3)!, to: entry.day(4))
        case 1:
            let number = communes.insert(entry.text(0))
            grow(&communeSpans, to: communes.count)
            communeSpans[number].add((), from: entry.day(3)!, to: entry.day(4))
        case 2: addContract(entry)
        case 3:
            let number = points.insert(entry.text(0))
            grow(&pointOwners, to: points.count)
            pointOwners[number].add(
                (partners.insert(entry.text(2)), communes.insert(entry.text(3))), from: entry.day(6)!, to: entry.day(7))
            grow(&partnerNames, to: partners.count)
            grow(&communeSpans, to: communes.count)
        case 4:
            let number = collectors.insert(entry.text(0))
            grow(&collectorOwners, to: collectors.count)
            let person = entry.number(2) ?? 0
            collectorOwners[number].add((partners.insert(entry.text(3)), person), from: entry.day(5)!, to: entry.day(6))
            grow(&partnerNames, to: partners.count)
            if person != 0, !collectorsByPerson[person, default: []].contains(number) { collectorsByPerson[person, default: []].append(number) }
        case 5:
            let serial = serials.insert(entry.text(0))
            while books.count < serials.count { books.append(BookShelf()) }
            let collector = collectors.insert(entry.text(3))
            grow(&collectorOwners, to: collectors.count)
            books[serial].add(
                first: Int32(entry.number(1)!), last: Int32(entry.number(2)!), collector: collector, from: entry.day(4)!, to: entry.day(5))
        case 7:
            parameters[entry.text(0), default: Timeline()].add(entry.text(1), from: entry.day(2)!, to: nil)
        default: break
        }
    }

    private mutating func addContract(_ entry: RegistryEntry) {
        let partner = partners.insert(entry.text(0))
        grow(&partnerNames, to: partners.count)
        partnerNames[partner].add(entry.text(1), from: entry.day(7)!, to: entry.day(8))
        let office = offices.insert(entry.text(2))
        grow(&officeNames, to: offices.count)
        let area = Set(entry.communes.map { communes.insert($0) })
        grow(&communeSpans, to: communes.count)
        let key = contractKeys.insert(entry.text(0) + "/" + entry.text(2))
        grow(&contracts, to: contractKeys.count)
        if key == contractParties.count { contractParties.append((partner, office)) }
        contracts[key].add(
            Contract(guarantee: entry.number(4), isAllOrNothing: entry.text(5) == "TRON_LO", area: area), from: entry.day(7)!, to: entry.day(8))
    }

    private func grow<Value>(_ timelines: inout [Timeline<Value>], to count: Int) {
        while timelines.count < count { timelines.append(Timeline()) }
    }
}
