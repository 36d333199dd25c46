import GRDB
public import LedgerCore

// Which keys of a batch are on record. Both sides are sorted, so they are merged: the index is asked for the first key at
// or above the batch's next one, and every batch key below the answer is passed over at once. A batch of new keys above
// all old ones costs one look; no batch costs more looks than it has keys. Where old keys lie close together, stepping to
// the next one is cheaper than looking anew.

/// How many steps are tried before a new look from the tree's root.
private let stepsMax = 4

/// The partners' own small numbers.
enum PartnerTable {
    static func id(_ database: Database, of partner: String) throws -> Int64? {
        try RawStatement(database, "SELECT id FROM partner WHERE code = ?").first(.text(partner)) { $0.integer(0) }
    }

    static func idMade(_ database: Database, of partner: String) throws -> Int64 {
        if let known = try id(database, of: partner) { return known }
        let id = try (RawStatement(database, "SELECT max(id) FROM partner").first { $0.integer(0) } ?? 0) + 1
        try RawStatement(database, "INSERT INTO partner (id, code) VALUES (?, ?)").run(.integer(id), .text(partner))
        return id
    }
}

extension SQLiteLedger {
    public func recordedTransactions(of partner: String, among keys: any SortedKeyRun) throws -> [KeyHit] {
        try readingOut { database in
            guard let partnerID = try PartnerTable.id(database, of: partner) else { return [] }
            let index = try RawStatement(
                database, "SELECT key, code FROM transaction_key WHERE partner_id = ?1 AND key >= ?2 ORDER BY key")
            defer { index.reset() }
            try index.bind(partnerID, at: 1)
            var hits: [KeyHit] = []
            var isAtEnd = false
            try keys.forEachPiece { piece in
                try piece.arena.withUnsafeBytes { arena in
                    // A look is bound to its piece's memory, so each piece begins with one of its own.
                    var isOpen = false
                    func look(_ key: UnsafeRawBufferPointer) throws {
                        index.reset()
                        try index.bind(textInPlace: key, at: 2)
                        isAtEnd = try !index.step()
                        isOpen = true
                    }
                    for place in piece.entries.indices where !isAtEnd {
                        let key = piece.bytes(place, in: arena)
                        if !isOpen { try look(key) }
                        var stepsLeft = stepsMax
                        while !isAtEnd {
                            let order = compare(key, index.bytes(0))
                            if order == 0 { hits.append(KeyHit(record: piece.entries[place].record, code: index.integer(1))) }
                            guard order > 0 else { break }
                            if stepsLeft == 0 { try look(key) } else { isAtEnd = try !index.step() }
                            stepsLeft -= 1
                        }
                    }
                }
            }
            return hits
        }
    }

    public func usedReceipts(among receipts: any SortedRun) throws -> [KeyHit] {
        try readingOut { database in
            let used = try AscendingRows(database, "SELECT key, code FROM receipt WHERE key >= ?1 ORDER BY key")
            defer { used.row.reset() }
            var hits: [KeyHit] = []
            try receipts.forEachPiece { piece in
                for receipt in piece.lazy.map({ ReceiptKey($0) }) where try used.move(to: receipt.key) {
                    hits.append(KeyHit(record: receipt.record, code: used.row.integer(1)))
                }
            }
            return hits
        }
    }
}

extension SortedKeys {
    /// One key's bytes, where they lie.
    func bytes(_ place: Int, in arena: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let entry = entries[place]
        return UnsafeRawBufferPointer(rebasing: arena[Int(entry.start)..<Int(entry.start) + Int(entry.length)])
    }
}

/// Bytewise order, the shorter first when one begins the other: SQLite's BINARY collation.
private func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    var place = 0
    let common = min(left.count, right.count)
    while place < common {
        if left[place] != right[place] { return left[place] < right[place] ? -1 : 1 }
        place += 1
    }
    return left.count - right.count
}
