import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("KN01 to KN05: remittance listings")
struct ListingRulesTests {
    /// What an entry's code is; nil for an entry without text.
    typealias Entries = [ListedCode?]

    /// Judges entries on the lines 10, 11, 12 ...; entry n's text is `Cn`.
    static func judge(
        _ entries: Entries, order: [Int]? = nil, declared: String? = "0", transfer: String? = "FT1", usedBy user: IntakeNumber? = nil
    ) -> [Finding] {
        var rules = ListingRules()
        let chunk = RecordChunk(entries.indices.map { MasterDataEntry(section: 0, [entries[$0] == nil ? "" : "C\($0 + 1)"]) })
        for index in order ?? Array(entries.indices) {
            let isSound = rules.judgeFormat(chunk.records[index], in: chunk, ordinal: index + 1)
            #expect(isSound == (entries[index] != nil))
            if isSound, let code = entries[index] {
                rules.judge(code, ordinal: index + 1, line: Int(chunk.records[index].line), key: "C\(index + 1)")
            }
        }
        return rules.findings(declared: declared, transfer: transfer, usedBy: user)
    }

    static func shown(_ findings: [Finding]) -> [String] {
        findings.map { finding in
            ([finding.code.rawValue, finding.subject, finding.value] + finding.details + (finding.place.map { ["@\($0.line)"] } ?? []))
                .joined(separator: " ")
        }
    }

    static let earlier = IntakeNumber("TN20261101-000007")!

    static let rows: [(what: String, found: [Finding], expected: [String])] = [
        ("two free codes that come to the total", judge([.free(amount: 1), .free(amount: 2)], declared: "3"), []),
        ("leading zeros are the same number", judge([.free(amount: 3)], declared: "0003"), []),
        ("an unknown code", judge([.free(amount: 1), .unknown], declared: "1"), ["KN01 MA_XAC_NHAN C2 @11"]),
        ("a cancelled one", judge([.cancelled]), ["KN02 MA_XAC_NHAN C1 @10"]),
        ("one listed before", judge([.listed(under: "FT0")]), ["KN03 MA_XAC_NHAN C1 listed FT0 @10"]),
        ("one that stands twice", judge([.free(amount: 5), .repeated(of: 1)], declared: "5"), ["KN03 MA_XAC_NHAN C2 file 1 @11"]),
        ("a đồng too little", judge([.free(amount: 4)], declared: "5"), ["KN04 TONG_TIEN 5 4"]),
        ("TONG_TIEN with LO01 is not compared", judge([.free(amount: 4)], declared: nil), []),
        (
            "the sum is not asked for beside KN01 to KN03 or a BG fault",
            judge([.free(amount: 4), .unknown, nil], declared: "5"), ["BG01 MA_XAC_NHAN  @12", "KN01 MA_XAC_NHAN C2 @11"]
        ),
        ("an entry without text alone", judge([nil], declared: "5"), ["BG01 MA_XAC_NHAN  @10"]),
        (
            "a number that a standing listing uses", judge([.free(amount: 5)], declared: "5", usedBy: earlier),
            ["KN05 MA_GIAO_DICH_NH FT1 TN20261101-000007"]
        ),
        (
            "KN05 stands beside KN04", judge([.free(amount: 5)], declared: "6", usedBy: earlier),
            ["KN04 TONG_TIEN 6 5", "KN05 MA_GIAO_DICH_NH FT1 TN20261101-000007"]
        ),
        ("and is silent when MA_GIAO_DICH_NH has failed", judge([.free(amount: 5)], declared: "5", transfer: nil, usedBy: earlier), []),
        (
            "in the order of the page, within a code in file order, whatever order they were judged in",
            judge(
                [.listed(under: "A"), .unknown, nil, .cancelled, .unknown, .repeated(of: 1), .cancelled], order: [6, 4, 0, 5, 2, 1, 3],
                usedBy: earlier),
            [
                "BG01 MA_XAC_NHAN  @12", "KN01 MA_XAC_NHAN C2 @11", "KN01 MA_XAC_NHAN C5 @14", "KN02 MA_XAC_NHAN C4 @13",
                "KN02 MA_XAC_NHAN C7 @16", "KN03 MA_XAC_NHAN C1 listed A @10", "KN03 MA_XAC_NHAN C6 file 1 @15",
                "KN05 MA_GIAO_DICH_NH FT1 TN20261101-000007",
            ]
        ),
    ]

    @Test("the findings about a listing, in order", arguments: rows.indices)
    func table(index: Int) {
        let (what, found, expected) = Self.rows[index]
        #expect(Self.shown(found) == expected, "\(what)")
    }

    @Test("structure inside a code is BG02, a text that is too long BG03")
    func formats() {
        var rules = ListingRules()
        let long = String(repeating: "ế", count: 4097)
        let chunk = RecordChunk([
            MasterDataEntry(section: 0, [long]), MasterDataEntry(section: 0, ["x"]).with(fault: "MA_XAC_NHAN", text: "a"),
            MasterDataEntry(section: 0, [String(repeating: "ế", count: 4096)]),
        ])
        let sound = chunk.records.enumerated().map { rules.judgeFormat($1, in: chunk, ordinal: $0 + 1) }
        #expect(sound == [false, false, true])
        let findings = rules.findings(declared: "1", transfer: "FT1", usedBy: nil)
        #expect(
            findings.map { "\($0.code) \($0.subject) \($0.value.count) @\($0.place!.line)" } == [
                "BG02 MA_XAC_NHAN 1 @11", "BG03 MA_XAC_NHAN 100 @10",
            ])
    }

    @Test("of however many faults the first thousand are told, and no more are kept")
    func many() {
        let count = 5000
        let found = Self.judge((0..<count).map { $0 % 2 == 0 ? .unknown : .cancelled }, order: Array((0..<count).reversed()))
        #expect(found.count == ListingRules.listedMax)
        #expect(found.map(\.value) == (0..<ListingRules.listedMax).map { "C\(2 * $0 + 1)" })
        let mixed = Self.judge((0..<count).map { $0 < 600 ? .cancelled : $0 < 1200 ? .unknown : .listed(under: "A") })
        #expect(mixed.map(\.code) == Array(repeating: .KN01, count: 600) + Array(repeating: .KN02, count: 400))
    }

    @Test("sums beyond any integer are compared and told")
    func endlessMoney() {
        let found = Self.judge(Array(repeating: .free(amount: .max), count: 3), declared: "999999999999999999")
        #expect(Self.shown(found) == ["KN04 TONG_TIEN 999999999999999999 27670116110564327421"])
    }
}
