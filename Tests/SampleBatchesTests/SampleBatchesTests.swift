// The promises of `giaonhan sample`: a good payment is good under the whole rulebook, a faulty one has exactly its announced
// fault, totals are right, the same plan gives the same bytes, and two seeds never meet in one registry.

import Contributions
import Foundation
import Testing

@testable import SampleBatches

@Suite("Sample batches")
struct SampleBatchesTests {
    @Test(
        "payments are refused for what the plan announces, and for nothing else",
        arguments: [
            SamplePlan(payments: 900, files: 4, partners: 3),
            SamplePlan(payments: 1500, files: 7, partners: 3, faultPercent: 20, seed: 64),
            SamplePlan(payments: 200, files: 2, partners: 1, faultPercent: 100, seed: 319),
            SamplePlan(payments: 300, files: 100, partners: 2, faultPercent: 50, seed: 0),
            SamplePlan(payments: 350, partners: 2, faultPercent: 0.6, seed: 7, date: Day(number: 18_079)),
            SamplePlan(payments: 300, partners: 2, faultPercent: 5, seed: 7, date: Day(yyyyMMdd: 20_220_101) ?? SamplePlan.usualDate),
            SamplePlan(payments: 300, partners: 2, faultPercent: 5, seed: 7, date: Day(yyyyMMdd: 20_250_801) ?? SamplePlan.usualDate),
            SamplePlan(payments: 300, partners: 2, faultPercent: 5, seed: 7, date: Day(yyyyMMdd: 20_280_131) ?? SamplePlan.usualDate),
            SamplePlan(payments: 300, partners: 2, faultPercent: 5, seed: 7, date: Day(number: 38_350)),
        ])
    func judged(plan: SamplePlan) throws {
        let files = try MemorySpool.files(of: plan)
        let expected = try SampleWriter(plan).expectations
        #expect(expected.count == Int((Double(plan.payments) * plan.faultPercent / 100).rounded()))
        var judge = SlowJudge(registry: try scan(files[0].text))
        for batch in 0..<plan.files {
            let document = try scan(files[1 + batch].text)
            let partner = document.child("THONG_TIN_CHUNG")?["MA_TCDVT"] ?? ""
            let announced = Dictionary(uniqueKeysWithValues: expected.filter { $0.batch == batch }.map { ($0.ordinal, $0.fault) })
            for (place, record) in document.entries("DS_KHOAN_THU").enumerated() {
                let fault = announced[place + 1].map { SlowFinding(code: $0.code.rawValue, subject: $0.subject) }
                let found = judge.judge(record, of: partner, date: plan.date)
                #expect(found == (fault.map { [$0] } ?? []), "batch \(batch), STT \(place + 1): \(record["MA_GIAO_DICH"])")
            }
        }
    }

    @Test("headers count and add up all payments, and every file is closed")
    func headers() throws {
        let plan = SamplePlan(payments: 1001, files: 7, partners: 3, faultPercent: 13.5)
        let files = try MemorySpool.files(of: plan)
        #expect(files.filter { !$0.isClosed }.isEmpty)
        #expect(files.map { $0.file.owner.description }[..<3] == ["agency", "9900001027", "9900001034"])
        var payments = 0
        for file in files.dropFirst() {
            let document = try scan(file.text)
            let header = try #require(document.child("THONG_TIN_CHUNG"))
            let records = document.entries("DS_KHOAN_THU")
            #expect(header.children.map(\.name) == ["MA_TCDVT", "MA_CQ_BHXH", "MA_LO", "NGAY_LAP", "SO_LUONG", "TONG_TIEN"])
            #expect(header["SO_LUONG"] == "\(records.count)")
            #expect(header["TONG_TIEN"] == "\(records.reduce(0) { $0 + (Int($1["SO_TIEN"]) ?? -1) })")
            #expect(file.file.owner == .partner(header["MA_TCDVT"]))
            #expect(VietnamTime(header["NGAY_LAP"])?.day == plan.date)
            payments += records.count
        }
        #expect(payments == 1001)
    }

    @Test("the same plan gives the same bytes")
    func repeatable() throws {
        let plan = SamplePlan(payments: 700, files: 3, partners: 2, zip: true, faultPercent: 2.5, seed: 9)
        let (once, again) = (try MemorySpool.files(of: plan), try MemorySpool.files(of: plan))
        #expect(once.count == 4 && once.map(\.bytes) == again.map(\.bytes))
    }

    @Test("another seed gives other batches, keys, receipts, households and persons in the same registry")
    func seedsApart() throws {
        var plan = SamplePlan(payments: 500, files: 3, partners: 2)
        var seen: Set<String> = []
        var count = 0
        var registries: Set<[UInt8]> = []
        for seed: UInt64 in [0, 1, 2, 63] {
            plan.seed = seed
            let files = try MemorySpool.files(of: plan)
            registries.insert(files[0].bytes)
            var values: Set<String> = []
            for file in files.dropFirst() {
                let document = try scan(file.text)
                values.insert(file.file.name)
                values.insert(document.child("THONG_TIN_CHUNG")?["MA_LO"] ?? "")
                for record in document.entries("DS_KHOAN_THU") {
                    values.insert("receipt " + record["KY_HIEU_BIEN_LAI"] + " " + record["SO_BIEN_LAI"])
                    for name in ["MA_GIAO_DICH", "MA_SO_BHXH", "SO_DDCN", "MA_HO_GD"] where !record[name].isEmpty {
                        values.insert(name + " " + record[name])
                    }
                }
            }
            count += values.count
            seen.formUnion(values)
        }
        #expect(seen.count == count)
        #expect(registries.count == 1)
    }

    @Test("a larger plan, another day and later seeds only add entries to the registry")
    func registryGrows() throws {
        func rows(_ plan: SamplePlan) throws -> Set<Substring> {
            Set(try MemorySpool.files(of: plan)[0].text.split(separator: "\n").dropFirst(7))
        }
        let small = try rows(SamplePlan(payments: 1, partners: 2))
        let nextDay = try rows(SamplePlan(payments: 5, partners: 9, seed: 5, date: SamplePlan.usualDate.advanced(by: 1)))
        #expect(nextDay.isSuperset(of: small))
        let later = try rows(SamplePlan(payments: 1, partners: 2, seed: 64))
        #expect(later.symmetricDifference(small).allSatisfy { $0.contains("<QUYEN>") })
        #expect(small.filter { $0.contains("<QUYEN>") }.isDisjoint(with: later))
    }

    @Test("every fault of the table has its turn, and so has every code")
    func allFaults() throws {
        let writer = try SampleWriter(SamplePlan(payments: 3000, partners: 2, faultPercent: 30))
        #expect(Set(writer.expectations.map(\.fault)) == Set(SampleFault.table))
        let codes: Set<RuleCode> = [.BG01, .BG02, .BG03, .BG04, .NG01, .DM01, .DM02, .DM03, .DM04, .BL01, .BL02, .TR02]
        #expect(Set(SampleFault.table.map(\.code)) == codes)
    }

    @Test("names are precomposed, optional elements stand on some records, entities are written")
    func colour() throws {
        let text = try MemorySpool.files(of: SamplePlan(payments: 1000))[1].text
        #expect(text.unicodeScalars.elementsEqual(text.precomposedStringWithCanonicalMapping.unicodeScalars))
        for name in ["MA_SO_BHXH", "MA_XA", "SO_DIEN_THOAI", "EMAIL", "GHI_CHU", "TIEN_NSDP"] {
            let given = text.split(separator: "\n").filter { $0.contains("<\(name)>") }.count
            #expect((20..<1000).contains(given), "\(name): \(given)")
        }
        #expect(text.contains("&amp;"))
        for kind in ["IS", "BI", "AR"] { #expect(text.contains("<LOAI_HINH>\(kind)<")) }
    }

    @Test("progress ends at the number of payments, and a sink's trouble ends the writing")
    func progressAndTrouble() throws {
        struct Full: Error {}
        struct FullDisk: SampleOutput {
            func write(_ bytes: UnsafeRawBufferPointer) throws { throw Full() }
            func close() { Issue.record("closed after a failure") }
        }
        let writer = try SampleWriter(SamplePlan(payments: 5000, files: 2))
        let spool = MemorySpool()
        var heard: [Int] = []
        try writer.write(deflater: { StoredDeflater() }, progress: { heard.append($0) }) { spool.open($0) }
        #expect(heard.count > 2 && heard == heard.sorted() && heard.last == 5000)
        #expect(throws: Full.self) {
            try writer.write(deflater: { StoredDeflater() }) { _ in FullDisk() }
        }
    }
}
