import LedgerCore
import Synchronization

// Nearly every look-up of a national day asks for a number that has not paid yet, and the files of that day leave several small runs
// beside each other. What small files say through this connection is therefore remembered in a filter: only a number that it may hold
// is looked up in their runs, and among what is not yet one. Runs of large files, of earlier processes and of others are looked up as
// always. Block numbers of committed runs are never used again (a merge writes the new run behind the old ones first), so a run is known
// by its first block.

/// What this connection's small files have put on record, or are to, by family. The filters are touched inside calls of the connection alone,
/// which come one after the other.
final class FreshRuns: @unchecked Sendable {
    private struct Family {
        var runs: Set<Int64> = []
        /// Of the transaction at work.
        var writing: Set<Int64> = []
        var filter: TraceFilter?
    }

    private var families = [Family](repeating: Family(), count: KeyFamily.allCases.count)

    /// Small files say something that is to become a run.
    /// - Parameter gathered: all that is to, the new entries last.
    func note(_ added: ArraySlice<RunEntry>, behind gathered: [RunEntry], _ family: KeyFamily) {
        let place = Self.place(of: family)
        if let filter = families[place].filter, filter.count + added.count <= TraceFilter.countMax {
            filter.add(added.lazy.map { family.trace(of: $0) })
        } else {
            let filter = TraceFilter()
            families[place] = Family(filter: filter)
            filter.add(gathered.lazy.map { family.trace(of: $0) })
        }
    }

    /// What was noted last, and is still to become a run, has become this one.
    func note(_ run: KeyRun, _ family: KeyFamily) { families[Self.place(of: family)].writing.insert(run.firstBlock) }

    /// One run takes the place of several. It is known when all of them were.
    func note(_ merged: KeyRun, insteadOf runs: [KeyRun], _ family: KeyFamily) {
        if runs.allSatisfy({ isKnown($0, family) }) { families[Self.place(of: family)].writing.insert(merged.firstBlock) }
    }

    /// The transaction at work has ended. What the filter knows of one undone does no harm.
    func end(isCommitted: Bool) {
        for place in families.indices where !families[place].writing.isEmpty {
            if isCommitted { families[place].runs.formUnion(families[place].writing) }
            families[place].writing = []
        }
    }

    /// All that the run holds is known to the filter.
    func isKnown(_ run: KeyRun, _ family: KeyFamily) -> Bool {
        let family = families[Self.place(of: family)]
        return family.runs.contains(run.firstBlock) || family.writing.contains(run.firstBlock)
    }

    func filter(of family: KeyFamily) -> TraceFilter? { families[Self.place(of: family)].filter }

    private static func place(of family: KeyFamily) -> Int { family == .people ? 0 : 1 }
}

/// A Bloom filter in memory: eight bits a trace, all of them in one line of the processor's cache.
final class TraceFilter {
    /// 4 MiB: at the most entries that it takes, one trace in thirty that is not there looks as if it were; at a million, one in
    /// some hundred thousand.
    static let countMax = 4 << 20
    static let fetchedAtOnce = 32
    private static let lines = 1 << 16
    private static let wordsPerLine = 8
    private static let lineBytes = 64
    private let words = UnsafeMutableRawPointer.allocate(byteCount: lines * lineBytes, alignment: lineBytes)
        .bindMemory(to: UInt64.self, capacity: lines * wordsPerLine)
    private(set) var count = 0
    /// Keeps the compiler from leaving out what only fetches.
    private var fetched: UInt64 = 0

    init() { words.initialize(repeating: 0, count: Self.lines * Self.wordsPerLine) }
    deinit { words.deallocate() }

    func add(_ traces: some RandomAccessCollection<UInt64>) {
        var rest = traces[...]
        while !rest.isEmpty {
            let some = rest.prefix(Self.fetchedAtOnce)
            fetch(some)
            for trace in some {
                let line = Self.line(of: trace)
                for word in 0..<Self.wordsPerLine { words[line + word] |= Self.bit(word, of: trace) }
            }
            rest = rest.dropFirst(Self.fetchedAtOnce)
        }
        count += traces.count
    }

    func mayHold(_ trace: UInt64) -> Bool {
        let line = Self.line(of: trace)
        for word in 0..<Self.wordsPerLine where words[line + word] & Self.bit(word, of: trace) == 0 { return false }
        return true
    }

    /// Has the lines of many traces come into the cache at once: asked for one after the other, each would be waited for.
    func fetch(_ traces: some Sequence<UInt64>) {
        var sum: UInt64 = 0
        for trace in traces { sum ^= words[Self.line(of: trace)] }
        fetched = sum
    }

    private static func line(of trace: UInt64) -> Int { Int(truncatingIfNeeded: trace >> 48) * wordsPerLine }

    /// One bit of each word of the line, by six of the trace's lower 48 bits.
    private static func bit(_ word: Int, of trace: UInt64) -> UInt64 { 1 << (trace >> UInt64(word * 6) & 63) }
}
