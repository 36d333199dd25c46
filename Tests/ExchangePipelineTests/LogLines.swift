import Answers
import ExchangePipeline
import LedgerSQLite
import Logging
import Spooling
import Synchronization

// What a test sees of the log, and workers that need no time.

let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Keeps the log's messages.
final class LogLines: Sendable {
    private let kept = Mutex<[(level: Logger.Level, message: String)]>([])

    var logger: Logger { Logger(label: "test") { [self] _ in Handler(lines: self) } }

    func lines(_ level: Logger.Level) -> [String] { kept.withLock { $0.filter { $0.level == level }.map(\.message) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(lines: LogLines) { self.lines = lines }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.kept.withLock { $0.append((event.level, event.message.description)) }
        }
    }
}

extension PipelineSpool {
    /// Reports that only say their names.
    var quickWorkers: ReportWorkers {
        ReportWorkers(render: ReportRenderings.plain) { try SQLiteLedger(opening: $0.ledgerPath, readOnly: true) }
    }
}

enum ReportRenderings {
    /// Writes the report's name, and nothing into its sheet.
    static let plain: ReportRendering = { report, _, files in
        for file in files {
            switch file {
            case .page(let writer), .xml(let writer): writer.append(plain: AnswerNames.report(report))
            case .sheet, .outline: break
            }
        }
    }
}
