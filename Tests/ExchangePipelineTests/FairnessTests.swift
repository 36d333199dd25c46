import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import Spooling
import Testing

@testable import ExchangePipeline

@Suite("Nobody waits for another's many or large files")
struct FairnessTests {
    private let one = Owner.partner(PipelineSpool.one)
    private let other = Owner.partner(PipelineSpool.other)

    private static let largeCount = 3_300

    /// A clock that is a second later whenever it is asked.
    private func slowly(_ spool: PipelineSpool) -> () -> ContinuousClock.Instant {
        var now = spool.instant
        return {
            now += .seconds(1)
            return now
        }
    }

    /// More than a small file holds.
    private func largeBatch() -> String {
        let batch = Documents.batch("L-1", (1...Self.largeCount).map { Documents.payment($0) })
        #expect(batch.utf8.count > GroupBounds().smallBytesMax)
        return batch
    }

    private func smallBatch(_ number: Int, of partner: String) -> String {
        let payment = Documents.payment(Self.largeCount + number, partner: partner)
        return Documents.batch("S-\(number)", partner: partner, [payment])
    }

    @Test("a small file that comes while a large one is in work is posted before it")
    func betweenSteps() throws {
        let spool = try PipelineSpool()
        try spool.drop(largeBatch(), "large.xml")
        var asked = 0
        var trouble: (any Error)?
        let intake = try Intake(
            spool.pipeline, settle: .zero,
            news: {
                asked += 1
                // Asked before the agency's turn, before the partners', after the large file was read, and after it was posted.
                do {
                    if asked == 3 { try spool.drop(smallBatch(1, of: PipelineSpool.other), "a.xml", for: other) }
                    if asked == 4 { try spool.drop(smallBatch(2, of: PipelineSpool.other), "b.xml", for: other) }
                } catch { trouble = error }
                return [:]
            }, stop: { false })
        #expect(try intake.pass(now: slowly(spool)).done == 3)
        #expect(trouble == nil)
        #expect(asked == 4)
        let events = try [3, 2, 4].map { try #require(try spool.ledger.file(IntakeNumber(day: Day("20261120")!, sequence: $0))).event }
        #expect(events == events.sorted(), "the first small file, the large one, the second small file")
        #expect(try spool.answer("TN20261120-000002_XN.xml").first("SL_DUNG") == "\(Self.largeCount)")
        #expect(spool.outboxNames(PipelineSpool.other) == ["a_TN20261120-000003_XN.xml", "b_TN20261120-000004_XN.xml"])
    }

    @Test("meanwhile its own sender's files keep their order, and the agency's law stays as it was")
    func notBetweenSteps() throws {
        let spool = try PipelineSpool()
        try spool.drop(largeBatch(), "large.xml")
        var asked = 0
        var trouble: (any Error)?
        let intake = try Intake(
            spool.pipeline, settle: .zero,
            news: {
                asked += 1
                do {
                    if asked == 3 {
                        try spool.drop(smallBatch(1, of: PipelineSpool.one), "a.xml")
                        try spool.drop(Documents.registry(), "danh-muc-2.xml", for: .agency)
                        try spool.drop(largeBatch(), "large.xml", for: other)
                    }
                } catch { trouble = error }
                return [:]
            }, stop: { false })
        #expect(try intake.pass(now: slowly(spool)).done == 1)
        #expect(trouble == nil)
        #expect(spool.names("partners/\(PipelineSpool.one)/inbox") == ["a.xml"])
        #expect(spool.names("partners/\(PipelineSpool.other)/inbox") == ["large.xml"])
        #expect(spool.names("agency/inbox") == ["danh-muc-2.xml"])
    }

    @Test("an inbox of more files than a queue holds is taken in one order, and partners still take turns")
    func queueIsFilledAnew() throws {
        let spool = try PipelineSpool()
        for number in 1...7 {
            // The order of names is not that of age.
            let name = "\(["d", "a", "g", "c", "f", "b", "e"][number - 1]).xml"
            try spool.drop(smallBatch(number, of: PipelineSpool.one), name)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: Double(number))], ofItemAtPath: "\(spool.inbox(one))/\(name)")
        }
        try spool.drop(smallBatch(8, of: PipelineSpool.other), "x.xml", for: other)
        try spool.drop(smallBatch(9, of: PipelineSpool.other), "y.xml", for: other)
        var bounds = DiscoveryBounds()
        bounds.readyOfOne = 2
        let intake = try Intake(spool.pipeline, settle: .zero, within: bounds, stop: { false })
        #expect(try intake.pass(now: { spool.instant }).done == 9)
        let claimed = try (2...10).map {
            try #require(try spool.ledger.file(IntakeNumber(day: Day("20261120")!, sequence: $0))).posting.name
        }
        #expect(claimed == ["d.xml", "x.xml", "a.xml", "y.xml", "g.xml", "c.xml", "f.xml", "b.xml", "e.xml"])
    }

    @Test("an inbox of which something waits is not looked into again; but when that was taken, in the same pass")
    func lookedIntoWhenEmpty() throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo)
        for number in 1...3 { try spool.drop(smallBatch(number, of: PipelineSpool.one), "\(number).xml") }
        var asked = 0
        let intake = try Intake(
            spool.pipeline, settle: .zero,
            mayClaim: {
                asked += 1
                // Asked before the agency's files and each of the others: the first pass takes two of them.
                return asked != 4
            }, stop: { false })
        #expect(try intake.pass(now: { spool.instant }).done == 2)
        // A look would bring it first.
        try spool.drop(smallBatch(4, of: PipelineSpool.one), "0.xml")
        let oldest: [FileAttributeKey: Any] = [.modificationDate: Date(timeIntervalSince1970: 1)]
        try FileManager.default.setAttributes(oldest, ofItemAtPath: "\(spool.inbox(one))/0.xml")
        #expect(try intake.pass(now: { spool.instant + .seconds(2) }).done == 2)
        let names = try (2...5).map { try spool.ledger.file(IntakeNumber(day: Day("20261120")!, sequence: $0))?.posting.name }
        #expect(names == ["1.xml", "2.xml", "3.xml", "0.xml"])
    }

    @Test("what was taken, and not claimed because of a fault at the pass's end, is claimed before what came after it")
    func faultAtTheEnd() throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo, hands: .late)
        for number in 1...5 { try spool.drop(smallBatch(number, of: PipelineSpool.one), "\(number).xml") }
        let disk = TroubledFileCalls()
        try spool.start(disk)
        let intake = try Intake(spool.pipeline, settle: .zero, slice: .zero, stop: { false })
        disk.order { $0.failures[.rename] = (at: 1, code: EMFILE) }
        #expect(throws: SpoolFault.self) { try intake.pass(now: { spool.instant }) }
        var passes = 0
        while try intake.pass(now: { spool.instant + .seconds(2) }).isUnfinished { passes += 1 }
        let names = try (2...6).map { try spool.ledger.file(IntakeNumber(day: Day("20261120")!, sequence: $0))?.posting.name }
        #expect(names == (1...5).map { "\($0).xml" })
        #expect(passes == 2)
    }

    @Test("small files are answered before a large one that comes behind them is judged")
    func answeredBeforeLarge() throws {
        let spool = try PipelineSpool(hands: .late)
        for number in 1...2 { try spool.drop(smallBatch(number, of: PipelineSpool.other), "\(number).xml", for: other) }
        try spool.drop(largeBatch(), "large.xml")
        let now = spool.clock.now()
        let small = try spool.spool.look(in: other).map { Candidate($0, of: other, at: now) }
        let large = try spool.spool.look(in: one).map { Candidate($0, of: one, at: now) }
        #expect(try spool.pipeline.begin(small).isEmpty)
        var known: [Int] = []
        let ended = try spool.pipeline.begin(large) { _ in
            known.append(try spool.ledger.artifacts(of: IntakeNumber(day: Day("20261120")!, sequence: 2)).count)
        }
        #expect(known == [1, 1], "when it was read, and when it was posted")
        #expect(try ended.count + spool.pipeline.finish().count == 3)
    }

    @Test("when nothing else is due a pass goes on, and takes what has come meanwhile; what the agency sends ends it")
    func goesOn() throws {
        let spool = try PipelineSpool(bounds: .groupsOfTwo)
        for number in 1...9 { try spool.drop(smallBatch(number, of: PipelineSpool.one), "\(number).xml") }
        var asked = 0
        var trouble: (any Error)?
        let intake = try Intake(
            spool.pipeline, settle: .zero, slice: .zero,
            news: {
                asked += 1
                // Asked before the agency's turn, before the partners', and twice when the pass goes on.
                do {
                    if asked == 3 { try spool.drop(smallBatch(10, of: PipelineSpool.other), "x.xml", for: other) }
                    if asked == 5 { try spool.drop(Documents.registry("DM-2"), "danh-muc-2.xml", for: .agency) }
                } catch { trouble = error }
                return [:]
            }, stop: { false })
        let outcome = try intake.pass(now: { spool.instant }, goesOn: { true })
        #expect(trouble == nil)
        #expect(outcome.isUnfinished)
        #expect(spool.outboxNames(PipelineSpool.other) == ["x_TN20261120-000004_XN.xml"], "in its turn")
        #expect(spool.names("agency/inbox") == ["danh-muc-2.xml"])
        #expect(outcome.done == 4)
        #expect(try intake.pass(now: { spool.instant }, goesOn: { true }).done == 7)
    }

    @Test("the queues of all inboxes together are bounded, and each owner has a place in any case")
    func queuesAreBounded() throws {
        let spool = try PipelineSpool()
        for number in 1...6 { try spool.drop(smallBatch(number, of: PipelineSpool.one), "\(number).xml") }
        for number in 1...6 { try spool.drop(smallBatch(number, of: PipelineSpool.other), "\(number).xml", for: other) }
        var bounds = DiscoveryBounds()
        bounds.ready = SharedBound(all: 5, each: 2)
        var discovery = Discovery(bounds)
        for owner in [one, other] { try discovery.look(in: owner, of: spool.spool, settle: .zero, now: spool.instant) }
        func queue(_ owner: Owner) -> [String] {
            var names: [String] = []
            while let sighting = discovery.takeFirst(of: owner) { names.append(sighting.shownName) }
            return names
        }
        #expect(queue(one) == ["1.xml", "2.xml", "3.xml", "4.xml", "5.xml"])
        #expect(queue(other) == ["1.xml", "2.xml"])
        #expect(discovery.hasLeft(one) && discovery.hasLeft(other))
        // What was taken leaves room.
        try discovery.look(in: other, of: spool.spool, settle: .zero, now: spool.instant)
        #expect(queue(other) == ["1.xml", "2.xml", "3.xml", "4.xml", "5.xml"])
    }

    @Test("names renamed into an inbox are noted up to a bound; further files settle")
    func renamedNamesAreBounded() throws {
        let spool = try PipelineSpool()
        for number in 1...6 { try spool.drop(smallBatch(number, of: PipelineSpool.one), "\(number).xml") }
        let names = Set((1...6).map { Array("\($0).xml".utf8) })
        var bounds = DiscoveryBounds()
        bounds.renamedIn = SharedBound(all: 4, each: 1)
        var discovery = Discovery(bounds)
        discovery.note(renamedIn: [one: names])
        try discovery.look(in: one, of: spool.spool, settle: .seconds(5), now: spool.instant)
        #expect(discovery.waiting == 2)
        try discovery.look(in: one, of: spool.spool, settle: .seconds(5), now: spool.instant + .seconds(5))
        #expect(discovery.waiting == 0)
    }
}
