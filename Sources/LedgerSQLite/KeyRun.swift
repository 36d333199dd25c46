import LedgerCore

// How the numbers of participants and the places in households are kept, so that a batch finds its own among many millions at
// the cost of reading little. They arrive in random order, and one growing tree would take each of them on a page of its
// own; so every file's entries, or those of the small files that share a transaction, stay together as one sorted run, and runs of
// like size are merged now and then. A run is
//
//     blocks   its entries, as many as fit one page of the database;
//     guides   for so many blocks as fit one page: each block's first entry, and a filter that knows most keys not in it;
//     starts   the first entry of each guide, in the run's row.
//
// A look-up goes from starts to guide to filter, and reads a block only for what is probably in it. Runs never change:
// they are written and deleted in the transaction of a posting or a merge. They repeat what the payments say, so the chain of
// events leaves them out. Words are written as the machine holds them (little-endian wherever Swift runs on Linux).

/// Which entries a run holds.
enum KeyFamily: Int64, CaseIterable {
    /// `PersonEntry`: those with one key belong together.
    case people = 1
    /// `HouseholdEntry`: those with one key and one place belong together.
    case households = 2

    /// So many entries of one key answer the question. A person's payments are all asked for; whoever has so many others in one place
    /// of one household (senders who give every household one code) needs no more of them.
    var hitsEnough: Int { self == .households ? 8192 : .max }

    /// The first and the last position that an entry belonging to this one can have.
    func span(of entry: RunEntry) -> (first: RunPosition, last: RunPosition) {
        switch self {
        case .people: (RunPosition(key: entry.key, place: 0), RunPosition(key: entry.key, place: .max))
        case .households: (entry.position, entry.position)
        }
    }

    /// What filters know of an entry: alike for entries that belong together.
    func trace(of entry: RunEntry) -> UInt64 {
        switch self {
        case .people: BlockFilter.trace(entry.key)
        case .households: BlockFilter.trace(entry.key ^ BlockFilter.trace(entry.place))
        }
    }

    /// The running number of a recorded entry's code.
    func code(of entry: RunEntry) -> UInt32 {
        switch self {
        case .people: PersonEntry(entry).reference
        case .households: HouseholdEntry(entry).reference
        }
    }
}

/// Where an entry stands in the order of a run.
struct RunPosition: Comparable {
    var key: UInt64
    var place: UInt64

    static func < (left: RunPosition, right: RunPosition) -> Bool {
        left.key == right.key ? left.place < right.place : left.key < right.key
    }
}

extension RunEntry {
    var position: RunPosition { RunPosition(key: key, place: place) }
}

/// What fits a leaf page of 4,096 bytes: 4,061 bytes of a row, four of them its own
/// (https://www.sqlite.org/fileformat2.html#b_tree_pages). A larger row would cost a second page.
enum RunLayout {
    static let entriesPerBlock = 126
    static let entryBytes = MemoryLayout<RunEntry>.stride
    /// A block in its guide: its first key and place, then its filter.
    static let wordsPerSlot = 2 + BlockFilter.words
    static let slotBytes = wordsPerSlot * 8
    static let slotsPerGuide = 23
    static let startBytes = 16
}

/// A Bloom filter over the keys of one block: ten bits a key, six of them set, so that one key in a hundred that is not there
/// looks as if it were.
enum BlockFilter {
    static let words = 20
    private static let bits: UInt64 = 1280
    private static let probes = 6

    /// Spreads a word over 64 bits. Murmur3's finalizer, https://github.com/aappleby/smhasher/wiki/MurmurHash3.
    static func trace(_ word: UInt64) -> UInt64 {
        var trace = word
        trace = (trace ^ trace >> 33) &* 0xFF51_AFD7_ED55_8CCD
        trace = (trace ^ trace >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return trace ^ trace >> 33
    }

    static func add(_ trace: UInt64, to filter: UnsafeMutablePointer<UInt64>) {
        var rest = trace
        for _ in 0..<probes {
            let bit = nextBit(&rest)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    static func mayHold(_ trace: UInt64, _ filter: UnsafePointer<UInt64>) -> Bool {
        var rest = trace
        for _ in 0..<probes {
            let bit = nextBit(&rest)
            if filter[bit >> 6] & 1 << UInt64(bit & 63) == 0 { return false }
        }
        return true
    }

    /// The next digit of the trace as a fraction, in base `bits`: 64 bits give six of them, each independent of the others.
    private static func nextBit(_ rest: inout UInt64) -> Int {
        let (digit, fraction) = rest.multipliedFullWidth(by: bits)
        rest = fraction
        return Int(digit)
    }
}
