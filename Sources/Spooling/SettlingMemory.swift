// What a waiting room remembers of the entries that it saw: forty bytes an entry, whatever its name is, and of no more entries than
// it is allowed. An entry and its state are known by keyed hashes of 64 bits, which nobody can aim at (the key is the process's own).
// Should two entries of one inbox ever share one, each would take the other for a change, and both would wait until one is gone.

/// What is remembered of one entry.
struct SettlingMemory: Sendable {
    enum Digest: UInt8, Sendable { case unknown, agrees, differs }

    /// The name and the file that stood under it: a file that replaces it is another entry.
    let entry: UInt64
    /// Mtime: the oldest are remembered first.
    let modified: Int64
    /// False when there is no room for it: it is forgotten after this look.
    fileprivate(set) var isKept = true
    fileprivate var state: UInt64
    /// When it was seen like this for the first time, in nanoseconds since the first look.
    fileprivate(set) var since: Int64
    fileprivate(set) var renamedIn: Bool
    /// What its sidecar says in this state.
    var digest = Digest.unknown
}

/// The memories of one inbox.
struct SettlingMemories: Sendable {
    private struct Kept {
        var state: UInt64
        var modified: Int64
        var since: Int64
        var look: UInt32
        var renamedIn: Bool
        var digest: SettlingMemory.Digest
    }

    /// Oldest first; the hash only parts equals.
    private struct Age: Comparable {
        var modified: Int64
        var entry: UInt64

        static func < (one: Age, other: Age) -> Bool { (one.modified, one.entry) < (other.modified, other.entry) }
    }

    private var kept: [UInt64: Kept] = [:]
    private var look: UInt32 = 0
    private var most = 0
    /// What is younger is not remembered in this look.
    private var youngest: Age?

    var count: Int { kept.count }

    mutating func beginLook(atMost most: Int) {
        look &+= 1
        self.most = most
        youngest = nil
    }

    /// What is known of an entry; the clock starts anew with every change of the file or its sidecar.
    func recall(_ sighting: Sighting, at time: Int64, renamedIn: Bool) -> SettlingMemory {
        let (entry, state) = (sighting.entryHash, sighting.stateHash)
        var memory = SettlingMemory(
            entry: entry, modified: sighting.observation.modified, state: state, since: time, renamedIn: renamedIn)
        guard let known = kept[entry] else {
            if let youngest { memory.isKept = Age(modified: memory.modified, entry: entry) <= youngest }
            return memory
        }
        memory.renamedIn = renamedIn || known.renamedIn
        if known.state == state { (memory.since, memory.digest) = (known.since, known.digest) }
        return memory
    }

    mutating func keep(_ memory: SettlingMemory) {
        guard memory.isKept else { return }
        kept[memory.entry] = Kept(
            state: memory.state, modified: memory.modified, since: memory.since, look: look, renamedIn: memory.renamedIn,
            digest: memory.digest)
        // A little more is kept for a while, so that the youngest are not looked for each time.
        if kept.count > most + most / 4 { forgetYoungest() }
    }

    private mutating func forgetYoungest() {
        let ages = kept.map { Age(modified: $0.value.modified, entry: $0.key) }.sorted()
        for age in ages[most...] { kept[age.entry] = nil }
        youngest = ages[most - 1]
    }

    /// Forgets what was not seen any more; and, when others have no room, what is about to be claimed.
    mutating func endLook(handingOver ready: [Sighting]) {
        if youngest != nil || kept.count > most {
            for sighting in ready { kept[sighting.entryHash] = nil }
        }
        if kept.count > most { forgetYoungest() }
        let gone = kept.compactMap { $0.value.look == look ? nil : $0.key }
        for entry in gone { kept[entry] = nil }
        // A table does not shrink by itself.
        if kept.capacity > 64, kept.count < kept.capacity / 8 { kept = kept.filter { _ in true } }
    }
}

extension Sighting {
    fileprivate var entryHash: UInt64 {
        var hasher = Hasher()
        rawName.withUnsafeBytes { hasher.combine(bytes: $0) }
        hasher.combine(observation.inode)
        hasher.combine(observation.device)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    fileprivate var stateHash: UInt64 {
        var hasher = Hasher()
        hasher.combine(observation)
        hasher.combine(sidecar)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
