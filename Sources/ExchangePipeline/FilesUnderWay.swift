import Contributions
import LedgerCore
import Logging
import Spooling

// Groups of files on other hands: some that are claimed and read while one before them is posted, and some that are answered meanwhile. The
// answers of one group are made while the next is posted; that one's transaction tells the ledger of them, so that neither hand waits for
// the other, and then they are published. Whoever hands a group over leaves it alone until that hand was waited for.

/// Steps 2 to 5 on the reading hand use of the pipeline what does not change meanwhile, what several threads may use, and what no other
/// uses.
struct HandedOver: @unchecked Sendable {
    let pipeline: Pipeline
    init(_ pipeline: Pipeline) { self.pipeline = pipeline }
}

extension Pipeline {
    /// Hands files to the reading hand.
    func beginReading(_ files: FilesAhead) {
        ahead.append(files)
        let spent = spent
        self.spent = SpentExaminations()
        files.piece = readingHand.begin { [handed = HandedOver(self)] in
            spent.letGo()
            files.read(by: handed.pipeline)
        }
    }

    /// Waits until what was handed over to be claimed is claimed, so that no look sees it in its inbox.
    func waitForClaims() { readingHand.wait() }

    /// Waits for the first group that the reading hand has.
    func takeAhead() throws -> FilesAhead? {
        guard let files = ahead.first else { return nil }
        readingHand.wait(for: files.piece)
        // Its other half takes the reader.
        if !files.rest.isEmpty { readingHand.wait() }
        ahead.removeFirst()
        do { try files.check() } catch {
            forget(files)
            throw error
        }
        blocked = files.blocked
        return files
    }

    /// Hands posted files to the answering hand.
    func beginAnswering(_ files: [FileInHand]) {
        let posted = FilesBehind(files, after: behind.last, log)
        behind.append(posted)
        posted.piece = answeringHand.begin { [lastSteps] in posted.makeAnswers(lastSteps) }
    }

    /// Tells the ledger of the answers that were made meanwhile, in the transaction that is open, or in one of their own.
    /// - Returns: the groups that are to be published once that is committed.
    func tellOfAnswers() throws -> [FilesBehind] {
        try checkAnswering()
        let made = behind.filter { $0.untold != nil }
        let artifacts = made.flatMap { $0.untold! }
        isTelling = true
        if !artifacts.isEmpty { try ledger.store(artifacts) }
        isTelling = false
        return made
    }

    /// Publishes what is posted without waiting for the next posting, which may be seconds away.
    func answerAtOnce() throws {
        for files in behind where !files.isTold { answeringHand.wait(for: files.piece) }
        beginPublishing(try tellOfAnswers())
    }

    func beginPublishing(_ told: [FilesBehind]) {
        for files in told {
            files.isTold = true
            files.piece = answeringHand.begin { [lastSteps] in files.publish(lastSteps) }
        }
    }

    /// Waits for the answering hand until it has so many groups left; what became of the files that it had.
    func finishAnswering(leaving groups: Int = 0) throws -> [Ended] {
        var ended: [Ended] = []
        while behind.count > groups {
            let files = behind[0]
            answeringHand.wait(for: files.piece)
            try files.check()
            if files.isTold {
                behind.removeFirst()
                ended += files.group.files.map { Ended($0.claim, $0.ending!) }
            } else {
                beginPublishing(try tellOfAnswers())
            }
        }
        return ended
    }

    /// Throws what the answering hand has met, if it has: then nothing new is begun.
    func checkAnswering() throws { for files in behind { try files.check() } }

    /// Waits for all hands and lets go what they had: it stands in work/. Throws what a hand has met that ends the process.
    func letGo() throws {
        hands.waitForAll()
        let (ahead, behind) = (ahead, behind)
        (self.ahead, self.behind, blocked) = ([], [], [:])
        for files in ahead { forget(files) }
        // What was not posted is opened and proven once more.
        claimed.forgetContents()
        for check in ahead.map({ $0.check }) + behind.map({ $0.check }) {
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
