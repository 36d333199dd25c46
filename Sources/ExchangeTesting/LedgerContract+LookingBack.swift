public import Contributions
public import LedgerCore
import Testing

// What people ask long after: which file or payment is behind a key, and whether the ledger agrees with itself.

extension LedgerContract {
    private static func intakes(_ ledger: any Ledger, _ question: FileQuestion) throws -> [IntakeNumber] {
        var found: [IntakeNumber] = []
        try ledger.files(question) { found.append($0.posting.intake) }
        return found
    }

    /// A receipt book, which numbers the serial that every payment of a test batch has.
    private static let book = NewRegistryRow(
        section: .book, ordinal: 1, key: LedgerTestBatch.serial, fields: LedgerTestBatch.serial + "\u{1F}0000001\u{1F}9999999")

    static let lookingBack: [Check] = [
        Check("files are found by name, digest, MA_LO and first file, in the order of posting") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(2), batch: "L", seed: 7, [.payment("A", receipt: 1)]).post(to: ledger)
            try LedgerTestBatch(intake(1), partner: "BBBB", batch: "L", seed: 7, [.refused("B")]).post(to: ledger)
            var replay = FilePosting.sample(intake(3), outcome: .replay(of: intake(2)), seed: 7)
            replay.shownName = "other.xml"
            _ = try ledger.post(replay, keys: nil) { _, _ in }
            #expect(try intakes(ledger, .all) == [intake(2), intake(1), intake(3)])
            #expect(try intakes(ledger, .named("TCDVT_BBBB_\(day)_0001.xml")) == [intake(1)])
            #expect(try intakes(ledger, .named("other.xml")) == [intake(3)])
            #expect(try intakes(ledger, .sha256([UInt8](repeating: 7, count: 32))) == [intake(2), intake(1), intake(3)])
            #expect(try intakes(ledger, .batch("L")) == [intake(2), intake(1)])
            #expect(try intakes(ledger, .replays(of: intake(2))) == [intake(3)])
            for question in [FileQuestion.named("x"), .sha256([1]), .batch("l"), .replays(of: intake(1)), .replays(of: intake(9))] {
                #expect(try intakes(ledger, question).isEmpty)
            }
        },
        Check("files come one after the other however many there are, and the ledger may be asked and written to meanwhile") {
            (ledger: any Ledger) throws in
            for sequence in 1...450 { _ = try ledger.post(.sample(intake(sequence), outcome: .refused), keys: nil) { _, _ in } }
            var found: [IntakeNumber] = []
            try ledger.files(.all) { file in
                found.append(file.posting.intake)
                #expect(try ledger.file(file.posting.intake)?.id == file.id)
                if found.count == 1 { _ = try ledger.post(.sample(intake(451), outcome: .refused), keys: nil) { _, _ in } }
            }
            #expect(found == (1...451).map { intake($0) })
        },
        Check("a payment is found by its key and its receipt, with its place, its warnings and its resendings") {
            (ledger: any Ledger) throws in
            let warning = Finding(.CB01, subject: "NGAY_NOP_TIEN", value: "20260101", details: ["3"])
            _ = try ledger.post(.registry(intake(1), rows: [book]), keys: nil) { _, _ in }
            try LedgerTestBatch(intake(2), [.refused("Z"), .payment("A", receipt: 5, warnings: [warning])]).post(to: ledger)
            try LedgerTestBatch(intake(3), partner: "BBBB", [.payment("A", receipt: 6)]).post(to: ledger)
            try LedgerTestBatch(intake(4), [.payment("C", receipt: 7), .onRecord(code: 1)]).post(to: ledger)
            #expect(try ledger.codes(.transaction("A")) == [1, 2])
            #expect(try ledger.codes(.transaction("a")).isEmpty)
            #expect(try ledger.codes(.receipt(serial: LedgerTestBatch.serial, number: 6)) == [2])
            #expect(try ledger.codes(.receipt(serial: LedgerTestBatch.serial, number: 8)).isEmpty)
            #expect(try ledger.codes(.receipt(serial: "OTHER", number: 6)).isEmpty)
            let place = EntryPlace(intake: intake(2), ordinal: 2)
            #expect(try ledger.place(of: 1) == place)
            #expect(try ledger.place(of: 4) == nil)
            #expect(try ledger.warnings(at: place) == [warning])
            #expect(try ledger.warnings(at: EntryPlace(intake: intake(2), ordinal: 1)).isEmpty)
            #expect(try ledger.resendings(of: 1) == [EntryPlace(intake: intake(4), ordinal: 2)])
            #expect(try ledger.resendings(of: 2).isEmpty)
        },
        Check("refused records are found under their key, whoever sent them") { (ledger: any Ledger) throws in
            let findings = [Finding(.BL02, subject: "SO_BIEN_LAI", value: "0000001")]
            try LedgerTestBatch(intake(1), [.payment("A", receipt: 1), .refused("K", findings: findings)]).post(to: ledger)
            try LedgerTestBatch(intake(2), partner: "BBBB", [.refused("k"), .refused("K")]).post(to: ledger)
            var found: [String] = []
            try ledger.refusals(under: "K") { found.append("\($0) \($1.ordinal) \($1.key) \($1.findings.map(\.code.rawValue))") }
            #expect(found == ["\(intake(1)) 2 K [\"BL02\"]", "\(intake(2)) 2 K [\"BG01\"]"])
        },
        Check("an audit of whatever was posted, answered and closed finds nothing") { (ledger: any Ledger) throws in
            var found: [AuditDifference] = []
            try ledger.audit({ _, _ in }, { found.append($0) })
            #expect(found.isEmpty, "an empty ledger")
            try auditedHistory(ledger)
            try ledger.audit({ _, _ in }, { found.append($0) })
            #expect(found.isEmpty)
        },
        Check("an audit of codes that were cancelled, listed, taken back and remitted finds nothing") { (ledger: any Ledger) throws in
            try auditedMoney(ledger)
            var found: [AuditDifference] = []
            try ledger.audit({ _, _ in }, { found.append($0) })
            #expect(found.isEmpty)
        },
    ]

    public static var auditedDay: Day { day }
    public static func auditedIntake(_ sequence: Int) -> IntakeNumber { intake(sequence) }

    /// Master data, payments of two partners, some again, refusals, a replay, an answer, a closed day with its form.
    public static func auditedHistory(_ ledger: any Ledger) throws {
        _ = try ledger.post(.registry(intake(1), rows: [book]), keys: nil) { _, _ in }
        let warning = Finding(.CB01, subject: "NGAY_NOP_TIEN")
        try LedgerTestBatch(
            intake(2), seed: 7, [.payment("A", receipt: 5, amount: 10, warnings: [warning]), .refused("Z"), .payment("B", receipt: 4)]
        ).post(to: ledger)
        try LedgerTestBatch(intake(3), partner: "BBBB", [.payment("A", receipt: 6)]).post(to: ledger)
        try LedgerTestBatch(intake(4), [.payment("C", receipt: 7), .onRecord(code: 1, amount: 10)]).post(to: ledger)
        var replay = FilePosting.sample(intake(5), outcome: .replay(of: intake(2)), seed: 7)
        (replay.document, replay.counts.found, replay.counts.onRecord) = (.paymentList, 2, 2)
        _ = try ledger.post(replay, keys: nil) { _, _ in }
        try ledger.store(
            Artifact(
                kind: .confirmation, intake: intake(2), name: "S_XN.xml", day: day, owner: .partner("0101234567"),
                sha256: [UInt8](repeating: 7, count: 32)))
        _ = try ledger.close(
            day, at: VietnamTime(day.advanced(by: 1), minute: 5),
            partnersUnderContract: [OfficePartner(office: "00101", partner: "CCCC")])
    }

    /// Codes 1 to 3 and 4: 1 is cancelled; 2 and 3 are listed under FT-1, taken back, and listed under FT-2 and FT-3; FT-2 is credited in
    /// full after a credit of other money, FT-3 not at all; 4 is open. Two closed days, the first of which is tallied.
    public static func auditedMoney(_ ledger: any Ledger) throws {
        let next = day.advanced(by: 1)
        try ledger.post(.registry(intake(1), rows: [book]))
        try LedgerTestBatch(
            intake(2), collector: "NVT1", plan: "TM",
            [.payment("A", receipt: 1, amount: 10), .payment("B", receipt: 2, amount: 20), .payment("C", receipt: 3, amount: 40)]
        ).post(to: ledger)
        try LedgerTestBatch(intake(3), collector: "NVT1", [.payment("D", receipt: 4, amount: 80)]).post(to: ledger)
        try ledger.post(.listing(intake(4), transfer: "FT-1", codes: [3, 2], total: 60))
        _ = try ledger.close(day, at: noon(next), partnersUnderContract: [])
        try ledger.consolidate()
        let failed = try #require(try ledger.listing(of: "0101234567", transfer: "FT-1"))
        try ledger.post(.adjustment(intake(1, on: next), cancelled: [1], takenBack: [failed]))
        try ledger.post(.statement(intake(2, on: next), [NewCredit(1, "FT-2", 21, .waits), NewCredit(2, "FT-8", 5, .waits)]))
        try ledger.post(.listing(intake(3, on: next), transfer: "FT-2", codes: [2], total: 20))
        try ledger.post(.listing(intake(4, on: next), transfer: "FT-3", codes: [3], total: 40))
        try ledger.post(
            .statement(intake(5, on: next), [NewCredit(1, "FT-2", 20, .agrees), NewCredit(2, "FT-8", 5, .waits, wasOnRecord: true)]))
        _ = try ledger.close(next, at: noon(day.advanced(by: 2)), partnersUnderContract: [])
    }
}
