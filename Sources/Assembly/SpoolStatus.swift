import ConfinedReading
public import Contributions
public import ExchangePipeline
import Glibc
public import LedgerCore
public import Spooling

// What is waiting, in work, held, answered and refused, per owner, how far the money has come, and whether a person has to do
// something. It only looks: no lock, a ledger for reading only, so it stands beside a running daemon. Work goes on while it looks,
// so a file may be seen twice or not at all between two folders; the counts of records are of one moment, and so is the money.

/// A spool as one look found it.
public struct SpoolStatus: Sendable {
    public let takenAt: VietnamTime
    /// The agency, then every partner that has a folder, sent anything or was credited, sorted.
    public let owners: [OwnerStatus]
    /// LY_DO: why a person has to do something; red when there is any.
    public let redLights: [RedLight]

    /// DS_CHU_Y: what somebody should ask about; none of it is red. In the order of partners.
    public var notes: [StatusNote] { owners.flatMap(StatusNote.all) }

    public var isRed: Bool { !redLights.isEmpty }

    /// A file may wait this long in an inbox before it is a red light: the daemon looks every few seconds, and a partner's
    /// largest file is posted in a few minutes.
    public static let waitingSecondsMax: Int64 = 15 * 60
    /// An upload under way is reported from this age on.
    public static let uploadSecondsMax: Int64 = 24 * 3600
    /// Claims of so many days are counted by their numbers.
    public static let intakeDays = 7
    /// The daemon's own figures count the records of a claim that is not posted after so many seconds.
    static let workSeconds = 60
}

/// Who says whether the clock can be believed.
public enum ClockOpinion: Sendable {
    /// The daemon, which has watched it.
    case daemons(ClockTrouble?)
    /// Whoever looks: the clock against the ledger; nobody asks under `--now`.
    case own

    fileprivate var isDaemons: Bool { if case .daemons = self { true } else { false } }
}

/// Why a person has to do something. The words, and what to do, are the command's.
public enum RedLight: Sendable, Hashable {
    /// What the daemon's last pass ended with: the disk, the ledger, or owners whose folders are out of order.
    case fault(String)
    /// What an owner's files were answered, and what was written of them, are not the same: files, records or đồng that nobody accounts for.
    case unaccounted(Owner, files: Int, records: Int, money: Int128)
    /// The first of so many claims that are neither posted nor in work/.
    case claimsMissing(IntakeNumber, count: Int)
    case held(Claim)
    /// The first of so many files that wait for too long.
    case waitingLong(Owner, file: String, count: Int)
    /// The oldest of so many uploads that were not finished.
    case uploadUnderWay(Owner, file: String, hours: Int64, count: Int)
    /// The outbox's path is no real folder.
    case noFolder(Owner, path: String)
    /// The inbox cannot be looked into.
    case blocked(Owner, fault: SpoolFault)
    case dayNotClosed(Day)
    /// The first of so many reports that are missing in an outbox.
    case reportMissing(ReportOwed, count: Int)
    case clock(ClockTrouble)
    /// A clock was ahead once: days are closed, or have recordings, that have not come yet.
    case daysAhead(DaysAhead)
}

/// What somebody should ask a partner or the bank about. The words, and what to do, are the command's.
public enum StatusNote: Sendable, Hashable {
    /// No file for so many days.
    case silent(Owner, days: Int)
    /// Money listed that no bank has credited, and the age of the oldest such listing.
    case listedNotCredited(Owner, money: MoneySum, days: Int)
    /// Money credited that no listing agrees with.
    case creditedNotListed(Owner, money: MoneySum)
    /// The same, to a MA_TCDVT that no partner bears: no listing will ever come.
    case creditedToNobody(Owner, money: MoneySum)

    /// A partner that was silent so many days is asked, as in TONG-HOP; one day may be a holiday of its own.
    public static let silentDaysMin = 2
    /// A transfer may be on its way over a weekend.
    public static let listedDaysMin = 3

    static func all(of row: OwnerStatus) -> [StatusNote] {
        var notes: [StatusNote] = []
        if let days = row.silentDays, days >= silentDaysMin { notes.append(.silent(row.owner, days: days)) }
        if let days = row.listedDays, days >= listedDaysMin {
            notes.append(.listedNotCredited(row.owner, money: row.listedMoney, days: days))
        }
        if row.creditedMoney > 0 {
            let money = row.creditedMoney
            notes.append(row.hasFolder ? .creditedNotListed(row.owner, money: money) : .creditedToNobody(row.owner, money: money))
        }
        return notes
    }
}

/// One owner's row.
public struct OwnerStatus: Sendable, Hashable {
    public let owner: Owner
    /// The agency, and partners of the registry, who get their folders as soon as they are recorded.
    public var hasFolder = false
    /// CHO: files in the inbox that are no uploads under way.
    public var waiting = 0
    /// CHO_LAU_NHAT: seconds since the oldest of them was written.
    public var oldestWaitingSeconds: Int64 = 0
    /// DANG_XU_LY: claimed files.
    public var inWork = 0
    /// GIU_LAI.
    public var held = 0
    /// SL_TEP: files that are posted, hence answered.
    public var answered = 0
    /// CACH_LY: of these, quarantined.
    public var quarantined = 0
    /// SL_NHAN: records of posted files, as are the following.
    public var received = 0
    public var recorded = 0
    public var onRecord = 0
    public var refused = 0
    /// SL_CHO: records of claimed or held files not yet posted.
    public var unposted = 0
    /// The money of the records above; TIEN_NHAN is their sum, for the ledger keeps what became of every đồng.
    public var recordedMoney: MoneySum = 0
    public var onRecordMoney: MoneySum = 0
    public var refusedMoney: MoneySum = 0

    /// SL_CON_LAI, TIEN_CON_LAI: codes recorded, not cancelled, not remitted, and their money; of the agency's row nothing, as are
    /// all the following.
    public var outstanding = 0
    public var outstandingMoney: MoneySum = 0
    /// SO_NGAY_CON_LAI: days since the ngày ghi nhận of the oldest file with such a code; nil when there is none.
    public var outstandingDays: Int?
    /// TIEN_KE_CHUA_CO_BAO_CO: money of listings that stand and are not credited. It is a part of the outstanding money.
    public var listedMoney: MoneySum = 0
    /// SO_NGAY_KE: days since the earliest NGAY_CHUYEN of these; nil when there is none.
    public var listedDays: Int?
    /// TIEN_BAO_CO_CHUA_KHOP: money credited that no listing agrees with.
    public var creditedMoney: MoneySum = 0
    /// IM_LANG: days since the day of the last claim; nil when it never sent a file.
    public var silentDays: Int?

    /// What the postings wrote of this owner's files, counted from the other side; nil when they wrote nothing.
    public var written: WrittenTally?

    /// CHENH_LECH_TEP: files answered that no posting wrote, or the other way round.
    public var filesDifference: Int { answered - (written?.files ?? 0) }
    /// CHENH_LECH_TIEN: đồng of received records that nobody accounts for.
    public var moneyDifference: MoneySum {
        receivedMoney - (written.map { $0.recordedMoney + $0.onRecordMoney + $0.refusedMoney } ?? 0)
    }
    /// The sums agree, and so does each of their parts.
    var isAccounted: Bool {
        let written = written ?? WrittenTally(owner: owner)
        return [answered, quarantined, received, recorded, onRecord, refused] == [
            written.files, written.quarantined, written.found, written.recorded, written.onRecord, written.refused,
        ]
            && [recordedMoney, onRecordMoney, refusedMoney] == [written.recordedMoney, written.onRecordMoney, written.refusedMoney]
    }

    public var receivedMoney: MoneySum { recordedMoney + onRecordMoney + refusedMoney }
    /// CHENH_LECH: records received, as their answers say, that nobody accounts for: neither written as recorded, nor as on record
    /// before, nor as refused.
    public var difference: Int { received - (written.map { $0.recorded + $0.onRecord + $0.refused } ?? 0) }

    init(owner: Owner) { self.owner = owner }
}

extension Assembly {
    /// One look at a spool.
    /// - Parameter alarmAtSecond: seconds after midnight from which a report of the day before is missed.
    public static func status(of settings: SpoolSettings, alarmAtSecond: Int, clock: ClockOpinion) throws -> SpoolStatus {
        try status(of: settings, try openSpool(settings), alarmAtSecond: alarmAtSecond, clock: clock)
    }

    private static func status(
        of settings: SpoolSettings, _ spool: Spool, alarmAtSecond: Int, clock: ClockOpinion
    ) throws -> SpoolStatus {
        let ledger = try openLedger(of: spool, readOnly: true)
        let trouble =
            switch clock {
            case .daemons(let trouble): trouble
            case .own: try clockTrouble(of: settings, ledger)
            }
        var look = StatusLook(
            spool: spool, ledger: ledger, limits: settings.limits, reader: makeReader(settings), now: settings.clock.now(),
            alarmAtSecond: alarmAtSecond, clockTrouble: trouble, isDaemons: clock.isDaemons, isClockAsked: settings.now == nil)
        return try look.take()
    }

    /// Looks, and replaces status.json and metrics.prom, each as a whole.
    public static func renewFigures(
        of settings: SpoolSettings, alarmAtSecond: Int, clock: ClockOpinion,
        render: (SpoolStatus) throws -> (status: [UInt8], metrics: [UInt8])
    ) throws {
        let spool = try openSpool(settings)
        let (status, metrics) = try render(status(of: settings, spool, alarmAtSecond: alarmAtSecond, clock: clock))
        try spool.renew(.status, with: status)
        try spool.renew(.metrics, with: metrics)
    }
}

/// Gathers the rows and the red lights.
private struct StatusLook {
    let spool: Spool
    let ledger: any Ledger
    let limits: ExchangeLimits
    /// Begun only when there are records to count.
    let reader: ReaderProcess
    let now: VietnamTime
    let alarmAtSecond: Int
    let clockTrouble: ClockTrouble?
    /// The look is the daemon's own: what it claimed just now is being read already, and is not read once more to be counted.
    let isDaemons: Bool
    /// Not under `--now`.
    let isClockAsked: Bool
    private var rows: [Owner: OwnerStatus] = [:]
    private var redLights: [RedLight] = []

    init(
        spool: Spool, ledger: any Ledger, limits: ExchangeLimits, reader: ReaderProcess, now: VietnamTime, alarmAtSecond: Int,
        clockTrouble: ClockTrouble?, isDaemons: Bool, isClockAsked: Bool
    ) {
        (self.spool, self.ledger, self.limits, self.reader, self.now) = (spool, ledger, limits, reader, now)
        (self.alarmAtSecond, self.clockTrouble) = (alarmAtSecond, clockTrouble)
        (self.isDaemons, self.isClockAsked) = (isDaemons, isClockAsked)
    }

    mutating func take() throws -> SpoolStatus {
        if let fault = try SpoolLock.notedFault(spool: spool.path, calls: SystemFileCalls()) { redLights.append(.fault(fault)) }
        // Against the stream of work, so that a file on its way is rather seen twice than not at all.
        try readTallies()
        try readTrails()
        try readClaims(try spool.heldClaims(), folder: "work/held") { $0.held += 1 }
        try readClaims(try spool.standingClaims(), folder: "work") { $0.inWork += 1 }
        for owner in try spool.owners() { try readFolders(of: owner) }
        try readDays()
        try readIntakes()
        if let clockTrouble { redLights.append(.clock(clockTrouble)) }
        if isClockAsked, let ahead = try DaysAhead.look(in: ledger, at: now) { redLights.append(.daysAhead(ahead)) }
        return SpoolStatus(takenAt: now, owners: rows.values.sorted { $0.owner < $1.owner }, redLights: redLights)
    }

    /// The files' verdicts, and what was written of them.
    private mutating func readTallies() throws {
        let (verdicts, written) = try ledger.conservation()
        for tally in verdicts {
            update(tally.owner) { row in
                let counts = tally.counts
                (row.answered, row.quarantined) = (tally.files, tally.quarantined)
                (row.received, row.recorded, row.onRecord, row.refused) = (counts.found, counts.recorded, counts.onRecord, counts.refused)
                (row.recordedMoney, row.onRecordMoney, row.refusedMoney) = (counts.recordedMoney, counts.onRecordMoney, counts.refusedMoney)
            }
        }
        for tally in written { update(tally.owner) { $0.written = tally } }
        for row in rows.values.sorted(by: { $0.owner < $1.owner }) where !row.isAccounted {
            redLights.append(
                .unaccounted(row.owner, files: row.filesDifference, records: row.difference, money: row.moneyDifference))
        }
    }

    /// Each claim has a number, one after the other, and is posted, or stands in work/. Looked at last: what is posted in between is none.
    private mutating func readIntakes() throws {
        let missing = try ledger.missingIntakes(since: now.day.advanced(by: -SpoolStatus.intakeDays))
        if missing.isEmpty { return }
        let standing = Set(try (spool.standingClaims() + spool.heldClaims()).map(\.intake))
        let lost = try missing.filter { try !standing.contains($0) && ledger.file($0) == nil }
        if let first = lost.first { redLights.append(.claimsMissing(first, count: lost.count)) }
    }

    private mutating func readTrails() throws {
        let today = now.day
        // A look at an earlier time than the ledger's finds no negative age.
        func age(_ day: Day?) -> Int? { day.map { max(0, today - $0) } }
        for trail in try ledger.trails() {
            guard let owner = Owner(trail.partner) else { throw LedgerFault(.corrupt, "a partner's code cannot be read") }
            update(owner) { row in
                (row.outstanding, row.outstandingMoney) = (trail.outstanding, trail.outstandingMoney)
                row.outstandingDays = age(trail.oldestOutstanding)
                (row.listedMoney, row.listedDays) = (trail.listedMoney, age(trail.oldestListing))
                row.creditedMoney = trail.creditedMoney
                row.silentDays = age(trail.lastClaim)
            }
        }
    }

    private mutating func readClaims(_ claims: [Claim], folder: String, _ count: (inout OwnerStatus) -> Void) throws {
        for claim in claims {
            var records = 0
            if !(isDaemons && now - claim.claimedAt < SpoolStatus.workSeconds),
                try claim.owner != .agency && ledger.file(claim.intake) == nil
            {
                records = try Examiner.paymentCount(
                    of: "\(spool.path)/\(folder)/\(claim.workName)", limits: limits, reader: reader)
            }
            update(claim.owner) { row in
                count(&row)
                row.unposted += records
            }
            if folder == "work/held" { redLights.append(.held(claim)) }
        }
    }

    private mutating func readFolders(of owner: Owner) throws {
        update(owner) { $0.hasFolder = true }
        readGround(of: owner)
        var tally = InboxTally(at: now)
        do {
            let look = try spool.beginLook(in: owner, pairs: false)
            while let sighting = try look.next() { tally.count(sighting) }
        } catch {
            guard error.scope == .owner(owner) else { throw error }
            redLights.append(.blocked(owner, fault: error))
            return
        }
        update(owner) { row in (row.waiting, row.oldestWaitingSeconds) = (tally.waiting, tally.oldestSeconds) }
        if let first = tally.late.first { redLights.append(.waitingLong(owner, file: first.shownName, count: tally.late.count)) }
        if let first = tally.uploads.first {
            let hours = (now - first.modifiedAt) / 3600
            redLights.append(.uploadUnderWay(owner, file: first.shownName, hours: hours, count: tally.uploads.count))
        }
    }

    /// The outbox must be a folder; a link in its place would lead the daemon elsewhere. One that is missing is made when the
    /// daemon hears of the partner, and missed when it has.
    private mutating func readGround(of owner: Owner) {
        let parent = owner == .agency ? "agency" : "partners/\(owner)"
        for folder in [parent, parent + "/outbox"] {
            let status = try? SystemFileCalls().status(of: Array("\(spool.path)/\(folder)".utf8), in: AT_FDCWD)
            if status?.kind == .folder { continue }
            if status == nil, let row = rows[owner], row.received == 0, row.inWork == 0 { return }
            redLights.append(.noFolder(owner, path: folder))
            return
        }
    }

    /// Yesterday's reports stand in the outboxes at the time of alarm (money.md).
    private mutating func readDays() throws {
        let overdue = try OverdueReports.look(in: ledger, at: now, alarmAtSecond: alarmAtSecond)
        if let day = overdue.notClosed { redLights.append(.dayNotClosed(day)) }
        if let report = overdue.first { redLights.append(.reportMissing(report, count: overdue.count)) }
    }

    private mutating func update(_ owner: Owner, _ change: (inout OwnerStatus) -> Void) {
        change(&rows[owner, default: OwnerStatus(owner: owner)])
    }
}
