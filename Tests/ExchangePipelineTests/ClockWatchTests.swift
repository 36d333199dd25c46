import Contributions
import ExchangeTesting
import LedgerCore
import Logging
import Synchronization
import Testing

@testable import ExchangePipeline

@Suite("The clock")
struct ClockWatchTests {
    private static let last = VietnamTime("20261120080000")!
    private static let minute: Int64 = 60
    private static let day: Int64 = 86_400

    /// Looks: seconds that have passed, seconds that wall time shows since the last event; and whether it is believed then.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let looks: [(passed: Int64, wall: Int64, isBelieved: Bool)]
        var isAccepted = false

        init(_ name: String, isAccepted: Bool = false, _ looks: [(Int64, Int64, Bool)]) {
            (testDescription, self.isAccepted, self.looks) = (name, isAccepted, looks)
        }
    }

    static let cases = [
        Case("a clock that goes right", [(0, 10, true), (minute, 10 + minute, true), (40 * day, 10 + 40 * day, true)]),
        Case(
            "five minutes ahead are borne, a second more is not, and it heals",
            [
                (0, 0, true), (10, 10 + 5 * minute, true), (20, 21 + 5 * minute, false), (30, 30 + 5 * minute, true),
            ]),
        Case(
            "five minutes behind likewise",
            [
                (0, 1000, true), (10, 1010 - 5 * minute, true), (20, 1019 - 5 * minute, false), (30, 1030, true),
            ]),
        Case("a jump of a year ends nothing by time passing", [(0, 0, true), (1, 365 * day, false), (day, 366 * day, false)]),
        Case(
            "a slow drift, a second a minute, is met when it has gathered",
            [
                (0, 0, true), (300 * minute, 300 * minute + 300, true), (301 * minute, 301 * minute + 301, false),
            ]),
        Case("many small steps to and fro are no drift", [(0, 0, true), (10, 200, true), (20, 0, true), (30, 320, true), (40, 40, true)]),
        Case("a start at the last event", [(0, 0, true)]),
        Case("a start before the last event waits until that is past", [(0, -5, false), (4, -1, false), (5, 0, true), (6, 1, true)]),
        Case(
            "a start with a clock hours behind, put right later: from then on it is the measure",
            [
                (0, -3 * 3600, false), (60, 60, true), (120, 120, true), (180, 180 + 6 * minute, false),
            ]),
        Case("a start 35 days after the last event", [(0, 35 * day, true)]),
        Case("a start later than that", [(0, 35 * day + 1, false), (day, 36 * day, false), (day + 1, 3600, true)]),
        Case(
            "accepted before the last event, watched from then on", isAccepted: true,
            [
                (0, -40 * day, true), (minute, -40 * day + minute, true), (2 * minute, 0, false),
            ]),
        Case("accepted long after", isAccepted: true, [(0, 400 * day, true)]),
    ]

    @Test("wall time is held against the last event at the start, and against the time that passes from then on", arguments: cases)
    func watch(_ row: Case) {
        let start = ContinuousClock.now
        var watch = ClockWatch(lastEvent: Self.last, isAccepted: row.isAccepted)
        for look in row.looks {
            let trouble = watch.look(wall: Self.last.advanced(bySeconds: look.wall), monotonic: start + .seconds(look.passed))
            #expect((trouble == nil) == look.isBelieved, "after \(look.passed) s: \(String(describing: trouble))")
        }
    }

    @Test("an empty ledger has nothing against any clock at the start")
    func emptyLedger() {
        var watch = ClockWatch(lastEvent: nil)
        let trouble = watch.look(wall: VietnamTime("19700101080000")!, monotonic: .now)
        #expect(trouble == nil)
    }

    @Test("the trouble says which it is, and what to do")
    func words() {
        var watch = ClockWatch(lastEvent: nil)
        let start = ContinuousClock.now
        _ = watch.look(wall: Self.last, monotonic: start)
        let trouble = watch.look(wall: Self.last.advanced(bySeconds: -400), monotonic: start + .seconds(1))
        #expect(trouble == .ranAway(seconds: -401))
        #expect(ClockWatch.trouble(atStart: Self.last.advanced(bySeconds: -1), lastEvent: Self.last) == .beforeLastEvent(Self.last))
        #expect("\(ClockTrouble.ranAway(seconds: -401))".contains("--accept-clock"))
    }

    @Test("the ledger's last event is the last file posted or day closed")
    func lastEvent() throws {
        let spool = try PipelineSpool()
        #expect(try spool.ledger.lastEvent()?.at.description == "20261120080000")
        spool.clock.set("20261121000500")
        try spool.dayEnd.closeDays()
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        spool.clock.set("20261121000600")
        try spool.pass()
        // Reports bear the time of their day's closing.
        try spool.dayEnd.publishOwedReports()
        #expect(try spool.ledger.lastEvent()?.at.description == "20261121000600")
    }

    @Test("while the clock cannot be believed nothing is claimed or closed; what is claimed is answered; it heals by itself")
    func rounds() throws {
        let spool = try PipelineSpool()
        let log = LogLines()
        let rounds = try Rounds(spool.pipeline, spool.quickWorkers, WatchSettings(), log.logger, nil) { false }
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        _ = try #require(try spool.claimFirst())
        try spool.drop(Documents.batch("L-2", [Documents.payment(2)]), "b.xml")
        #expect(try rounds.next().get().clock == nil)
        // The settling time is not over.
        #expect(spool.outboxNames().filter { $0.hasPrefix("a_") }.count == 1)

        let settings = {
            var settings = WatchSettings(); settings.settle = .zero; return settings
        }()
        let jumped = try Rounds(spool.pipeline, spool.quickWorkers, settings, log.logger, nil) { false }
        spool.clock.set("20261120075959")
        #expect(try jumped.next().get().clock == .beforeLastEvent(VietnamTime("20261120080000")!))
        spool.clock.set("20261120080000")
        try spool.drop(Documents.batch("L-3", [Documents.payment(3)]), "c.xml", for: .partner(PipelineSpool.one))
        #expect(spool.names("partners/9900000001/inbox") == ["b.xml", "c.xml"])
        #expect(try jumped.next().get().clock == nil)
        #expect(spool.names("partners/9900000001/inbox") == [])

        try spool.drop(Documents.batch("L-4", [Documents.payment(4)]), "d.xml")
        spool.clock.set("20261122120000")
        for _ in 0..<3 {
            guard case .ranAway? = try jumped.next().get().clock else { throw Unexpected() }
        }
        #expect(spool.names("partners/9900000001/inbox") == ["d.xml"])
        #expect(try spool.ledger.lastClosedDay() == nil)
        spool.clock.set("20261120080200")
        #expect(try jumped.next().get().clock == nil)
        #expect(spool.names("partners/9900000001/inbox") == [])
        // Each trouble once, however many rounds it lasts.
        #expect(log.lines(.error).count == 2)
        #expect(log.lines(.notice).count == 2)
    }

    @Test("each closing of a catch-up asks the clock: one that runs away in between closes no further day")
    func betweenClosings() throws {
        let spool = try PipelineSpool()
        spool.clock.set("20261130120000")
        var asked = 0
        let closed = try spool.dayEnd.closeDays {
            asked += 1
            return asked <= 3
        }
        #expect(closed.map(\.description) == ["20261120", "20261121", "20261122"])
        #expect(asked == 4)

        let log = LogLines()
        let watch = ClockWatch(lastEvent: try spool.ledger.lastEvent()?.at)
        let start = ContinuousClock.now
        let times = TimesOfDay(["20261130120000", "20261130120001", "20261130120002", "20271130120000"])
        let clocks = ClockGuard(watch, wall: times, monotonic: { start }, log: log.logger)
        #expect(try spool.dayEnd.closeDays(while: clocks.isBelieved).map(\.description) == ["20261123", "20261124", "20261125"])
        #expect(clocks.trouble != nil && log.lines(.error).count == 1)
    }

    /// One time after the other, then the last one for good.
    private final class TimesOfDay: WallClock {
        private let times: Mutex<[VietnamTime]>
        init(_ texts: [String]) { times = Mutex(texts.map { VietnamTime($0)! }) }
        func now() -> VietnamTime { times.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    }

    /// A daemon's process.
    private func daemon(_ spool: PipelineSpool, _ log: LogLines, accepts: Bool = false) throws -> Rounds {
        var settings = WatchSettings()
        (settings.settle, settings.acceptsClock) = (.zero, accepts)
        return try Rounds(spool.pipeline, spool.quickWorkers, settings, log.logger, nil) { false }
    }

    @Test("a clock that was 34 days ahead and is put right: nothing goes on until it is accepted, then all is told where it is recorded")
    func wasAhead() throws {
        let spool = try PipelineSpool()
        let log = LogLines()
        // The start cannot know better: a gateway may have stood still for a month.
        spool.clock.set("20261224090000")
        try spool.drop(Documents.batch("L-1", [Documents.payment(1)]), "a.xml")
        let ahead = try daemon(spool, log)
        #expect(try ahead.next().get().clock == nil)
        #expect(try spool.answer("XN.xml").first("NGAY_GHI_NHAN") == "20261224")
        #expect(try spool.ledger.lastClosedDay()?.day.description == "20261223")
        #expect(log.lines(.warning).filter { $0.contains("34 days after the last event") }.count == 1)

        // The clock is put right under the running daemon, and it is started anew.
        try spool.drop(Documents.batch("L-2", [Documents.payment(2)]), "b.xml")
        spool.clock.set("20261120091000")
        guard case .ranAway? = try ahead.next().get().clock else { throw Unexpected() }
        guard case .beforeLastEvent? = try daemon(spool, log).next().get().clock else { throw Unexpected() }
        #expect(spool.names("partners/9900000001/inbox") == ["b.xml"])
        #expect(log.lines(.error).filter { $0.contains("--accept-clock") }.count == 2)
        #expect(!log.lines(.error).contains { $0.contains("the clock was ahead once") })

        // A person accepts it: files go on, on the first day that is open, and that is said.
        try removeFile(spool.outbox(PipelineSpool.one) + "/" + (try #require(spool.outboxNames().first { $0.hasSuffix("XN.xml") })))
        #expect(try daemon(spool, log, accepts: true).next().get().clock == nil)
        #expect(try spool.answer("XN.xml").first("NGAY_GHI_NHAN") == "20261224")
        #expect(try spool.answer("XN.xml").first("THOI_GIAN_TIEP_NHAN") == "20261120091000")
        let told =
            "the clock was ahead once: days are closed that have not come yet, so what is posted now is recorded on 20261224; "
            + "files are recorded on 20261224, which has not come yet"
        #expect(log.lines(.error).last == told)
        // The next start needs no acceptance any more, and says it again; until time has caught up.
        #expect(try daemon(spool, log).next().get().clock == nil)
        #expect(log.lines(.error).filter { $0 == told }.count == 2)
        let look = { (time: String) in try DaysAhead.look(in: spool.ledger, at: VietnamTime(time)!) }
        #expect(try look("20261223235959") == DaysAhead(next: Day("20261224"), recorded: Day("20261224")))
        #expect(try look("20261224000000") == nil)
    }

    @Test("under --now, and accepted, a clock behind the ledger is no trouble")
    func notAsked() throws {
        let spool = try PipelineSpool()
        spool.clock.set("20261101080000")
        var settings = WatchSettings()
        #expect(try Rounds(spool.pipeline, spool.quickWorkers, settings, silent, nil) { false }.next().get().clock != nil)
        settings.acceptsClock = true
        #expect(try Rounds(spool.pipeline, spool.quickWorkers, settings, silent, nil) { false }.next().get().clock == nil)
        (settings.acceptsClock, settings.watchesClock) = (false, false)
        #expect(try Rounds(spool.pipeline, spool.quickWorkers, settings, silent, nil) { false }.next().get().clock == nil)
    }

    private struct Unexpected: Error {}
}
