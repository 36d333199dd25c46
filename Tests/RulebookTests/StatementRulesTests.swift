import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("SK01 and NG01: bank statements")
struct StatementRulesTests {
    /// A BAO_CO of 100 đồng, with elements changed by their places.
    static func entry(_ changes: [Int: String] = [:]) -> MasterDataEntry {
        var fields = ["FT26325/001", "20261122", "100", "0101234567", ""]
        for (place, value) in changes { fields[place] = value }
        return MasterDataEntry(section: 0, fields)
    }

    static let rows: [(what: String, entries: [MasterDataEntry], expected: [String], total: Int128?)] = [
        ("a good entry", [entry()], ["FT26325/001 22/11/2026 100 0101234567 ''"], 100),
        ("with a remark", [entry([4: "Nộp BHXH"])], ["FT26325/001 22/11/2026 100 0101234567 'Nộp BHXH'"], 100),
        (
            "nothing is given", [entry([0: "", 1: "", 2: "", 3: ""])],
            ["BG01 MA_GIAO_DICH_NH, BG01 NGAY_BAO_CO, BG01 SO_TIEN, BG01 MA_TCDVT"], nil
        ),
        (
            "everything malformed", [entry([0: "số 1", 1: "2026", 2: "0", 3: "x", 4: String(repeating: "ế", count: 201)])],
            ["BG03 MA_GIAO_DICH_NH, BG03 NGAY_BAO_CO, BG03 SO_TIEN, BG03 MA_TCDVT, BG03 NOI_DUNG"], nil
        ),
        ("a day that does not exist", [entry([1: "20260229"])], ["NG01 NGAY_BAO_CO"], 100),
        ("NG01 after BG", [entry([1: "20260229", 3: "x"])], ["BG03 MA_TCDVT, NG01 NGAY_BAO_CO"], 100),
        (
            "the most money", [entry([2: "999999999999999999"])], ["FT26325/001 22/11/2026 999999999999999999 0101234567 ''"],
            999_999_999_999_999_999
        ),
        ("a digit more", [entry([2: "1000000000000000000"])], ["BG03 SO_TIEN"], nil),
        ("structure alone", [entry().with(fault: "X")], ["BG02 X"], nil),
        (
            "refused entries' money counts; once unknown, the sum stays unknown",
            [entry(), entry([3: "x"]), entry([1: "20261301"])],
            ["FT26325/001 22/11/2026 100 0101234567 ''", "BG03 MA_TCDVT", "NG01 NGAY_BAO_CO"], 300
        ),
        ("also when good ones follow", [entry([2: ""]), entry()], ["BG01 SO_TIEN", "FT26325/001 22/11/2026 100 0101234567 ''"], nil),
    ]

    @Test("an entry is read, or told what is wrong with its format, and its money is counted", arguments: rows.indices)
    func reading(index: Int) {
        let (what, entries, expected, total) = Self.rows[index]
        let chunk = RecordChunk(entries)
        var rules = StatementRules()
        let found = chunk.records.map { record in
            switch rules.read(record, in: chunk) {
            case .sound(let entry):
                "\(entry.transfer) \(entry.creditedOn.forPeople) \(entry.amount) \(entry.partner) '\(entry.remark)'"
            case .faulty(let findings): findings.map { "\($0.code) \($0.subject)" }.joined(separator: ", ")
            }
        }
        #expect(found == expected, "\(what)")
        #expect(rules.total == total, "\(what)")
    }

    @Test("sums beyond any integer are told")
    func endlessMoney() {
        let chunk = RecordChunk(Array(repeating: Self.entry([2: "999999999999999999"]), count: 20))
        var rules = StatementRules()
        for record in chunk.records { _ = rules.read(record, in: chunk) }
        #expect(rules.total == 19_999_999_999_999_999_980)
    }

    static let recorded = StatementEntry(
        transfer: "FT1", creditedOn: Day("20261122")!, amount: 683_100, partner: "0101234567", remark: "lô 1")

    static func changed(_ change: (inout StatementEntry) -> Void) -> StatementEntry {
        var entry = recorded
        change(&entry)
        return entry
    }

    @Test(
        "SK01: other content under the number of a credit that agreed with a listing",
        arguments: [
            ("the first", recorded, nil, false, false), ("the same content again", recorded, recorded, true, false),
            ("the same content, still open", recorded, recorded, false, false),
            ("other money, still open", changed { $0.amount = 1 }, recorded, false, false),
            ("other money", changed { $0.amount = 1 }, recorded, true, true),
            ("another day", changed { $0.creditedOn = Day("20261123")! }, recorded, true, true),
            ("another remark", changed { $0.remark = "" }, recorded, true, true),
        ] as [(String, StatementEntry, StatementEntry?, Bool, Bool)])
    func creditedBefore(what: String, entry: StatementEntry, recorded: StatementEntry?, agrees: Bool, isFound: Bool) {
        let onRecord = recorded.map {
            CreditOnRecord(creditedOn: $0.creditedOn, amount: $0.amount, isSame: $0 == entry, agrees: agrees)
        }
        let finding = StatementRules.finding(entry, recorded: onRecord)
        let expected = Finding(
            .SK01, subject: "MA_GIAO_DICH_NH", value: "FT1", details: ["0101234567", "22/11/2026", "683100"])
        #expect(finding == (isFound ? expected : nil), "\(what)")
    }
}
