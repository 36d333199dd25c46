import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("The registry")
struct RegistryTests {
    static let contracts = Registry([
        .office(), .office("00102"), .commune(),
        .partner(from: "20260101", to: "20260331"),
        .partner(mode: "TRON_LO", from: "20260701", to: "20261231"),
        .partner(office: "00102", from: "20260601"),
        .partner("0109999999", from: "20261001"),
    ])

    typealias Row = (day: String, office: String, inForce: Bool, isWhole: Bool)

    @Test(
        "LO08 and LO09: a contract is in force from TU_NGAY to DEN_NGAY, with that office only",
        arguments: [
            ("20251231", "00101", false, false), ("20260101", "00101", true, false), ("20260331", "00101", true, false),
            ("20260401", "00101", false, false), ("20260630", "00101", false, false), ("20260701", "00101", true, true),
            ("20261231", "00101", true, true), ("20270101", "00101", false, false), ("20260531", "00102", false, false),
            ("20260601", "00102", true, false), ("20991231", "00102", true, false), ("20260701", "00103", false, false),
        ] as [Row])
    func contract(row: Row) {
        let day = Day(row.day)!
        #expect(Self.contracts.hasContract(partner: "0101234567", office: row.office, on: day) == row.inForce)
        #expect(Self.contracts.isAllOrNothing(partner: "0101234567", office: row.office, on: day) == row.isWhole)
    }

    @Test(
        "LO08 of what became of old payments: a contract was in force on some day up to this one",
        arguments: [
            ("20251231", "00101", false), ("20260101", "00101", true), ("20260615", "00101", true), ("20991231", "00101", true),
            ("20260531", "00102", false), ("20260601", "00102", true), ("20260701", "00103", false),
        ])
    func pastContract(day: String, office: String, expected: Bool) {
        #expect(Self.contracts.everHadContract(partner: "0101234567", office: office, upTo: Day(day)!) == expected)
        for kind in [DocumentKind.adjustment, .remittanceListing] {
            #expect(
                BatchRules.hasContract(kind, Self.contracts, partner: "0101234567", office: office, received: Day(day)!) == expected)
        }
        #expect(
            BatchRules.hasContract(.paymentList, Self.contracts, partner: "0101234567", office: office, received: Day(day)!)
                == Self.contracts.hasContract(partner: "0101234567", office: office, on: Day(day)!))
    }

    @Test("a contract that ends before it begins was never in force")
    func neverInForce() {
        let registry = Registry([.office(), .commune(), .partner(to: "20251231")])
        #expect(!registry.everHadContract(partner: "0101234567", office: "00101", upTo: Day("20261120")!))
    }

    @Test("the same key again supersedes, and a later TU_NGAY ends the earlier entry whatever its DEN_NGAY")
    func supersession() {
        var registry = Self.contracts
        registry = Registry([.office(), .commune(), .partner(to: "20261231"), .partner(mode: "TRON_LO", from: "20260601", to: "20260630")])
        #expect(registry.hasContract(partner: "0101234567", office: "00101", on: Day("20260531")!))
        #expect(registry.isAllOrNothing(partner: "0101234567", office: "00101", on: Day("20260615")!))
        #expect(!registry.hasContract(partner: "0101234567", office: "00101", on: Day("20260701")!))

        registry = Registry([.office(), .commune(), .partner(), .partner(mode: "TRON_LO", to: "20260131")])
        #expect(registry.isAllOrNothing(partner: "0101234567", office: "00101", on: Day("20260131")!))
        #expect(!registry.hasContract(partner: "0101234567", office: "00101", on: Day("20260201")!))
    }

    @Test("a partner's code is not read together with an office's")
    func keysApart() {
        let registry = Registry([.office(), .commune(), .partner("01012")])
        #expect(registry.hasContract(partner: "01012", office: "00101", on: Day("20261120")!))
        #expect(!registry.hasContract(partner: "0101", office: "200101", on: Day("20261120")!))
    }

    @Test("forms are due for the contracts in force on the day, by office and partner")
    func formsDue() {
        let pairs = { (day: String) in Self.contracts.contractsInForce(on: Day(day)!).map { "\($0.office) \($0.partner)" } }
        #expect(pairs("20251231") == [])
        #expect(pairs("20260615") == ["00102 0101234567"])
        #expect(pairs("20261120") == ["00101 0101234567", "00101 0109999999", "00102 0101234567"])
    }

    @Test("names are those of the day, else the latest")
    func names() {
        let registry = Registry([
            .office(name: "Cũ", to: "20260630"), .office(name: "Mới", from: "20260701", to: "20260731"), .commune(),
            .partner(name: "A"), .partner(name: "B", from: "20260701"),
        ])
        #expect(registry.officeName("00101", on: Day("20260630")!) == "Cũ")
        #expect(registry.officeName("00101", on: Day("20260701")!) == "Mới")
        #expect(registry.officeName("00101", on: Day("20271231")!) == "Mới")
        #expect(registry.officeName("00101", on: Day("20200101")!) == "Mới")
        #expect(registry.officeName("99999", on: Day("20260701")!) == "")
        #expect(registry.superiorName(of: "00101", on: Day("20260701")!) == "BHXH thành phố Mẫu")
        #expect(registry.superiorName(of: "99999", on: Day("20260701")!) == "")
        #expect(registry.partnerName("0101234567", on: Day("20260630")!) == "A")
        #expect(registry.partnerName("0101234567", on: Day("20260701")!) == "B")
        #expect(registry.partnerName("XXXX", on: Day("20260701")!) == "")
    }

    @Test("what another entry only refers to is not known by that")
    func references() {
        let registry = Registry([
            .partner("0108888888", office: "00777", area: ["00777"]), .point("P777", partner: "0107777777", commune: "00778"),
            .collector("NVT0", partner: "0107777777"), .book(collector: "NVT777"),
        ])
        #expect(registry.partnerCodes == ["0108888888"])
        #expect(registry.partnerNumber("0107777777") == nil)
        #expect(registry.officeName("00777", on: Day("20261120")!) == "")
        let judged = Judged(.household.with([.collector: "NVT777"]), registry: registry, partner: "0108888888")
        #expect(judged.details(of: .DM01) == ["unknown", "20/11/2026"])

        var rules = MasterDataRules(registry)
        let referring = RecordChunk([
            .partner("0106666666", office: "00777"), .point("P778", partner: "0107777777", commune: "00778"),
            .collector("NVT1", partner: "0108888888", point: "P779"), .book(first: "0005001", last: "0005002", collector: "NVT777"),
        ])
        let codes = referring.records.map { rules.judge($0, in: referring).map { "\($0.code) \($0.subject)" }.joined(separator: ", ") }
        #expect(codes == ["DM11 MA_CQ_BHXH, DM11 DIA_BAN", "DM11 MA_TCDVT, DM11 MA_XA", "DM11 MA_DIEM_THU", "DM11 MA_NHAN_VIEN_THU"])
    }

    @Test("serials are numbered from 0 in the order of their first book")
    func serials() {
        let registry = Registry(
            MasterDataEntry.sample + [.book("B", first: "0000001"), .book("A"), .book("B", first: "0000500", last: "0000600")])
        let numbers = ["BH26-HN/00101/E", "B", "A", "C"].map { serial in
            var serial = serial
            return serial.withUTF8 { registry.serialNumber($0) }
        }
        #expect(numbers == [0, 1, 2, nil])
    }

    @Test("a copy is its own registry")
    func copies() {
        let before = Registry(MasterDataEntry.sample)
        var after = before
        after.add(RegistryEntry(section: 4, text: MasterDataEntry.collector("NVT2").fields.joined(separator: "\u{1F}")))
        #expect(Judged(.household.with([.collector: "NVT2"]), registry: before).text == "DM01 MA_NHAN_VIEN_THU")
        #expect(Judged(.household.with([.collector: "NVT2"]), registry: after).text == "BL01 SO_BIEN_LAI")
    }
}
