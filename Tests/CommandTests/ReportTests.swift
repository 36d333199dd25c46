import ExchangeTesting
import Foundation
import Testing

struct ReportTests {
    private static let partner = CommandSpool.partners[0]
    private static let other = CommandSpool.partners[1]

    /// A spool on which payments of 20 November are recorded.
    private func recorded() throws -> CommandSpool {
        let spool = try CommandSpool()
        for line in ["init s", "sample s --payments 4 --files 2 --partners 2"] { try spool.expectDone(line) }
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)")
        return spool
    }

    private func files(_ names: [String]) -> String {
        names.flatMap { name in ["html", "xlsx", "xml"].map { "\(name).\($0)\n" } }.joined()
    }

    @Test("each name, in any case, publishes its reports of the day or month and prints their names")
    func names() throws {
        let spool = try recorded()
        let (one, two) = (Self.partner, Self.other)
        let rows: [(words: String, names: [String])] = [
            ("01-xn --date 20261120", ["01-XN_00101_\(one)_20261120", "01-XN_00101_\(two)_20261120"]),
            ("C17-TS --date 20261120 --partner \(two)", ["C17-TS_00101_\(two)_20261120"]),
            ("cham-nop --date 20261120", ["CHAM-NOP_00101_20261120", "CHAM-NOP_00101_\(one)_20261120", "CHAM-NOP_00101_\(two)_20261120"]),
            ("Tong-Hop --date 20261120", ["TONG-HOP_00101_20261120"]),
            ("doi-chieu --date 20261120", ["DOI-CHIEU_00101_20261120"]),
            ("nvt --date 202611", ["NVT_00101_202611"]),
            ("dia-ban --date 202611", ["DIA-BAN_00101_202611"]),
        ]
        for row in rows {
            let outcome = try spool.run("report \(row.words) --spool s --now 2026-12-01T08:00:00+07:00")
            #expect(outcome == BuiltProduct.Outcome(output: files(row.names), error: "", code: 0), "\(row.words)")
        }
        #expect(try spool.files(in: "s/agency/outbox/202611").count == 6)
        #expect(try spool.files(in: "s/partners/\(two)/outbox").filter { $0.hasPrefix("CHAM-NOP_") }.count == 3)
        // The same a month later, and put back by republish.
        let page = "s/agency/outbox/202611/NVT_00101_202611.html"
        let first = try spool.text(page)
        try FileManager.default.removeItem(at: spool.url(page))
        try spool.expectDone("report nvt --date 202611 --spool s --now 2027-01-01T08:00:00+07:00")
        #expect(try spool.text(page) == first)
        #expect(
            try spool.run("republish 202611 --spool s").output.split(separator: "\n").sorted()
                == files(["DIA-BAN_00101_202611", "NVT_00101_202611"]).split(separator: "\n").sorted())
        let day = try spool.run("republish 20261120 --spool s")
        #expect(day.code == 0)
        #expect(day.output.split(separator: "\n").count == 8 * 3)
    }

    @Test("--show shows what somebody looks at: whom it is about, figures in columns, totals, and what to notice")
    func shown() throws {
        let spool = try recorded()
        let late = try spool.run(
            "report cham-nop --show --date 20261124 --partner \(Self.partner) --spool s --now 2026-11-25T08:00:00+07:00")
        #expect(late.code == 0, "\(late.error)")
        #expect(late.output.hasPrefix("SỐ TIỀN ĐÃ THU CHẬM NỘP CƠ QUAN BHXH\nNgày 24 tháng 11 năm 2026\n"))
        #expect(late.output.contains(/\n  1  POS\d{10}  .*  20\/11\/2026  +[\d.]+  GHI_NHAN +4\n/))
        #expect(late.output.contains("Tổng cộng (2 mã)"))
        // Wider than a terminal: told in parts, each naming the partners again.
        let overview = try spool.run("report tong-hop --show --date 20261120 --spool s --now 2026-11-25T08:00:00+07:00")
        #expect(overview.output.split(separator: "\n").count { $0.hasPrefix("Mã tổ chức  Tên tổ chức dịch vụ thu") } > 1)
        #expect(overview.output.contains("Nộp tiền: còn lại"))
    }

    @Test("a day or month that is not over has no report")
    func notOver() throws {
        let spool = try recorded()
        for (words, told) in [("01-xn --date 20261120", "01-XN of 20261120"), ("nvt --date 202611", "NVT of 202611")] {
            let outcome = try spool.run("report \(words) --lang en --spool s --now 2026-11-21T00:04:59+07:00")
            #expect(
                outcome
                    == BuiltProduct.Outcome(
                        output: "", error: "giaonhan: no \(told): it is not closed, or nobody is owed one\n", code: 1))
        }
        #expect(try !spool.files(in: "s/agency").contains { $0.contains("01-XN") })
    }

    @Test(
        "an unknown name, or a date of the other kind, is wrong usage",
        arguments: [
            ("02-xn --date 20261120", "no such report: 02-xn; there are 01-xn, c17-ts, cham-nop, tong-hop, doi-chieu, nvt, dia-ban"),
            ("nvt --date 20261130", "NVT is of a month: --date yyyyMM"), ("01-xn --date 202611", "01-XN is of a day: --date yyyyMMdd"),
            ("01-xn --date 20261131", "20261131"),
        ])
    func usage(words: String, told: String) throws {
        let outcome = try CommandSpool().run("report \(words) --spool s")
        #expect(outcome.code == 2)
        #expect(outcome.error.contains(told), "\(outcome.error)")
    }

    @Test("a clock before the last event on record closes no day until a person accepts it")
    func clock() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        try spool.expectDone("sample s --payments 1 --partners 2")
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now 2126-11-20T17:30:00+07:00")
        let refused = try spool.run("report 01-xn --date 20261120 --lang en --spool s")
        #expect(refused.code == 3)
        #expect(refused.error.hasPrefix("giaonhan: the clock is before the last event on record ("))
        #expect(refused.error.contains("timedatectl") && refused.error.contains("--accept-clock"))
        let accepted = try spool.run("report 01-xn --date 20261120 --lang en --spool s --accept-clock")
        #expect(accepted.code == 1)

        let stopped = try spool.run("run --spool s --once --settle 0 --log-level error")
        #expect(stopped.code == 3)
        #expect(stopped.error.contains("--accept-clock"))
        #expect(try spool.text("s/status.json").contains("--accept-clock"))
        #expect(try spool.text("s/metrics.prom").contains("giaonhan_red 1\n"))
        #expect(try spool.run("status --spool s --lang en").output.contains("\nRED  the clock is before the last event on record"))
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --accept-clock")
    }
}
