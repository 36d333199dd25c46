import Assembly
import Contributions
import ExchangeTesting
import Foundation
import Glibc
import LedgerCore
import LedgerSQLite
import Spooling
import Synchronization

@testable import ExchangePipeline

// The whole way of one scenario, again and again: stopped after any change, a second time while it recovers, or with any call
// failing; in the end the disk must be as if nothing had happened. Says what is broken in words, so that a test can also ask that
// something is.

/// How much is tried, by GIAONHAN_CRASH: `all`, as `make crash` says; every n-th place of a number n; without it a few places.
enum CrashExtent {
    private static let said = ProcessInfo.processInfo.environment["GIAONHAN_CRASH"]
    static let isWhole = said != nil

    /// From one place to the next.
    static func step(of count: Int, short: Int) -> Int { max(1, said.map { Int($0) ?? 1 } ?? count / short) }
}

final class CrashMatrix {
    let scenario: CrashScenario
    private let start: CrashSpool
    private let foreign: [String: String]
    let wanted: DiskPicture
    /// Of the undisturbed run.
    let calls: [DiskCall]
    let changes: Int
    private(set) var stops = 0
    private(set) var secondStops = 0
    private(set) var faults = 0
    /// What went wrong, as far as it was met.
    private(set) var violations: [String] = []

    struct Stop: CustomStringConvertible {
        let after: Int
        let cut: PowerCut
        var description: String { "\(cut) after change \(after)" }
    }

    init(_ scenario: CrashScenario, lies: RecordedDisk.Lies = RecordedDisk.Lies()) throws {
        self.scenario = scenario
        start = try CrashBase.copy()
        try scenario.prepare(start)
        foreign = try DiskPicture.outboxes(start.path)
        let spool = try Self.copy(start)
        let disk = RecordedDisk(spool: spool.path)
        try Self.live(spool, disk, scenario)
        disk.cut(.none)
        disk.close()
        (calls, changes) = (disk.calls, disk.changes)
        wanted = try DiskPicture(of: spool.path)
        self.lies = lies
        violations = wanted.remarks + (FileManager.default.subpaths(atPath: spool.path + "/work") == ["held"] ? [] : ["work/ is not empty"])
    }

    private let lies: RecordedDisk.Lies

    /// A copy whose senders hold their files open as they did.
    private static func copy(_ spool: CrashSpool) throws -> CrashSpool {
        let copy = try spool.copy()
        for writer in spool.writers {
            let path = try SystemFileCalls().path(of: writer)
            copy.writers.append(open(path.replacing(spool.path, with: copy.path), O_WRONLY | O_CLOEXEC))
        }
        return copy
    }

    /// One process from its start until nothing is left to do.
    /// - Parameter began: called when it has started, and has not looked for files yet.
    private static func live(_ spool: CrashSpool, _ disk: RecordedDisk, _ scenario: CrashScenario, began: () -> Void = {}) throws {
        let daemon = try CrashDaemon(spool.path, disk, scenario)
        began()
        try daemon.work()
        guard scenario.releases else { return }
        for claim in try daemon.spool.heldClaims() { _ = try daemon.spool.release(claim.intake) }
        try daemon.work()
    }

    // MARK: stops

    /// Process after process, each stopped as it is told and the last one not at all; the changes that the last one made.
    @discardableResult
    func run(stops: [Stop]) throws -> Int {
        let spool = try Self.copy(start)
        let relied = { (path: String) in Self.posted(spool.path).contains { path.contains($0) } }
        var predecessor: RecordedDisk?
        defer { predecessor?.close() }
        func tell(_ what: [String]) { violations += what.map { "\(scenario), \(stops): \($0)" } }
        for stop in stops {
            let disk = RecordedDisk(spool: spool.path, orders(changesMade: stop.after), after: predecessor)
            // A daemon makes last what it finds at its start, so the senders have only just written.
            do { try Self.live(spool, disk, scenario) { noteSenders(spool, disk) } } catch  where disk.isStopped {} catch {
                tell(["\(error)"])
            }
            disk.cut(stop.cut, isRelied: relied)
            tell(disk.violations)
            tell(try DiskPicture.brokenPromises(spool.path, originals: start.originals, foreign: foreign))
            predecessor = disk
        }
        let disk = RecordedDisk(spool: spool.path, after: predecessor)
        do { try Self.live(spool, disk, scenario) } catch { tell(["\(error)"]) }
        disk.cut(.none)
        tell(disk.violations)
        let picture = try DiskPicture(of: spool.path)
        tell(
            scenario.isOfManyClaims && stops.contains(where: \.cut.isInAnyOrder)
                ? picture.differencesBesideOrder(from: wanted) : picture.differences(from: wanted))
        predecessor = disk
        if stops.count == 1 { self.stops += 1 } else { secondStops += 1 }
        return disk.changes
    }

    private func orders(changesMade: Int?) -> RecordedDisk.Orders {
        var orders = RecordedDisk.Orders(changesMade: changesMade)
        orders.lies = lies
        return orders
    }

    /// Nobody has synchronized what the senders wrote.
    private func noteSenders(_ spool: CrashSpool, _ disk: RecordedDisk) {
        for name in FileManager.default.subpaths(atPath: spool.path) ?? [] where name.contains("/inbox/") {
            disk.noteUnsynchronized("\(spool.path)/\(name)")
        }
    }

    /// The intake numbers that the ledger knows.
    private static func posted(_ path: String) -> [String] {
        var found: [String] = []
        try? SQLiteLedger(opening: path + "/ledger", readOnly: true).files(.all) { found.append("\($0.posting.intake)") }
        return found
    }

    // MARK: faults

    /// One call fails; the daemon goes on as the watcher would, and ends with the same disk.
    func run(failing call: Int, errno: Int32, isLasting: Bool = false) throws {
        let spool = try Self.copy(start)
        var disk = RecordedDisk(spool: spool.path, RecordedDisk.Orders(failing: (call, errno), isLasting: isLasting))
        defer { disk.close() }
        faults += 1
        var met: DiskCall?
        func tell(_ what: [String]) {
            let hit = met ?? disk.failed
            violations += what.map { "\(scenario), call \(call) (\(hit.map(String.init) ?? "not met")) fails with \(errno): \($0)" }
        }
        var daemon: CrashDaemon?
        var isReleased = !scenario.releases
        var isTold = false
        for _ in 0..<20 {
            do {
                let running = try daemon ?? CrashDaemon(spool.path, disk, scenario)
                daemon = running
                try running.work()
                if isReleased { break }
                for claim in try running.spool.heldClaims() { _ = try running.spool.release(claim.intake) }
                isReleased = true
            } catch {
                isTold = true
                tell(unexpected(error, disk))
                // Who lets a file go is another process, and ends of its fault; here it takes the daemon with it.
                let isFatal = (error as? RoundTrouble)?.endsTheProcess == true || (error as? SpoolFault)?.isFatal == true
                if daemon == nil || isFatal {
                    met = met ?? disk.failed
                    daemon = nil
                    // What failed to become durable is lost.
                    disk.cut(met?.kind.isSynchronize == true ? .everything : .none, isRelied: { _ in true })
                    tell(disk.violations)
                    disk.heal()
                    disk = RecordedDisk(spool: spool.path, after: disk)
                } else {
                    if met == nil, disk.failed?.kind.isSynchronize == true { tell(["the process goes on after a failed fsync: \(error)"]) }
                    met = met ?? disk.failed
                    if !(error is RoundTrouble || error is BlockedOwners) { continue }
                    tell(try stillness(spool, daemon!, isLasting: isLasting))
                    disk.heal()
                }
            }
        }
        met = met ?? disk.failed
        if !isTold, let met, !Self.mayBeSilent(met) { tell(["nobody was told"]) }
        daemon = nil
        disk.cut(.none)
        tell(disk.violations)
        tell(try DiskPicture(of: spool.path).differences(from: wanted))
    }

    /// Every call that a signal can interrupt is interrupted once, and every write and read is short.
    func runInterrupted() throws {
        let spool = try Self.copy(start)
        var orders = RecordedDisk.Orders()
        orders.interruptsEverything = true
        let disk = RecordedDisk(spool: spool.path, orders)
        defer { disk.close() }
        faults += 1
        do { try Self.live(spool, disk, scenario) } catch { violations.append("\(scenario), interrupted: \(error)") }
        disk.cut(.none)
        violations += try DiskPicture(of: spool.path).differences(from: wanted).map { "\(scenario), interrupted: \($0)" }
    }

    /// A fault is a fault: of the disk or the ledger, and not the sender's.
    private func unexpected(_ error: any Error, _ disk: RecordedDisk) -> [String] {
        let inner = (error as? RoundTrouble)?.error ?? error
        if inner is SpoolFault || inner is BlockedOwners { return [] }
        if let fault = inner as? LedgerFault, [.full, .io, .notDurable, .busy].contains(fault.kind) { return [] }
        return ["ended with \(inner)"]
    }

    /// While it lasts: status is red, and of a lasting one nothing more is taken in.
    private func stillness(_ spool: CrashSpool, _ daemon: CrashDaemon, isLasting: Bool) throws -> [String] {
        var told: [String] = []
        let settings = SpoolSettings(path: spool.path, now: scenario.time(), readerProgram: try BuiltProduct.path("giaonhan"))
        if try !Assembly.status(of: settings, alarmAtSecond: 86_400, clock: .daemons(nil)).isRed { told.append("status is not red") }
        guard isLasting else { return told }
        func waiting() -> [String] { (FileManager.default.subpaths(atPath: spool.path) ?? []).filter { $0.contains("/inbox/") }.sorted() }
        let before = waiting()
        for _ in 0..<2 {
            do { if try !daemon.round() { told.append("a round succeeds on a full disk") } } catch is RoundTrouble {} catch is BlockedOwners
            {}
        }
        if waiting() != before { told.append("files are taken in on a full disk") }
        return told
    }

    /// Calls whose failure costs nothing and is passed over.
    private static func mayBeSilent(_ call: DiskCall) -> Bool {
        switch call.kind {
        // The crash memory: one further attempt. A temporary file that stays is tidied at the next pass. An owner's folder that cannot
        // be opened at the start or watched is opened when it is used, and an entry that cannot be looked at is looked at again.
        case .rewrite: call.path == ".giaonhan.lock"
        case .remove: call.path.hasPrefix("work/.")
        case .open, .status, .names, .read:
            call.path.hasPrefix("partners/") || call.path.hasPrefix("agency/") || call.path.hasPrefix("anon_inode:")
        default: false
        }
    }
}

/// The spool at the beginning of each scenario; made once for all tests that run beside each other.
enum CrashBase {
    private struct Kept { weak var spool: CrashSpool? }
    private static let kept = Mutex(Kept())

    static func copy() throws -> CrashSpool {
        let base = try kept.withLock { kept in
            if let spool = kept.spool { return spool }
            let spool = try make()
            kept.spool = spool
            return spool
        }
        return try base.copy(keeping: base)
    }

    private static func make() throws -> CrashSpool {
        let spool = CrashSpool()
        try Assembly.initialize(SpoolSettings(path: spool.path), prefix: "POS")
        let daemon = try CrashDaemon(spool.path, SystemFileCalls(), at: VietnamTime("20261120080000")!)
        try spool.drop(Documents.registry(), "danh-muc.xml", for: .agency)
        try daemon.work()
        for partner in [PipelineSpool.one, PipelineSpool.other] {
            try spool.drop(CrashScenario.first(partner), "first.xml", for: .partner(partner))
            try daemon.work()
        }
        return spool
    }
}
