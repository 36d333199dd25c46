import Contributions
import LedgerCore
import Testing

// The days' ends: their order, what they freeze, and which forms they owe.

extension LedgerContract {
    private static let contract = OfficePartner(office: "00101", partner: "0101234567")

    private static func keys(_ ledger: any Ledger, on day: Day, office: String = "00101", partner: String = "0101234567") throws -> [String]
    {
        var keys: [String] = []
        try ledger.payments(on: day, office: office, partner: partner) { keys.append(KeptPayment($0).key) }
        return keys
    }

    static let days: [Check] = [
        Check("a file's ngày ghi nhận is its day of claim, or the first day not closed after that") { (ledger: any Ledger) throws in
            let before = day.advanced(by: -1)
            #expect(try LedgerTestBatch(intake(1, on: before), [.payment("A", receipt: 1)]).post(to: ledger).recordedOn == before)
            _ = try ledger.close(before, at: noon(day), partnersUnderContract: [])
            #expect(try LedgerTestBatch(intake(2, on: before), [.payment("B", receipt: 2)]).post(to: ledger).recordedOn == day)
            let tomorrow = day.advanced(by: 1)
            #expect(try LedgerTestBatch(intake(1, on: tomorrow), [.payment("C", receipt: 3)]).post(to: ledger).recordedOn == tomorrow)
            #expect(try keys(ledger, on: before) == ["A"])
            #expect(try keys(ledger, on: day) == ["B"])
            #expect(try keys(ledger, on: tomorrow) == ["C"])
        },
        Check("days close in order, each once, and none before the first that recorded a payment") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), [.payment("A", receipt: 1)]).post(to: ledger)
            let tomorrow = day.advanced(by: 1)
            expectFault(.invariant) { _ = try ledger.close(tomorrow, at: noon(tomorrow), partnersUnderContract: []) }
            let closed = try ledger.close(day, at: noon(tomorrow), partnersUnderContract: [])
            #expect(try ledger.close(day, at: noon(tomorrow), partnersUnderContract: []) == ledger.closedDay(day))
            expectFault(.invariant) { _ = try ledger.close(day.advanced(by: 2), at: noon(day.advanced(by: 3)), partnersUnderContract: []) }
            expectFault(.invariant) { _ = try ledger.close(day.advanced(by: -1), at: noon(tomorrow), partnersUnderContract: []) }
            #expect(try ledger.lastClosedDay() == closed)
            #expect(try ledger.closedDay(day) == closed)
            #expect(try ledger.closedDay(tomorrow) == nil)
            let next = try ledger.close(tomorrow, at: noon(day.advanced(by: 2)), partnersUnderContract: [])
            #expect(try ledger.lastClosedDay() == next)
        },
        Check("a closed day keeps the last event, the registry's revision and the head of the chain") { (ledger: any Ledger) throws in
            let empty = try ledger.close(day.advanced(by: -1), at: noon(day), partnersUnderContract: [])
            #expect(empty.lastEvent == 0)
            #expect(empty.registryRevision == 0)
            #expect(empty.chainHead.count == 32)
            _ = try ledger.post(
                .registry(intake(1), rows: [NewRegistryRow(section: .office, ordinal: 1, key: "1", fields: "1")]), keys: nil
            ) { _, _ in }
            let closed = try ledger.close(day, at: noon(day.advanced(by: 1)), partnersUnderContract: [])
            #expect(closed.closedAt == noon(day.advanced(by: 1)))
            #expect(closed.lastEvent == 2)
            #expect(closed.registryRevision == 1)
            #expect(closed.chainHead.count == 32)
            #expect(closed.chainHead != empty.chainHead)
        },
        Check("forms 01-XN are owed by contract and by recording, numbered per office, partner and year") { (ledger: any Ledger) throws in
            let lastOfYear = Day(yyyyMMdd: 20_261_230) ?? day
            let both = OfficePartner(office: "00102", partner: "BBBB")
            try LedgerTestBatch(intake(1, on: lastOfYear), partner: "BBBB", office: "00102", [.payment("A", receipt: 1)]).post(to: ledger)
            try LedgerTestBatch(intake(2, on: lastOfYear), partner: "CCCC", [.refused("A")]).post(to: ledger)
            var numbers: [[String]] = []
            for offset in 0..<3 {
                let day = lastOfYear.advanced(by: offset)
                let contracts = offset == 1 ? [contract, both, contract] : [contract]
                _ = try ledger.close(day, at: noon(day.advanced(by: 1)), partnersUnderContract: contracts)
                let forms = try ledger.reports(of: day).filter { $0.kind == .confirmations }
                #expect(forms.allSatisfy { $0.day == day && $0.closedAt == noon(day.advanced(by: 1)) })
                numbers.append(forms.map { "\($0.between.office) \($0.between.partner) \($0.number)" })
            }
            #expect(numbers == [["00101 0101234567 1", "00102 BBBB 1"], ["00101 0101234567 2", "00102 BBBB 2"], ["00101 0101234567 1"]])
        },
        Check("the last event is the last file posted or day closed, not what was stored of them later") { (ledger: any Ledger) throws in
            #expect(try ledger.lastEvent() == nil)
            let first = try LedgerTestBatch(intake(1), [.payment("A", receipt: 1)]).post(to: ledger)
            #expect(try ledger.lastEvent()?.number == first.event)
            #expect(try ledger.lastEvent()?.at == first.posting.postedAt)
            _ = try ledger.close(day, at: noon(day.advanced(by: 1)), partnersUnderContract: [contract])
            #expect(try ledger.lastEvent()?.at == noon(day.advanced(by: 1)))
            let second = try LedgerTestBatch(intake(2), [.payment("B", receipt: 2)]).post(to: ledger)
            let name = "01-XN_00101_0101234567_\(day).xml"
            try ledger.store(
                Artifact(
                    kind: .report(.confirmations), intake: nil, name: name, day: day, owner: .partner("0101234567"),
                    sha256: [UInt8](repeating: 1, count: 32)))
            #expect(try ledger.lastEvent()?.number == second.event)
        },
        Check("a report waits until it is marked as published, once and for all") { (ledger: any Ledger) throws in
            let other = OfficePartner(office: "00102", partner: "BBBB")
            let tomorrow = day.advanced(by: 1)
            _ = try ledger.close(day, at: noon(tomorrow), partnersUnderContract: [other, contract])
            _ = try ledger.close(tomorrow, at: noon(day.advanced(by: 2)), partnersUnderContract: [contract])
            let waiting = try ledger.reports(of: day) + ledger.reports(of: tomorrow)
            #expect(try ledger.unpublishedReports() == waiting)
            try ledger.markPublished(waiting[1])
            try ledger.markPublished(waiting[1])
            #expect(try ledger.unpublishedReports() == [waiting[0]] + waiting.dropFirst(2))
            #expect(try ledger.reports(of: day) + ledger.reports(of: tomorrow) == waiting)
            let unknown = ReportOwed(
                kind: .confirmations, day: tomorrow, office: other.office, partner: other.partner, number: 1, closedAt: noon(tomorrow))
            expectFault(.invariant) { try ledger.markPublished(unknown) }
            // Several are marked together, or none of them.
            expectFault(.invariant) { try ledger.markPublished([waiting[0], unknown]) }
            #expect(try ledger.unpublishedReports() == [waiting[0]] + waiting.dropFirst(2))
            try ledger.markPublished(waiting)
            #expect(try ledger.unpublishedReports().isEmpty)
            try ledger.markPublished([])
        },
        Check("a day's payments are those of the office and the partner, in the order of codes") { (ledger: any Ledger) throws in
            try LedgerTestBatch(intake(1), [.payment("B", receipt: 1), .payment("A", receipt: 2)]).post(to: ledger)
            try LedgerTestBatch(intake(2), office: "00102", [.payment("C", receipt: 3)]).post(to: ledger)
            try LedgerTestBatch(intake(3), partner: "BBBB", [.payment("D", receipt: 4)]).post(to: ledger)
            try LedgerTestBatch(intake(4), [.onRecord(code: 1), .payment("E", receipt: 5)]).post(to: ledger)
            #expect(try keys(ledger, on: day) == ["B", "A", "E"])
            #expect(try keys(ledger, on: day, office: "00102") == ["C"])
            #expect(try keys(ledger, on: day, partner: "BBBB") == ["D"])
            #expect(try keys(ledger, on: day.advanced(by: 1)).isEmpty)
        },
    ]
}
