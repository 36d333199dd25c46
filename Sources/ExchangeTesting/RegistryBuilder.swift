public import Contributions
public import Rulebook

// Master data as a test writes it: one line an entry, with only what matters there; everything else has a plain value. The
// same entries make a registry (as if they were on record) or a chunk of DANH_MUC (to be judged).

/// One entry of DANH_MUC: its section's place in the document and its fields in order.
public struct MasterDataEntry: Sendable {
    public var section: Int
    public var fields: [String]
    /// BG02 faults, as in PaymentBuilder.
    public var faults: [(element: String, text: String)] = []

    public init(section: Int, _ fields: [String]) {
        self.section = section
        self.fields = fields
    }

    public func with(fault element: String, text: String = "") -> MasterDataEntry {
        var changed = self
        changed.faults.append((element, text))
        return changed
    }

    public static let firstDay = "20260101"

    public static func office(_ code: String = "00101", name: String = "BHXH quận Mẫu", from: String = firstDay, to: String = "") -> Self {
        Self(section: 0, [code, name, "BHXH thành phố Mẫu", from, to])
    }

    public static func commune(_ code: String = "00070", from: String = firstDay, to: String = "") -> Self {
        Self(section: 1, [code, "Phường Mẫu", "01", from, to])
    }

    public static func partner(
        _ code: String = "0101234567", office: String = "00101", name: String = "Bưu điện Mẫu", guarantee: String = "", mode: String = "",
        area: [String] = ["00070"], from: String = firstDay, to: String = ""
    ) -> Self {
        Self(section: 2, [code, name, office, "HD-01", guarantee, mode, area.map { "\u{1E}" + $0 }.joined(), from, to])
    }

    public static func point(
        _ code: String = "0101234567TH0100070003", partner: String = "0101234567", commune: String = "00070", from: String = firstDay,
        to: String = ""
    ) -> Self {
        Self(section: 3, [code, "Điểm thu Mẫu", partner, commune, "", "1", from, to])
    }

    public static func collector(
        _ code: String = "NVT001190000001", person: String = "", partner: String = "0101234567", point: String = "",
        from: String = firstDay, to: String = ""
    ) -> Self {
        Self(section: 4, [code, "Trần Văn Thu", person, partner, point, from, to])
    }

    public static func book(
        _ serial: String = "BH26-HN/00101/E", first: String = "0000001", last: String = "0001000", collector: String = "NVT001190000001",
        from: String = firstDay, to: String = ""
    ) -> Self {
        Self(section: 5, [serial, first, last, collector, from, to])
    }

    public static func person(insuranceNumber: String = "0123456789", personalNumber: String = "001190000001") -> Self {
        Self(section: 6, [insuranceNumber, personalNumber])
    }

    public static func parameter(_ name: String = "LUONG_CO_SO", value: String = "2530000", from: String = firstDay) -> Self {
        Self(section: 7, [name, value, from])
    }

    /// What the payments of PaymentBuilder refer to: an office, a commune, a partner with a point, a collector and a book.
    public static let sample: [MasterDataEntry] = [.office(), .commune(), .partner(), .point(), .collector(), .book()]
}

extension Registry {
    /// The registry that has these entries on record, in this order.
    public init(_ entries: [MasterDataEntry]) {
        self.init()
        for entry in entries { add(RegistryEntry(section: entry.section, text: entry.fields.joined(separator: "\u{1F}"))) }
    }
}

extension RecordChunk {
    /// The entries as reading a DANH_MUC would hand them over.
    public convenience init(_ entries: [MasterDataEntry]) {
        self.init()
        for entry in entries {
            let values = entry.faults.isEmpty ? entry.fields : entry.fields.map { _ in "" }
            append(values, section: entry.section, key: entry.fields.first ?? "", faults: entry.faults)
        }
    }
}
