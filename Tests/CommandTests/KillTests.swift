import ExchangeTesting
import Foundation
import Glibc
import Testing

// The built daemon under load of three partners, ended by `kill -9` at random moments, it and any process that it started.

@Suite("kill -9")
struct KillTests {
    private static let rounds = ProcessInfo.processInfo.environment["GIAONHAN_CRASH"] == "all" ? 200 : 6

    @Test("a daemon killed again and again under load from three partners loses nothing and records nothing twice")
    func underLoad() throws {
        let batches = try DroppedBatches(files: Self.rounds * 2)
        var draw = SystemRandomNumberGenerator()
        var killed = 0
        for _ in 0..<Self.rounds {
            let daemon = try batches.spool.start("run --spool s --settle 0 --poll 0.01 --now \(CommandSpool.now)")
            try batches.dropNext()
            // A line of the log, or none, and a little more.
            let lines = Int.random(in: 0...5, using: &draw)
            let deadline = ContinuousClock.now + .seconds(3)
            while ContinuousClock.now < deadline, daemon.errorSoFar.split(separator: "\n").count < lines { usleep(2_000) }
            try batches.dropNext()
            usleep(UInt32.random(in: 0...30_000, using: &draw))
            for child in Self.children(of: daemon.processID) { kill(child, SIGKILL) }
            kill(daemon.processID, SIGKILL)
            let ended = daemon.wait()
            #expect(ended.code == -SIGKILL, "\(ended.error)")
            if ended.code == -SIGKILL { killed += 1 }
        }
        let once = "run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)"
        try batches.spool.expectDone(once)
        // Who was being read at three endings waits for a person; this one lets it try again.
        let held = try batches.spool.files(in: "s/work/held").filter { $0.hasPrefix("TN") && !$0.hasSuffix(".sha256") }
        for file in held { try batches.spool.expectDone("release \(file.prefix { $0 != "~" }) --spool s") }
        if !held.isEmpty { try batches.spool.expectDone(once) }
        try batches.reckon()
        print("crash: \(killed) kills; \(batches.dropped.count) files of three partners, \(held.count) held in between")
    }

    private static func children(of parent: pid_t) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { process in
            let line = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            // After the name in parentheses: the state, then the parent.
            return line.split(separator: ")").last?.split(separator: " ").dropFirst().first.flatMap { pid_t($0) } == parent
        }
    }
}
