import LedgerCore
import Spooling

// Which entries of a file name the same code or number as another one of it. An entry's key is two words, sorted by EntrySorter, so
// memory does not grow with the file: only entries whose key comes again are remembered, eight bytes each.

/// A key as two words: a number as it is, a text by its hash. Texts of one file that differ have different words: there are 127 bits of
/// two hashes whose seeds nobody outside this process knows. What is concluded from them is anyway looked up once more by the ledger.
struct KeyWords: Hashable {
    let high: UInt64
    let low: UInt64

    init(number: UInt64) { (high, low) = (0, number) }

    /// Texts one after the other, each with its length. Never the words of a number.
    init(texts: ArraySlice<UInt8>...) {
        var (first, second) = (Hasher(), Hasher())
        second.combine(texts.count)
        for text in texts {
            text.withUnsafeBytes { bytes in
                first.combine(bytes.count)
                first.combine(bytes: bytes)
                second.combine(bytes.count)
                second.combine(bytes: bytes)
            }
        }
        high = UInt64(bitPattern: Int64(first.finalize())) | 1 << 63
        low = UInt64(bitPattern: Int64(second.finalize()))
    }
}

/// The keys of a file's entries: first noted, then asked for, both in file order.
final class RepeatedKeys {
    /// An entry whose key comes more than once, and which of these keys it is.
    private struct Place {
        var entry: UInt32
        var group: UInt32
    }

    private var sorter: EntrySorter?
    private var places: [Place] = []
    /// Where in `places` the next answer is.
    private var next = 0
    /// How many keys come more than once.
    private(set) var groupCount = 0

    init(makeScratch: @escaping () throws -> ScratchFile) { sorter = EntrySorter(makeScratch: makeScratch) }

    func note(_ key: KeyWords, entry: Int) throws {
        guard let sorter else { preconditionFailure("keys are noted before they are asked for") }
        try sorter.append(RunEntry(key: key.high, place: key.low, first: UInt64(entry), second: 0))
    }

    /// No more entries come.
    func finish() throws {
        guard let sorter else { return }
        try sorter.finish()
        var last: RunEntry?
        var isInGroup = false
        try sorter.forEachPiece { piece in
            for entry in piece {
                if let last, last.key == entry.key, last.place == entry.place {
                    if !isInGroup {
                        places.append(Place(entry: UInt32(last.first), group: UInt32(groupCount)))
                        groupCount += 1
                        isInGroup = true
                    }
                    places.append(Place(entry: UInt32(entry.first), group: UInt32(groupCount - 1)))
                } else {
                    isInGroup = false
                }
                last = entry
            }
        }
        places.sort { $0.entry < $1.entry }
        self.sorter = nil
    }

    /// Which of the keys that come more than once is this entry's; nil when its key is its own. Asked for in file order.
    func group(of entry: Int) -> Int? {
        while next < places.count, places[next].entry < entry { next += 1 }
        return next < places.count && places[next].entry == entry ? Int(places[next].group) : nil
    }
}
