import Contributions
import LedgerCore
import Logging
import Spooling
import Synchronization

// Groups of files on other hands: one that is read while the one before it is posted, and one that is answered meanwhile. Whoever hands
// a group over leaves it alone until that hand was waited for.

/// A group in steps 3 to 5.
final class FilesAhead: @unchecked Sendable {
    let group: FileGroup
    /// Of files that are not posted yet.
    var intakes: Set<IntakeNumber>
    /// Those that were read, as many as memory takes.
    private(set) var batch: [FileInHand] = []
    /// Those that are still to be read.
    var rest: ArraySlice<FileInHand>
    private var trouble: (any Error)?

    init(_ group: FileGroup) {
        self.group = group
        rest = group.files.filter { $0.ending == nil && $0.posted == nil }[...]
        intakes = Set(rest.map(\.claim.intake))
    }

    func read(by pipeline: Pipeline) {
        do { while batch.isEmpty, !rest.isEmpty { batch = try pipeline.read(&rest, of: group) } } catch { trouble = error }
    }

    /// Throws what was met.
    func check() throws {
        if let trouble { throw trouble }
    }
}

/// A group in steps 7 and 8.
final class FilesBehind: @unchecked Sendable {
    let group: FileGroup
    private let trouble = Mutex<(any Error)?>(nil)

    init(_ files: [FileInHand], _ log: Logger) { group = FileGroup(files, log) }

    func take(_ steps: LastSteps) {
        do { try steps.take(group) } catch { trouble.withLock { $0 = error } }
    }

    /// Throws what was met so far.
    func check() throws {
        if let trouble = trouble.withLock({ $0 }) { throw trouble }
    }
}

/// Steps 3 to 5 on the reading hand use of the pipeline what does not change meanwhile, and what several threads may use.
struct HandedOver: @unchecked Sendable {
    let pipeline: Pipeline
    init(_ pipeline: Pipeline) { self.pipeline = pipeline }
}
