public import Contributions
import ExchangeFormat

// Master data: each entry of DANH_MUC judged on its own (BG01, BG03, NG01, DM11 to DM15, rules.md section 5), in file order,
// so that good entries earlier in the file count. Subject and silence hold here as for payments, on the entry's elements.

/// Judges the entries of one DANH_MUC against a draft of the registry, and adds the good ones to it.
public struct MasterDataRules {
    /// The registry with the good entries so far.
    public private(set) var draft: Registry

    /// False when no registry is at hand (`check` without a spool): then references outside the file are not asked about.
    private let refersToRegistry: Bool

    public init(_ registry: Registry, refersToRegistry: Bool = true) {
        draft = registry
        self.refersToRegistry = refersToRegistry
    }

    /// Parameters known to the rulebook (rules.md section 8).
    static let parameterNames: Set<String> = [
        "LUONG_CO_SO", "CHUAN_NGHEO", "TRAN_LAN", "BUOC_THU_NHAP", "TY_LE_IS", "TY_LE_BHYT", "HE_SO_NGUOI_1", "HE_SO_NGUOI_2", "HE_SO_NGUOI_3",
        "HE_SO_NGUOI_4", "HE_SO_NGUOI_5", "HO_TRO_N", "HO_TRO_CN", "HO_TRO_DT", "HO_TRO_BT", "HO_TRO_AR", "LAI_SUAT", "HAN_NHAN", "HAN_CAP_NHAT",
        "HAN_NOP", "HAN_HUY", "THANG_KHONG_PHAT_TRIEN",
    ]

    /// The findings of one entry, in the order of rules.md; none means that it was added to the draft.
    public mutating func judge(_ record: RecordChunk.Record, in chunk: RecordChunk) -> [Finding] {
        if record.faultCount > 0 { return StructureRules.findings(of: record, in: chunk) }
        let shape = DocumentShape.masterData.sections[Int(record.section)]
        var judging = Judging(shape: shape, entry: RegistryEntry(section: Int(record.section), text: text(of: record, in: chunk)))
        judging.judgeFormat(record, in: chunk)
        judging.judgeDates()
        judgeReferences(&judging)
        judgeContent(&judging)
        if judging.findings.isEmpty { draft.add(judging.entry) }
        return judging.findings
    }

    /// The entry's fields as the ledger keeps them.
    public func text(of record: RecordChunk.Record, in chunk: RecordChunk) -> String {
        String(decoding: chunk.arena[chunk.allFields(of: record)], as: UTF8.self)
    }

    /// DM11: every code that the entry refers to must be known, on whatever day.
    private func judgeReferences(_ judging: inout Judging) {
        guard refersToRegistry else { return }
        judging.refer("MA_CQ_BHXH", in: 2) { draft.offices.number(of: $0) }
        judging.refer("MA_TCDVT", in: 3, 4) { draft.partners.number(of: $0) }
        judging.refer("MA_XA", in: 3) { draft.communes.number(of: $0) }
        judging.refer("MA_DIEM_THU", in: 4) { draft.points.number(of: $0) }
        judging.refer("MA_NHAN_VIEN_THU", in: 5) { draft.collectors.number(of: $0) }
        if judging.entry.section == 2, judging.isSound("DIA_BAN"),
            let unknown = judging.entry.communes.first(where: { draft.communes.number(of: $0) == nil })
        {
            judging.find(.DM11, "DIA_BAN", value: unknown)
        }
    }

    private func judgeContent(_ judging: inout Judging) {
        switch judging.entry.section {
        case 4: judgeCollector(&judging)
        case 5: judgeBook(&judging)
        case 7: judgeParameter(&judging)
        default: break
        }
        if let last = judging.day("DEN_NGAY"), let first = judging.day("TU_NGAY"), last < first {
            judging.find(.DM14, "DEN_NGAY", value: last.description, details: [first.description])
        }
        judging.sortByPage()
    }

    /// DM12: on no day may one SO_DDCN be in force with two partners.
    private func judgeCollector(_ judging: inout Judging) {
        guard judging.isSound("SO_DDCN"), judging.isSound("MA_TCDVT"), judging.isSound("MA_NHAN_VIEN_THU"), let from = judging.day("TU_NGAY"),
            judging.entry.isGiven(2), let person = judging.entry.number(2)
        else { return }
        let to = judging.day("DEN_NGAY")
        let partner = draft.partners.number(of: judging.entry.text(3))
        let itself = draft.collectors.number(of: judging.entry.text(0))
        for collector in draft.collectorsByPerson[person] ?? [] {
            var timeline = draft.collectorOwners[collector]
            if collector == itself { timeline.add((partner ?? -1, person), from: from, to: to) }
            for span in timeline.spans
            where span.value.personalNumber == person && span.value.partner != partner && sharesDay(from, to, span.from, span.to) {
                return judging.find(.DM12, "SO_DDCN", value: judging.entry.text(2), details: [draft.partners.key(span.value.partner)])
            }
        }
    }

    /// DM13: books of one serial that share a number share no day; DM14 for their numbers.
    private func judgeBook(_ judging: inout Judging) {
        guard judging.isSound("TU_SO"), judging.isSound("DEN_SO"), let first = judging.entry.number(1), let last = judging.entry.number(2)
        else { return }
        if last < first {
            return judging.find(.DM14, "DEN_SO", value: judging.entry.text(2), details: [judging.entry.text(1)])
        }
        guard judging.isSound("KY_HIEU_BIEN_LAI"), let from = judging.day("TU_NGAY"),
            let serial = draft.serials.number(of: judging.entry.text(0))
        else { return }
        // The same book again is in force only until its next entry begins.
        var own = draft.books[serial].holders(ofBookFrom: Int32(first)) ?? Timeline()
        own.add((Int32(last), -1), from: from, to: judging.day("DEN_NGAY"))
        for span in own.spans where span.from == from {
            if let other = draft.books[serial].overlap(first: Int32(first), last: Int32(last), from: from, to: span.to) {
                judging.find(
                    .DM13, "TU_SO", value: judging.entry.text(1),
                    details: [
                        judging.entry.text(0), Digits.padded(Int(other.first), to: 7), Digits.padded(Int(other.last), to: 7),
                        draft.collectors.key(other.collector),
                    ])
            }
        }
    }

    /// DM15: a parameter of the rulebook, and a plain decimal number.
    private func judgeParameter(_ judging: inout Judging) {
        if judging.isSound("MA"), !Self.parameterNames.contains(judging.entry.text(0)) {
            judging.find(.DM15, "MA", value: judging.entry.text(0), details: ["unknown"])
        }
        if judging.isSound("GIA_TRI"), !Self.isDecimal(judging.entry.text(1)) {
            judging.find(.DM15, "GIA_TRI", value: judging.entry.text(1), details: ["format"])
        }
    }

    /// `[0-9]{1,12}(\.[0-9]{1,10})?`
    static func isDecimal(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isNumber = { (part: Substring.UTF8View, most: Int) in (1...most).contains(part.count) && part.allSatisfy { (48...57).contains($0) } }
        switch parts.count {
        case 1: return isNumber(parts[0], 12)
        case 2: return isNumber(parts[0], 12) && isNumber(parts[1], 10)
        default: return false
        }
    }
}

/// One entry while it is judged: what failed, what was found.
struct Judging {
    let shape: SectionShape
    let entry: RegistryEntry
    private(set) var findings: [Finding] = []
    private var failed: Set<String> = []

    init(shape: SectionShape, entry: RegistryEntry) {
        self.shape = shape
        self.entry = entry
    }

    mutating func find(_ code: RuleCode, _ subject: String, value: String = "", details: [String] = []) {
        findings.append(Finding(code, subject: subject, value: value, details: details))
        failed.insert(subject)
    }

    /// The element is of this section and has not failed.
    func isSound(_ name: String) -> Bool { !failed.contains(name) }

    func index(of name: String) -> Int? { shape.fields.firstIndex { $0.name == name } }

    func day(_ name: String) -> Day? {
        guard isSound(name), let index = index(of: name) else { return nil }
        return entry.day(index)
    }

    mutating func judgeFormat(_ record: RecordChunk.Record, in chunk: RecordChunk) {
        for (index, field) in shape.fields.enumerated() where field.isRequired && !entry.isGiven(index) { find(.BG01, field.name) }
        chunk.arena.withUnsafeBufferPointer { arena in
            for (index, field) in shape.fields.enumerated() {
                let value = UnsafeBufferPointer(rebasing: arena[chunk.range(of: index, in: record)])
                if !value.isEmpty, !field.format.accepts(value) { find(.BG03, field.name, value: shown(index)) }
            }
        }
    }

    /// A list's items read with blanks between them.
    private func shown(_ index: Int) -> String {
        String(String.UnicodeScalarView(entry.text(index).unicodeScalars.map { $0 == "\u{1E}" ? " " : $0 })).trimmingPrefixBlank()
    }

    mutating func judgeDates() {
        for name in ["TU_NGAY", "DEN_NGAY"] where isSound(name) {
            if let index = index(of: name), entry.isGiven(index), entry.day(index) == nil { find(.NG01, name, value: entry.text(index)) }
        }
    }

    mutating func refer(_ name: String, in sections: Int..., to lookup: (String) -> Int?) {
        guard sections.contains(entry.section), isSound(name), let index = index(of: name), entry.isGiven(index) else { return }
        if lookup(entry.text(index)) == nil { find(.DM11, name, value: entry.text(index)) }
    }

    /// In the order of rules.md, whatever the order of asking.
    mutating func sortByPage() {
        let order = RuleCode.allCases
        findings = findings.enumerated()
            .sorted { (order.firstIndex(of: $0.element.code)!, $0.offset) < (order.firstIndex(of: $1.element.code)!, $1.offset) }
            .map(\.element)
    }
}

extension String {
    fileprivate func trimmingPrefixBlank() -> String { hasPrefix(" ") ? String(dropFirst()) : self }
}
