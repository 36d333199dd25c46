import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("DC01 to DC04: cancellations and listings taken back")
struct AdjustmentRulesTests {
    static let received = Day("20261120")!

    static func shown(_ finding: Finding?) -> String {
        finding.map { ([$0.code.rawValue, $0.subject, $0.value] + $0.details).joined(separator: " ") } ?? ""
    }

    static let formats: [(what: String, entry: MasterDataEntry, expected: String)] = [
        ("a code", MasterDataEntry(section: 0, ["POS0000000014", "nhầm"]), "cancellations POS0000000014 nhầm"),
        ("a listing", MasterDataEntry(section: 1, ["FT/1", "trả lại"]), "takingsBack FT/1 trả lại"),
        ("any text may be a code", MasterDataEntry(section: 0, [" mã # 1 ", "x"]), "cancellations  mã # 1  x"),
        ("or a bank's number", MasterDataEntry(section: 1, ["số 1", "x"]), "takingsBack số 1 x"),
        ("nothing is given", MasterDataEntry(section: 0, ["", ""]), "BG01 MA_XAC_NHAN, BG01 LY_DO"),
        ("nothing of a listing", MasterDataEntry(section: 1, ["", ""]), "BG01 MA_GIAO_DICH_NH, BG01 LY_DO"),
        ("a reason of 200 characters", MasterDataEntry(section: 0, ["a", ế(200)]), "cancellations a \(ế(200))"),
        ("one more", MasterDataEntry(section: 0, ["a", ế(201)]), "BG03 LY_DO"),
        ("BG01 before BG03", MasterDataEntry(section: 0, ["", ế(201)]), "BG01 MA_XAC_NHAN, BG03 LY_DO"),
        ("structure alone", MasterDataEntry(section: 0, ["", ""]).with(fault: "X", text: "1"), "BG02 X"),
    ]

    private static func ế(_ count: Int) -> String { String(repeating: "ế", count: count) }

    @Test("an entry is read, or told what is wrong with its format", arguments: formats.indices)
    func format(index: Int) {
        let (what, entry, expected) = Self.formats[index]
        let chunk = RecordChunk([entry])
        let found =
            switch AdjustmentRules.read(chunk.records[0], in: chunk) {
            case .sound(let entry): "\(entry.list) \(entry.key) \(entry.reason)"
            case .faulty(let findings): findings.map { "\($0.code) \($0.subject)" }.joined(separator: ", ")
            }
        #expect(found == expected, "\(what)")
    }

    static let codes: [(code: AdjustedCode, partner: String, agency: String)] = [
        (.unknown, "DC01 MA_XAC_NHAN C", "DC01 MA_XAC_NHAN C"),
        (.cancelled, "DC02 MA_XAC_NHAN C", "DC02 MA_XAC_NHAN C"),
        (.listed(under: "FT1"), "DC03 MA_XAC_NHAN C listed FT1", "DC03 MA_XAC_NHAN C listed FT1"),
        (.remitted(under: "FT1"), "DC03 MA_XAC_NHAN C remitted FT1", "DC03 MA_XAC_NHAN C remitted FT1"),
        (.recorded(on: Day("20261120")!), "", ""),
        (.recorded(on: Day("20261117")!), "", ""),
        (.recorded(on: Day("20261116")!), "DC04 MA_XAC_NHAN C 3 16/11/2026 20/11/2026", ""),
        (.recorded(on: Day("20240101")!), "DC04 MA_XAC_NHAN C 3 01/01/2024 20/11/2026", ""),
        // A file claimed on a closed day's eve may meet what was recorded the day after.
        (.recorded(on: Day("20261121")!), "", ""),
    ]

    @Test("a code is cancelled only while it is recorded, by a partner within HAN_HUY days", arguments: codes.indices)
    func cancelling(index: Int) {
        let (code, partner, agency) = Self.codes[index]
        let registry = Registry(MasterDataEntry.sample)
        let rules = { AdjustmentRules(registry: registry, received: Self.received, owner: $0) }
        #expect(Self.shown(rules(.partner("0101234567")).finding(cancelling: "C", code)) == partner)
        #expect(Self.shown(rules(.agency).finding(cancelling: "C", code)) == agency)
    }

    static let listings: [(listing: AdjustedListing, partner: String, agency: String)] = [
        (.unknown, "DC01 MA_GIAO_DICH_NH T", "DC01 MA_GIAO_DICH_NH T"),
        (.takenBack, "DC02 MA_GIAO_DICH_NH T", "DC02 MA_GIAO_DICH_NH T"),
        (.credited, "DC03 MA_GIAO_DICH_NH T credited", "DC03 MA_GIAO_DICH_NH T credited"),
        (.stands(recordedOn: Day("20261117")!), "", ""),
        (.stands(recordedOn: Day("20261116")!), "DC04 MA_GIAO_DICH_NH T 3 16/11/2026 20/11/2026", ""),
    ]

    @Test("a listing is taken back only while it stands uncredited, by a partner within HAN_HUY days", arguments: listings.indices)
    func takingBack(index: Int) {
        let (listing, partner, agency) = Self.listings[index]
        let registry = Registry(MasterDataEntry.sample)
        let rules = { AdjustmentRules(registry: registry, received: Self.received, owner: $0) }
        #expect(Self.shown(rules(.partner("0101234567")).finding(takingBack: "T", listing)) == partner)
        #expect(Self.shown(rules(.agency).finding(takingBack: "T", listing)) == agency)
    }

    @Test("HAN_HUY is that of the day of the claim; before there is one, and without a registry, DC04 is silent")
    func limitOfTheDay() {
        let registry = Registry([
            .parameter("HAN_HUY", value: "10", from: "20261120"), .parameter("HAN_HUY", value: "0.5", from: "20261201"),
        ])
        func finding(_ registry: Registry?, received: String, recorded: String) -> String {
            let rules = AdjustmentRules(registry: registry, received: Day(received)!, owner: .partner("0101234567"))
            return Self.shown(rules.finding(cancelling: "C", .recorded(on: Day(recorded)!)))
        }
        #expect(finding(registry, received: "20261119", recorded: "20261115") == "DC04 MA_XAC_NHAN C 3 15/11/2026 19/11/2026")
        #expect(finding(registry, received: "20261120", recorded: "20261110") == "")
        #expect(finding(registry, received: "20261120", recorded: "20261109") == "DC04 MA_XAC_NHAN C 10 09/11/2026 20/11/2026")
        #expect(finding(registry, received: "20261201", recorded: "20261201") == "")
        #expect(finding(registry, received: "20261201", recorded: "20261130") == "DC04 MA_XAC_NHAN C 0.5 30/11/2026 01/12/2026")
        #expect(finding(registry, received: "20230802", recorded: "20200101") == "")
        #expect(finding(nil, received: "20261120", recorded: "20200101") == "")
    }
}
