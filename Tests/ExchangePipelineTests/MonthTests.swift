import Contributions
import Foundation
import LedgerCore
import Testing

@testable import ExchangePipeline

// A month of the exchange from its first file to its last report (money.md), and beside it a reckoning of what must come of it.

@Suite("A scripted month")
struct MonthTests {
    @Test(
        "every answer and every figure of every report agrees with the reckoning; the same month again gives the same bytes; made anew a month later, they are the same",
        arguments: [20_261_101])
    func month(seed: UInt64) throws {
        let played = try PlayedMonth(ScriptedMonth(seed: seed))
        let spool = played.spool
        let published = try spool.published()

        let reported = try compareReports(of: played)
        #expect(reported == 30 * 18 + 4)
        try worthPlaying(played)
        try peopleSeeTheSums(of: played)

        let again = try PlayedMonth(ScriptedMonth(seed: seed)).spool.published()
        #expect(again.keys.sorted() == published.keys.sorted())
        for (path, bytes) in published where again[path] != bytes { Issue.record("\(path) differs the second time") }

        try makeAnew(spool, published)
    }

    @Test("days on which everybody sends whatever comes to mind are reckoned alike", arguments: [3, 7, 8])
    func disorder(seed: UInt64) throws {
        let played = try PlayedMonth(ScriptedMonth(disorderly: 8, seed: seed))
        #expect(try compareReports(of: played) == 8 * 18)
        let wanted: Set = ["DC01", "DC02", "DC03", "KN01", "KN03", "KHOP", "CHO", "LECH"]
        #expect(wanted.subtracting(played.codesMet).sorted() == [])
    }

    /// Every report of every day, and nothing else beside the answers; how many.
    private func compareReports(of played: PlayedMonth) throws -> Int {
        let spool = played.spool
        var reports = 0
        var expectedNames: [String: Set<String>] = [:]
        for (day, closedAt) in played.closings.sorted(by: { $0.key < $1.key }) {
            let day = MonthReports(
                reckoning: played.reckoning, day: day, closedAt: closedAt.description, firstDay: ScriptedMonth.firstDay)
            for report in day.all() {
                reports += 1
                let isMonthly = report.name.hasPrefix("NVT") || report.name.hasPrefix("DIA-BAN")
                var folders = ["agency/outbox/\(isMonthly ? day.day.month.description : day.day.description)"]
                if let partner = report.partner {
                    folders = (report.name.hasPrefix("CHAM-NOP") ? [] : folders) + ["partners/\(partner)/outbox"]
                }
                for folder in folders {
                    expectedNames[folder, default: []].formUnion(["html", "xlsx", "xml"].map { "\(report.name).\($0)" })
                    let found = try MonthElement(reading: spool.text("\(folder)/\(report.name).xml"))
                    let differences = report.element.differences(from: found, at: "\(folder)/\(report.name)")
                    if !differences.isEmpty { Issue.record("\(differences.prefix(12).joined(separator: "\n"))") }
                }
            }
        }
        for (folder, names) in expectedNames {
            let found = spool.names(folder).filter { name in ReportKind.allCases.contains { name.hasPrefix($0.rawValue + "_") } }
            #expect(found == names, "\(folder)")
        }
        return reports
    }

    /// The reckoning met what the month is for.
    private func worthPlaying(_ played: PlayedMonth) throws {
        let (reckoning, codes) = (played.reckoning, played.codesMet)
        let wanted = [
            "CB01", "CB02", "CB03", "NT04", "TR01", "TR03", "BL02", "MD06", "LO03", "TEP06", "DC01", "DC02", "DC03", "DC04", "KN01", "KN02",
            "KN03", "KN04", "KN05", "SK01", "KHOP", "CHO", "LECH", "REPLAY",
        ]
        #expect(Set(wanted).subtracting(codes).sorted() == [])
        #expect(Set(reckoning.codes.map(\.state)) == ["GHI_NHAN", "DA_KE", "DA_NOP", "DA_HUY"])
        func movements(_ day: Int) -> [Int] {
            let day = ScriptedMonth.day(day)
            return [reckoning.codes.count { $0.recordedOn == day }, reckoning.codes.count { $0.cancelledOn == day }]
        }
        #expect(movements(15) == [0, 0])
        #expect(movements(16) == [0, 4])
        // The daemon was down that day.
        #expect(movements(26) == [0, 0])
    }

    /// What one day's pages say below their tables: the totals of the XML.
    private func peopleSeeTheSums(of played: PlayedMonth) throws {
        let day = ScriptedMonth.day(20)
        let reports = MonthReports(
            reckoning: played.reckoning, day: day, closedAt: played.closings[day]!.description, firstDay: ScriptedMonth.firstDay)
        for report in reports.all() {
            let folder = report.partner.map { "partners/\($0)/outbox" } ?? "agency/outbox/\(day)"
            let page = try played.spool.text("\(folder)/\(report.name).html")
            for total in report.element["TONG_CONG"]!.children where total.name.hasPrefix("TIEN") || total.name.hasPrefix("TONG") {
                let money = Int64(total.text)!
                let isShown = page.contains(">\(SlowWords.grouped(money))<")
                #expect(isShown, "\(report.name).html \(total.name) \(total.text)")
            }
            if let words = report.element["TONG_CONG"]!["BANG_CHU"]?.text {
                let isShown = page.contains(words)
                #expect(isShown, "\(report.name).html: \(words)")
            }
        }
    }

    /// A month later the reports of some days are lost but for their digests; what is made then is what was published the next morning.
    /// `verify`, which renders every answer and report anew, finds nothing wrong.
    private func makeAnew(_ spool: MonthSpool, _ published: [String: Data]) throws {
        spool.clock.set("20261231090000")
        try spool.start()
        let isReport = { (path: String) in
            let name = path.split(separator: "/").last!
            return ReportKind.allCases.contains { name.hasPrefix($0.rawValue + "_") }
        }
        for number in [1, 5, 15, 16, 22, 30] {
            let day = ScriptedMonth.day(number)
            for path in published.keys where isReport(path) && path.contains(day.description + ".") {
                try removeFile("\(spool.path)/\(path)")
            }
            for kind in ReportKind.allCases where !kind.isMonthly {
                #expect(!(try spool.publishAgain(kind, of: day)).isEmpty, "\(kind) \(day)")
            }
        }
        let anew = try spool.published()
        #expect(anew.keys.sorted() == published.keys.sorted())
        for (path, bytes) in published where anew[path] != bytes { Issue.record("\(path) differs a month later") }

        var found: [String] = []
        _ = try Verifier(spool: spool.pipeline.spool, ledger: spool.pipeline.ledger, watch: { _, _ in }) {
            found.append("\($0.kind.rawValue) \($0.subject)")
        }.run()
        #expect(found == [])
    }
}
