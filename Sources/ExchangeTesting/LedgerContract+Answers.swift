import Contributions
import LedgerCore
import Testing

// What answers are made from, and the digests of what was published.

extension LedgerContract {
    private static func artifact(_ kind: Artifact.Kind, _ intake: IntakeNumber?, _ name: String, _ seed: UInt8 = 1) -> Artifact {
        Artifact(
            kind: kind, intake: intake, name: name, day: day, owner: .partner("0101234567"), sha256: [UInt8](repeating: seed, count: 32))
    }

    static let answers: [Check] = [
        Check("confirmations come in file order, recorded and on record alike, with their warnings") { (ledger: any Ledger) throws in
            let old = day.advanced(by: -3)
            try LedgerTestBatch(intake(1, on: old), [.payment("OLD-1", receipt: 1, amount: 10), .payment("OLD-2", receipt: 2, amount: 20)])
                .post(to: ledger)
            let late = Finding(.CB03, subject: "NGAY_NOP_TIEN", value: "20260101", details: ["3"])
            let other = Finding(.CB03, subject: "PHUONG_AN")
            let file = try LedgerTestBatch(
                intake(1),
                [
                    .onRecord(code: 2, amount: 20), .payment("A", receipt: 11), .refused("X"),
                    .payment("B", receipt: 12, warnings: [late, other]),
                    .onRecord(code: 1, amount: 10), .payment("C", receipt: 13, warnings: [other]),
                ]
            ).post(to: ledger)
            var seen: [String] = []
            var warnings: [[Finding]] = []
            try ledger.confirmations(of: file) { entry in
                let payment = KeptPayment(entry.payment)
                #expect(payment.partner == "0101234567")
                #expect(payment.recordedOn == (entry.wasOnRecord ? old : day))
                #expect(payment.claimedOn == (entry.wasOnRecord ? old : day))
                seen.append("\(entry.ordinal) \(payment.code) \(payment.key) \(entry.wasOnRecord)")
                warnings.append(entry.warnings)
            }
            #expect(seen == ["1 2 OLD-2 true", "2 3 A false", "4 4 B false", "5 1 OLD-1 true", "6 5 C false"])
            #expect(warnings == [[], [], [late, other], [], [other]])
        },
        Check("the listed refusals come back in file order, as they were") { (ledger: any Ledger) throws in
            let hostile = [
                Finding(.BG03, subject: "HO_TEN", value: "%\u{1F}\u{0}", details: ["a", ""], place: Place(line: 2, column: 3)),
                Finding(.TR02),
            ]
            let batch = LedgerTestBatch(intake(1), [.refused("Kh\u{0}oá", findings: hostile), .payment("A", receipt: 1), .refused("")])
            let file = try batch.post(to: ledger)
            var refusals: [Refusal] = []
            try ledger.refusals(of: file) { refusals.append($0) }
            #expect(refusals == batch.chunks.flatMap(\.refusals))
            #expect(refusals.map(\.ordinal) == [1, 3])
        },
        Check("an error of the reader's comes back unchanged, and the ledger goes on") { (ledger: any Ledger) throws in
            let file = try LedgerTestBatch(intake(1), [.payment("A", receipt: 1), .refused("B")]).post(to: ledger)
            expectTrouble { try ledger.confirmations(of: file) { _ in throw CallerTrouble() } }
            expectTrouble { try ledger.refusals(of: file) { _ in throw CallerTrouble() } }
            try LedgerTestBatch(intake(2), [.payment("B", receipt: 2)]).post(to: ledger)
        },
        Check("a reader may ask the ledger while it is handed confirmations") { (ledger: any Ledger) throws in
            let file = try LedgerTestBatch(intake(1), [.payment("A", receipt: 1), .payment("B", receipt: 2)]).post(to: ledger)
            var found = 0
            try ledger.confirmations(of: file) { entry in
                if try ledger.payment(entry.payment.code, { _ in }) { found += 1 }
            }
            #expect(found == 2)
        },
        Check("artifacts come in the order of publishing; the same again changes nothing, another digest is a fault") {
            (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), [.payment("A", receipt: 1), .refused("B")]).post(to: ledger)
            let page = artifact(.rejectionPage, intake(1), "S_TC.html")
            let rejection = artifact(.rejection, intake(1), "S_TC.xml", 2)
            let confirmation = artifact(.confirmation, intake(1), "S_XN.xml", 3)
            for artifact in [page, rejection, page, confirmation] { try ledger.store(artifact) }
            #expect(try ledger.artifacts(of: intake(1)) == [page, rejection, confirmation])
            #expect(try ledger.artifacts(of: intake(2)).isEmpty)
            expectFault(.invariant) { try ledger.store(artifact(.rejection, intake(1), "S_TC.xml", 9)) }
            expectFault(.invariant) { try ledger.store(artifact(.rejection, intake(2), "T_TC.xml")) }
            #expect(try LedgerTestBatch(intake(2), [.payment("C", receipt: 2)]).post(to: ledger).event == 5)
        },
        Check("a form's artifacts belong to a closed day and to its office and partner") { (ledger: any Ledger) throws in
            let name = "01-XN_00101_0101234567_\(day).xml"
            expectFault(.invariant) { try ledger.store(artifact(.report(.confirmations), nil, name)) }
            _ = try ledger.close(
                day, at: noon(day.advanced(by: 1)), partnersUnderContract: [OfficePartner(office: "00101", partner: "0101234567")])
            let forms = [
                artifact(.report(.confirmations), nil, name),
                artifact(.report(.confirmations), nil, "01-XN_00101_0101234567_\(day).xlsx", 2),
            ]
            for form in forms { try ledger.store(form) }
            try ledger.store(artifact(.report(.confirmations), nil, "01-XN_00102_0101234567_\(day).xml"))
            let owed = try #require(try ledger.reports(of: day).first)
            #expect(try ledger.artifacts(ofReport: owed) == forms)
        },
    ]
}
