import Contributions
import LedgerCore
import Logging
import Spooling
import Synchronization

// Groups of files on other hands: one that is read while the one before it is posted, one that is answered meanwhile, and one that waits
// to be answered, since the one before cannot tell the ledger of its answers while a posting is at work. Whoever hands a group over leaves
// it alone until that hand was waited for.

/// A group in steps 3 to 5.
final class FilesAhead: @unchecked Sendable {
    let group: FileGroup
    /// Of files that are not posted yet.
    var intakes: Set<IntakeNumber>
    /// Those that were read, as many as memory takes.
    private(set) var batch: [FileInHand] = []
    /// Those that are still to be read.
    var rest: ArraySlice<FileInHand>
    private let trouble = HandTrouble()

    init(_ group: FileGroup) {
        self.group = group
        rest = group.files.filter { $0.ending == nil && $0.posted == nil }[...]
        intakes = Set(rest.map(\.claim.intake))
    }

    func read(by pipeline: Pipeline) {
        trouble.noting { while batch.isEmpty, !rest.isEmpty { batch = try pipeline.read(&rest, of: group) } }
    }

    /// Throws what was met.
    func check() throws { try trouble.check() }
}

/// A group in steps 7 and 8.
final class FilesBehind: @unchecked Sendable {
    let group: FileGroup
    private let trouble = HandTrouble()
    private let before: HandTrouble?

    /// - Parameter before: the group that is answered before it.
    init(_ files: [FileInHand], after before: FilesBehind?, _ log: Logger) {
        group = FileGroup(files, log)
        self.before = before?.trouble
    }

    /// Nothing when the group before has met trouble: nothing goes on beside a fault.
    func take(_ steps: LastSteps) {
        trouble.noting {
            try before?.check()
            try steps.take(group)
        }
    }

    /// Throws what was met so far.
    func check() throws { try trouble.check() }
}

/// What a hand has met; may be asked while it is at work.
private final class HandTrouble: Sendable {
    private let met = Mutex<(any Error)?>(nil)

    func noting(_ body: () throws -> Void) {
        do { try body() } catch { met.withLock { $0 = error } }
    }

    func check() throws {
        if let trouble = met.withLock({ $0 }) { throw trouble }
    }
}

/// Steps 3 to 5 on the reading hand use of the pipeline what does not change meanwhile, and what several threads may use.
struct HandedOver: @unchecked Sendable {
    let pipeline: Pipeline
    init(_ pipeline: Pipeline) { self.pipeline = pipeline }
}

extension Pipeline {
    /// Waits for the reading hand.
    func takeAhead() throws -> FilesAhead? {
        hands.reading.wait()
        guard let files = ahead else { return nil }
        ahead = nil
        do { try files.check() } catch {
            forget(files)
            throw error
        }
        return files
    }

    /// Hands posted files to the answering hand.
    func beginAnswering(_ files: [FileInHand]) {
        let posted = FilesBehind(files, after: behind.last, log)
        behind.append(posted)
        hands.answering.begin { [lastSteps] in posted.take(lastSteps) }
    }

    /// Waits for the answering hand until it has so many groups left; what became of the files that it had.
    func finishAnswering(leaving groups: Int = 0) throws -> [Ended] {
        hands.answering.wait(leaving: groups)
        var ended: [Ended] = []
        while behind.count > groups {
            let files = behind.removeFirst()
            try files.check()
            ended += files.group.files.map { Ended(claim: $0.claim, ending: $0.ending!) }
        }
        return ended
    }

    /// Throws what the answering hand has met, if it has: then nothing new is begun.
    func checkAnswering() throws { for files in behind { try files.check() } }

    /// Waits for all hands and lets go what they had: it stands in work/. Throws what a hand has met that ends the process.
    func letGo() throws {
        hands.waitForAll()
        let (ahead, behind) = (ahead, behind)
        (self.ahead, self.behind) = (nil, [])
        if let ahead { forget(ahead) }
        // What was not posted is opened and proven once more.
        claimed.forgetContents()
        for check in [ahead?.check].compactMap(\.self) + behind.map({ $0.check }) {
            do { try check() } catch let error where error.endsTheProcess { throw error } catch {}
        }
    }

    /// Nothing goes on beside a fault. Of several the one that ends the process is told; what else the hands meet they meet again.
    func endingAllAtFaults<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch {
            if error.endsTheProcess {
                try? letGo()
            } else {
                try letGo()
            }
            throw error
        }
    }

    /// What is remembered around reading and posting survives the end of the process.
    func remember(_ files: FilesAhead) {
        guard !files.intakes.isEmpty else { return }
        lock.beganReading(Dictionary(uniqueKeysWithValues: files.intakes.map { ($0, (endedBefore[$0] ?? 0) + 1) }))
    }

    /// A fault does not count against a file.
    func forget(_ files: FilesAhead) {
        guard !files.intakes.isEmpty else { return }
        lock.finishedReading(files.intakes)
        for intake in files.intakes { endedBefore[intake] = nil }
    }
}
