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

    /// The findings of one entry, in the order of rules.md; none means that it was added to the draft.
    public mutating func judge(_ record: RecordChunk.Record, in chunk: RecordChunk) -> [Finding] {
        let format = EntryRules.findings(of: record, in: chunk, section: DocumentShape.masterData.sections[Int(record.section)])
        if record.faultCount > 0 { return format }
        var judging = EntryJudging(RegistryEntry(section: Int(record.section), text: text(of: record, in: chunk)), format: format)
        judging.judgeDates()
        if refersToRegistry { judgeReferences(&judging) }
        judgeCollector(&judging)
        judgeBook(&judging)
        judgeEnds(&judging)
        judgeParameter(&judging)
        if judging.findings.isEmpty { draft.add(judging.entry) }
        return judging.findings
    }

    /// The entry's fields as the ledger keeps them.
    public func text(of record: RecordChunk.Record, in chunk: RecordChunk) -> String {
        String(decoding: chunk.arena[chunk.allFields(of: record)], as: UTF8.self)
    }

    /// DM11: every code that the entry refers to must be known, on whatever day.
    private func judgeReferences(_ judging: inout EntryJudging) {
        func refer(_ name: String, isKnown: (String) -> Bool) {
            if let code = judging.value(name), !isKnown(code) { judging.find(.DM11, name, value: code) }
        }
        let isKnownOffice = { (code: String) in draft.known(code, in: draft.offices, draft.officeNames) != nil }
        let isKnownCommune = { (code: String) in draft.known(code, in: draft.communes, draft.communeDays) != nil }
        let isKnownPartner = { (code: String) in draft.partnerNumber(code) != nil }
        switch judging.entry.section {
        case .partner:
            refer("MA_CQ_BHXH", isKnown: isKnownOffice)
            if judging.isSound("DIA_BAN"), let unknown = judging.entry.communes.first(where: { !isKnownCommune($0) }) {
                judging.find(.DM11, "DIA_BAN", value: unknown)
            }
        case .point:
            refer("MA_TCDVT", isKnown: isKnownPartner)
            refer("MA_XA", isKnown: isKnownCommune)
        case .collector:
            refer("MA_TCDVT", isKnown: isKnownPartner)
            refer("MA_DIEM_THU") { draft.known($0, in: draft.points, draft.pointEntries) != nil }
        case .book:
            refer("MA_NHAN_VIEN_THU") { draft.known($0, in: draft.collectors, draft.collectorEntries) != nil }
        case .office, .commune, .person, .parameter: break
        }
    }

    /// DM12: on no day may one SO_DDCN be in force with two partners. The collector's own entries end each other, so only
    /// other codes of the same person can be in the way; an entry added never lengthens another.
    private func judgeCollector(_ judging: inout EntryJudging) {
        guard judging.entry.section == .collector, judging.isSound("DEN_NGAY"), let code = judging.value("MA_NHAN_VIEN_THU"),
            let number = judging.value("SO_DDCN"), let person = Int64(number), let partner = judging.value("MA_TCDVT"),
            let from = judging.day("TU_NGAY")
        else { return }
        let itself = draft.collectors.number(of: code)
        let to = draft.collectorEntries.lastDay(ofEntryFrom: from, to: judging.day("DEN_NGAY"), in: itself)
        for collector in draft.collectorsByPerson[person] ?? [] where collector != itself {
            for span in draft.collectorEntries.spans(of: collector)
            where span.value.person == person && sharesDay(from, to, span.from, span.to) {
                let other = draft.partners.key(span.value.partner)
                if other != partner { return judging.find(.DM12, "SO_DDCN", value: number, details: [other]) }
            }
        }
    }

    /// DM13: books of one serial that share a number share no day.
    private func judgeBook(_ judging: inout EntryJudging) {
        guard judging.entry.section == .book, judging.isSound("DEN_NGAY"), let serial = judging.value("KY_HIEU_BIEN_LAI"),
            let first = judging.number("TU_SO"), let last = judging.number("DEN_SO"), let from = judging.day("TU_NGAY"),
            let known = draft.serials.number(of: serial),
            let other = draft.books.overlap(
                serial: known, first: Int32(first), last: Int32(last), from: from, to: judging.day("DEN_NGAY"))
        else { return }
        judging.find(
            .DM13, "TU_SO", value: judging.value("TU_SO") ?? "",
            details: [
                serial, Digits.padded(Int(other.first), to: 7), Digits.padded(Int(other.last), to: 7),
                draft.collectors.key(other.collector),
            ])
    }

    /// DM14: nothing ends before it begins.
    private func judgeEnds(_ judging: inout EntryJudging) {
        for (start, end) in [("TU_SO", "DEN_SO"), ("TU_NGAY", "DEN_NGAY")] {
            // Both have a fixed count of digits, so their order as text is their order.
            guard let first = judging.value(start), let last = judging.value(end), last < first else { continue }
            judging.find(.DM14, end, value: last, details: [first])
        }
    }

    /// DM15: a parameter of the rulebook, and a plain decimal number.
    private func judgeParameter(_ judging: inout EntryJudging) {
        guard judging.entry.section == .parameter else { return }
        if let name = judging.value("MA"), ParameterName(code: name) == nil {
            judging.find(.DM15, "MA", value: name, details: ["unknown"])
        }
        if let value = judging.value("GIA_TRI"), Decimal(value) == nil {
            judging.find(.DM15, "GIA_TRI", value: value, details: ["format"])
        }
    }
}

/// One entry while it is judged: what was found, which elements failed. A rule reads values through it and so never sees one
/// that has failed.
struct EntryJudging {
    let entry: RegistryEntry
    private(set) var findings: [Finding]
    private var failed: Set<String>

    /// - Parameter format: BG01 and BG03 of the entry.
    init(_ entry: RegistryEntry, format: [Finding]) {
        self.entry = entry
        findings = format
        failed = Set(format.map(\.subject))
    }

    mutating func find(_ code: RuleCode, _ subject: String, value: String = "", details: [String] = []) {
        findings.append(Finding(code, subject: subject, value: value, details: details))
        failed.insert(subject)
    }

    /// The element has not failed. It may be not given, or none of this section's.
    func isSound(_ name: String) -> Bool { !failed.contains(name) }

    /// The value; nil when it has failed or is not given.
    func value(_ name: String) -> String? { isSound(name) ? entry.value(name) : nil }
    func day(_ name: String) -> Day? { isSound(name) ? entry.day(name) : nil }
    func number(_ name: String) -> Int64? { isSound(name) ? entry.number(name) : nil }

    /// NG01.
    mutating func judgeDates() {
        for name in ["TU_NGAY", "DEN_NGAY"] {
            if let value = value(name), Day(value) == nil { find(.NG01, name, value: value) }
        }
    }
}
