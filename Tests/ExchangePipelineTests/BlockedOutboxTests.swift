import Contributions
import LedgerCore
import Spooling
import Testing

@testable import ExchangePipeline

@Suite("Outboxes out of order")
struct BlockedOutboxTests {
    private static let blocked = Owner.partner(PipelineSpool.one)
    private static let theirs = "partners/\(PipelineSpool.other)/outbox"

    /// The monotonic clock, which the test moves.
    private final class Clock {
        var now = ContinuousClock.now
    }

    /// Days up to the day before `today` are closed, one partner's outbox is a link, and nothing is published.
    private func closed(upTo today: String) throws -> PipelineSpool {
        let spool = try PipelineSpool()
        spool.clock.set(today + "080000")
        try spool.dayEnd.closeDays()
        try replaceByLink(spool.outbox(PipelineSpool.one))
        return spool
    }

    private static var settings: WatchSettings {
        var settings = WatchSettings()
        settings.watchesClock = false
        return settings
    }

    private func rounds(_ spool: PipelineSpool, _ clock: Clock) throws -> Rounds {
        try Rounds(spool.pipeline, spool.quickWorkers, Self.settings, silent, nil, monotonic: { clock.now }) { false }
    }

    @Test("reports of outboxes in order are published at once, however lately another one was found out of order")
    func othersDoNotWait() throws {
        let spool = try closed(upTo: "20261121")
        let clock = Clock()
        let rounds = try rounds(spool, clock)
        #expect(try Array(rounds.next().get().passed.blocked.keys) == [Self.blocked])
        #expect(spool.names(Self.theirs).count == 9)

        // A second later the next day is over.
        spool.clock.set("20261122080000")
        clock.now += .seconds(1)
        let round = try rounds.next().get()
        #expect(!round.isUnfinished && Array(round.passed.blocked.keys) == [Self.blocked])
        #expect(spool.names(Self.theirs).count == 18)
        let agency = spool.names("agency/outbox/20261121")
        #expect(agency.count == (2 * 2 + 3) * 3, "the agency has its copy of the blocked partner's reports too")

        // The partner's own wait for its next try; what the agency took away is not put back then.
        for name in agency { try removeFile("\(spool.path)/agency/outbox/20261121/\(name)") }
        try mend(spool.outbox(PipelineSpool.one))
        clock.now += .seconds(28)
        #expect(try !rounds.next().get().passed.blocked.isEmpty)
        #expect(spool.outboxNames().isEmpty)
        clock.now += .seconds(1)
        #expect(try rounds.next().get().passed.blocked.isEmpty)
        #expect(spool.outboxNames().count == 18)
        #expect(spool.names("agency/outbox/20261121").isEmpty)
        #expect(try spool.ledger.unpublishedReports().isEmpty)
    }

    @Test("a slice that ends leaves nothing waiting but for the blocked outbox: the next round goes on at once")
    func slices() throws {
        let spool = try closed(upTo: "20261124")
        var outboxes = BlockedOutboxes()
        let dayEnd = spool.dayEnd(spool.quickWorkers)
        let began = ContinuousClock.now
        var slices = 0
        while true {
            slices += 1
            var groups = 0
            let published = try dayEnd.publishOwedReports(&outboxes, now: { began }) {
                groups += 1
                return groups > 1
            }
            #expect(Array(published.blocked.keys) == [Self.blocked])
            if !published.isStopped { break }
        }
        // A day is a group.
        #expect(slices == 4)
        #expect(spool.names(Self.theirs).count == 4 * 9)
        #expect(Set(try spool.ledger.unpublishedReports().map(\.partner)) == [PipelineSpool.one])
        // Until its time there is nothing to do, not even to look.
        #expect(try dayEnd.publishOwedReports(&outboxes, now: { began + .seconds(29) }) { true }.isStopped == false)
        #expect(try dayEnd.publishOwedReports(&outboxes, now: { began + .seconds(30) }) { true }.isStopped)
    }

    @Test("run --once with an outbox out of order publishes all others' reports of all days, then ends with the trouble")
    func once() throws {
        let spool = try closed(upTo: "20261124")
        let pipeline = try #require(spool.pipeline)
        let clock = Clock()
        // Six seconds pass whenever somebody looks at the clock: each slice is over after its first group.
        let rounds = try Rounds(
            pipeline, spool.quickWorkers, Self.settings, silent, nil,
            monotonic: {
                clock.now += .seconds(6)
                return clock.now
            }
        ) { false }
        var unfinished = 0
        while try rounds.next().get().isUnfinished { unfinished += 1 }
        #expect(unfinished > 0)
        #expect(spool.names(Self.theirs).count == 4 * 9)
        #expect(Set(try spool.ledger.unpublishedReports().map(\.partner)) == [PipelineSpool.one])
        #expect(try Array(rounds.next().get().passed.blocked.keys) == [Self.blocked])
    }
}
