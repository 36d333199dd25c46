import Contributions
import LedgerCore
import Logging
import Spooling

// Files that go through the steps side by side. What a step makes durable it makes durable once for all of them, and small files
// share a transaction; so a file of twenty payments costs a fraction of what it costs alone. A large file goes alone (GroupBounds.swift).

/// One claim on its way through the steps: what is known of it so far.
final class FileInHand {
    let claim: Claim
    /// Names the file in each line.
    private(set) lazy var log = claim.logger(base)
    private let base: Logger
    var opened: Opened?
    var examination: Examination?
    var posted: FileRecord?
    /// Its XN, when that was rendered while it was posted.
    var confirmation: PostedConfirmation?
    /// It was posted just now: nothing of it is answered yet.
    var isNew = false
    /// Its answers in the order of publishing, once they stand in archive/.
    var answers: [ArchivedName] = []
    var outbox: Outbox?
    /// Set once it goes no further.
    var ending: Ending?

    init(_ claim: Claim, _ log: Logger) {
        self.claim = claim
        base = log
    }
}

final class FileGroup {
    let files: [FileInHand]
    private let log: Logger

    init(_ files: [FileInHand], _ log: Logger) {
        self.files = files
        self.log = log
    }

    /// The one file of this group, when it is on its way and large.
    func large(_ bounds: GroupBounds) -> FileInHand? {
        guard files.count == 1, files[0].ending == nil, bounds.isLarge(files[0]) else { return nil }
        return files[0]
    }

    /// Some of it the agency sent.
    var isOfAgency: Bool { files.contains { $0.claim.owner == .agency } }

    /// One step of each file that is still on its way.
    func step(_ body: (FileInHand) throws -> Void) throws {
        for file in files { try step(file, body) }
    }

    /// One step of a file. Trouble with an owner's folders leaves the file where it is, and with it the owner's later ones that are not
    /// posted yet, so that their order stays; the others go on.
    func step(_ file: FileInHand, _ body: (FileInHand) throws -> Void) throws {
        guard file.ending == nil else { return }
        do {
            try body(file)
        } catch let fault as SpoolFault where fault.isOwners {
            block(file, "\(fault)")
        } catch let trouble as StillChanging {
            block(file, "\(trouble)")
        }
    }

    /// Those of the files that are not posted yet.
    var toBeRead: ArraySlice<FileInHand> { files.filter { $0.ending == nil && $0.posted == nil }[...] }

    /// Those owners' files stay where they are, behind one of a group before.
    func block(_ owners: [Owner: String]) {
        if owners.isEmpty { return }
        for file in toBeRead { file.ending = owners[file.claim.owner].map { .blocked($0) } }
    }

    /// Owners of files that were blocked and are not posted yet, with their trouble.
    var blockedOwners: [Owner: String] {
        var owners: [Owner: String] = [:]
        for file in files where file.posted == nil {
            if case .blocked(let trouble)? = file.ending { owners[file.claim.owner] = trouble }
        }
        return owners
    }

    private func block(_ file: FileInHand, _ trouble: String) {
        log.error("\(trouble); the other owners go on", metadata: ["partner": "\(file.claim.owner)"])
        file.ending = .blocked(trouble)
        guard let place = files.firstIndex(where: { $0 === file }) else { return }
        for later in files[place...] where later.claim.owner == file.claim.owner && later.posted == nil && later.ending == nil {
            later.ending = .blocked(trouble)
        }
    }
}
