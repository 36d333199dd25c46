import Contributions
import LedgerCore
import Logging
import Testing

@testable import ExchangePipeline

@Suite("The alarm of missing reports")
struct ReportAlarmTests {
    private static let due = (7 * 60 + 30) * 60

    @Test(
        "at 07:30, not before, a day that is not closed and a report that is not in its outbox are missed",
        arguments: [
            (isClosed: false, now: "20261121072959", missing: ""),
            (false, "20261121073000", "day 20261120 is over and not closed"),
            (false, "20261123073000", "day 20261120 is over and not closed"),
            (true, "20261121072959", ""),
            (true, "20261121073000", "01-XN_00101_9900000001_20261120 is not in its outbox, and 8 more"),
            (
                true, "20261122073000",
                "day 20261121 is over and not closed; 01-XN_00101_9900000001_20261120 is not in its outbox, and 8 more"
            ),
        ])
    func missing(_ row: (isClosed: Bool, now: String, missing: String)) throws {
        let spool = try PipelineSpool()
        if row.isClosed {
            spool.clock.set("20261121000500")
            try spool.dayEnd.closeDays()
        }
        let overdue = try OverdueReports.look(in: spool.ledger, at: VietnamTime(row.now)!, alarmAtSecond: Self.due)
        #expect(overdue.description == row.missing)
        #expect(overdue.isNone == row.missing.isEmpty)
    }

    @Test("--alarm-at moves the time")
    func setting() throws {
        let spool = try PipelineSpool()
        for (second, isNone) in [(0, false), (9 * 3600, false), (9 * 3600 + 1, true)] {
            #expect(try OverdueReports.look(in: spool.ledger, at: VietnamTime("20261121090000")!, alarmAtSecond: second).isNone == isNone)
        }
    }

    @Test("it is logged at once, then once an hour while it lasts, and at once when it comes back")
    func pace() {
        var alarm = ReportAlarm()
        let start = ContinuousClock.now
        var overdue = OverdueReports()
        overdue.notClosed = Day("20261120")!
        let looks: [(second: Int64, overdue: OverdueReports, isDue: Bool)] = [
            (0, OverdueReports(), false), (1, overdue, true), (3600, overdue, false), (3601, overdue, true),
            (3602, OverdueReports(), false),
            (3603, overdue, true),
        ]
        for look in looks {
            let isDue = alarm.isDue(look.overdue, at: start + .seconds(look.second))
            #expect(isDue == look.isDue, "after \(look.second) s")
        }
    }

    @Test("a report that cannot be made ends no round: it is logged, the others come out, and it comes when it can be made")
    func failedReport() throws {
        let spool = try PipelineSpool()
        let log = LogLines()
        spool.clock.set("20261121080000")
        var settings = WatchSettings()
        settings.watchesClock = false
        let quick = spool.quickWorkers
        var failing = quick
        failing.render = { report, context, files in
            if report.kind == .overview { throw LedgerFault(.invariant, "figures of two days") }
            try quick.render(report, context, files)
        }
        let rounds = try Rounds(spool.pipeline, failing, settings, log.logger, nil) { false }
        for _ in 0..<2 { #expect(try rounds.next().get().failedReport as? LedgerFault == LedgerFault(.invariant, "figures of two days")) }
        #expect(log.lines(.error).first == "ledger invariant: figures of two days")
        #expect(log.lines(.error).contains("TONG-HOP_00101_20261120 is not in its outbox; it is tried again"))
        #expect(try spool.ledger.unpublishedReports().map(\.kind) == [.overview])

        let mended = try Rounds(spool.pipeline, quick, settings, log.logger, nil) { false }
        #expect(try mended.next().get().failedReport == nil)
        #expect(try spool.ledger.unpublishedReports().isEmpty)
    }

    @Test("the daemon logs it, goes on trying, and is quiet when the outbox is mended")
    func daemon() throws {
        let spool = try PipelineSpool()
        let log = LogLines()
        try replaceByLink(spool.outbox(PipelineSpool.one))
        spool.clock.set("20261121080000")
        var settings = WatchSettings()
        settings.watchesClock = false
        let blocked = try Rounds(spool.pipeline, spool.quickWorkers, settings, log.logger, nil) { false }
        for _ in 0..<3 { #expect(try Array(blocked.next().get().passed.blocked.keys) == [.partner(PipelineSpool.one)]) }
        let alarms = log.lines(.error).filter { $0.hasSuffix("it is tried again") }
        #expect(alarms == ["01-XN_00101_9900000001_20261120 is not in its outbox, and 2 more; it is tried again"])

        try mend(spool.outbox(PipelineSpool.one))
        let mended = try Rounds(spool.pipeline, spool.quickWorkers, settings, log.logger, nil) { false }
        #expect(try mended.next().get().passed.blocked.isEmpty)
        #expect(log.lines(.error).filter { $0.hasSuffix("it is tried again") } == alarms)
        #expect(spool.outboxNames().count == 9)
    }
}
