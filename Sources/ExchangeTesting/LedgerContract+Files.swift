import Contributions
import LedgerCore
import Testing

// What a ledger knows of files, and of the registry rows that the agency's files bring.

extension LedgerContract {
    private static func holder(_ ledger: any Ledger, _ partner: String = "0101234567", office: String = "00101") throws -> IntakeNumber? {
        try ledger.holder(ofBatch: "LO-1", owner: .partner(partner), document: .paymentList, office: office)?.posting.intake
    }

    private static func registryRows(_ ledger: any Ledger, after: Int64, upTo: Int64) throws -> [RegistryRow] {
        var found: [RegistryRow] = []
        try ledger.registryRows(after: after, upTo: upTo) { found.append($0) }
        return found
    }

    private static func book(_ serial: String, _ ordinal: Int) -> NewRegistryRow {
        NewRegistryRow(section: .book, ordinal: ordinal, key: serial, fields: "\(serial)\u{1F}0000001\u{1F}0000100")
    }

    static let files: [Check] = [
        Check("an empty ledger knows nothing, and says so") { (ledger: any Ledger) throws in
            #expect(ledger.prefix == "POS")
            #expect(try ledger.lastIntakeSequence(on: day) == 0)
            #expect(try ledger.lastOwner() == nil)
            #expect(try ledger.file(intake(1)) == nil)
            #expect(try ledger.firstClaimDay() == nil)
            #expect(try ledger.registryRevision() == 0)
            #expect(try ledger.lastClosedDay() == nil)
            #expect(try ledger.closedDay(day) == nil)
            #expect(try ledger.reports(of: day).isEmpty)
            #expect(try ledger.tallies().isEmpty)
            #expect(try !ledger.payment(1) { _ in })
            try ledger.checkpoint()
        },
        Check("a file is read back as it was posted, whatever its texts hold") { (ledger: any Ledger) throws in
            var batch = LedgerTestBatch(intake(1), [.payment("GD-1", receipt: 1), .refused("GD-2")])
            batch.posting.shownName = "l%C3%B4 % \u{0}\u{1E}\u{1F}\n'\"; DROP TABLE file; --"
            batch.posting.header.declaredTotal = "chín\u{0}trăm"
            batch.posting.findings = [
                Finding(.TEP02, value: "a\u{0}b\u{1E}c\u{1F}d%e%00\u{7F}\n", details: ["", "%1E", "Nguyễn"]),
                Finding(.XML01, place: Place(line: 7, column: 0)),
                Finding(.LO05, subject: "MA_LO", value: String(repeating: "ễ", count: 100), details: [""]),
            ]
            let posted = try batch.post(to: ledger)
            let known = try #require(try ledger.file(intake(1)))
            for record in [posted, known] {
                #expect(record.id == posted.id)
                #expect(record.event == 1)
                #expect(record.codes == 1..<2)
                #expect(record.recordedOn == day)
                #expect(record.posting.owner == .partner("0101234567"))
                #expect(record.posting.name == batch.posting.name)
                #expect(record.posting.shownName == batch.posting.shownName)
                #expect(record.posting.sha256 == batch.posting.sha256)
                #expect(record.posting.bytes == 1234)
                #expect(record.posting.claimedAt == batch.posting.claimedAt)
                #expect(record.posting.postedAt == batch.posting.postedAt)
                #expect(record.posting.outcome == .recorded)
                #expect(record.posting.resultCode == 202)
                #expect(record.posting.document == .paymentList)
                #expect(record.posting.header == batch.posting.header)
                #expect(record.posting.counts == batch.posting.counts)
                #expect(record.posting.findings == batch.posting.findings)
            }
        },
        Check("intakes are counted per day of claim, and turns go on after the owner posted last") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(3), partner: "AAAA", [.payment("A", receipt: 1)]).post(to: ledger)
            try LedgerTestBatch(intake(2), partner: "BBBB", [.payment("A", receipt: 2)]).post(to: ledger)
            try LedgerTestBatch(intake(7, on: day.advanced(by: -1)), partner: "CCCC", [.refused("A")]).post(to: ledger)
            #expect(try ledger.lastIntakeSequence(on: day) == 3)
            #expect(try ledger.lastIntakeSequence(on: day.advanced(by: -1)) == 7)
            #expect(try ledger.lastIntakeSequence(on: day.advanced(by: 1)) == 0)
            #expect(try ledger.lastOwner() == .partner("CCCC"))
            #expect(try ledger.firstClaimDay() == day.advanced(by: -1))
        },
        Check("the same bytes are known again only of the same owner, and only when they recorded something") {
            (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), seed: 1, [.refused("A")]).post(to: ledger)
            let owner = Owner.partner("0101234567")
            let digest = [UInt8](repeating: 1, count: 32)
            #expect(try ledger.recordedFile(owner: owner, sha256: digest) == nil)
            try LedgerTestBatch(intake(2), seed: 1, [.payment("A", receipt: 1)]).post(to: ledger)
            _ = try ledger.post(.sample(intake(3), outcome: .replay(of: intake(2)), seed: 1), keys: nil) { _, _ in }
            #expect(try ledger.recordedFile(owner: owner, sha256: digest)?.posting.intake == intake(2))
            #expect(try ledger.recordedFile(owner: .partner("BBBB"), sha256: digest) == nil)
            #expect(try ledger.file(intake(3))?.posting.outcome == .replay(of: intake(2)))
        },
        Check("a MA_LO is held by the first file that recorded under it, per owner, document and office") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), batch: "LO-1", [.refused("A")]).post(to: ledger)
            #expect(try holder(ledger) == nil)
            try LedgerTestBatch(intake(2), batch: "LO-1", [.payment("A", receipt: 1)]).post(to: ledger)
            try LedgerTestBatch(intake(3), batch: "LO-1", [.onRecord(code: 1), .payment("B", receipt: 2)]).post(to: ledger)
            try LedgerTestBatch(intake(4), office: "00102", batch: "LO-1", [.payment("C", receipt: 3)]).post(to: ledger)
            #expect(try holder(ledger) == intake(2))
            #expect(try holder(ledger, office: "00102") == intake(4))
            #expect(try holder(ledger, "BBBB") == nil)
            #expect(try ledger.holder(ofBatch: "LO-1", owner: .partner("0101234567"), document: .masterData, office: "00101") == nil)
            #expect(try ledger.holder(ofBatch: "LO-2", owner: .partner("0101234567"), document: .paymentList, office: "00101") == nil)
        },
        Check("a taken MA_LO takes no batch of new payments alone") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), batch: "LO-1", [.payment("A", receipt: 1)]).post(to: ledger)
            expectFault(.invariant) { try LedgerTestBatch(intake(2), batch: "LO-1", [.payment("B", receipt: 2)]).post(to: ledger) }
        },
        Check("registry rows get one revision each, in file order, and are handed out by revision") { (ledger: any Ledger) throws in
            let rows = [
                NewRegistryRow(section: .office, ordinal: 1, key: "00101", fields: "00101\u{1F}Bảo hiểm"),
                NewRegistryRow(section: .parameter, ordinal: 4, key: "HAN_NOP", fields: "HAN_NOP\u{1F}3"),
            ]
            _ = try ledger.post(.registry(intake(1), rows: rows), keys: nil) { _, _ in }
            _ = try ledger.post(.registry(intake(2), rows: [rows[1]]), keys: nil) { _, _ in }
            #expect(try ledger.registryRevision() == 3)
            #expect(try registryRows(ledger, after: 0, upTo: 3).map(\.revision) == [1, 2, 3])
            #expect(
                try registryRows(ledger, after: 1, upTo: 2) == [RegistryRow(revision: 2, section: .parameter, fields: "HAN_NOP\u{1F}3")])
            #expect(try registryRows(ledger, after: 3, upTo: 9).isEmpty)
            let file = try #require(try ledger.file(intake(1)))
            var keys: [String] = []
            try ledger.acceptedEntries(of: file) { entry in
                if case .masterData(let key) = entry.key { keys.append("\(entry.ordinal) \(key)") }
            }
            #expect(keys == ["1 00101", "4 HAN_NOP"])
        },
        Check("a receipt's serial gets its number with its first book, and keeps it") { (ledger: any Ledger) throws in
            _ = try ledger.post(.registry(intake(1), rows: [book("B/1", 1), book("A/1", 2), book("B/1", 3)]), keys: nil) { _, _ in }
            _ = try ledger.post(.registry(intake(2), rows: [book("A/1", 1), book("C", 2)]), keys: nil) { _, _ in }
            var serials: [String] = []
            try ledger.receiptSerials(after: 0) { serials.append("\($0) \($1)") }
            #expect(serials == ["1 B/1", "2 A/1", "3 C"])
            var newer: [Int64] = []
            try ledger.receiptSerials(after: 2) { id, _ in newer.append(id) }
            #expect(newer == [3])
        },
    ]

    /// The call must throw the caller's own trouble, unchanged.
    static func expectTrouble(sourceLocation: SourceLocation = #_sourceLocation, _ call: () throws -> Void) {
        #expect(throws: CallerTrouble.self, sourceLocation: sourceLocation) { try call() }
    }

    /// The call must throw a fault of that kind.
    static func expectFault(_ kind: LedgerFault.Kind, sourceLocation: SourceLocation = #_sourceLocation, _ call: () throws -> Void) {
        #expect(sourceLocation: sourceLocation) {
            try call()
        } throws: { error in
            (error as? LedgerFault)?.kind == kind
        }
    }
}

/// A trouble that is not the ledger's.
struct CallerTrouble: Error {}
