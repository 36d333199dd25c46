import GRDB
public import LedgerCore

// What is on record under the numbers of a batch's participants and in its households. The batch is in order and so are the
// runs, so all of them are passed once, side by side; what the files beside it have gathered is found by its trace. A number that stands
// in many records is looked up once. The answer is that of one moment, also beside a daemon that posts or merges.

extension SQLiteLedger {
    public func peopleOnRecord(
        _ batch: any SortedRun, partner: String, _ body: (_ asked: PersonEntry, _ recorded: PeopleOnRecord) throws -> Void
    ) throws {
        try readingOneState { database in
            let own = try PartnerTable.id(database, of: partner)
            var lookup = try RunLookup(.people, try runs(of: .people, database), freshRuns, database)
            try lookup.ask(batch) { try body(PersonEntry($0), PeopleOnRecord($1, own: own)) }
        }
    }

    public func householdsOnRecord(
        _ batch: any SortedRun, _ body: (_ asked: HouseholdEntry, _ recorded: [RunEntry]) throws -> Void
    ) throws {
        try readingOneState { database in
            var lookup = try RunLookup(.households, try runs(of: .households, database), freshRuns, database)
            try lookup.ask(batch) { try body(HouseholdEntry($0), $1) }
        }
    }
}

/// One passage of a batch through all entries of a family. A value, like its cursors: every key of the batch meets every run here, and
/// the run-time checks on an object's variables would cost as much as the work.
private struct RunLookup {
    private let family: KeyFamily
    private var cursors: [RunCursor]
    /// Those that hold nothing but what the filter knows.
    private var fresh: [RunCursor]
    private let filter: TraceFilter?
    private let gathered: GatheredRuns.Family?
    /// What was asked last, and the entries on record that belong to it, in the order of codes.
    private var asked: RunEntry?
    private var hits: [RunEntry] = []

    init(
        _ family: KeyFamily, _ runs: (onRecord: GatheredRuns.RunsOnRecord, gathered: GatheredRuns.Family?), _ freshRuns: FreshRuns,
        _ database: Database
    ) throws {
        self.family = family
        gathered = runs.gathered
        let pages = try RunPages(database, keeping: runs.onRecord.guides)
        cursors = runs.onRecord.runs.filter { !freshRuns.isKnown($0, family) }.map { RunCursor($0, pages) }
        fresh = runs.onRecord.runs.filter { freshRuns.isKnown($0, family) }.map { RunCursor($0, pages) }
        // It knows what is gathered, too.
        filter = fresh.isEmpty && gathered == nil ? nil : freshRuns.filter(of: family)
    }

    mutating func ask(_ batch: any SortedRun, _ body: (_ asked: RunEntry, _ recorded: [RunEntry]) throws -> Void) throws {
        guard !cursors.isEmpty || !fresh.isEmpty || gathered != nil else { return }
        let (family, filter) = (family, filter)
        try batch.forEachPiece { piece in
            for start in stride(from: 0, to: piece.count, by: TraceFilter.fetchedAtOnce) {
                let some = piece[start..<min(start + TraceFilter.fetchedAtOnce, piece.count)]
                filter?.fetch(some.lazy.map { family.trace(of: $0) })
                for entry in some {
                    try find(entry)
                    if !hits.isEmpty { try body(entry, hits) }
                }
            }
        }
    }

    private mutating func find(_ entry: RunEntry) throws {
        let span = family.span(of: entry)
        if let asked {
            guard !RunEntry.precedes(entry, asked) else { throw LedgerFault(.invariant, "a batch (\(family)) is out of order") }
            if span.first <= asked.position { return self.asked = entry }
        }
        asked = entry
        hits.removeAll(keepingCapacity: true)
        let trace = family.trace(of: entry)
        for place in cursors.indices where hits.count < family.hitsEnough {
            try cursors[place].collect(from: span.first, through: span.last, trace: trace, enough: family.hitsEnough, into: &hits)
        }
        if let filter, filter.mayHold(trace) {
            for place in fresh.indices where hits.count < family.hitsEnough {
                try fresh[place].collect(from: span.first, through: span.last, trace: trace, enough: family.hitsEnough, into: &hits)
            }
            gathered?.collect(family, of: entry, trace: trace, enough: family.hitsEnough, into: &hits)
        }
        if hits.count > 1 { hits.sort { family.code(of: $0) < family.code(of: $1) } }
    }
}
