import Contributions
import LedgerCore

// What a file's event binds of the money's way. Posting adds each movement as it is written; an audit adds the rows that are on
// record. Both add a file's cancellations and takings back in the order of STT, or its listing, or its statement's entries,
// and then, in the order of listings, the agreements that its posting brought about.

struct MovementDigest {
    private var rows = RowDigest()
    private var agreements: [(listing: Int64, credit: Int64, day: Int32)] = []

    mutating func addCancellation(ordinal: Int, code: Int64, day: Int32, reason: String) {
        rows.add {
            for number in [1, Int64(ordinal), code, Int64(day)] { $0.add(number) }
            $0.add(reason)
        }
    }

    mutating func addTakingBack(ordinal: Int, listing: Int64, day: Int32, reason: String) {
        rows.add {
            for number in [2, Int64(ordinal), listing, Int64(day)] { $0.add(number) }
            $0.add(reason)
        }
    }

    mutating func addListing(_ listing: Listing, codes: some Sequence<Int64>) {
        addListing(listing)
        for code in codes { addListed(code) }
    }

    mutating func addListing(_ listing: Listing) {
        rows.add {
            for number in [3, listing.id, listing.total, Int64(listing.codes)] { $0.add(number) }
            for text in [listing.partner, listing.office, listing.transfer] { $0.add(text) }
            for day in [listing.transferredOn, listing.recordedOn] { $0.add(day) }
        }
    }

    mutating func addListed(_ code: Int64) { rows.add { $0.add(code) } }

    /// - Parameter day: the credit's own, if it is a new one; nil for an entry that was on record.
    mutating func addStatementEntry(_ entry: NewCredit, credit: Int64, day: Day?) {
        rows.add {
            for number in [4, Int64(entry.ordinal), credit, entry.wasOnRecord ? 1 : 0, entry.entry.amount] { $0.add(number) }
            for text in [entry.state.rawValue, entry.entry.partner, entry.entry.transfer, entry.entry.remark] { $0.add(text) }
            $0.add(entry.entry.creditedOn)
            $0.add(day.map { Int64($0.number) } ?? .min)
        }
    }

    mutating func addAgreement(listing: Int64, credit: Int64, day: Int32) { agreements.append((listing, credit, day)) }

    mutating func finish() -> [UInt8] {
        for agreement in agreements.sorted(by: { $0.listing < $1.listing }) {
            rows.add { for number in [5, agreement.listing, agreement.credit, Int64(agreement.day)] { $0.add(number) } }
        }
        return rows.finish()
    }
}
