import Answers
import Contributions
import Dispatch
public import LedgerCore
import Rulebook
import Spooling
import Synchronization

// Reports are rendered side by side: each worker has a connection of its own to the ledger, which only reads, takes the next report
// when it has finished one, and writes nothing but that report's files. What the ledger is to know of them is the caller's
// business. When one worker fails the others finish the report in hand and stop.

/// A connection for one worker.
public typealias LedgerReader = any Ledger & Sendable

struct ReportCrew: Sendable {
    let spool: Spool
    /// One a worker.
    let readers: [LedgerReader]
    let render: ReportRendering

    private struct Progress {
        var next = 0
        var made: [[Artifact]]
        var failure: (any Error)?

        /// The next report's place; nil when there is none, or a worker has failed.
        mutating func takeNext() -> Int? {
            guard failure == nil, next < made.count else { return nil }
            defer { next += 1 }
            return next
        }
    }

    /// Makes the files of reports of one closed day; what the ledger does not know of them yet, in the order of the reports. The files
    /// last when the group is settled.
    /// - Throws: the first failure of any worker.
    func make(_ reports: [ReportOwed], _ directory: RegistryDirectory, firstClaimDay: Day?, in group: NamingGroup) throws -> [Artifact] {
        let progress = Mutex(Progress(made: Array(repeating: [], count: reports.count)))
        DispatchQueue.concurrentPerform(iterations: min(readers.count, reports.count)) { worker in
            let context = ReportContext(ledger: readers[worker], directory: directory, firstClaimDay: firstClaimDay)
            let maker = ReportMaker(spool: spool, context: context, render: render)
            while let index = progress.withLock({ $0.takeNext() }) {
                do {
                    let artifacts = try maker.make(reports[index], in: group)
                    progress.withLock { $0.made[index] = artifacts }
                } catch {
                    progress.withLock { $0.failure = $0.failure ?? error }
                }
            }
        }
        return try progress.withLock { progress in
            if let failure = progress.failure { throw failure }
            return progress.made.flatMap { $0 }
        }
    }
}
