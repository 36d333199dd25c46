// The edges of plans: what is refused, that the largest plans still have numbers for everybody, how payments are shared out,
// and the ZIP container byte by byte.

import Contributions
import Testing

@testable import SampleBatches

@Suite("Limits of sample plans")
struct SampleLimitsTests {
    @Test(
        "a plan beyond a limit is refused, and the limit named",
        arguments: [
            (SamplePlan(payments: 0), SamplePlanRefusal.outside(option: "--payments", least: "1", most: "10000000", value: "0")),
            (SamplePlan(payments: 10_000_001, files: 10), .outside(option: "--payments", least: "1", most: "10000000", value: "10000001")),
            (SamplePlan(payments: 5, files: 0), .outside(option: "--files", least: "1", most: "100000", value: "0")),
            (SamplePlan(payments: 5, files: 6), .emptyFiles(files: 6, payments: 5)),
            (SamplePlan(payments: 2_000_001), .fullFiles(files: 1)),
            (SamplePlan(payments: 5, partners: 2001), .outside(option: "--partners", least: "1", most: "2000", value: "2001")),
            (SamplePlan(payments: 5, faultPercent: 100.5), .outside(option: "--faults", least: "0", most: "100", value: "100.5")),
            (SamplePlan(payments: 5, faultPercent: .nan), .outside(option: "--faults", least: "0", most: "100", value: "nan")),
            (SamplePlan(payments: 5, seed: 320), .outside(option: "--seed", least: "0", most: "319", value: "320")),
            (
                SamplePlan(payments: 5, date: Day(number: 18_078)),
                .outside(option: "--date", least: "20190702", most: "20741231", value: "20190701")
            ),
            (
                SamplePlan(payments: 5, date: Day(number: 38_351)),
                .outside(option: "--date", least: "20190702", most: "20741231", value: "20750101")
            ),
        ])
    func refused(plan: SamplePlan, refusal: SamplePlanRefusal) {
        #expect(throws: refusal) { try plan.check() }
    }

    @Test(
        "every allowed plan stays inside its seed's block of receipts, which no other seed's touches",
        arguments: [
            (1, 1, 1), (10_000_000, 5, 1), (10_000_000, 5, 2000), (10_000_000, 100_000, 2000), (10_000_000, 99_999, 7), (624_964, 1, 1),
            (624_965, 1, 1), (156_241, 1, 3),
        ])
    func receiptBlocks(payments: Int, files: Int, partners: Int) throws {
        for seed: UInt64 in [0, 63, 64, 319] {
            let plan = SamplePlan(payments: payments, files: files, partners: partners, seed: seed)
            try plan.check()
            let registry = SampleRegistry(plan)
            let last = plan.paymentsOfBusiestPartner
            let block = registry.receiptStart..<registry.receiptStart + SampleRegistry.receiptsPerSeed
            #expect(SampleRegistry.receiptNumbers.contains(block.upperBound - 1))
            for place in max(0, last - 2000)..<last { #expect(block.contains(registry.receipt(ofPayment: place).number)) }
        }
        #expect(SampleRegistry.receiptsPerSeed * SampleRegistry.seedsPerBook <= SampleRegistry.receiptNumbers.count)
    }

    @Test("a partner's payments have different receipts")
    func receiptsDiffer() {
        let registry = SampleRegistry(SamplePlan(payments: 700_000, files: 1))
        #expect(registry.collectorsPerPartner == 5)
        let receipts = (0..<50_000).map { registry.receipt(ofPayment: $0) }
        #expect(Set(receipts.map { "\($0.collector) \($0.number)" }).count == receipts.count)
    }

    @Test("files share payments without loss, and a partner's files follow one another")
    func shares() {
        for (payments, files, partners) in [(1, 1, 1), (1001, 7, 3), (1000, 1000, 7), (50, 8, 20), (997, 31, 31), (20, 13, 5)] {
            let plan = SamplePlan(payments: payments, files: files, partners: partners)
            var placeOfPartner = Array(repeating: 0, count: partners)
            var index = 0
            for file in 0..<files {
                #expect(plan.payments(beforeFile: file) == index)
                #expect(plan.payments(ofPartnerBeforeFile: file) == placeOfPartner[plan.partner(ofFile: file)])
                placeOfPartner[plan.partner(ofFile: file)] += plan.payments(inFile: file)
                index += plan.payments(inFile: file)
            }
            #expect(index == payments && plan.paymentsOfBusiestPartner == placeOfPartner.max())
        }
    }

    @Test("no two persons share a number, over seeds and to the ends of their blocks")
    func persons() {
        var insurance: Set<Int> = []
        var personal: Set<Int> = []
        var count = 0
        for seed: UInt64 in [0, 1, 170, 319] {
            for index in [0..<5000, 9_995_000..<10_000_000].joined() {
                let person = SamplePerson(seed: seed, index: index)
                insurance.insert(person.insuranceNumber)
                personal.insert(person.personalNumber)
                count += 1
                if person.insuranceNumber >= 10_000_000_000 || !(900_000_000_000..<1_000_000_000_000).contains(person.personalNumber) {
                    Issue.record("person \(index) of seed \(seed) has a number outside its range")
                }
            }
        }
        #expect(insurance.count == count && personal.count == count)
    }

    @Test("the largest registry has different codes everywhere")
    func largestRegistry() {
        let partners = SamplePartner.first(SamplePlan.partnersMax)
        #expect(Set(partners.map(\.code)).count == 2000 && partners.allSatisfy { $0.code.utf8.count == 10 })
        #expect(partners.allSatisfy { Owner($0.code) == .partner($0.code) })
        let collectors = partners.flatMap { partner in [0, 99].map { SampleCollector(number: $0, partner: partner, bookSet: 4) } }
        #expect(Set(collectors.map(\.code)).count == 4000 && collectors.allSatisfy { $0.code.utf8.count == 15 })
        #expect(Set(collectors.map(\.serial)).count == 4000 && collectors.allSatisfy { $0.serial.utf8.count <= 25 })
        #expect(partners.allSatisfy { partner in Set((0..<4).map(partner.commune(ofPoint:))).count == 4 })
        #expect(partners.allSatisfy { $0.pointCode(3).utf8.count == 22 })
    }

    @Test("a zipped batch is one deflated entry with a descriptor that the directory agrees with")
    func zip() throws {
        var plan = SamplePlan(payments: 400, faultPercent: 3)
        let plain = try MemorySpool.files(of: plan)[1].bytes
        plan.zip = true
        let file = try MemorySpool.files(of: plan)[1]
        #expect(file.file.name == "TCDVT_9900001027_20261120_1000001.zip")
        let entry = "TCDVT_9900001027_20261120_1000001.xml"
        let bytes = file.bytes
        func number(_ place: Int, _ width: Int) -> Int { (0..<width).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }

        #expect(number(0, 4) == 0x0403_4B50 && number(6, 2) == 8 && number(8, 2) == 8 && number(14, 4) == 0 && number(22, 4) == 0)
        #expect(Array(bytes[30..<30 + entry.utf8.count]) == Array(entry.utf8))
        var place = 30 + entry.utf8.count
        var inflated: [UInt8] = []
        while bytes[place] == 0 {
            let length = number(place + 1, 2)
            inflated += bytes[place + 5..<place + 5 + length]
            place += 5 + length
        }
        #expect(inflated == plain)
        place += 5
        let compressed = place - 30 - entry.utf8.count
        #expect(number(place, 4) == 0x0807_4B50 && number(place + 4, 4) == Int(StoredDeflater.crc(plain)))
        #expect(number(place + 8, 4) == compressed && number(place + 12, 4) == plain.count)
        let directory = place + 16
        #expect(number(directory, 4) == 0x0201_4B50)
        // Flags, method, time and date as in the local header; CRC and sizes as in the descriptor.
        #expect(Array(bytes[directory + 8..<directory + 16]) == Array(bytes[6..<14]))
        #expect(Array(bytes[directory + 16..<directory + 28]) == Array(bytes[place + 4..<place + 16]))
        let end = directory + 46 + entry.utf8.count
        #expect(number(end, 4) == 0x0605_4B50 && number(end + 12, 4) == end - directory && number(end + 16, 4) == directory)
        #expect(bytes.count == end + 22)
    }
}
