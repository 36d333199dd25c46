import ExchangeTesting
import Foundation
import Testing

struct RunTests {
    private static let once = "run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)"

    @Test("init makes a spool, and again does nothing")
    func initialize() throws {
        let spool = try CommandSpool()
        let made = try spool.run("init s --prefix ABC --lang en")
        #expect(
            made.output == """
                Made the spool s; its confirmation codes will begin with ABC.
                Next: put a DANH_MUC file into s/agency/inbox/, then say giaonhan run --spool s

                """)
        #expect(made.code == 0)
        let again = BuiltProduct.Outcome(output: "s is a spool already; nothing in it was changed.\n", error: "", code: 0)
        #expect(try spool.run("init s --prefix ABC --lang en") == again)
        #expect(try spool.run("init s --prefix XYZ").code == 3)
    }

    @Test("from a sample to its answers: good payments are confirmed, faulty ones are refused")
    func endToEnd() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        #expect(
            try spool.run("sample s --payments 20 --files 2 --partners 2 --faults 20 --zip")
                == BuiltProduct.Outcome(
                    output: "20 khoản thu (4 sai) trong 2 lô; danh mục là s/agency/inbox/\(CommandSpool.registry)\n", error: "", code: 0))
        let summary = """
            Đã xử lý 3 tệp. Bản ghi: 55 được ghi nhận, 0 đã có từ trước, 4 bị từ chối. Số tiền ghi nhận: 10.533.495 đ.

            """
        #expect(try spool.run(Self.once) == BuiltProduct.Outcome(output: summary, error: "", code: 0))
        #expect(
            try spool.files(in: "s/partners") == [
                "9900001027/outbox/TCDVT_9900001027_20261120_1000001_TN20261120-000002_TC.html",
                "9900001027/outbox/TCDVT_9900001027_20261120_1000001_TN20261120-000002_TC.xml",
                "9900001027/outbox/TCDVT_9900001027_20261120_1000001_TN20261120-000002_XN.xml",
                "9900001034/outbox/TCDVT_9900001034_20261120_1000002_TN20261120-000003_TC.html",
                "9900001034/outbox/TCDVT_9900001034_20261120_1000002_TN20261120-000003_TC.xml",
                "9900001034/outbox/TCDVT_9900001034_20261120_1000002_TN20261120-000003_XN.xml",
            ])
    }

    @Test("a day that is over is closed, and its form can be published again; one that is not has none")
    func report() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 1 --partners 2")
        let early = try spool.run("report 01-xn --spool s --date 20261120 --lang en --now \(CommandSpool.now)")
        #expect(early.error == "giaonhan: no 01-XN of 20261120: it is not closed, or nobody is owed one\n")
        #expect(early.code == 1)
        let report = try spool.run("report 01-xn --spool s --date 20261120 --partner 9900001034 --now 2026-11-21T08:00:00+07:00")
        #expect(report.output.hasPrefix("01-XN_00101_9900001034_20261120"))
        #expect(report.code == 0)
    }

    @Test("a run that ends says what it did itself: not what was on record before, nor what was done for nobody")
    func summary() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 3 --partners 2")
        try spool.write("<x", to: "s/partners/9900001034/inbox/broken.xml")
        #expect(
            try spool.run(Self.once + " --lang en").output
                == "Processed 2 files (1 quarantined). Records: 3 recorded, 0 on record before, 0 refused. Money recorded: 2.159.085 đ.\n")
        let nextDay = "run --spool s --once --settle 0 --log-level error --now 2026-11-21T08:00:00+07:00"
        #expect(try spool.run(nextDay).output == "Không có tệp nào cần xử lý.\nĐã khóa sổ đến hết ngày 20/11/2026.\n")
        #expect(try spool.run(nextDay + " --lang en").output == "There was no file to process.\n")
    }

    @Test("a second daemon is refused, and told who holds the spool; SIGTERM ends the first with 0")
    func secondDaemonAndSignal() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        try spool.expectDone("sample s --payments 1")
        let daemon = try spool.start("run --spool s --settle 0 --poll 0.05 --now \(CommandSpool.now)")
        let isAnswered = try eventually { try spool.files(in: "s/partners").contains { $0.hasSuffix("_XN.xml") } }
        #expect(isAnswered, "\(daemon.errorSoFar)")

        // It was started anew once, under its own name, with what the C library is told at the start alone.
        let process = "/proc/\(daemon.processID)"
        #expect(try String(contentsOfFile: process + "/comm", encoding: .utf8) == "giaonhan\n")
        let environment = try String(contentsOfFile: process + "/environ", encoding: .utf8)
        #expect(environment.contains("GLIBC_TUNABLES=glibc.malloc.tcache_count=32\0"))

        let second = try spool.run("run --spool s --once --lang en")
        #expect(second.code == 3)
        #expect(second.output.isEmpty)
        #expect(second.error.hasPrefix("giaonhan: the spool is held by process \(daemon.processID) on "))
        #expect(second.error.hasSuffix(" since 17:30:00 20/11/2026\n"))
        #expect(try spool.run("status --spool s --now \(CommandSpool.now)").code == 0)

        daemon.terminate()
        let ended = daemon.wait()
        #expect(ended.code == 0, "\(ended.error)")
        #expect(ended.output.isEmpty)
        #expect(ended.error.split(separator: "\n").count == 4, "two lines a file: \(ended.error)")
    }
}
