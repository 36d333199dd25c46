import Contributions
import Crypto
import Logging
import Spooling

// Step 1, discover: which files in the inboxes are whole. Each inbox has its waiting room; a look feeds it. Nothing is
// touched here, so a stop loses only what was remembered: files settle once more.

/// Looks into inboxes and knows what is ready.
struct Discovery {
    private var rooms: [Owner: WaitingRoom] = [:]
    /// What the last look found still growing, per owner.
    private(set) var waiting: [Owner: Int] = [:]

    /// One look at an owner's inbox: the whole files, oldest first.
    mutating func look(
        in owner: Owner, of spool: Spool, settle: Duration, now: ContinuousClock.Instant, renamedIn: Set<[UInt8]>
    ) throws -> [Sighting] {
        let sightings = try spool.look(in: owner)
        let outcome = try rooms[owner, default: WaitingRoom()].ready(
            among: sightings, now: now, settle: settle, renamedIn: renamedIn
        ) { sighting in try Self.digestAgrees(sighting, owner, spool) }
        waiting[owner] = outcome.waiting
        return outcome.ready
    }

    mutating func forget(_ owner: Owner) { waiting[owner] = 0 }

    private static func digestAgrees(_ sighting: Sighting, _ owner: Owner, _ spool: Spool) throws -> Bool {
        guard let content = try spool.sidecar(of: sighting, owner: owner), let stated = Sidecar.digest(in: content),
            let file = try spool.openCandidate(sighting, owner: owner)
        else { return false }
        return try FileDigest.sha256(of: file) == stated
    }
}

/// SHA-256 of a whole file.
enum FileDigest {
    static func sha256(of file: any ReadableFile) throws -> [UInt8] {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { block.deallocate() }
        var hash = SHA256()
        while true {
            let count = try file.read(into: block)
            if count == 0 { break }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: block[..<count]))
        }
        return Array(hash.finalize())
    }
}
