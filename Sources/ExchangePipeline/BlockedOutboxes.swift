import Contributions
import LedgerCore
import Spooling

// Outboxes out of order and reports that cannot be made, from one try to publish to the next. Each waits for its own next try; what stands in a report's
// other outboxes already is remembered, so that nobody waits for a neighbour's folder, and nobody gets a report again and again
// because a neighbour's copy is missing. It is memory only: after a start every outbox is tried.

/// A value: times are passed in.
struct BlockedOutboxes {
    /// So long the reports of an outbox out of order, and those that cannot be made, wait for their next try.
    static let pause = Duration.seconds(30)

    /// The owners whose outboxes are not to be tried now, with the fault.
    private(set) var faults: [Owner: String] = [:]
    private var nextTries: [Owner: ContinuousClock.Instant] = [:]
    /// Reports that could not be made, why, and when they are tried again.
    private var failures: [ReportOwed: (error: any Error, nextTry: ContinuousClock.Instant)] = [:]
    /// Owners whose outboxes lack a report that stands in its others.
    private var lacking: [ReportOwed: Set<Owner>] = [:]

    /// Whoever has waited long enough is tried again.
    mutating func resume(at now: ContinuousClock.Instant) {
        for (owner, time) in nextTries where time <= now {
            nextTries[owner] = nil
            faults[owner] = nil
        }
        failures = failures.filter { $0.value.nextTry > now }
    }

    /// It cannot be made.
    mutating func fail(_ report: ReportOwed, _ error: any Error, at now: ContinuousClock.Instant) {
        failures[report] = (error, now + Self.pause)
    }

    /// The reports that are not to be tried now, with the reason.
    var failed: [(report: ReportOwed, error: any Error)] { failures.map { ($0.key, $0.value.error) } }

    /// Its outbox is out of order. True when that was not known.
    mutating func block(_ owner: Owner, _ fault: String, at now: ContinuousClock.Instant) -> Bool {
        nextTries[owner] = now + Self.pause
        return faults.updateValue(fault, forKey: owner) == nil
    }

    /// The outboxes that lack the report and may be tried.
    func open(for report: ReportOwed) -> [Outbox] {
        if failures[report] != nil { return [] }
        return report.outboxes.filter { outbox in faults[outbox.owner] == nil && lacking[report]?.contains(outbox.owner) ?? true }
    }

    /// It stands in its other outboxes already.
    func isRetry(_ report: ReportOwed) -> Bool { lacking[report] != nil }

    /// What is owed still; the rest was published otherwise.
    mutating func keep(_ owed: [ReportOwed]) {
        guard !lacking.isEmpty else { return }
        let owed = Set(owed)
        lacking = lacking.filter { owed.contains($0.key) }
    }

    /// The report stands wherever it could; true when that is everywhere.
    mutating func settle(_ report: ReportOwed) -> Bool {
        let left = (lacking[report] ?? Set(report.outboxes.map(\.owner))).intersection(faults.keys)
        lacking[report] = left.isEmpty ? nil : left
        return left.isEmpty
    }
}
