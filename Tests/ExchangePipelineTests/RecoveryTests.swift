import Answers
import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import Spooling
import Testing

@testable import ExchangePipeline

@Suite("After a stop")
struct RecoveryTests {
    @Test("a claim that was not posted is processed at the next start, under its number and time")
    func unposted() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        let sighting = try #require(try spool.spool.look(in: .partner(PipelineSpool.one)).first)
        _ = try spool.pipeline.claim(sighting, of: .partner(PipelineSpool.one))
        spool.clock.set("20261120093000")
        try spool.start()
        try spool.pass()
        let answer = try spool.answer("XN.xml")
        #expect(answer.first("MA_TIEP_NHAN") == "TN20261120-000002")
        #expect(answer.first("THOI_GIAN_TIEP_NHAN") == "20261120080000")
        #expect(spool.workIsEmpty)
    }

    @Test("a posted claim whose answer is missing is answered at the next start, and not posted again")
    func unanswered() throws {
        let spool = try PipelineSpool()
        try replaceByLink(spool.outbox(PipelineSpool.one))
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.pass()
        try mend(spool.outbox(PipelineSpool.one))
        try spool.start()
        try spool.pass()
        #expect(try spool.answer("XN.xml").all("MA_XAC_NHAN") == ["POS0000000014"])
        #expect(try spool.ledger.tallies().first { $0.owner == .partner(PipelineSpool.one) }?.counts.recorded == 1)
        #expect(spool.workIsEmpty)
    }

    /// A file is claimed and its reading ends the process, so many times.
    private func endedWhileReading(_ spool: PipelineSpool, times: Int) throws -> IntakeNumber {
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        let sighting = try #require(try spool.spool.look(in: .partner(PipelineSpool.one)).first)
        let claim = try #require(try spool.pipeline.claim(sighting, of: .partner(PipelineSpool.one)))
        for attempt in 1...times {
            spool.pipeline.lock.beganReading([claim.intake: attempt])
            try spool.start()
        }
        return claim.intake
    }

    @Test("a file that ended the daemon twice is tried again; after the third time it is held and the rest flows on")
    func held() throws {
        let twice = try PipelineSpool()
        _ = try endedWhileReading(twice, times: 2)
        try twice.pass()
        #expect(try twice.answer("XN.xml").first("SL_DUNG") == "1")

        let spool = try PipelineSpool()
        _ = try endedWhileReading(spool, times: 3)
        try spool.drop(Documents.batch("L-2", [Documents.payment(2)]), "b.xml")
        try spool.pass()
        #expect(spool.names("work/held").count == 1)
        #expect(spool.outboxNames() == ["b_TN20261120-000003_XN.xml"])
    }

    @Test("a held file that is released is processed; one that is refused is quarantined with TEP07")
    func releasedOrRefused() throws {
        let released = try PipelineSpool()
        let intake = try endedWhileReading(released, times: 3)
        try released.pass()
        #expect(try released.spool.release(intake))
        try released.pass()
        #expect(try released.answer("XN.xml").first("SL_DUNG") == "1")

        let refused = try PipelineSpool()
        let bad = try endedWhileReading(refused, times: 3)
        try refused.pass()
        try refused.ledger.refuseHeld(bad, at: VietnamTime(bad.day))
        #expect(try refused.spool.release(bad))
        try refused.pass()
        #expect(try refused.answer("TC.xml").first("MA_LOI") == "TEP07")
        #expect(refused.names("quarantine/9900000001").count == 2)
        #expect(refused.workIsEmpty)
    }

    @Test("a second process on the spool is refused and told who holds it")
    func secondProcess() throws {
        let spool = try PipelineSpool()
        let held = #expect(throws: SpoolHeld.self) {
            _ = try SpoolLock.acquire(spool: spool.path, calls: SystemFileCalls(), description: "another")
        }
        #expect(held?.holder == "a test")
    }

    @Test("intake numbers go on where ledger and work/ stand")
    func numbering() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.pass()
        try spool.start()
        try spool.drop(Documents.batch("L-2", [Documents.payment(2)]), "b.xml")
        try spool.pass()
        #expect(spool.outboxNames() == ["a_TN20261120-000002_XN.xml", "b_TN20261120-000003_XN.xml"])
    }

    @Test("a fault at any call of a claim leaves no two files with one number", arguments: 1...8)
    func claimFaults(call: Int) throws {
        let spool = try PipelineSpool()
        let calls = TroubledFileCalls()
        try spool.start(calls)
        for name in ["a", "b"] { try spool.drop(Documents.batch("L-\(name)", [Documents.payment(name == "a" ? 1 : 2)]), "\(name).xml") }
        let sightings = try spool.spool.look(in: .partner(PipelineSpool.one))
        let before = calls.count(of: .status)
        calls.order { $0.failures[.status] = (before + call, EIO) }
        for sighting in sightings { _ = try? spool.pipeline.claim(sighting, of: .partner(PipelineSpool.one)) }
        calls.order { $0.failures[.status] = nil }
        try spool.pass()
        #expect(spool.outboxNames().map { String($0.prefix(1)) }.sorted() == ["a", "b"])
        #expect(Set(spool.outboxNames().map { $0.dropFirst(2).prefix(17) }).count == 2)
        #expect(spool.workIsEmpty)
    }

    /// Puts an archived original back into work/, as it stood before its last move.
    private func backToWork(_ spool: PipelineSpool, _ kept: String, claim: String) throws {
        try moveFile(spool.path + "/archive/20261120/9900000001/" + kept, to: spool.path + "/work/" + claim)
    }

    @Test("answers that are neither in archive/ nor in the outbox are rendered again from the ledger, byte for byte")
    func answersGone() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1), Documents.payment(2, ["GIOI_TINH": "3"])]), "a.xml")
        try spool.pass()
        let answers = spool.outboxNames()
        let before = try answers.map { try spool.text(spool.outbox(PipelineSpool.one) + "/" + $0) }
        for name in answers {
            try removeFile(spool.outbox(PipelineSpool.one) + "/" + name)
            try removeFile(spool.path + "/archive/20261120/9900000001/" + name)
        }
        try backToWork(spool, "TN20261120-000002_a.xml", claim: "TN20261120-000002~20261120080000~9900000001~a.xml")
        try spool.start()
        try spool.pass()
        #expect(answers.count == 3)
        #expect(try answers.map { try spool.text(spool.outbox(PipelineSpool.one) + "/" + $0) } == before)
        #expect(spool.workIsEmpty)
    }

    @Test("a replay whose first answers were not all linked is completed at the next start")
    func replayUnlinked() throws {
        let spool = try PipelineSpool()
        let batch = Documents.batch("L-1", [Documents.payment(1)])
        try spool.drop(batch, "a.xml")
        try spool.pass()
        try spool.drop(batch, "b.xml")
        try spool.pass()
        let answer = try spool.answer("XN.xml")
        for name in spool.outboxNames() { try removeFile(spool.outbox(PipelineSpool.one) + "/" + name) }
        try backToWork(spool, "TN20261120-000003_b.xml", claim: "TN20261120-000003~20261120080000~9900000001~b.xml")
        try spool.start()
        try spool.pass()
        #expect(try spool.answer("000002_XN.xml") == answer)
        #expect(spool.workIsEmpty)
    }

    @Test("a claim that grew while it was copied, and whose name is taken again, stays one: its owner waits, the others go on")
    func stillChanging() throws {
        let spool = try CrashBase.copy()
        let (one, other) = (PipelineSpool.one, PipelineSpool.other)
        let text = Array(Documents.batch("L-1", [Documents.payment(3)]).utf8)
        try spool.drop(Array(text.prefix(300)), "a.xml")
        try spool.drop(Documents.batch("L-1", partner: other, [Documents.payment(4, partner: other)]), "b.xml", for: .partner(other))
        let writer = open(spool.inbox(.partner(one)) + "a.xml", O_WRONLY | O_APPEND | O_CLOEXEC)
        let inbox = spool.inbox(.partner(one))
        var orders = RecordedDisk.Orders()
        orders.lies.afterChange = { path, call in
            guard call.kind == .write, call.path.hasPrefix("work/.copy~"), access(inbox + "a.xml", F_OK) != 0 else { return }
            let rest = Array(text.dropFirst(300))
            _ = write(writer, rest, rest.count)
            _ = FileManager.default.createFile(atPath: inbox + "a.xml", contents: Data("<x".utf8))
        }
        let disk = RecordedDisk(spool: spool.path, orders)
        let daemon = try CrashDaemon(spool.path, disk, at: VietnamTime("20261120093000")!)
        #expect(throws: BlockedOwners.self) { _ = try daemon.round() }
        func names(_ folder: String) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: spool.path + "/" + folder).sorted()
        }
        #expect(try names("work") == ["TN20261120-000004~20261120093000~\(one)~a.xml", "held"])
        #expect(try names("partners/\(one)/inbox") == ["a.xml"])
        #expect(try names("partners/\(other)/outbox").contains("b_TN20261120-000005_XN.xml"))
        close(writer)
        try daemon.work()
        #expect(try names("work") == ["held"])
        let answers = try names("partners/\(one)/outbox").filter { $0.hasPrefix("a_") }
        #expect(answers == ["a_TN20261120-000004_XN.xml", "a_TN20261120-000006_TC.html", "a_TN20261120-000006_TC.xml"])
        withExtendedLifetime(disk) {}
    }

    @Test("a partner of the registry whose folders are missing gets them at the start")
    func partnerFolders() throws {
        let spool = try PipelineSpool()
        try removeFile(spool.path + "/partners/" + PipelineSpool.other)
        try spool.start()
        #expect(spool.names("partners/" + PipelineSpool.other) == ["inbox", "outbox"])
    }

    @Test("a process that ended after the post has nothing to answer for: its file is forgotten at the start")
    func forgotten() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        try spool.pass()
        spool.pipeline.lock.beganReading([IntakeNumber("TN20261120-000002")!: 2])
        try spool.start()
        try spool.start()
        #expect(spool.pipeline.lock.previouslyReading.isEmpty)
    }

    @Test("a stop between an answer's place in archive/ and its digest in the ledger leaves one answer, the same bytes")
    func digestMissing() throws {
        let spool = try PipelineSpool()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        let sighting = try #require(try spool.spool.look(in: .partner(PipelineSpool.one)).first)
        let claim = try #require(try spool.pipeline.claim(sighting, of: .partner(PipelineSpool.one)))
        let file = FileInHand(claim, spool.pipeline.log)
        var unread = [file][...]
        try spool.pipeline.post(try spool.pipeline.read(&unread, of: FileGroup([file], spool.pipeline.log)))
        let posted = try #require(file.posted)
        let part = try #require(AnswerParts.owed(by: posted).first)
        let name = ArchivedName(day: claim.claimedAt.day, owner: claim.owner, name: part.name(of: posted))
        let artifact = try spool.spool.beginArtifact(name)
        let writer = AnswerWriter { try artifact.write($0) }
        try part.render(posted, spool.ledger, writer)
        try writer.finish()
        try artifact.finish()
        let before = try spool.text("archive/" + name.description)
        #expect(try spool.ledger.artifacts(of: claim.intake).isEmpty)

        try spool.start()
        try spool.pass()
        #expect(try spool.answer("XN.xml") == before)
        #expect(try spool.ledger.artifacts(of: claim.intake).map(\.name) == [name.name])
        #expect(spool.workIsEmpty)
    }
}
