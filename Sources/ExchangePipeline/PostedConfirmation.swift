import Answers
import Contributions
import LedgerCore
import Spooling

// The XN of all but the smallest files is rendered while they are posted: another hand writes a part while this one posts the same
// part. It comes from what is posted and bears the same bytes as one from the ledger (`verify` renders it from there). Nothing of it
// is named before the commit: without that it is dropped, and its file with it.

/// The XN of a file in the transaction. `render` runs on the other hand; all else is called while that hand has nothing of this file.
final class PostedConfirmation: @unchecked Sendable {
    private let hand: any OtherHand
    private let file: FileRecord
    private let artifact: HashedArtifact
    private let writer: AnswerWriter
    private let rendering: ConfirmationRendering
    /// What the other hand has.
    private var part: ChunkPosting?

    init(of file: FileRecord, prefix: String, _ publisher: Publisher, _ hand: any OtherHand) throws {
        (self.hand, self.file) = (hand, file)
        let posting = file.posting
        let name = AnswerNames.confirmation(of: posting.name, posting.intake)
        artifact = try publisher.begin(ArchivedName(day: posting.claimedAt.day, owner: posting.owner, name: name))
        writer = AnswerWriter(artifact.write)
        rendering = ConfirmationRendering(of: file, prefix: prefix, into: writer)
    }

    /// Only what this file records is told by what is posted; what was on record before stands in the ledger.
    static func tells(of verdict: Verdict) -> Bool {
        verdict.outcome == .recorded && verdict.document == .paymentList && verdict.counts.onRecord == 0
    }

    /// Takes what that poster takes.
    func beside(_ poster: any ChunkPoster) -> any ChunkPoster { Both(poster: poster, confirmation: self) }

    private final class Both: ChunkPoster {
        let poster: any ChunkPoster
        let confirmation: PostedConfirmation

        init(poster: any ChunkPoster, confirmation: PostedConfirmation) { (self.poster, self.confirmation) = (poster, confirmation) }

        func add(_ posting: ChunkPosting) throws {
            try confirmation.begin(posting)
            try poster.add(posting)
        }
    }

    private func begin(_ posting: ChunkPosting) throws {
        hand.wait()
        try writer.check()
        part = posting
        hand.begin { [self] in render() }
    }

    private func render() {
        part?.confirmations(of: file, after: rendering.count) { rendering.append($0) }
        part = nil
    }

    /// The whole XN, ready to be named.
    func finish() throws -> HashedArtifact {
        try rendering.finish()
        try writer.finish()
        return artifact
    }
}
