import Testing

@testable import Answers

@Suite("Missing batch numbers")
struct BatchSequenceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let known: [String]
        let missing: [String]
        var count: Int?
        var prefix = "A-"
        let why: String
        var testDescription: String { why }
    }

    static let cases = [
        Case(known: ["A-0001", "A-0002", "A-0003"], missing: [], why: "none is missing"),
        Case(known: ["A-0001", "A-0002", "A-0004"], missing: ["A-0003"], why: "one in the middle"),
        Case(known: ["A-0004", "A-0002", "A-0001", "A-0004"], missing: ["A-0003"], why: "in any order, the same one twice"),
        Case(known: ["A-0001", "A-0003"], missing: [], why: "two numbers are no sequence"),
        Case(known: ["A-0001", "A-0002", "A-0006"], missing: ["A-0003", "A-0004", "A-0005"], why: "as many missing as known"),
        Case(known: ["A-0001", "A-0002", "A-0007"], missing: [], why: "more missing than known: no sequence"),
        Case(known: ["A-9", "A-10", "A-12"], missing: ["A-11"], why: "without zeros before it"),
        Case(known: ["A-098", "A-099", "A-101"], missing: ["A-100"], why: "over the edge of a hundred"),
        Case(known: ["A-1", "A-2", "B-4"], missing: [], why: "another prefix does not count"),
        Case(known: ["1", "2", "4"], missing: ["3"], prefix: "", why: "nothing but digits"),
        Case(known: ["A-1", "A-2", "A-4", "A-"], missing: ["A-3"], why: "a number without digits does not count"),
        Case(
            known: ["A-1", "A-2", "A-" + String(repeating: "9", count: 30)], missing: [], why: "a run of digits longer than a number"),
        Case(
            known: ["A-000000000000000001", "A-000000000000000002", "A-999999999999999999"], missing: [],
            why: "the widest number is counted without trouble"),
        Case(
            known: (1...12).map { "A-\($0)" } + ["A-25"], missing: (13...22).map { "A-\($0)" }, count: 12,
            why: "ten are named, all are counted"),
    ]

    @Test("are named when the known ones look like a sequence", arguments: cases)
    func missing(_ one: Case) {
        let sequence = BatchSequence(prefix: one.prefix, numbers: one.known)
        #expect(sequence.missing == one.missing)
        #expect(sequence.missingCount == one.count ?? one.missing.count)
    }

    @Test("the prefix is what stands before the digits at the end")
    func prefixes() {
        #expect(BatchSequence.prefixes(of: ["20261120-0002", "20261120-0001", "LO.7", "không", "5"]) == ["", "20261120-", "LO."])
    }
}
