import Answers
import Contributions
import Dispatch
import ExchangeTesting
import Glibc
import LedgerCore
import Spooling
import Synchronization
import Testing

@testable import ExchangePipeline

@Suite("One hand posts, the other answers")
struct OtherHandTests {
    private static let hands: [(name: String, make: @Sendable () -> OtherHands)] = [
        ("at once", { .eager }), ("as late as can be", { .late }), ("on threads of their own", { OtherHands() }),
    ]

    private static let one = Owner.partner(PipelineSpool.one)

    private static func intake(_ sequence: Int) -> IntakeNumber { IntakeNumber(day: Day("20261120")!, sequence: sequence) }

    @Test("files of many groups get the same answers whenever the other hands work", arguments: hands.map(\.name))
    func manyGroups(name: String) throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo, hands: Self.hands.first { $0.name == name }!.make())
        for number in 1...9 {
            let payment = Documents.payment(number, number == 5 ? ["GIOI_TINH": "3"] : [:])
            try spool.drop(Documents.batch("L-\(number)", [payment]), "\(number).xml")
        }
        #expect(try spool.pass().done == 9)
        #expect(spool.workIsEmpty)
        #expect(spool.outboxNames().count == 10, "eight XN; a TC and its page")
        #expect(try spool.answer("9_TN20261120-000010_XN.xml").first("MA_XAC_NHAN") == Documents.code(8))
    }

    @Test("with late hands a group is read when the next is there, posted while that waits, and answered when it is waited for")
    func order() throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo, hands: .late)
        for number in 1...6 { try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "\(number).xml") }
        let claims = try spool.spool.look(in: Self.one).sorted { $0.rawName.lexicographicallyPrecedes($1.rawName) }
            .compactMap { try spool.pipeline.claim($0, of: Self.one) }
        #expect(try spool.pipeline.begin(Array(claims[..<2])).isEmpty)
        #expect(try spool.ledger.file(Self.intake(2)) == nil)
        #expect(try spool.pipeline.begin(Array(claims[2..<4])).isEmpty)
        #expect(try spool.ledger.file(Self.intake(3)) != nil)
        #expect(try spool.ledger.file(Self.intake(4)) == nil)
        #expect(try spool.pipeline.begin(Array(claims[4...])).isEmpty)
        #expect(try spool.ledger.file(Self.intake(5)) != nil)
        #expect(try spool.ledger.file(Self.intake(6)) == nil)
        #expect(try spool.pipeline.postAhead().isEmpty)
        #expect(try spool.ledger.file(Self.intake(7)) != nil)
        #expect(spool.outboxNames().isEmpty)
        let ended = try spool.pipeline.finish()
        #expect(ended.map(\.claim) == claims)
        #expect(ended.map(\.ending) == Array(repeating: .done(.recorded), count: 6))
        #expect(spool.outboxNames().count == 6)
    }

    @Test("answers are told to the ledger by the posting of the next group, and not published before")
    func told() throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo, hands: .eager)
        for number in 1...6 { try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "\(number).xml") }
        let claims = try spool.spool.look(in: Self.one).sorted { $0.rawName.lexicographicallyPrecedes($1.rawName) }
            .compactMap { try spool.pipeline.claim($0, of: Self.one) }
        for start in [0, 2] { #expect(try spool.pipeline.begin(Array(claims[start..<start + 2])).isEmpty) }
        #expect(spool.names("archive/20261120/9900000001").count == 2, "the answers of the first group are made")
        #expect(try spool.ledger.artifacts(of: Self.intake(2)).isEmpty)
        #expect(spool.outboxNames().isEmpty)
        let events = try #require(try spool.ledger.lastEvent()).number
        #expect(try spool.pipeline.begin(Array(claims[4...])).isEmpty)
        #expect(try spool.ledger.file(Self.intake(5))?.event == events + 2, "they are told behind its files")
        #expect(try spool.ledger.artifacts(of: Self.intake(2)).map(\.name) == ["1_TN20261120-000002_XN.xml"])
        #expect(spool.outboxNames().count == 2)
        #expect(try spool.pipeline.finish().count == 6)
    }

    @Test("an owner's files stay in their inbox, in their order, behind one that cannot be claimed; those of groups behind it too")
    func blockedAtClaim() throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo, hands: .late)
        let other = Owner.partner(PipelineSpool.other)
        for number in 1...4 {
            try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "\(number).xml")
            let payment = Documents.payment(number + 10, partner: PipelineSpool.other)
            try spool.drop(Documents.batch("L-\(number)", partner: PipelineSpool.other, [payment]), "\(number).xml", for: other)
        }
        let disk = TroubledFileCalls()
        try spool.start(disk)
        disk.order { $0.failures[.rename] = (at: 1, code: EACCES) }
        let first = try spool.pass()
        #expect(Set(first.blocked.keys) == [Self.one])
        #expect(first.done == 4)
        #expect(spool.names("partners/\(PipelineSpool.one)/inbox") == (1...4).map { "\($0).xml" })
        #expect(try spool.pass().done == 4)
        #expect(spool.outboxNames() == (1...4).map { "\($0)_TN20261120-\(String("00000\($0 + 5)".suffix(6)))_XN.xml" })
        #expect(spool.workIsEmpty)
    }

    @Test("a file that cannot be claimed leaves the owner's earlier one on its way")
    func blockedBehind() throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo, hands: .late)
        for number in 1...2 { try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "\(number).xml") }
        let disk = TroubledFileCalls()
        try spool.start(disk)
        disk.order { $0.failures[.rename] = (at: 2, code: EACCES) }
        let outcome = try spool.pass()
        #expect(Set(outcome.blocked.keys) == [Self.one])
        #expect(outcome.done == 1)
        #expect(spool.outboxNames() == ["1_TN20261120-000002_XN.xml"])
        #expect(spool.names("partners/\(PipelineSpool.one)/inbox") == ["2.xml"])
    }

    @Test("while a large file rests, an owner's later files stay behind one of before that was blocked")
    func blockedBeforeRest() throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo, hands: .late)
        let other = Owner.partner(PipelineSpool.other)
        for number in 1...3 { try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "\(number).xml") }
        let payment = Documents.payment(9, partner: PipelineSpool.other)
        try spool.drop(Documents.batch("L-9", partner: PipelineSpool.other, [payment]), "9.xml", for: other)
        let disk = TroubledFileCalls()
        try spool.start(disk)
        disk.order { $0.failures[.rename] = (at: 1, code: EACCES) }
        let now = spool.clock.now()
        let own = try spool.spool.look(in: Self.one).sorted { $0.rawName.lexicographicallyPrecedes($1.rawName) }
            .map { Candidate($0, of: Self.one, at: now) }
        let others = try spool.spool.look(in: other).map { Candidate($0, of: other, at: now) }
        #expect(try spool.pipeline.begin(Array(own[..<2])).isEmpty)
        // It goes alone: what is before it is posted first, and told when it is through.
        let ended = try spool.pipeline.begin(others) + spool.pipeline.begin(Array(own[2...])) + spool.pipeline.finish()
        #expect(ended.map(\.owner) == [Self.one, other])
        #expect(spool.names("partners/\(PipelineSpool.one)/inbox") == (1...3).map { "\($0).xml" })
    }

    @Test("a fault met while a group is answered ends the pass before the group behind it is answered", arguments: [true, false])
    func faultBefore(isLate: Bool) throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo, hands: isLate ? .late : .eager)
        for number in 1...6 { try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "\(number).xml") }
        let disk = TroubledFileCalls()
        try spool.start(disk)
        disk.order { $0.failures[.link] = (at: 1, code: ENOSPC) }
        #expect {
            try spool.pass()
        } throws: {
            ($0 as? SpoolFault)?.operation == "link"
        }
        #expect(spool.outboxNames().isEmpty)
        try spool.start()
        _ = try spool.pass()
        #expect(spool.outboxNames().count == 6)
        #expect(spool.workIsEmpty)
    }

    @Test("whoever waits for a thread waits for what he has begun, whoever else begins beside him; and it leaves what it was told to leave")
    func threadHand() {
        final class Done: Sendable { let count = Atomic(0) }
        let hand = ThreadHand()
        DispatchQueue.concurrentPerform(iterations: 4) { _ in
            for _ in 0..<500 {
                let done = Done()
                hand.begin { done.count.add(1, ordering: .relaxed) }
                hand.wait()
                #expect(done.count.load(ordering: .relaxed) == 1)
            }
        }
        let (done, gate) = (Done(), DispatchSemaphore(value: 0))
        for _ in 0..<2 { hand.begin { done.count.add(1, ordering: .relaxed) } }
        hand.begin { gate.wait() }
        hand.wait(leaving: 1)
        #expect(done.count.load(ordering: .relaxed) == 2)
        gate.signal()
        hand.wait()
    }

    @Test("where the machine has no thread left, whoever begins work does it; the next to begin some asks again, and has a thread then")
    func withoutThread() {
        final class Seen: Sendable {
            let asked = Atomic(0)
            let order = Mutex<[Int]>([])
        }
        let seen = Seen()
        let hand = ThreadHand { run in
            guard seen.asked.add(1, ordering: .relaxed).newValue > 2 else { return false }
            DispatchQueue.global().async(execute: run)
            return true
        }
        for piece in 1...4 {
            hand.begin { seen.order.withLock { $0.append(piece) } }
            if piece <= 2 { #expect(seen.order.withLock { $0 } == Array(1...piece)) }
        }
        hand.wait()
        #expect(seen.order.withLock { $0 } == [1, 2, 3, 4])
        #expect(seen.asked.load(ordering: .relaxed) == 3)
    }

    @Test("a large file's XN, rendered while it was posted, is the one that the ledger gives", arguments: hands.map(\.name))
    func renderedWhilePosted(name: String) throws {
        let spool = try PipelineSpool(bounds: .everyFileIsLarge, hands: Self.hands.first { $0.name == name }!.make())
        // Refused records between, and money of last month, which is warned of.
        let payments = (1...1_200).map { number in
            Documents.payment(number, number % 7 == 0 ? ["GIOI_TINH": "3"] : number % 5 == 0 ? ["NGAY_NOP_TIEN": "20261030"] : [:])
        }
        try spool.drop(Documents.batch("L-1", payments), "a.xml")
        #expect(try spool.pass().done == 1)
        let file = try #require(try spool.ledger.file(Self.intake(2)))
        #expect(file.posting.counts.recorded == 1_200 - 1_200 / 7)
        let rendered = try AnswerWriter.bytes { try ConfirmationAnswer.render(file: file, ledger: spool.ledger, into: $0) }
        let answer = try spool.answer("XN.xml")
        #expect(Array(answer.utf8) == rendered)
        #expect(answer.contains("<CANH_BAO>"))
        #expect(spool.workIsEmpty)
    }

    @Test("an XN that cannot be written while its file is posted is a fault, and when there is space the file is answered, once")
    func fullDisk() throws {
        let spool = try PipelineSpool(bounds: .everyFileIsLarge)
        try spool.drop(Documents.batch("L-1", (1...1_200).map { Documents.payment($0) }), "a.xml")
        let disk = TroubledFileCalls()
        try spool.start(disk)
        disk.order { $0.failures[.write] = (at: 0, code: ENOSPC) }
        #expect {
            try spool.pass()
        } throws: {
            ($0 as? SpoolFault)?.operation == "write"
        }
        #expect(spool.outboxNames().isEmpty)
        try spool.start()
        #expect(try spool.pass().done == 1)
        #expect(try spool.answer("XN.xml").first("SL_DUNG") == "1200")
        #expect(try spool.answer("XN.xml").all("MA_XAC_NHAN").last == Documents.code(1_200))
        #expect(spool.workIsEmpty)
    }

    @Test("a large file sent again is known by its bytes when it was read, and its first answer stands", arguments: hands.map(\.name))
    func largeReplay(name: String) throws {
        let spool = try PipelineSpool(bounds: .everyFileIsLarge, hands: Self.hands.first { $0.name == name }!.make())
        let batch = Documents.batch("L-1", [Documents.payment(1)])
        for file in ["a.xml", "b.xml"] { try spool.drop(batch, file) }
        #expect(try spool.pass().done == 2)
        #expect(try spool.ledger.file(Self.intake(3))?.posting.outcome == .replay(of: Self.intake(2)))
        let posting = try #require(try spool.ledger.file(Self.intake(3))).posting
        #expect(Hex.text(posting.sha256) == DiskPicture.digest(Array(batch.utf8)))
        #expect(spool.outboxNames() == ["a_TN20261120-000002_XN.xml"])
        #expect(spool.workIsEmpty)
    }

    @Test("a large file that is none of ours is refused by its first bytes, and its digest is on record")
    func largeRefused() throws {
        let spool = try PipelineSpool(bounds: .everyFileIsLarge)
        try spool.drop("no markup at all", "a.xml")
        #expect(try spool.pass().done == 1)
        #expect(try spool.answer("TC.xml").first("MA_LOI") == "TEP06")
        let posting = try #require(try spool.ledger.file(Self.intake(2))).posting
        #expect(Hex.text(posting.sha256) == DiskPicture.digest(Array("no markup at all".utf8)))
    }

    @Test("a failed fsync on one hand ends the process, whatever the others meet")
    func fatalWins() throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo, hands: .late)
        for number in 1...6 { try spool.drop(Documents.batch("L-\(number)", [Documents.payment(number)]), "\(number).xml") }
        let disk = TroubledFileCalls()
        try spool.start(disk)
        let claims = try spool.spool.look(in: Self.one).sorted { $0.rawName.lexicographicallyPrecedes($1.rawName) }
            .compactMap { try spool.pipeline.claim($0, of: Self.one) }
        _ = try spool.pipeline.begin(Array(claims[0..<2]))
        _ = try spool.pipeline.begin(Array(claims[2..<4]))
        // The first group is to be answered, the second is read, and the third cannot be looked for in the ledger's folder.
        disk.order {
            $0.failures[.synchronize] = (at: 0, code: EIO)
            $0.failures[.synchronizeFileSystem] = (at: 0, code: EIO)
            $0.failures[.read] = (at: 0, code: EMFILE)
        }
        #expect {
            _ = try spool.pipeline.begin(Array(claims[4..<6]))
            _ = try spool.pipeline.finish()
        } throws: {
            $0.endsTheProcess
        }
        try spool.start()
        #expect(try spool.pass().done == 6)
        #expect(spool.outboxNames().count == 6)
        #expect(spool.workIsEmpty)
    }
}
