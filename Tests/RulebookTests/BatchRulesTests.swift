import Contributions
import ExchangeTesting
import Rulebook
import Testing

@testable import ExchangeFormat

@Suite("LO: the whole batch")
struct BatchRulesTests {
    static let received = VietnamTime("20261120173105")!

    /// A sound batch of three payments from the partner 0101234567.
    static func facts(
        header changes: [String: String] = [:], failed: [String] = [], shape: DocumentShape = .paymentList,
        _ change: (inout BatchFacts) -> Void = { _ in }
    ) -> BatchFacts {
        var values = [
            "MA_TCDVT": "0101234567", "MA_CQ_BHXH": "00101", "MA_LO": "20261120-0001", "NGAY_LAP": "20261120173000", "SO_LUONG": "3",
            "TONG_TIEN": "3000", "MA_GIAO_DICH_NH": "FT26325/001", "NGAY_CHUYEN": "20261120",
        ]
        values.merge(changes) { $1 }
        var header = HeaderReading()
        header.values = shape.header.map { values[$0.name] ?? "" }
        header.findings = failed.map { Finding(.LO01, subject: $0, details: ["malformed"]) }
        let owner: Owner = [.masterData, .bankStatement].contains(shape.kind) ? .agency : .partner("0101234567")
        var facts = BatchFacts(shape: shape, header: header, owner: owner, received: received)
        (facts.found, facts.recordsMax, facts.total, facts.hasContract) = (3, 10, 3000, true)
        change(&facts)
        return facts
    }

    static let holder = (time: VietnamTime("20261101080000")!, intake: IntakeNumber("TN20261101-000007")!)

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var facts: BatchFacts
        var expected: [RuleCode]

        init(_ what: String, _ facts: BatchFacts, _ expected: RuleCode...) {
            testDescription = what
            self.facts = facts
            self.expected = expected
        }
    }

    static let header = [
        Row("a sound batch", facts()),
        Row("a malformed element is listed as reading found it", facts(failed: ["MA_LO"]), .LO01),
        Row("another partner's code", facts(header: ["MA_TCDVT": "0109999999"]), .LO02),
        Row("no contract with this office", facts { $0.hasContract = false }, .LO08),
        Row("no registry to ask for a contract", facts { $0.hasContract = nil }),
        Row("LO02 silences nothing", facts(header: ["MA_TCDVT": "0109999999"]) { $0.hasContract = false }, .LO02, .LO08),
        Row("MA_TCDVT with LO01 is not compared", facts(header: ["MA_TCDVT": "x"], failed: ["MA_TCDVT"]), .LO01),
        Row(
            "MA_CQ_BHXH with LO01 keeps the contract's rules silent",
            facts(header: ["MA_CQ_BHXH": "1"], failed: ["MA_CQ_BHXH"]) {
                ($0.hasContract, $0.batchHolder, $0.isAllOrNothing, $0.refused) = (false, holder, true, 1)
            }, .LO01),
        Row("prepared exactly 24 hours ahead", facts(header: ["NGAY_LAP": "20261121173105"])),
        Row("prepared a second more ahead", facts(header: ["NGAY_LAP": "20261121173106"]), .LO07),
        Row("prepared long ago", facts(header: ["NGAY_LAP": "19991231235959"])),
        Row("prepared at a time that is none: 24:00:00", facts(header: ["NGAY_LAP": "20261120240000"]), .LO07),
        Row("a leap second", facts(header: ["NGAY_LAP": "20261120235960"]), .LO07),
        Row("29 February of no leap year", facts(header: ["NGAY_LAP": "20260229120000"]), .LO07),
        Row("NGAY_LAP with LO01 is not read as a time", facts(header: ["NGAY_LAP": "2026"], failed: ["NGAY_LAP"]), .LO01),
    ]

    static let totals = [
        Row("one record less than declared", facts(header: ["SO_LUONG": "4"]), .LO03),
        Row("one more", facts(header: ["SO_LUONG": "2"]), .LO03),
        Row("SO_LUONG with LO01", facts(header: ["SO_LUONG": "03"], failed: ["SO_LUONG"]), .LO01),
        Row("a đồng too much", facts(header: ["TONG_TIEN": "3001"]), .LO04),
        Row("leading zeros are the same number", facts(header: ["TONG_TIEN": "000000000000003000"])),
        Row("TONG_TIEN with LO01", facts(header: ["TONG_TIEN": "x"], failed: ["TONG_TIEN"]), .LO01),
        Row("an amount that cannot be read: no sum to compare", facts(header: ["TONG_TIEN": "1"]) { $0.total = nil }),
        Row("count and sum", facts(header: ["TONG_TIEN": "1", "SO_LUONG": "1"]), .LO03, .LO04),
        Row("as many records as the limit", facts(header: ["SO_LUONG": "10"]) { $0.found = 10 }),
        Row("one more than the limit", facts(header: ["SO_LUONG": "11"]) { $0.found = 11 }, .LO06),
        Row(
            "records beyond the limit are counted for LO03, and their money is not known",
            facts(header: ["TONG_TIEN": "3300"]) { $0.found = 11 }, .LO03, .LO06),
        Row("100,000 refused", facts { $0.refused = 100_000 }),
        Row("one more", facts { $0.refused = 100_001 }, .LO11),
    ]

    static let wholes = [
        Row("MA_LO is taken", facts { $0.batchHolder = holder }, .LO05),
        Row("MA_LO with LO01", facts(failed: ["MA_LO"]) { $0.batchHolder = holder }, .LO01),
        Row("TRON_LO, all good", facts { $0.isAllOrNothing = true }),
        Row("TRON_LO, one refused", facts { ($0.isAllOrNothing, $0.refused) = (true, 1) }, .LO09),
        Row("TUNG_PHAN, one refused", facts { $0.refused = 1 }),
        Row(
            "everything at once, in the order of the page",
            facts(header: [
                "MA_TCDVT": "0109999999", "NGAY_LAP": "20270101000000", "SO_LUONG": "1", "TONG_TIEN": "1",
            ]) {
                ($0.hasContract, $0.isAllOrNothing, $0.refused, $0.batchHolder, $0.recordsMax) = (false, true, 200_000, holder, 3)
            }, .LO02, .LO08, .LO07, .LO03, .LO04, .LO11, .LO05, .LO09),
    ]

    static let documents = [
        Row("payments from the agency: LO10 alone", facts(header: ["SO_LUONG": "9"], failed: ["MA_LO"]) { $0.owner = .agency }, .LO10),
        Row("master data from the agency", facts(shape: .masterData)),
        Row(
            "master data has no partner, count, sum or contract",
            facts(shape: .masterData) {
                ($0.hasContract, $0.total, $0.isAllOrNothing, $0.refused) = (false, 1, true, 1)
            }),
        Row("its MA_LO may be taken as well", facts(shape: .masterData) { $0.batchHolder = holder }, .LO05),
        Row("and its time ahead", facts(header: ["NGAY_LAP": "20270101000000"], shape: .masterData), .LO07),
        Row(
            "master data from a partner: LO10 alone",
            facts(header: ["NGAY_LAP": "20270101000000"], shape: .masterData) {
                $0.owner = .partner("0101234567")
            }, .LO10),
    ]

    static let trail = [
        Row("a sound DIEU_CHINH from a partner", facts(shape: .adjustment) { $0.total = nil }),
        Row("and from the agency, for any partner", facts(header: ["MA_TCDVT": "0109999999"], shape: .adjustment) { $0.owner = .agency }),
        Row("another partner's code in a partner's", facts(header: ["MA_TCDVT": "0109999999"], shape: .adjustment), .LO02),
        Row("never a contract with this office", facts(shape: .adjustment) { $0.hasContract = false }, .LO08),
        Row("the agency is not asked for one", facts(shape: .adjustment) { ($0.owner, $0.hasContract) = (.agency, false) }),
        Row("TRON_LO is of payments only", facts(shape: .adjustment) { ($0.isAllOrNothing, $0.refused) = (true, 1) }),
        Row("too many refused entries", facts(shape: .adjustment) { $0.refused = 100_001 }, .LO11),
        Row("its MA_LO is taken", facts(shape: .adjustment) { $0.batchHolder = holder }, .LO05),
        Row("a sound BANG_KE_NOP; its sum is KN04's", facts(header: ["TONG_TIEN": "1"], shape: .remittanceListing)),
        Row("its codes' faults are not counted as refused records", facts(shape: .remittanceListing) { $0.refused = 100_001 }),
        Row("another partner's code", facts(header: ["MA_TCDVT": "0109999999"], shape: .remittanceListing), .LO02),
        Row("never a contract", facts(shape: .remittanceListing) { $0.hasContract = false }, .LO08),
        Row("transferred on 29 February of no leap year", facts(header: ["NGAY_CHUYEN": "20260229"], shape: .remittanceListing), .LO07),
        Row("or in a month 13", facts(header: ["NGAY_CHUYEN": "20261301"], shape: .remittanceListing), .LO07),
        Row("transferred long ago, or some day", facts(header: ["NGAY_CHUYEN": "99991231"], shape: .remittanceListing)),
        Row(
            "NGAY_CHUYEN with LO01 is not read as a day",
            facts(header: ["NGAY_CHUYEN": "2026"], failed: ["NGAY_CHUYEN"], shape: .remittanceListing), .LO01),
        Row(
            "both times of a listing",
            facts(header: ["NGAY_CHUYEN": "20260229", "NGAY_LAP": "20270101000000"], shape: .remittanceListing), .LO07, .LO07),
        Row("a listing from the agency", facts(shape: .remittanceListing) { $0.owner = .agency }, .LO10),
        Row("a sound SAO_KE: no partner, no contract", facts(shape: .bankStatement) { $0.hasContract = false }),
        Row("its sum is compared", facts(header: ["TONG_TIEN": "1"], shape: .bankStatement), .LO04),
        Row("a sum beyond any integer", facts(shape: .bankStatement) { $0.total = Int128(Int64.max) + 3001 }, .LO04),
        Row("its count too", facts(header: ["SO_LUONG": "4"], shape: .bankStatement), .LO03),
        Row("a statement from a partner", facts(shape: .bankStatement) { $0.owner = .partner("0101234567") }, .LO10),
    ]

    @Test("the findings about a batch, in order", arguments: header + totals + wholes + documents + trail)
    func table(row: Row) {
        #expect(BatchRules.judge(row.facts).map(\.code) == row.expected)
    }

    @Test("each message gets what it names")
    func details() {
        func finding(_ facts: BatchFacts) -> Finding? { BatchRules.judge(facts).first }
        #expect(
            finding(Self.facts(header: ["MA_TCDVT": "0109999999"]))
                == Finding(.LO02, subject: "MA_TCDVT", value: "0109999999", details: ["0101234567"]))
        #expect(
            finding(Self.facts { $0.hasContract = false })
                == Finding(.LO08, subject: "MA_CQ_BHXH", value: "00101", details: ["0101234567", "20/11/2026"]))
        #expect(
            finding(Self.facts(header: ["NGAY_LAP": "20270101000000"]))
                == Finding(.LO07, subject: "NGAY_LAP", value: "20270101000000", details: ["ahead", "20261120173105"]))
        #expect(
            finding(Self.facts(header: ["NGAY_LAP": "20261120240000"]))
                == Finding(.LO07, subject: "NGAY_LAP", value: "20261120240000", details: ["notATime"]))
        #expect(
            finding(Self.facts(shape: .adjustment) { $0.hasContract = false })
                == Finding(.LO08, subject: "MA_CQ_BHXH", value: "00101", details: ["0101234567", "20/11/2026", "ever"]))
        #expect(
            finding(Self.facts(header: ["NGAY_CHUYEN": "20260229"], shape: .remittanceListing))
                == Finding(.LO07, subject: "NGAY_CHUYEN", value: "20260229", details: ["notADay"]))
        #expect(finding(Self.facts(header: ["SO_LUONG": "4"])) == Finding(.LO03, subject: "SO_LUONG", value: "4", details: ["3"]))
        #expect(finding(Self.facts(header: ["TONG_TIEN": "1"])) == Finding(.LO04, subject: "TONG_TIEN", value: "1", details: ["3000"]))
        #expect(
            finding(Self.facts { $0.batchHolder = Self.holder })
                == Finding(.LO05, subject: "MA_LO", value: "20261120-0001", details: ["08:00:00 01/11/2026", "TN20261101-000007"]))
        #expect(finding(Self.facts { $0.owner = .agency }) == Finding(.LO10, value: "DANH_SACH_THU", details: ["agency"]))
        #expect(finding(Self.facts { $0.refused = 100_001 }) == Finding(.LO11, value: "100001", details: ["100000", "1000"]))
        #expect(finding(Self.facts { ($0.isAllOrNothing, $0.refused) = (true, 2) }) == Finding(.LO09, value: "2"))
    }

    @Test("refused records are listed beside LO09 and LO11 only")
    func listing() {
        #expect(BatchRules.listsRecords(beside: []))
        #expect(BatchRules.listsRecords(beside: [Finding(.LO09)]))
        #expect(BatchRules.listsRecords(beside: [Finding(.LO11), Finding(.LO09)]))
        #expect(!BatchRules.listsRecords(beside: [Finding(.LO03)]))
        #expect(!BatchRules.listsRecords(beside: [Finding(.LO03), Finding(.LO09)]))
    }
}
