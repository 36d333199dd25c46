import ArgumentParser
import Assembly
import Contributions
import ExchangePipeline
import LedgerCore
import Logging

struct ReportCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Closes a day that is over, and publishes its reports (again).",
        discussion: """
            Every report is published as .html, .xlsx and .xml: \(names(isMonthly: false)) of a day, \(names(isMonthly: true)) of a month. \
            01-xn and c17-ts go to the partner and the agency, cham-nop to each partner its own and to the agency that of all, the \
            others to the agency. A day or month that is not over has no report: exit 1. The names of the files are printed.

            Examples:
              giaonhan report 01-xn --spool /srv/giaonhan --date 20261120
              giaonhan report cham-nop --spool /srv/giaonhan --date 20261120 --show
              giaonhan report nvt --spool /srv/giaonhan --date 202611
            """)

    @Argument(help: "The report's name, in any case.", completion: .list(ReportKind.allCases.map { $0.rawValue.lowercased() }))
    var name: String

    @OptionGroup var options: SpoolOptions

    @Option(name: .long, help: "The day reported, yyyyMMdd; of a monthly report the month, yyyyMM.")
    var date: PeriodArgument

    @Flag(name: .long, help: "Show it here instead of the files' names: its totals, notes and the first 20 rows of each table.")
    var show = false

    @OptionGroup var closing: ClosingOptions

    @OptionGroup var accepting: AcceptClockOption

    @Option(name: .long, help: "Only this partner's (MA_TCDVT).")
    var partner: String?

    @OptionGroup var words: LanguageOption

    private static let rowsShown = 20

    private static func names(isMonthly: Bool) -> String {
        ReportKind.allCases.filter { $0.isMonthly == isMonthly }.map { $0.rawValue.lowercased() }.joined(separator: ", ")
    }

    private func kind() throws -> ReportKind {
        guard let kind = ReportKind(rawValue: name.uppercased()) else {
            throw ValidationError("no such report: \(name); there are \(Self.names(isMonthly: false)), \(Self.names(isMonthly: true))")
        }
        return kind
    }

    func validate() throws {
        let kind = try kind()
        if date.isMonth != kind.isMonthly {
            throw ValidationError("\(kind.rawValue) is of a \(kind.isMonthly ? "month: --date yyyyMM" : "day: --date yyyyMMdd")")
        }
        if partner != nil, !kind.isForPartners { throw ValidationError("\(kind.rawValue) is of all partners: leave out --partner") }
    }

    func run() throws {
        let kind = try kind()
        let inForce = try options.inForce(closing, words)
        let settings = try options.settings(in: inForce)
        let dayEnd = try Assembly.makeDayEnd(settings, times: inForce.closing, log: CommandLog.make(level: .warning))
        if try !dayEnd.isClosed(date.lastDay) {
            // A day that is closed at a wrong time stays so.
            if !accepting.acceptClock, let trouble = try Assembly.clockTrouble(of: settings) { throw trouble }
            try dayEnd.closeDays()
        }
        let names = try dayEnd.publishAgain(kind, of: date.lastDay, partner: partner)
        guard !names.isEmpty else {
            throw CommandTrouble.notRight(
                "không có \(kind.rawValue) của \(date.text): chưa khóa sổ, hoặc không phải lập cho ai",
                "no \(kind.rawValue) of \(date.text): it is not closed, or nobody is owed one")
        }
        if show {
            for outline in try dayEnd.outlines(kind, of: date.lastDay, partner: partner, rowsMax: Self.rowsShown) {
                Standard.output(outline.text + "\n")
            }
        } else {
            for name in names { Standard.output("\(name)\n") }
        }
    }
}

/// A calendar day, yyyyMMdd, or a month, yyyyMM.
struct PeriodArgument: ExpressibleByArgument, Sendable {
    let text: String
    /// The day, or the last one of the month.
    let lastDay: Day
    let isMonth: Bool

    init?(argument: String) {
        guard argument.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let month = argument.utf8.count == 6 ? Int(argument).flatMap(Month.init(yyyyMM:))?.lastDay : nil
        guard let day = month ?? Day(argument) else { return nil }
        (text, lastDay, isMonth) = (argument, day, month != nil)
    }
}
