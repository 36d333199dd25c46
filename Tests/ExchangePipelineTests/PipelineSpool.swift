import Assembly
import ConfinedReading
import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import LedgerSQLite
import Logging
import Spooling
import Synchronization

@testable import ExchangePipeline

// A spool in a temporary folder with a pipeline on it, a clock that the test sets, and short ways to drop files and to read
// answers. Two partners of one office; all identities are synthetic.

/// A wall clock that a test sets.
final class SetClock: WallClock {
    private let time: Mutex<VietnamTime>
    init(_ text: String) { time = Mutex(VietnamTime(text)!) }
    func now() -> VietnamTime { time.withLock { $0 } }
    func set(_ text: String) { time.withLock { $0 = VietnamTime(text)! } }
}

final class PipelineSpool {
    static let one = "9900000001"
    static let other = "9900000002"
    static let office = "00101"

    let path: String
    let clock = SetClock("20261120080000")
    private let reader: any FileReading
    private(set) var pipeline: Pipeline!
    private var intake: Intake!
    /// The monotonic clock of the looks.
    var instant = ContinuousClock.now
    var settle = Duration.zero

    private let bounds: GroupBounds
    private let hands: OtherHands

    /// Makes the spool and records its master data at 08:00 on 20 November 2026.
    init(
        registry: String = Documents.registry(), reader: any FileReading = InProcessReading(), bounds: GroupBounds = GroupBounds(),
        hands: OtherHands = OtherHands()
    ) throws {
        (self.reader, self.bounds, self.hands) = (reader, bounds, hands)
        path = NSTemporaryDirectory() + "giaonhan-pipeline-" + UUID().uuidString
        try Assembly.initialize(SpoolSettings(path: path), prefix: "POS")
        try start()
        try drop(registry, "danh-muc.xml", for: .agency)
        try pass()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A new process on the same spool: the old one's memory is gone, its lock too.
    func start(_ calls: any FileCalls = SystemFileCalls()) throws {
        pipeline = nil
        intake = nil
        let spool = try Spool(openingAt: path, calls: calls)
        pipeline = try Pipeline(
            spool: spool, ledger: try SQLiteLedger(opening: spool.ledgerPath),
            lock: try SpoolLock.acquire(spool: path, calls: calls, description: "a test"), clock: clock,
            bounds: bounds, reader: reader, hands: hands, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        intake = try Intake(pipeline, settle: settle) { false }
    }

    @discardableResult
    func pass() throws -> PassOutcome { try intake.pass(now: { self.instant }) }

    var ledger: any Ledger { pipeline.ledger }
    var spool: Spool { pipeline.spool }

    var dayEnd: DayEnd { dayEnd(Assembly.reportWorkers) }

    func dayEnd(_ workers: ReportWorkers) -> DayEnd {
        DayEnd(
            spool: spool, ledger: ledger, workers: workers, clock: clock, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// The first file in an inbox is claimed, and nothing more.
    func claimFirst(of owner: Owner = .partner(PipelineSpool.one)) throws -> Claim? {
        try spool.look(in: owner).first.flatMap { try pipeline.claim($0, of: owner) }
    }

    // MARK: files

    func inbox(_ owner: Owner) -> String { folder(owner) + "/inbox" }
    func outbox(_ partner: String) -> String { folder(.partner(partner)) + "/outbox" }

    private func folder(_ owner: Owner) -> String {
        switch owner {
        case .agency: path + "/agency"
        case .partner(let code): path + "/partners/" + code
        }
    }

    func drop(_ text: String, _ name: String, for owner: Owner = .partner(PipelineSpool.one)) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: inbox(owner) + "/" + name))
    }

    /// What stands in a folder of the spool, sorted, without dot files.
    func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
    }

    func outboxNames(_ partner: String = PipelineSpool.one) -> [String] { names("partners/\(partner)/outbox") }

    func text(_ file: String) throws -> String {
        try String(contentsOfFile: file.hasPrefix("/") ? file : path + "/" + file, encoding: .utf8)
    }

    /// The one answer of that ending in a partner's outbox.
    func answer(_ ending: String, _ partner: String = PipelineSpool.one) throws -> String {
        let found = outboxNames(partner).filter { $0.hasSuffix(ending) }
        guard found.count == 1 else { throw AnswerMissing(ending: ending, found: outboxNames(partner)) }
        return try text(outbox(partner) + "/" + found[0])
    }

    struct AnswerMissing: Error {
        let ending: String
        let found: [String]
    }

    /// Nothing is left in work/ but held/.
    var workIsEmpty: Bool { names("work") == ["held"] }
}

extension String {
    /// The texts of an element, in order.
    func all(_ element: String) -> [String] {
        components(separatedBy: "<\(element)>").dropFirst().compactMap { $0.components(separatedBy: "</\(element)>").first }
    }

    func first(_ element: String) -> String? { all(element).first }
}

extension Pipeline {
    /// Claims a file as the clock is now.
    func claim(_ sighting: Sighting, of owner: Owner) throws -> Claim? { try claim(Candidate(sighting, of: owner, at: clock.now())) }

    /// Steps 3 to 8 for claims, waited for; what became of each.
    func take(_ claims: [Claim]) throws -> [Ending] {
        let endings = Dictionary(uniqueKeysWithValues: (try begin(claims) + finish()).map { ($0.claim!.intake, $0.ending) })
        return claims.map { endings[$0.intake]! }
    }
}
