import Contributions
import ExchangeTesting
import Foundation
import GRDB
import LedgerCore
import LedgerSQLite

// A ledger that holds every kind of row: what the contract's two audited ledgers hold, people and households in several
// runs, a replay, a quarantined file, an answer, published reports, a refused held file, a jump of numbers and what came after it.

extension LedgerFolder {
    func filledWithEverything() throws -> LedgerFolder {
        let ledger = try made().open()
        try LedgerContract.auditedMoney(ledger)
        let day = LedgerContract.auditedDay.advanced(by: 2)
        func intake(_ sequence: Int) -> IntakeNumber { IntakeNumber(day: day, sequence: sequence) }
        let late = Finding(.CB01, subject: "NGAY_NOP_TIEN", value: "20260101", details: ["3"])
        let first = LedgerTestBatch(
            intake(1), seed: 7, collector: "NVT2",
            [
                .payment("P", receipt: 11, warnings: [late, Finding(.CB02, subject: "MA_SO_BHXH")]),
                .person("Q", receipt: 12, insurance: 1_234_567_890, household: "HGD01"), .refused("R"),
                .person("S", receipt: 13, insurance: 1_234_567_891, household: "HGD02"), .onRecord(code: 4, amount: 80), .refused("T"),
            ])
        try first.post(to: ledger)
        try LedgerTestBatch(
            intake(2), partner: "BBBB", office: "00102", collector: "NVT3",
            [.person("Q", receipt: 14, insurance: 1_234_567_890, household: "HGD01"), .payment("U", receipt: 15, warnings: [late])]
        ).post(to: ledger)
        var replay = FilePosting.sample(intake(3), outcome: .replay(of: intake(1)), seed: 7)
        (replay.document, replay.header, replay.counts) = (.paymentList, first.posting.header, first.posting.counts)
        (replay.counts.onRecord, replay.counts.recorded) = (4, 0)
        (replay.counts.onRecordMoney, replay.counts.recordedMoney) = (replay.counts.recordedMoney + replay.counts.onRecordMoney, 0)
        try ledger.post(replay)
        var unread = FilePosting.sample(intake(4), owner: .partner("BBBB"), outcome: .quarantined)
        unread.findings = [Finding(.XML01, subject: "", value: "x")]
        try ledger.post(unread)
        let serials = ["BH26-HN/00102/E", "BH26-HN/00103/E"].enumerated().map {
            NewRegistryRow(section: .book, ordinal: $0 + 1, key: $1, fields: $1 + "\u{1F}0000001\u{1F}9999999")
        }
        try ledger.post(.registry(intake(5), rows: serials))
        for (name, kind) in [("S_XN.xml", Artifact.Kind.confirmation), ("S_TC.xml", .rejection)] {
            try ledger.store(
                Artifact(
                    kind: kind, intake: intake(1), name: name, day: day, owner: .partner("0101234567"),
                    sha256: [UInt8](repeating: 8, count: 32)))
        }
        try ledger.refuseHeld(intake(7), at: VietnamTime(day, hour: 18))
        try ledger.refuseHeld(intake(8), at: VietnamTime(day, hour: 18, minute: 1))
        try ledger.jump(
            NumberJump(lastCode: 20, intakes: [IntakeNumber(day: day.advanced(by: -1), sequence: 9), intake(12)], publishedThrough: day),
            at: VietnamTime(day, hour: 19))
        try LedgerTestBatch(intake(13), collector: "NVT2", [.person("V", receipt: 16, insurance: 1_234_567_892, household: "HGD03")])
            .post(to: ledger)
        _ = try ledger.close(
            day, at: VietnamTime(day.advanced(by: 1), minute: 5),
            partnersUnderContract: [OfficePartner(office: "00101", partner: "CCCC")])
        let reports = try ledger.reports(of: day)
        for report in reports {
            let partner = report.partner.map { "_\($0)" } ?? ""
            try ledger.store(
                Artifact(
                    kind: .report(report.kind), intake: nil, name: "\(report.kind.rawValue)_\(report.office)\(partner)_\(day).xml",
                    day: day,
                    owner: .agency, sha256: [UInt8](repeating: 9, count: 32)))
        }
        try ledger.markPublished(reports)
        try ledger.consolidate()
        try ledger.checkpoint()
        return self
    }
}
