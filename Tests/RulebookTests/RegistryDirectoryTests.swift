import Contributions
import ExchangeTesting
import Testing

@testable import Rulebook

@Suite("The directory of the registry")
struct RegistryDirectoryTests {
    private func directory(_ entries: MasterDataEntry...) -> RegistryDirectory {
        var directory = RegistryDirectory()
        for entry in entries { directory.add(RegistryEntry(section: entry.section, text: entry.fields.joined(separator: "\u{1F}"))) }
        return directory
    }

    private func day(_ text: String) -> Day { Day(text)! }

    @Test("names are those of the day, or the latest known; unknown codes have none")
    func names() {
        let directory = directory(
            .office(name: "Cũ", to: "20260630"), .office(name: "Mới", from: "20260801"), .partner(name: "Công ty"), .commune(),
            .collector())
        #expect(directory.officeName("00101", on: day("20260301")) == "Cũ")
        #expect(directory.officeName("00101", on: day("20260715")) == "Mới")
        #expect(directory.superiorName(of: "00101", on: day("20260301")) == "BHXH thành phố Mẫu")
        #expect(directory.partnerName("0101234567", on: day("20260301")) == "Công ty")
        #expect(directory.communeName("00070", on: day("20260301")) == "Phường Mẫu")
        #expect(directory.collectorName("NVT001190000001", on: day("20250101")) == "Trần Văn Thu")
        #expect(directory.officeName("99999", on: day("20260301")) == "")
    }

    @Test("contracts in force are those of the office that day, with their guarantee and since when there was no gap")
    func contracts() {
        let directory = directory(
            .partner("AAAA", guarantee: "5", from: "20260101", to: "20260331"),
            .partner("AAAA", guarantee: "7", from: "20260401", to: "20260630"), .partner("AAAA", guarantee: "9", from: "20260801"),
            .partner("BBBB", office: "00102"), .partner("CCCC", area: ["00070", "00071"], from: "20260501", to: "20260531"))
        func terms(_ on: String) -> [String] {
            directory.contracts(with: "00101", on: day(on)).map { "\($0.partner) \($0.guarantee ?? -1) \($0.since) \($0.area.count)" }
        }
        #expect(terms("20260515") == ["AAAA 7 20260101 1", "CCCC -1 20260501 2"])
        #expect(terms("20260701") == [])
        #expect(terms("20260901") == ["AAAA 9 20260801 1"])
        #expect(directory.contractsInForce(on: day("20260515")).map { $0.office + $0.partner } == ["00101AAAA", "00101CCCC", "00102BBBB"])
    }

    @Test("a later first day moves a collector and ends its earlier post; its start stays the first")
    func collectors() {
        let directory = directory(
            .collector("NVT1", partner: "AAAA", from: "20260101"), .collector("NVT1", partner: "BBBB", point: "D001", from: "20260601"),
            .collector("NVT2", partner: "AAAA", from: "20260101", to: "20260131"))
        #expect(directory.collectors(on: day("20260115")).map(\.partner) == ["AAAA", "AAAA"])
        let moved = directory.collectors(on: day("20260701"))
        #expect(moved.map { "\($0.code) \($0.partner) \($0.point) \($0.since)" } == ["NVT1 BBBB D001 20260101"])
        #expect(directory.firstDay(ofCollector: "NVT3") == nil)
    }

    @Test("points in force are known with their commune and signboard")
    func points() {
        var without = MasterDataEntry.point("D002")
        without.fields[5] = ""
        let directory = directory(.point("D001"), without, .point("D003", to: "20260131"))
        let points = directory.points(on: day("20260601")).map { "\($0.code) \($0.commune) \($0.hasSignboard)" }
        #expect(points == ["D001 00070 true", "D002 00070 false"])
    }

    @Test(
        "money is late when more days than the day of payment's limit have gone by, and never before a limit was in force",
        arguments: [
            ("20261117", "20261120", false), ("20261116", "20261120", true), ("20230802", "20261120", false),
            ("20261201", "20261208", false), ("20261201", "20261209", true), ("20261121", "20261120", false),
        ])
    func late(paidOn: String, on: String, isLate: Bool) {
        let directory = directory(.parameter("HAN_NOP", value: "7.5", from: "20261201"))
        #expect(directory.isRemittedLate(paidOn: day(paidOn), on: day(on)) == isLate)
        if isLate { #expect(day(paidOn) < directory.lateOnlyBefore(day(on))) }
    }

    @Test("nothing is asked that cannot be late: the least of all limits up to the day bounds the question")
    func bound() {
        #expect(directory().lateOnlyBefore(day("20261120")) == day("20261117"))
        #expect(directory(.parameter("HAN_NOP", value: "0", from: "20270101")).lateOnlyBefore(day("20261120")) == day("20261117"))
        #expect(directory(.parameter("HAN_NOP", value: "0.5", from: "20260101")).lateOnlyBefore(day("20261120")) == day("20261120"))
        // No limit was in force yet.
        #expect(directory().lateOnlyBefore(day("20200101")) < day("19000101"))
    }

    @Test("months without newcomers are those of the day's parameter")
    func months() {
        #expect(directory().monthsWithoutNewcomersMax(on: day("20261130")) == 6)
        #expect(directory().monthsWithoutNewcomersMax(on: day("20230510")) == nil)
    }
}
