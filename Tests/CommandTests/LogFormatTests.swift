import Contributions
import ExchangeTesting
import Foundation
import Logging
import Synchronization
import Testing

@testable import giaonhan

@Suite("The log in JSON")
struct LogFormatTests {
    private final class Lines: Sendable {
        let written = Mutex<[String]>([])
        func add(_ line: String) { written.withLock { $0.append(line) } }
        var all: [String] { written.withLock { $0 } }
    }

    private static func logger(_ lines: Lines) -> Logger {
        let time = VietnamTime("20261120173001")!
        return Logger(label: "test") { _ in JSONLogHandler(now: { time }, write: { lines.add($0) }) }
    }

    @Test("an event is one line: time, level, message, then what is known of the file, sorted")
    func line() {
        let lines = Lines()
        var log = Self.logger(lines)
        log[metadataKey: "partner"] = "0101234567"
        log.warning("moved aside", metadata: ["file": "a.xml", "tries": .array(["1", .dictionary(["n": .stringConvertible(2)])])])
        log.debug("below the level")
        #expect(
            lines.all == [
                #"{"time":"2026-11-20T17:30:01+07:00","level":"warning","message":"moved aside","#
                    + #""metadata":{"file":"a.xml","partner":"0101234567","tries":["1",{"n":"2"}]}}"# + "\n"
            ])
    }

    @Test("whatever a message holds, it stays one line and one object", arguments: ["a\"b\\c", "a\nb\tc\u{0}", "\u{2028}đồng 😀", ""])
    func anyText(_ text: String) throws {
        let lines = Lines()
        Self.logger(lines).info("\(text)")
        let line = try #require(lines.all.first)
        #expect(line.split(whereSeparator: \.isNewline).count == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
        #expect(object == ["time": "2026-11-20T17:30:01+07:00", "level": "info", "message": text])
    }

    @Test("run writes nothing else on stderr, a file's lines with its number and its step")
    func run() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 1 --partners 2")
        let outcome = try spool.run("run --spool s --once --settle 0 --log-format json --log-level debug --now \(CommandSpool.now)")
        let objects = try outcome.error.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let steps = objects.compactMap { $0["metadata"] as? [String: String] }.filter { $0["MA_TIEP_NHAN"] == "TN20261120-000002" }
        #expect(Set(steps.compactMap { $0["step"] }).isSuperset(of: ["post", "archive"]), "\(outcome.error)")
        #expect(objects.allSatisfy { $0["time"] is String && $0["level"] is String && $0["message"] is String })
    }
}
