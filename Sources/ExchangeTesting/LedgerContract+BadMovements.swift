import Contributions
import LedgerCore
import Testing

// What rules would never let pass is refused by the posting itself, and leaves nothing.

extension LedgerContract {
    /// On record before each case: codes 1 to 3 of ours (10, 20, 40), 4 of another partner, 5 of ours at another office, 6 and 7 of ours;
    /// 2 is cancelled, 3 is listed under FT-3, 6 remitted under FT-6, and FT-7 was taken back. FT-0 waits with 10 đồng.
    private static func prepare(_ ledger: any Ledger) throws {
        try record(ledger, intake(1), 3)
        try record(ledger, intake(2), 1, partner: "BBBB")
        try record(ledger, intake(3), 1, office: "00102")
        try record(ledger, intake(4), 2)
        try ledger.post(.adjustment(intake(5), cancelled: [2]))
        try ledger.post(.listing(intake(6), transfer: "FT-3", codes: [3], total: 40))
        try ledger.post(.listing(intake(7), transfer: "FT-6", codes: [6], total: 10))
        try ledger.post(.statement(intake(8), [NewCredit(1, "FT-6", 10, .agrees), NewCredit(2, "FT-0", 10, .waits)]))
        try ledger.post(.listing(intake(9), transfer: "FT-7", codes: [7], total: 20))
        try ledger.post(.adjustment(intake(10), takenBack: [try #require(try ledger.listing(of: "0101234567", transfer: "FT-7"))]))
    }

    private static func refuses(_ what: String, _ posting: @escaping @Sendable (any Ledger) throws -> LedgerTestMovements) -> Check {
        Check("not posted is \(what)") { (ledger: any Ledger) throws in
            try prepare(ledger)
            let before = try ledger.tallies()
            let bad = try posting(ledger)
            expectFault(.invariant) { try ledger.post(bad) }
            #expect(try ledger.tallies() == before)
            #expect(try ledger.file(bad.posting.intake) == nil)
            var states: [String] = []
            try ledger.standings(of: [1, 2, 3, 4, 5, 6, 7]) { states.append($0.state.rawValue) }
            #expect(states == ["GHI_NHAN", "DA_HUY", "DA_KE", "GHI_NHAN", "GHI_NHAN", "DA_NOP", "GHI_NHAN"])
            var found: [AuditDifference] = []
            try ledger.audit({ _, _ in }, { if $0.kind != .receipt { found.append($0) } })
            #expect(found.isEmpty)
        }
    }

    private static func listing(_ ledger: any Ledger, _ transfer: String) throws -> Listing {
        try #require(try ledger.listing(of: "0101234567", transfer: transfer))
    }

    static let badMovements: [Check] = [
        refuses("a cancellation of a code that is not on record") { _ in .adjustment(intake(20), cancelled: [1, 99]) },
        refuses("a cancellation of another partner's code") { _ in .adjustment(intake(20), cancelled: [4]) },
        refuses("an agency's cancellation for another partner than the code's") { _ in .adjustment(intake(20), by: .agency, cancelled: [4])
        },
        refuses("a second cancellation") { _ in .adjustment(intake(20), cancelled: [2]) },
        refuses("two cancellations of one code in one file") { _ in .adjustment(intake(20), cancelled: [1, 1]) },
        refuses("a cancellation of a listed code") { _ in .adjustment(intake(20), cancelled: [3]) },
        refuses("a cancellation of a remitted code") { _ in .adjustment(intake(20), cancelled: [6]) },
        refuses("a taking back of a credited listing") { .adjustment(intake(20), takenBack: [try listing($0, "FT-6")]) },
        refuses("a second taking back") { .adjustment(intake(20), takenBack: [try listing($0, "FT-7")]) },
        refuses("a taking back of another partner's listing") {
            .adjustment(intake(20), by: .partner("BBBB"), of: "BBBB", takenBack: [try listing($0, "FT-3")])
        },
        refuses("a listing of a code that is not on record") { _ in .listing(intake(20), transfer: "FT-1", codes: [99], total: 1) },
        refuses("a listing of a cancelled code") { _ in .listing(intake(20), transfer: "FT-1", codes: [2], total: 20) },
        refuses("a listing of a listed code") { _ in .listing(intake(20), transfer: "FT-1", codes: [3], total: 40) },
        refuses("a listing of a remitted code") { _ in .listing(intake(20), transfer: "FT-1", codes: [6], total: 10) },
        refuses("a listing of another partner's code") { _ in .listing(intake(20), transfer: "FT-1", codes: [4], total: 10) },
        refuses("a listing of another office's code") { _ in .listing(intake(20), transfer: "FT-1", codes: [5], total: 10) },
        refuses("a listing that names a code twice") { _ in .listing(intake(20), transfer: "FT-1", codes: [1, 1], total: 20) },
        refuses("a listing whose total is not the codes' money") { _ in .listing(intake(20), transfer: "FT-1", codes: [1], total: 11) },
        refuses("a listing under a number that stands") { _ in .listing(intake(20), transfer: "FT-3", codes: [1], total: 10) },
        refuses("a listing under a number that was credited") { _ in .listing(intake(20), transfer: "FT-6", codes: [1], total: 10) },
        refuses("a credit that is said to wait, but agrees") { _ in .statement(intake(20), [NewCredit(1, "FT-3", 40, .waits)]) },
        refuses("a credit that is said to agree, but has other money") { _ in .statement(intake(20), [NewCredit(1, "FT-3", 41, .agrees)]) },
        refuses("a credit that is said to be on record, and is not") { _ in
            .statement(intake(20), [NewCredit(1, "FT-0", 11, .waits, wasOnRecord: true)])
        },
        refuses("a credit that is on record, and is said to be new") { _ in .statement(intake(20), [NewCredit(1, "FT-0", 10, .waits)]) },
        refuses("another content of a credit that agreed") { _ in .statement(intake(20), [NewCredit(1, "FT-6", 11, .waits)]) },
        refuses("figures that are not the movements'") { _ in
            var file = LedgerTestMovements.adjustment(intake(20), cancelled: [1])
            (file.posting.counts.found, file.posting.counts.recorded) = (2, 2)
            return file
        },
        refuses("movements of another document") { _ in
            var file = LedgerTestMovements.adjustment(intake(20), cancelled: [1])
            file.posting.document = .masterData
            return file
        },
        refuses("movements of a refused file") { _ in
            var file = LedgerTestMovements.adjustment(intake(20), cancelled: [1])
            file.posting.outcome = .refused
            (file.posting.counts.recorded, file.posting.counts.refused) = (0, 1)
            return file
        },
        refuses("a second file under a MA_LO that is taken") { _ in
            var file = LedgerTestMovements.adjustment(intake(20), cancelled: [1])
            file.posting.header.batch = "DIEU_CHINH-\(intake(5))"
            return file
        },
        refuses("a statement whose later part comes first") { _ in
            var file = LedgerTestMovements.statement(intake(20), [NewCredit(1, "FT-8", 1, .waits), NewCredit(2, "FT-9", 1, .waits)])
            file.parts = [.statement([NewCredit(2, "FT-9", 1, .waits)]), .statement([NewCredit(1, "FT-8", 1, .waits)])]
            return file
        },
        refuses("a part of a DIEU_CHINH that cancels after one that takes back") { ledger in
            var file = LedgerTestMovements.adjustment(intake(20), cancelled: [1], takenBack: [try listing(ledger, "FT-3")])
            guard case .adjustment(let cancelled, let takenBack)? = file.parts.first else { return file }
            file.parts = [.adjustment(cancelled: [], takenBack: takenBack), .adjustment(cancelled: cancelled, takenBack: [])]
            return file
        },
        refuses("a statement whose money on record is not that of its entries") { _ in
            var file = LedgerTestMovements.statement(intake(20), [NewCredit(1, "FT-0", 10, .waits, wasOnRecord: true)])
            file.posting.counts.onRecordMoney = 11
            return file
        },
    ]
}
