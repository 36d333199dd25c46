import ConfinedReading
import Contributions
import Foundation
import LedgerCore
import Spooling
import Testing

@testable import ExchangePipeline

@Suite("A file's way through the eight steps")
struct IntakeTests {
    @Test("a good batch gets its codes, an XN, and its original lies in archive/")
    func goodBatch() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1), Documents.payment(2)]), "a.xml")
        try spool.pass()
        let answer = try spool.answer("XN.xml")
        #expect(answer.all("MA_XAC_NHAN") == ["POS0000000014", "POS0000000022"])
        #expect(answer.first("TRANG_THAI") == "CHAP_NHAN")
        #expect(answer.first("MA_KET_QUA") == "200")
        #expect(spool.outboxNames() == ["a_TN20261120-000002_XN.xml"])
        #expect(spool.names("archive/20261120/9900000001") == ["TN20261120-000002_a.xml", "a_TN20261120-000002_XN.xml"])
        #expect(spool.workIsEmpty)
    }

    @Test("the same bytes again bring the first answers back, byte for byte, and record nothing")
    func sameBytes() throws {
        let spool = try PipelineSpool()
        let batch = Documents.batch("L-1", [Documents.payment(1), Documents.payment(2, ["GIOI_TINH": "3"])])
        try spool.drop(batch, "a.xml")
        try spool.pass()
        let before = try spool.outboxNames().map { try spool.text(spool.outbox(PipelineSpool.one) + "/" + $0) }
        for name in spool.outboxNames() { try removeFile(spool.outbox(PipelineSpool.one) + "/" + name) }
        try spool.drop(batch, "another-name.xml")
        try spool.pass()
        #expect(try spool.outboxNames().map { try spool.text(spool.outbox(PipelineSpool.one) + "/" + $0) } == before)
        #expect(
            try spool.ledger.file(IntakeNumber("TN20261120-000003")!)?.posting.outcome == .replay(of: IntakeNumber("TN20261120-000002")!))
        #expect(spool.names("archive/20261120/9900000001").contains("TN20261120-000003_another-name.xml"))
    }

    @Test("a file whose first answer recorded nothing is judged anew")
    func judgedAnew() throws {
        let spool = try PipelineSpool()
        let batch = Documents.batch("L-1", [Documents.payment(1)], preparedAt: "20261122070000")
        try spool.drop(batch, "a.xml")
        try spool.pass()
        #expect(try spool.answer("TC.xml").first("MA_LOI") == "LO07")
        spool.clock.set("20261121120000")
        try spool.drop(batch, "a.xml")
        try spool.pass()
        #expect(try spool.answer("TN20261121-000001_XN.xml").first("MA_XAC_NHAN") == "POS0000000014")
    }

    @Test("a file that found its good records on record already is judged anew, so that master data can heal the others")
    func onlyOnRecord() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.pass()
        let later = ["MA_NHAN_VIEN_THU": "NVT99LATER", "KY_HIEU_BIEN_LAI": "BH26-99/LATER"]
        let batch = Documents.batch("L-2", [Documents.payment(1), Documents.payment(2, later)])
        try spool.drop(batch, "b.xml")
        try spool.pass()
        #expect(try spool.answer("000003_TC.xml").all("MA_LOI") == ["DM01"])
        try spool.drop(Documents.laterCollector, "dm2.xml", for: .agency)
        try spool.pass()
        try spool.drop(batch, "b.xml")
        try spool.pass()
        let answer = try spool.answer("000005_XN.xml")
        #expect([answer.first("SL_DUNG"), answer.first("SL_TRUNG"), answer.first("SL_LOI")] == ["1", "1", "0"])
    }

    @Test("a batch with its refused records put right is the same batch: old codes again, new codes for the rest")
    func correctedBatch() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1), Documents.payment(2, ["GIOI_TINH": "3"])]), "a.xml")
        try spool.pass()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1), Documents.payment(2)]), "b.xml")
        try spool.pass()
        let answer = try spool.answer("000003_XN.xml")
        #expect(answer.all("MA_XAC_NHAN") == ["POS0000000014", "POS0000000022"])
        #expect([answer.first("SL_DUNG"), answer.first("SL_TRUNG"), answer.first("SL_LOI")] == ["1", "1", "0"])
        #expect(answer.all("MA_LOI") == ["CB03"])
        try spool.drop(Documents.batch("L-1", [Documents.payment(3)]), "c.xml")
        try spool.pass()
        #expect(try spool.answer("000004_TC.xml").first("MA_LOI") == "LO05")
    }

    @Test("with TRON_LO one bad payment refuses the whole batch and is listed")
    func allOrNothing() throws {
        let spool = try PipelineSpool(registry: Documents.registry(mode: "TRON_LO"))
        try spool.drop(Documents.batch("L-1", [Documents.payment(1), Documents.payment(2, ["GIOI_TINH": "3"])]), "a.xml")
        try spool.pass()
        let answer = try spool.answer("TC.xml")
        #expect(answer.all("MA_LOI") == ["LO09", "BG03"])
        #expect(answer.all("STT") == ["2"])
        #expect([answer.first("SL_DUNG"), answer.first("SL_LOI"), answer.first("TRANG_THAI")] == ["0", "2", "TU_CHOI"])
        #expect(spool.outboxNames().filter { $0.hasSuffix("XN.xml") } == [])
    }

    @Test("a receipt and a key used before are refused, another partner's code is not told")
    func usedBefore() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.pass()
        let again = Documents.payment(2, ["SO_BIEN_LAI": "0000001"])
        let changed = Documents.payment(1, ["SO_TIEN": "700000"])
        try spool.drop(Documents.batch("L-2", [again, changed]), "b.xml")
        try spool.pass()
        let answer = try spool.answer("000003_TC.xml")
        #expect(answer.all("MA_LOI") == ["BL02", "TR01"])
        #expect(answer.all("MO_TA_LOI").allSatisfy { $0.contains("POS0000000014") })
    }

    @Test("an agency's file is taken before any partner's, and partners take turns")
    func turns() throws {
        let spool = try PipelineSpool()
        for number in 1...3 { try spool.drop(Documents.batch("A-\(number)", [Documents.payment(number)]), "a\(number).xml") }
        let other = PipelineSpool.other
        try spool.drop(Documents.batch("B-1", partner: other, [Documents.payment(10, partner: other)]), "b1.xml", for: .partner(other))
        try spool.drop(Documents.registry("DM-2"), "dm.xml", for: .agency)
        try spool.pass()
        let order = try (2...6).map { try spool.ledger.file(IntakeNumber(day: Day("20261120")!, sequence: $0))!.posting.name }
        #expect(order == ["dm.xml", "a1.xml", "b1.xml", "a2.xml", "a3.xml"])
    }

    @Test("a slow writer's file waits until it has stayed as it is for the settling time")
    func slowWriter() throws {
        let spool = try PipelineSpool()
        spool.settle = .seconds(5)
        try spool.start()
        let batch = Documents.batch("L-1", [Documents.payment(1)])
        try spool.drop(String(batch.prefix(200)), "slow.xml")
        #expect(try spool.pass().waiting == 1)
        spool.instant += .seconds(4)
        try spool.drop(batch, "slow.xml")
        #expect(try spool.pass().waiting == 1)
        spool.instant += .seconds(4)
        #expect(try spool.pass().waiting == 1)
        #expect(spool.outboxNames() == [])
        spool.instant += .seconds(1)
        #expect(try spool.pass().done == 1)
        #expect(try spool.answer("XN.xml").first("TRANG_THAI") == "CHAP_NHAN")
    }

    @Test("a writer that keeps its descriptor open changes nothing of what was taken")
    func openDescriptor() throws {
        let spool = try PipelineSpool()
        let batch = Documents.batch("L-1", [Documents.payment(1)])
        try spool.drop(batch, "open.xml")
        let writer = try #require(FileHandle(forWritingAtPath: spool.inbox(.partner(PipelineSpool.one)) + "/open.xml"))
        defer { try? writer.close() }
        try spool.pass()
        try writer.write(contentsOf: Data("XXXXXXXX".utf8))
        #expect(try spool.answer("XN.xml").first("TRANG_THAI") == "CHAP_NHAN")
        #expect(try spool.text("archive/20261120/9900000001/TN20261120-000002_open.xml") == batch)
    }

    @Test("an outbox replaced by a link stops its partner alone, and its answer comes when the folder is back")
    func outboxReplaced() throws {
        let spool = try PipelineSpool()
        let other = PipelineSpool.other
        try replaceByLink(spool.outbox(PipelineSpool.one))
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.drop(Documents.batch("L-1", partner: other, [Documents.payment(2, partner: other)]), "b.xml", for: .partner(other))
        let outcome = try spool.pass()
        #expect(outcome.blocked.keys.map(\.description) == [PipelineSpool.one])
        #expect(try spool.answer("XN.xml", other).first("SL_DUNG") == "1")
        #expect(spool.names("partners/\(PipelineSpool.one)/outbox.elsewhere") == [])
        try mend(spool.outbox(PipelineSpool.one))
        #expect(try spool.pass().blocked.isEmpty)
        #expect(try spool.answer("XN.xml").first("SL_DUNG") == "1")
        #expect(spool.workIsEmpty)
    }

    @Test("a foreign file under an answer's name is moved to quarantine/, and the answer takes its place")
    func foreignFile() throws {
        let spool = try PipelineSpool()
        let name = "a_TN20261120-000002_XN.xml"
        try Data("not ours".utf8).write(to: URL(fileURLWithPath: spool.outbox(PipelineSpool.one) + "/" + name))
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.pass()
        #expect(try spool.answer(name).first("SL_DUNG") == "1")
        let aside = spool.names("quarantine/9900000001").filter { !$0.hasSuffix(".reason.json") }
        #expect(aside.count == 1)
        #expect(try spool.text("quarantine/9900000001/" + aside[0]) == "not ours")
    }

    @Test("an unreadable file is quarantined beside its reason, and answered")
    func unreadable() throws {
        let spool = try PipelineSpool()
        try spool.drop(String(Documents.batch("L-1", [Documents.payment(1)]).prefix(400)), "cut.xml")
        try spool.pass()
        let answer = try spool.answer("TC.xml")
        #expect([answer.first("MA_LOI"), answer.first("MA_KET_QUA"), answer.first("TRANG_THAI")] == ["XML02", "201", "TU_CHOI"])
        #expect(spool.names("quarantine/9900000001") == ["TN20261120-000002_cut.xml", "TN20261120-000002_cut.xml.reason.json"])
        #expect(spool.names("archive/20261120/9900000001").contains("TN20261120-000002_cut.xml") == false)
    }

    @Test("a batch sent again under its MA_LO is one sent again although what it repeats is now spoiled elsewhere")
    func sentAgainSpoiled() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.pass()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1, ["SO_DIEN_THOAI": "abc"]), Documents.payment(2)]), "b.xml")
        try spool.pass()
        #expect(try spool.outcomes(of: "b", PipelineSpool.one, count: 2) == "BG03 -")
    }

    @Test("a header without a sound MA_CQ_BHXH refuses the batch for that alone")
    func unsoundOffice() throws {
        let spool = try PipelineSpool()
        let batch = Documents.batch("L-1", [Documents.payment(1)]).replacing("<MA_CQ_BHXH>00101<", with: "<MA_CQ_BHXH>0010<")
        try spool.drop(batch, "a.xml")
        let examiner = try Examiner(
            owner: .partner(PipelineSpool.one), ledger: spool.ledger, clock: spool.clock, limits: ExchangeLimits(),
            reader: InProcessReading(), scratchFolder: NSTemporaryDirectory())
        let path = spool.inbox(.partner(PipelineSpool.one)) + "/a.xml"
        #expect(try examiner.examine(examiner.look(at: Array(path.utf8))).findings.map(\.code) == [.LO01])
    }
}
