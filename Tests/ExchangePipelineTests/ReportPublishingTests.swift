import Answers
import Assembly
import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import LedgerSQLite
import Spooling
import Testing

@testable import ExchangePipeline

@Suite("Publishing reports")
struct ReportPublishingTests {
    /// A day with a payment of each partner, closed; so is, when wanted, every day before another one.
    private func closed(upTo day: String = "20261121") throws -> PipelineSpool {
        let spool = try PipelineSpool()
        for partner in [PipelineSpool.one, PipelineSpool.other] {
            try spool.drop(
                Documents.batch("L-1", partner: partner, [Documents.payment(1, partner: partner), Documents.payment(2, partner: partner)]),
                "a.xml", for: .partner(partner))
        }
        try spool.pass()
        spool.clock.set(day + "080000")
        try spool.dayEnd.closeDays()
        return spool
    }

    private static func workers(_ count: Int = 2, _ render: @escaping ReportRendering = Reports.render) -> ReportWorkers {
        ReportWorkers(count: count, render: render) { try SQLiteLedger(opening: $0.ledgerPath, readOnly: true) }
    }

    // MARK: where they go

    private static let one = PipelineSpool.one
    private static let places: [(report: String, archive: String, outboxes: [String])] = [
        ("01-XN_00101_\(one)_20261130", one, ["agency/outbox/20261130", "partners/\(one)/outbox"]),
        ("C17-TS_00101_\(one)_20261130", one, ["agency/outbox/20261130", "partners/\(one)/outbox"]),
        ("CHAM-NOP_00101_\(one)_20261130", one, ["partners/\(one)/outbox"]),
        ("CHAM-NOP_00101_20261130", "agency", ["agency/outbox/20261130"]),
        ("TONG-HOP_00101_20261130", "agency", ["agency/outbox/20261130"]),
        ("DOI-CHIEU_00101_20261130", "agency", ["agency/outbox/20261130"]),
        ("NVT_00101_202611", "agency", ["agency/outbox/202611"]),
        ("DIA-BAN_00101_202611", "agency", ["agency/outbox/202611"]),
    ]

    @Test("each report stands in archive/ with its owner and in the outboxes of those whom it is for, and nowhere else")
    func places() throws {
        let spool = try closed(upTo: "20261201")
        try spool.dayEnd(Self.workers(2, ReportRenderings.plain)).publishOwedReports()
        let all = try FileManager.default.subpathsOfDirectory(atPath: spool.path)
        for row in Self.places {
            for format in ["html", "xlsx", "xml"] {
                let file = "/\(row.report).\(format)"
                let places = all.filter { $0.hasSuffix(file) }.map { String($0.dropLast(file.count)) }
                #expect(Set(places) == Set(["archive/20261130/\(row.archive)"] + row.outboxes), "\(row.report)")
            }
        }
        #expect(spool.names("agency/outbox/202611").count == 6)
        #expect(try spool.ledger.unpublishedReports().isEmpty)
    }

    @Test("every kind of report of a day, and on its last day of a month, is rendered by the program itself")
    func allKinds() throws {
        let spool = try closed(upTo: "20261201")
        let day = Day("20261130")!
        for kind in ReportKind.allCases {
            let names = try spool.dayEnd.publishAgain(kind, of: day)
            #expect(!names.isEmpty && names.allSatisfy { $0.hasPrefix(kind.rawValue + "_00101_") }, "\(kind)")
        }
    }

    @Test("of a day that is not closed, and of a partner that is owed none, there is nothing")
    func nothing() throws {
        let spool = try closed()
        #expect(try spool.dayEnd.publishAgain(.confirmations, of: Day("20261121")!) == [])
        #expect(try spool.dayEnd.publishAgain(.overview, of: Day("20261120")!, partner: Self.one) == [])
        #expect(try spool.dayEnd.publishAgain(.coverage, of: Day("20261120")!) == [])
    }

    // MARK: the same bytes

    /// Every report's file in archive/ and the outboxes, with its bytes.
    private func reports(_ path: String) throws -> [String: Data] {
        var found: [String: Data] = [:]
        let names = ReportKind.allCases.map { $0.rawValue + "_" }
        for file in try FileManager.default.subpathsOfDirectory(atPath: path) {
            let name = URL(filePath: file).lastPathComponent
            if names.contains(where: { name.hasPrefix($0) }) { found[file] = try Data(contentsOf: URL(filePath: "\(path)/\(file)")) }
        }
        return found
    }

    @Test("two workers give the same files, byte for byte, as one", arguments: [1, 2, 5])
    func workers(count: Int) throws {
        let (one, several) = (try closed(), try closed())
        try one.dayEnd(Self.workers(1)).publishOwedReports()
        try several.dayEnd(Self.workers(count)).publishOwedReports()
        #expect(try reports(several.path) == reports(one.path))
        #expect(try reports(one.path).count == 2 * 9 * 3 + 4 * 3)
    }

    @Test("a month later, with more on record, a report comes out of the ledger with the same bytes")
    func aMonthLater() throws {
        let spool = try closed()
        try spool.dayEnd.publishOwedReports()
        let first = try reports(spool.path)
        spool.clock.set("20261121090000")
        try spool.drop(Documents.registry("DM-2", mode: "TRON_LO"), "danh-muc-2.xml", for: .agency)
        try spool.drop(Documents.batch("L-2", [Documents.payment(7)]), "b.xml")
        try spool.pass()
        spool.clock.set("20261221080000")
        try spool.dayEnd.closeDays()
        for file in first.keys { try removeFile("\(spool.path)/\(file)") }
        for kind in ReportKind.allCases { _ = try spool.dayEnd.publishAgain(kind, of: Day("20261120")!) }
        #expect(try reports(spool.path) == first)
    }

    @Test("what stands in archive/ is what is published again, though a later release would render it otherwise")
    func archivedStays() throws {
        let spool = try closed()
        try spool.dayEnd.publishOwedReports()
        let first = try reports(spool.path)
        for file in first.keys where !file.hasPrefix("archive/") { try removeFile("\(spool.path)/\(file)") }
        let later = spool.dayEnd(Self.workers(2, ReportRenderings.plain))
        for kind in ReportKind.allCases { _ = try later.publishAgain(kind, of: Day("20261120")!) }
        #expect(try reports(spool.path) == first)
    }

    // MARK: stops

    private struct Stopped: Error {}

    @Test("reports that cannot be made stay owed and hold up no other; the next try gives the same files as without", arguments: [1, 4, 9])
    func failingRenderer(at place: Int) throws {
        let undisturbed = try closed()
        try undisturbed.dayEnd.publishOwedReports()
        let spool = try closed()
        let failing = Set(try spool.ledger.unpublishedReports()[(place - 1)...].map(AnswerNames.report))
        let published = try spool.dayEnd(
            Self.workers(2) { report, context, files in
                if failing.contains(AnswerNames.report(report)) {
                    throw report.kind == .confirmations ? LedgerFault(.invariant, "two readings differ") : Stopped()
                }
                try Reports.render(report, context, into: files)
            }
        ).publishOwedReports()
        #expect(published.names.count == (place - 1) * 3)
        #expect(Set(published.failed.map { AnswerNames.report($0.report) }) == failing)
        #expect(Set(try spool.ledger.unpublishedReports().map(AnswerNames.report)) == failing)
        let overdue = try OverdueReports.look(in: spool.ledger, at: VietnamTime("20261121080000")!, alarmAtSecond: 0)
        #expect(overdue.count == failing.count)
        try spool.dayEnd.publishOwedReports()
        #expect(try reports(spool.path) == reports(undisturbed.path))
        #expect(spool.workIsEmpty)
    }

    @Test("a fault of the ledger or the spool ends the publishing: it is no report's own")
    func commonFault() throws {
        let spool = try closed()
        for fault in [LedgerFault(.busy, "busy"), LedgerFault(.corrupt, "corrupt")] {
            #expect(throws: fault) { try spool.dayEnd(Self.workers(2) { _, _, _ in throw fault }).publishOwedReports() }
        }
        #expect(throws: SpoolFault.self) {
            try spool.dayEnd(
                Self.workers(2) { _, _, _ in throw SpoolFault(operation: "write", path: "work", errno: EIO, scope: .spool, detail: "") }
            ).publishOwedReports()
        }
        #expect(try spool.ledger.unpublishedReports().count == 9)
    }

    @Test("who asks for a report that cannot be made gets the others, and its fault")
    func failingAgain() throws {
        let spool = try closed()
        #expect(throws: Stopped.self) {
            try spool.dayEnd(
                Self.workers(2) { report, context, files in
                    if report.partner == Self.one { throw Stopped() }
                    try ReportRenderings.plain(report, context, files)
                }
            ).publishAgain(.confirmations, of: Day("20261120")!)
        }
        #expect(spool.outboxNames(PipelineSpool.other).filter { $0.hasPrefix("01-XN_") }.count == 3)
        #expect(spool.outboxNames(Self.one).filter { $0.hasPrefix("01-XN_") }.isEmpty)
    }

    @Test("a publishing that is told to end leaves the rest owed, and the next one goes on")
    func inSlices() throws {
        let spool = try closed(upTo: "20261123")
        var asked = 0
        let first = try spool.dayEnd(Self.workers(2, ReportRenderings.plain)).publishOwedReports {
            asked += 1
            return asked > 1
        }
        #expect(first.isStopped)
        #expect(first.names.count == 9 * 3)
        let second = try spool.dayEnd(Self.workers(2, ReportRenderings.plain)).publishOwedReports()
        #expect(!second.isStopped)
        #expect(second.names.count == 2 * 9 * 3)
    }

    @Test("a stop at any change of the disk while reports are published leads to the same disk and ledger")
    func stopAnywhere() throws {
        let spool = try closed()
        let undisturbed = try copy(of: spool)
        defer { try? FileManager.default.removeItem(atPath: undisturbed) }
        #expect(try publish(in: undisturbed, SystemFileCalls()).isEmpty)
        let wanted = try reports(undisturbed)
        #expect(wanted.count == 2 * 9 * 3 + 4 * 3)
        // Seven changes later each time: a file has five, so that every kind of change is met.
        for stop in stride(from: 1, through: 1000, by: 7) {
            let path = try copy(of: spool)
            defer { try? FileManager.default.removeItem(atPath: path) }
            let calls = TroubledFileCalls(.init(stopAtChange: stop))
            do { _ = try publish(in: path, calls) } catch let fault as SpoolFault {
                #expect(fault.errno == TroubledFileCalls.stopped, "\(fault)")
            }
            #expect(try publish(in: path, SystemFileCalls()).isEmpty, "stopped at change \(stop)")
            let found = try reports(path)
            let different = Set(found.keys).union(wanted.keys).filter { found[$0] != wanted[$0] }
            #expect(different.isEmpty, "stopped at change \(stop)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/work") == ["held"], "stopped at change \(stop)")
            if !calls.isStopped {
                #expect(stop > 150)
                return
            }
        }
        Issue.record("it never came to its end")
    }

    private func copy(of spool: PipelineSpool) throws -> String {
        let path = NSTemporaryDirectory() + "giaonhan-stop-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: spool.path, toPath: path)
        return path
    }

    /// A process of its own: what a stop left is tidied, and what is owed is published; what is owed then.
    private func publish(in path: String, _ calls: any FileCalls) throws -> [ReportOwed] {
        let spool = try Spool(openingAt: path, calls: calls)
        _ = try spool.claims()
        let ledger = try SQLiteLedger(opening: spool.ledgerPath)
        try DayEnd(
            spool: spool, ledger: ledger, workers: Self.workers(2, ReportRenderings.plain),
            clock: FixedWallClock(VietnamTime("20261121080000")!), log: silent
        ).publishOwedReports()
        return try ledger.unpublishedReports()
    }
}
