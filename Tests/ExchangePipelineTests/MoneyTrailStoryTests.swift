import ConfinedReading
import Contributions
import Foundation
import LedgerCore
import Testing

@testable import ExchangePipeline

// What people are told afterwards, and before: `explain`, `lookup` and `check` of the money's way.

@Suite("The money's way as it is told")
struct MoneyTrailStoryTests {
    private typealias Make = Documents

    private func words(_ spool: PipelineSpool, _ key: String) throws -> (kinds: [String], events: [String]) {
        let story = try #require(try Story.tell(key, spool: spool.spool, ledger: spool.ledger), "\(key) is unknown")
        return (story.kinds.map(\.rawValue), story.events.map { "\($0.intake?.sequence ?? 0) \($0.kind.rawValue)" })
    }

    @Test("explain follows a code from its file to the bank's credit, and to its cancellation")
    func codes() throws {
        let spool = try PipelineSpool.withPayments(2)
        spool.clock.set("20261120090000")
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(1)]))
        spool.clock.set("20261120100000")
        _ = try spool.send(Make.adjustment("D-1", cancelling: [Make.code(2)], takingBack: ["FT1"]))
        spool.clock.set("20261120110000")
        _ = try spool.send(Make.listing("K-2", transfer: "FT2", [Make.code(1)]))
        spool.clock.set("20261120120000")
        _ = try spool.send(Make.statement("S-1", [Make.credit("FT2", 683_100)]), for: .agency)
        _ = try spool.send(Make.adjustment("D-2", cancelling: [Make.code(1)]))

        let (kinds, events) = try words(spool, Make.code(1))
        #expect(kinds == ["MA_XAC_NHAN"])
        #expect(
            events == [
                "2 TIEP_NHAN", "2 GHI_NHAN", "2 TRA_LOI", "3 TIEP_NHAN", "3 KE_NOP", "4 TIEP_NHAN", "4 RUT_KE", "5 TIEP_NHAN", "5 KE_NOP",
                "6 TIEP_NHAN", "6 BAO_CO", "7 TIEP_NHAN", "7 TU_CHOI",
            ])
        #expect(try words(spool, Make.code(2)).events.contains("4 HUY"))
        let transfer = try words(spool, "FT2")
        #expect(transfer.kinds == ["MA_GIAO_DICH_NH"])
        #expect(transfer.events.filter { $0.hasSuffix("QUYET_DINH") } == ["5 QUYET_DINH", "6 QUYET_DINH"])

        let decided = try #require(
            try Story.tell("TN20261120-000005", spool: spool.spool, ledger: spool.ledger)?.events.first { $0.kind == .decided })
        var facts: [String] = []
        for fact in decided.facts {
            switch fact {
            case .text(let name, let text): facts.append("\(name) \(text)")
            case .entries(_, let entries): facts.append("\(entries.map(\.key))")
            default: continue
            }
        }
        for expected in ["LOAI_TAI_LIEU BANG_KE_NOP", "MA_GIAO_DICH_NH FT2", "NGAY_CHUYEN 20261120", "\([AcceptedKey.code(1)])"] {
            #expect(facts.contains(expected), "\(expected)")
        }
    }

    @Test("a look-up shows where the code stands")
    func lookUp() throws {
        let spool = try PipelineSpool.withPayments(1)
        func state() throws -> CodeState? { try LookUp.find(code: Make.code(1), number: "9900000001", in: spool.ledger)?.state }
        #expect(try state() == .recorded)
        _ = try spool.send(Make.listing("K-1", transfer: "FT1", [Make.code(1)]))
        #expect(try state() == .listed)
        _ = try spool.send(Make.adjustment("D-1", takingBack: ["FT1"]))
        _ = try spool.send(Make.adjustment("D-2", cancelling: [Make.code(1)]))
        #expect(try state() == .cancelled)
    }

    @Test("a file alone tells what is written wrong or twice, and no more")
    func checkedAlone() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "giaonhan-check-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let examiner = Examiner(
            clock: SetClock("20261120080000"), limits: ExchangeLimits(), reader: InProcessReading(), scratchFolder: folder.path)
        let (one, foreign) = (Make.code(1), ConfirmationCode(prefix: "ABC", number: 1).description)
        let cases: [(document: String, codes: [String])] = [
            (Make.listing("K-1", transfer: "FT1", total: 1, [one, foreign, Make.code(2)]), []),
            (Make.listing("K-1", transfer: "FT1", [one, "x", foreign, one, foreign]), ["KN01", "KN03", "KN03"]),
            (Make.adjustment("D-1", cancelling: [one, foreign], takingBack: ["FT1"]), []),
            (Make.adjustment("D-1", cancelling: [one, "x", one], takingBack: ["FT1", "FT1"]), ["DC01", "DC02", "DC02"]),
            (Make.statement("S-1", [Make.credit("FT1", 1), Make.credit("FT1", 2), Make.credit("FT1", 2)]), []),
        ]
        for (document, codes) in cases {
            let file = folder.appending(path: "a.xml")
            try Data(document.utf8).write(to: file)
            let examined = try examiner.examine(try examiner.look(at: Array(file.path.utf8)))
            var found = examined.findings.map(\.code.rawValue)
            try examined.refusals { found += $0.findings.map(\.code.rawValue) }
            #expect(found == codes)
        }
    }
}
