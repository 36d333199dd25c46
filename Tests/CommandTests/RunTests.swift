import ExchangeTesting
import Foundation
import Testing

struct RunTests {
    private static let once = "run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)"

    @Test("init makes a spool, and again does nothing")
    func initialize() throws {
        let spool = try CommandSpool()
        for _ in 0..<2 { #expect(try spool.run("init s --prefix ABC") == BuiltProduct.Outcome(output: "", error: "", code: 0)) }
        #expect(try spool.run("init s --prefix XYZ").code == 3)
    }

    @Test("from a sample to its answers: good payments are confirmed, faulty ones are refused")
    func endToEnd() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        #expect(
            try spool.run("sample s --payments 20 --files 2 --partners 2 --faults 20 --zip")
                == BuiltProduct.Outcome(
                    output: "20 payments (4 faulty) in 2 batches; the registry is s/agency/inbox/\(CommandSpool.registry)\n",
                    error: "", code: 0))
        #expect(try spool.run(Self.once) == BuiltProduct.Outcome(output: "", error: "", code: 0))
        #expect(
            try spool.files(in: "s/partners") == [
                "9900001027/outbox/TCDVT_9900001027_20261120_1000001_TN20261120-000002_TC.html",
                "9900001027/outbox/TCDVT_9900001027_20261120_1000001_TN20261120-000002_TC.xml",
                "9900001027/outbox/TCDVT_9900001027_20261120_1000001_TN20261120-000002_XN.xml",
                "9900001034/outbox/TCDVT_9900001034_20261120_1000002_TN20261120-000003_TC.html",
                "9900001034/outbox/TCDVT_9900001034_20261120_1000002_TN20261120-000003_TC.xml",
                "9900001034/outbox/TCDVT_9900001034_20261120_1000002_TN20261120-000003_XN.xml",
            ])
        let status = try spool.run("status --spool s --now \(CommandSpool.now)")
        #expect(
            status.output == """
                THOI_GIAN 17:30:00 20/11/2026

                MA_TCDVT    CHO  CHO_LAU_NHAT  DANG_XU_LY  GIU_LAI  CACH_LY
                agency        0       0:00:00           0        0        0
                9900001027    0       0:00:00           0        0        0
                9900001034    0       0:00:00           0        0        0

                MA_TCDVT    SL_NHAN  SL_DUNG  SL_TRUNG  SL_LOI  SL_CHO  TIEN_NHAN  TIEN_DUNG  TIEN_TRUNG   TIEN_LOI  CHENH_LECH
                agency           39       39         0       0       0          0          0           0          0           0
                9900001027       10        8         0       2       0  8.102.055  5.779.515           0  2.322.540           0
                9900001034       10        8         0       2       0  6.666.660  4.753.980           0  1.912.680           0

                Không có tệp nào bị giữ lại hay chậm; mọi bản ghi đều khớp.

                """)
        #expect(status.code == 0)
        #expect(status.error.isEmpty)
    }

    @Test("a day that is over is closed, and its form can be published again; one that is not has none")
    func report() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 1 --partners 2")
        let early = try spool.run("report 01-xn --spool s --date 20261120 --now \(CommandSpool.now)")
        #expect(early.error == "giaonhan: no form 01-XN of 20261120: the day is not closed, or nobody is owed one\n")
        #expect(early.code == 1)
        let report = try spool.run("report 01-xn --spool s --date 20261120 --partner 9900001034 --now 2026-11-21T08:00:00+07:00")
        #expect(report.output.hasPrefix("01-XN_00101_9900001034_20261120"))
        #expect(report.code == 0)
    }

    @Test("a second daemon is refused, and told who holds the spool; SIGTERM ends the first with 0")
    func secondDaemonAndSignal() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        try spool.expectDone("sample s --payments 1")
        let daemon = try spool.start("run --spool s --settle 0 --poll 0.05 --now \(CommandSpool.now)")
        let isAnswered = try eventually { try spool.files(in: "s/partners").contains { $0.hasSuffix("_XN.xml") } }
        #expect(isAnswered, "\(daemon.errorSoFar)")

        let second = try spool.run("run --spool s --once")
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
