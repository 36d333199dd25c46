import ExchangeTesting
import Foundation
import Testing

// status.json and metrics.prom as the daemon leaves them in the spool.

@Suite("The daemon's figures")
struct FiguresTests {
    @Test("status.json is what status --json prints, also when the daemon ends at once")
    func statusFile() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 20 --files 2 --partners 2 --faults 20")
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)")
        let printed = try spool.run("status --spool s --json --now \(CommandSpool.now)")
        #expect(try spool.text("s/status.json") == printed.output)
        #expect(printed.output.contains(#""SL_DUNG": 8,"#))
        #expect(try spool.files(in: "s/work").isEmpty, "nothing is left of their making")
        let mode = try FileManager.default.attributesOfItem(atPath: "\(spool.folder)/s/metrics.prom")[.posixPermissions]
        #expect(mode as? Int == 0o644, "the collector is another user")
    }

    @Test("metrics.prom is what the text-file collector reads: each name once, described and typed, a row an owner")
    func metricsFile() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 20 --files 2 --partners 2 --faults 20")
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)")
        let metrics = try Metrics(spool.text("s/metrics.prom"))
        #expect(metrics.values["giaonhan_status_timestamp_seconds"] == 1_795_170_600)
        #expect(metrics.values["giaonhan_red"] == 0)
        let status = try #require(try JSONSerialization.jsonObject(with: Data(spool.text("s/status.json").utf8)) as? [String: Any])
        let rows = try #require(status["DS_TO_CHUC"] as? [[String: Any]])
        #expect(rows.count == 3)
        for row in rows {
            let owner = try #require(row["MA_TCDVT"] as? String)
            for (key, name) in Self.names {
                #expect(metrics.values["giaonhan_\(name){ma_tcdvt=\"\(owner)\"}"] == row[key] as? Int, "\(owner) \(key)")
            }
        }
        #expect(metrics.values.count == 3 + rows.count * Self.names.count)
    }

    private static let names = [
        "CHO": "files_waiting", "CHO_LAU_NHAT": "oldest_waiting_seconds", "DANG_XU_LY": "files_in_work", "GIU_LAI": "files_held",
        "CACH_LY": "files_quarantined_total", "SL_NHAN": "records_received_total", "SL_DUNG": "records_recorded_total",
        "SL_TRUNG": "records_on_record_total", "SL_LOI": "records_refused_total", "SL_CHO": "records_unposted",
        "TIEN_NHAN": "money_received_dong_total", "TIEN_DUNG": "money_recorded_dong_total",
        "TIEN_TRUNG": "money_on_record_dong_total", "TIEN_LOI": "money_refused_dong_total", "CHENH_LECH": "records_unaccounted",
        "CHENH_LECH_TEP": "files_unaccounted", "CHENH_LECH_TIEN": "money_unaccounted_dong",
        "SL_TEP": "files_answered_total", "SL_CON_LAI": "codes_outstanding", "TIEN_CON_LAI": "money_outstanding_dong",
        "SO_NGAY_CON_LAI": "outstanding_oldest_days", "TIEN_KE_CHUA_CO_BAO_CO": "money_listed_not_credited_dong",
        "SO_NGAY_KE": "listed_oldest_days", "TIEN_BAO_CO_CHUA_KHOP": "money_credited_not_listed_dong", "IM_LANG": "silent_days",
    ]

    @Test("figures that cannot be written are a line in the log, and the intake goes on")
    func fault() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 2 --partners 2")
        try? FileManager.default.removeItem(at: spool.url("s/status.json"))
        try spool.makeFolder("s/status.json/in-the-way")
        let outcome = try spool.run("run --spool s --once --settle 0 --log-level warning --now \(CommandSpool.now)")
        #expect(outcome.code == 0)
        #expect(outcome.error.contains("status.json and metrics.prom are not renewed: rename work/"), "\(outcome.error)")
        #expect(try spool.files(in: "s/partners").contains { $0.hasSuffix("_XN.xml") })
    }

    @Test("a daemon that is refused writes no figures over those of the one that works")
    func refused() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        let daemon = try spool.start("run --spool s --settle 0 --poll 0.05 --now \(CommandSpool.now)")
        #expect(try eventually { FileManager.default.fileExists(atPath: "\(spool.folder)/s/metrics.prom") }, "\(daemon.errorSoFar)")
        #expect(try spool.run("run --spool s --once --now 2026-12-24T00:00:00+07:00").code == 3)
        #expect(try spool.text("s/status.json").contains(#""THOI_GIAN": "20261120173000""#))
        daemon.terminate()
        #expect(daemon.wait().code == 0)
    }
}

/// A file in Prometheus' text format, read as strictly as the collector does.
private struct Metrics {
    struct Bad: Error { let line: Substring }

    var values: [String: Int] = [:]

    init(_ text: String) throws {
        #expect(text.hasSuffix("\n"))
        var described: Set<Substring> = []
        var typed: Set<Substring> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let help = line.wholeMatch(of: /# HELP ([a-z_]+) .+\./) {
                #expect(described.insert(help.1).inserted)
            } else if let type = line.wholeMatch(of: /# TYPE ([a-z_]+) (gauge|counter)/) {
                #expect(described.contains(type.1) && typed.insert(type.1).inserted)
                #expect((type.2 == "counter") == type.1.hasSuffix("_total"))
            } else if let value = line.wholeMatch(of: /(([a-z_]+)(?:\{ma_tcdvt="[A-Za-z0-9]+"\})?) (-?[0-9]+)/) {
                #expect(typed.contains(value.2) && values.updateValue(Int(value.3)!, forKey: String(value.1)) == nil)
            } else {
                throw Bad(line: line)
            }
        }
    }
}
