import LedgerCore

// Which payments on record were cancelled, as the rules of payments ask. A cancelled payment keeps its key and its
// receipt and says nothing else any more (rules.md: NT04, TR03, CB02, CB04).

/// Asked while one file is judged.
final class Cancellations {
    private let ledger: any Ledger
    /// Answers kept, up to `keptMax`; a household of four and a person's years are asked about many times.
    private var known: [Int64: Bool] = [:]
    private static let keptMax = 65_536

    init(_ ledger: any Ledger) { self.ledger = ledger }

    func isCancelled(_ code: Int64) throws(LedgerFault) -> Bool {
        if let known = known[code] { return known }
        let isCancelled = try ledger.isCancelled(code)
        if known.count >= Self.keptMax { known.removeAll(keepingCapacity: true) }
        known[code] = isCancelled
        return isCancelled
    }
}
