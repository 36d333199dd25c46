import Contributions
import LedgerCore
import Spooling

// The ledger, and the clock against what is on record: a clock that is wrong gives files a wrong day for good, and money.md,
// "The day's end", says how far apart the two may be. Then the process: what it may open, and whether a daemon runs.

extension Doctor {
    /// The daemon shortens the log at 512 MiB, unless somebody who reads stands in the way.
    static let logBytesMax: Int64 = 1 << 30
    /// The clock that files get and the one that is asked are the same kernel's; more is another machine's.
    static let fileSystemClockSecondsMax: Int64 = 5
    /// money.md: a start later than that after the last event is no ordinary one.
    static let quietDaysMax: Int64 = 35
    /// The files of three groups that are read and posted; or of two with files above 64 KiB, of which a group has 192, and four groups' XN in
    /// the making, which is more; and some 200 for the ledger, the lock, the log and its watches, the libraries' files (measured: 3,600 at once
    /// with 527 partners).
    static let openFilesBase: UInt64 = 1_360
    /// A partner's folder, its inbox and its outbox stay open, for the daemon and for its figures, and its folder of the day in archive/.
    static let openFilesPerPartner: UInt64 = 7

    func checkLedger(isReachable: Bool) -> [GroundCheck] {
        guard isReachable else {
            return [GroundCheck(.ledger, .unseen, "ledger", .notReached)] + checkClock(against: nil)
        }
        // Whoever may not enter the folder would be told that there is no ledger.
        let barred = looking(.ledger) { () throws(SpoolFault) in
            _ = try ground.files(in: "ledger")
            return []
        }
        if !barred.isEmpty { return barred + checkClock(against: nil) }
        do throws(LedgerFault) {
            let condition = try ledger(ground.path + "/ledger")
            var checks: [GroundCheck] = []
            let isSound = condition.complaints.isEmpty
            checks.append(
                GroundCheck(
                    .ledger, isSound ? .ok : .fault, "ledger",
                    isSound ? .ledgerSound(schema: condition.schema) : .ledgerDamaged(complaints: condition.complaints)))
            if condition.journal != "wal" { checks.append(GroundCheck(.log, .fault, "ledger", .journal(condition.journal))) }
            checks.append(
                GroundCheck(.log, condition.logBytes > Self.logBytesMax ? .warning : .ok, "ledger", .log(bytes: condition.logBytes)))
            return checks + checkClock(against: condition)
        } catch {
            let result: GroundCheck.Result = error.kind == .busy ? .unseen : .fault
            return [GroundCheck(.ledger, result, "ledger", .ledgerFault(error))] + checkClock(against: nil)
        }
    }

    // MARK: DONG_HO

    func checkClock(against ledger: LedgerCondition?) -> [GroundCheck] {
        guard let now else { return [GroundCheck(.clock, .unseen, "--now", .fixedClock)] }
        var checks = looking(.clock) { () throws(SpoolFault) in
            let ahead = try ground.fileSystemTime() / 1_000_000_000 - now().secondsSince1970
            return [
                GroundCheck(.clock, abs(ahead) > Self.fileSystemClockSecondsMax ? .warning : .ok, "work", .fileSystemClock(ahead: ahead))
            ]
        }
        // The time is asked after the look: a daemon goes on recording meanwhile.
        if let ledger { checks.append(check(now(), againstLastEvent: ledger.lastEventAt)) }
        return checks
            + looking(.clock) { () throws(SpoolFault) in
                let claimedAt = try ground.newestClaim()?.claimedAt
                guard let claimedAt, claimedAt > now() else { return [GroundCheck(.clock, .ok, "work", .newestClaim(claimedAt))] }
                return [GroundCheck(.clock, .fault, "work", .claimFromTheFuture(claimedAt))]
            }
    }

    private func check(_ now: VietnamTime, againstLastEvent last: VietnamTime?) -> GroundCheck {
        guard let last else { return GroundCheck(.clock, .ok, "ledger", .lastEvent(nil)) }
        let days = (now - last) / 86_400
        if now < last { return GroundCheck(.clock, .fault, "ledger", .clockBeforeLastEvent(last)) }
        if days >= Self.quietDaysMax { return GroundCheck(.clock, .fault, "ledger", .clockLongAfterLastEvent(last, days: days)) }
        return GroundCheck(.clock, .ok, "ledger", .lastEvent(last))
    }

    // MARK: TEP_MO, TIEN_TRINH

    func checkProcess(partners: Int) -> [GroundCheck] {
        looking(.openFiles) { () throws(SpoolFault) in
            let limit = try ground.descriptorLimit()
            let wanted = Self.openFilesBase + Self.openFilesPerPartner * UInt64(partners)
            return [GroundCheck(.openFiles, limit < wanted ? .fault : .ok, "ulimit -n", .openFiles(limit: limit, wanted: wanted))]
        }
            + looking(.daemon) { () throws(SpoolFault) in
                let holder = try ground.holder()
                return [GroundCheck(.daemon, .ok, ".giaonhan.lock", holder.map { .daemonRuns($0) } ?? .daemonDoesNotRun)]
            }
    }
}
