import LedgerCore
import Logging
import Synchronization

// What the answering hand has: a group whose answers it makes, and publishes when the ledger was told of them; and what a hand has met.

/// A group in steps 7 and 8.
final class FilesBehind: @unchecked Sendable {
    let group: FileGroup
    /// What the answering hand has begun of it last.
    var piece = 0
    /// The ledger knows its answers, and they are published.
    var isTold = false
    /// What the ledger is to know of its answers, once these last in archive/.
    private let answers = Mutex<[Artifact]?>(nil)
    private let trouble = HandTrouble()
    private let before: HandTrouble?

    /// - Parameter before: the group that is answered before it.
    init(_ files: [FileInHand], after before: FilesBehind?, _ log: Logger) {
        group = FileGroup(files, log)
        self.before = before?.trouble
    }

    /// What is still to be told; nil when its answers are not made yet, and when they were told.
    var untold: [Artifact]? { isTold ? nil : answers.withLock { $0 } }

    func makeAnswers(_ steps: LastSteps) {
        unlessTroubled {
            let made = try steps.makeAnswers(of: group)
            answers.withLock { $0 = made }
        }
    }

    func publish(_ steps: LastSteps) {
        unlessTroubled {
            try steps.publish(group)
            try steps.archive(group)
        }
    }

    /// Throws what was met so far.
    func check() throws { try trouble.check() }

    /// Nothing when this group or the one before has met trouble: nothing goes on beside a fault.
    private func unlessTroubled(_ body: () throws -> Void) {
        trouble.noting {
            try before?.check()
            try trouble.check()
            try body()
        }
    }
}

/// What a hand has met; may be asked while it is at work.
final class HandTrouble: Sendable {
    private let met = Mutex<(any Error)?>(nil)

    func noting(_ body: () throws -> Void) {
        do { try body() } catch { met.withLock { $0 = error } }
    }

    func check() throws {
        if let trouble = met.withLock({ $0 }) { throw trouble }
    }
}
