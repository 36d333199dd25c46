import ArgumentParser
import Assembly
import Contributions
import ExchangePipeline
import Logging

struct ReportCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Closes a day that is over, and publishes its reports (again).",
        discussion: """
            Reports of this version: 01-xn (form 01-XN, tổng hợp số tiền thu theo mã xác nhận). A day that is not over has no report: exit 1.

            Example:
              giaonhan report 01-xn --spool /srv/giaonhan --date 20261120
            """)

    @Argument(help: "The report's name: 01-xn.")
    var name: String

    @OptionGroup var options: SpoolOptions

    @Option(name: .long, help: "The day reported, yyyyMMdd.")
    var date: DayArgument

    @OptionGroup var closing: ClosingOptions

    @Option(name: .long, help: "Only this partner's (MA_TCDVT).")
    var partner: String?

    @OptionGroup var words: LanguageOption

    func validate() throws {
        guard name.lowercased() == "01-xn" else { throw ValidationError("no such report: \(name); this version has 01-xn") }
    }

    func run() throws {
        let inForce = try options.inForce(closing, words)
        let dayEnd = try Assembly.makeDayEnd(
            options.settings(in: inForce), times: inForce.closing, log: CommandLog.make(level: .warning))
        try dayEnd.closeDays()
        let names = try dayEnd.publishForms(of: date.day, partner: partner)
        guard !names.isEmpty else {
            throw CommandTrouble.notRight(
                "không có mẫu 01-XN ngày \(date.day): ngày chưa khóa sổ, hoặc không phải lập mẫu cho ai",
                "no form 01-XN of \(date.day): the day is not closed, or nobody is owed one")
        }
        for name in names { Standard.output("\(name)\n") }
    }
}
