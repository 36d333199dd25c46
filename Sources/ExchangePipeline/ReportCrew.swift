import Answers
import Contributions
import Dispatch
public import LedgerCore
import Rulebook
import Spooling
import Synchronization

// Reports are rendered side by side: each worker has a connection of its own to the ledger, which only reads, takes the next report
// when it has finished one, and writes nothing but that report's files. What the ledger is to know of them is the caller's
// business. A report that cannot be made keeps nobody from the next one; at a fault of the spool or the ledger the workers finish the
// report in hand and stop.

/// A connection for one worker.
public typealias LedgerReader = any Ledger & Sendable

/// What came of a report.
struct MadeReport {
    let report: ReportOwed
    /// Those that the ledger does not know of yet.
    var artifacts: [Artifact] = []
    /// Why it cannot be made; nil when it is.
    var failure: (any Error)?
}

struct ReportCrew: Sendable {
    let spool: Spool
    /// One a worker.
    let readers: [LedgerReader]
    let render: ReportRendering

    private struct Progress {
        var next = 0
        var made: [MadeReport]
        var failure: (any Error)?

        /// The next report's place; nil when there is none, or all are to stop.
        mutating func takeNext() -> Int? {
            guard failure == nil, next < made.count else { return nil }
            defer { next += 1 }
            return next
        }
    }

    /// Makes the files of reports of one closed day; what came of each, in their order. The files last when the group is settled.
    /// - Throws: the first fault that is no report's own.
    func make(_ reports: [ReportOwed], _ directory: RegistryDirectory, firstClaimDay: Day?, in group: NamingGroup) throws -> [MadeReport] {
        let progress = Mutex(Progress(made: reports.map { MadeReport(report: $0) }))
        DispatchQueue.concurrentPerform(iterations: min(readers.count, reports.count)) { worker in
            let context = ReportContext(ledger: readers[worker], directory: directory, firstClaimDay: firstClaimDay)
            let maker = ReportMaker(spool: spool, context: context, render: render)
            while let index = progress.withLock({ $0.takeNext() }) {
                do {
                    let artifacts = try maker.make(reports[index], in: group)
                    progress.withLock { $0.made[index].artifacts = artifacts }
                } catch let error where error.isOneReports {
                    progress.withLock { $0.made[index].failure = error }
                } catch {
                    progress.withLock { $0.failure = $0.failure ?? error }
                }
            }
        }
        return try progress.withLock { progress in
            if let failure = progress.failure { throw failure }
            return progress.made
        }
    }
}

extension Error {
    /// It lies in one report, not in the spool or the ledger that all of them need: what the ledger says of it is not in order, or it
    /// cannot be rendered.
    var isOneReports: Bool {
        switch self {
        case is SpoolFault: false
        case let fault as LedgerFault: fault.kind == .invariant
        default: true
        }
    }
}
