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
    public func recordedTransactions(of partner: String, among keys: SortedKeys) throws(LedgerFault) -> [KeyHit] {
        try reading { database in
            guard !keys.entries.isEmpty, let partnerID = try PartnerTable.id(database, of: partner) else { return [] }
            let index = try RawStatement(
                database, "SELECT key, code FROM transaction_key WHERE partner_id = ?1 AND key >= ?2 ORDER BY key")
            defer { index.reset() }
            try index.bind(partnerID, at: 1)
            return try keys.arena.withUnsafeBytes { arena in
                var hits: [KeyHit] = []
                var place = 0
                while place < keys.entries.count {
                    index.reset()
                    try index.bind(textInPlace: keys.bytes(place, in: arena), at: 2)
                    guard try index.step() else { break }
                    var stepsLeft = stepsMax
                    // Goes on in the open look until it falls behind the batch.
                    while place < keys.entries.count {
                        let order = compare(keys.bytes(place, in: arena), index.bytes(0))
                        if order < 0 {
                            place += 1
                            continue
                        }
                        if order == 0 {
                            hits.append(KeyHit(entry: place, code: index.integer(1)))
                            place += 1
                            stepsLeft = stepsMax
                            continue
                        }
                        guard stepsLeft > 0 else { break }
                        stepsLeft -= 1
                        guard try index.step() else { return hits }
                    }
                }
                return hits
            }
        }
    }

    public func usedReceipts(among receipts: [ReceiptKey]) throws(LedgerFault) -> [ReceiptHit] {
        try reading { database in
            let index = try RawStatement(database, "SELECT key, code FROM receipt WHERE key >= ? ORDER BY key")
            defer { index.reset() }
            var hits: [ReceiptHit] = []
            var place = 0
            while place < receipts.count {
                index.reset()
                try index.bind(receipts[place].key, at: 1)
                guard try index.step() else { break }
                var stepsLeft = stepsMax
                while place < receipts.count {
                    let used = index.integer(0)
                    if receipts[place].key < used {
                        place += 1
                    } else if receipts[place].key == used {
                        hits.append(ReceiptHit(entry: place, code: index.integer(1)))
                        place += 1
                        stepsLeft = stepsMax
                    } else {
                        guard stepsLeft > 0 else { break }
                        stepsLeft -= 1
                        guard try index.step() else { return hits }
                    }
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
