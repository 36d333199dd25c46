import GRDB
import LedgerCore
import Synchronization

// While small files share a transaction, what they say about people and households is gathered in memory, and goes on record as
// one run a family when the transaction ends: a run of twenty payments costs more than its rows, and is merged away by the files
// after it. Look-ups of the same transaction see it beside the runs on record, and these are read once for all of its files, since
// nobody else can write meanwhile. All of it is gone with the transaction, kept or not.

/// What the files of a shared transaction have said so far.
struct GatheredRuns: Sendable {
    /// A file of more payments makes runs of its own, and what small ones have gathered becomes a run when it is so many entries: 1 MB.
    static let paymentsMax = 4096
    static let entriesMax = 1 << 15

    private var people = Family()
    private var households = Family()

    subscript(family: KeyFamily) -> Family {
        get { family == .people ? people : households }
        _modify { if family == .people { yield &people } else { yield &households } }
    }

    /// The runs of a family, the oldest first, and what was read of them.
    struct RunsOnRecord: Sendable {
        var runs: [KeyRun]
        var guides: KeptGuides?
    }

    struct Family: Sendable {
        /// In the order of the files. The filter of FreshRuns knows all of them.
        private(set) var entries: [RunEntry] = []
        private let index = GatheredIndex()
        /// The runs on record, once somebody asked for them.
        var onRecord: RunsOnRecord?

        /// As one file's entries come, in order.
        mutating func add(_ added: [RunEntry]) { entries += added }

        /// Adds the entries that belong together to `hits`, in no order, until there are `enough`.
        func collect(_ family: KeyFamily, of entry: RunEntry, trace: UInt64, enough: Int, into hits: inout [RunEntry]) {
            guard hits.count < enough else { return }
            let span = family.span(of: entry)
            index.forEach(trace, in: entries, family) { entry in
                // A trace may be that of others too.
                if span.first <= entry.position, entry.position <= span.last { hits.append(entry) }
                return hits.count < enough
            }
        }
    }
}

/// Where gathered entries stand that have one trace. Most files give only numbers that nobody gave before, so it is made when an entry is looked
/// for that the filter knows. Touched inside calls of the connection alone, which come one after the other.
private final class GatheredIndex: @unchecked Sendable {
    /// The entry gathered last of those with one trace, and from each entry the one before it.
    private var last = TraceTable()
    private var previous: [Int32] = []

    /// From the newest to the oldest, until `body` says false.
    func forEach(_ trace: UInt64, in entries: [RunEntry], _ family: KeyFamily, _ body: (RunEntry) -> Bool) {
        take(entries, family)
        var place = Int(last[trace] ?? -1)
        while place >= 0, body(entries[place]) { place = Int(previous[place]) }
    }

    private func take(_ entries: [RunEntry], _ family: KeyFamily) {
        guard previous.count < entries.count else { return }
        last.makeRoom(for: entries.count - previous.count)
        for place in previous.count..<entries.count {
            previous.append(last.exchange(family.trace(of: entries[place]), Int32(place)) ?? -1)
        }
    }
}

extension SQLiteLedger {
    /// Puts a file's entries on record, each as `recorded` makes it: now, or with those of the files that share its transaction.
    func addRuns(
        _ entries: any SortedRun, to family: KeyFamily, payments: Int, _ database: Database, recorded: (RunEntry) throws -> RunEntry
    ) throws {
        guard payments <= GatheredRuns.paymentsMax, gathered.withLock({ $0 != nil }) else {
            let added = try RunTable.add(entries, to: family, database, recorded: recorded)
            return try settleRuns(of: family, added?.entries ?? 0, database)
        }
        var made: [RunEntry] = []
        try entries.forEachPiece { piece in
            for entry in piece {
                let entry = try recorded(entry)
                if let last = made.last, RunEntry.precedes(entry, last) {
                    throw LedgerFault(.invariant, "entry \(made.count + 1) of a file (\(family)) is out of order")
                }
                made.append(entry)
            }
        }
        let entries = gathered.withLock { gathered in
            gathered?[family].add(made)
            return gathered?[family].entries ?? []
        }
        freshRuns.note(entries[(entries.count - made.count)...], behind: entries, family)
        if entries.count > GatheredRuns.entriesMax { try writeGathered(family, database) }
    }

    /// Puts what was gathered of a family on record.
    func writeGathered(_ family: KeyFamily, _ database: Database) throws {
        let entries = gathered.withLock { $0?[family].entries ?? [] }
        guard !entries.isEmpty else { return }
        gathered.withLock { $0?[family] = GatheredRuns.Family() }
        guard let added = try RunTable.add(SortedEntries(entries), to: family, database, recorded: { $0 }) else { return }
        freshRuns.note(added, family)
        try settleRuns(of: family, added.entries, database)
    }

    private func settleRuns(of family: KeyFamily, _ added: Int, _ database: Database) throws {
        let most = RunMerging.entriesMaxInPosting(adding: added)
        try RunMerging.settle(family, entriesMax: most, database) { freshRuns.note($0, insteadOf: $1, family) }
        forgetRuns(of: family)
    }

    /// The runs on record have changed.
    func forgetRuns(of family: KeyFamily) { gathered.withLock { $0?[family].onRecord = nil } }

    /// What a look-up has to go through: the runs on record, and what the transaction at work has gathered.
    func runs(of family: KeyFamily, _ database: Database) throws -> (onRecord: GatheredRuns.RunsOnRecord, gathered: GatheredRuns.Family?) {
        let gathered = gathered.withLock { $0?[family] }
        if let known = gathered?.onRecord { return (known, gathered) }
        let onRecord = GatheredRuns.RunsOnRecord(runs: try RunTable.all(family, database), guides: gathered == nil ? nil : KeptGuides())
        self.gathered.withLock { $0?[family].onRecord = onRecord }
        return (onRecord, gathered)
    }
}
