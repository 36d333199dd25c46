import Answers
public import Contributions
public import LedgerCore
public import Spooling

// A ledger that was put back from a copy does not know what was published after the copy; archive/ and quarantine/ still do. What
// they know is found by names alone, in the folders of the days from the ledger's last known one on. As long as
// anything is forgotten, nothing is claimed or closed: a number or code that was published once must never be given out again. A
// person says --restored; then the ledger records that it goes on behind all of it (NumberJump), and what it forgot is listed.

/// What archive/ and quarantine/ know, and the ledger does not.
public struct ForgottenWork: Sendable {
    /// The originals of files that the ledger forgot, relative to the spool, in the order of their numbers.
    public private(set) var originals: [String] = []
    /// The highest MA_TIEP_NHAN of each day that has forgotten ones.
    public private(set) var highest: [Day: Int] = [:]
    /// The last day whose reports are published, when the ledger has not closed it.
    public private(set) var publishedThrough: Day?
    /// Everything that it does not know, relative to the spool: originals, answers and reports.
    public private(set) var paths: [String] = []
    private var confirmations: [ArchivedName] = []

    public var isEmpty: Bool { paths.isEmpty }
    /// The forgotten MA_TIEP_NHAN with the highest number of each day, sorted.
    public var intakes: [IntakeNumber] { highest.map { IntakeNumber(day: $0, sequence: $1) }.sorted() }

    /// Looks at the days from the ledger's last known one on; names only.
    public static func look(_ spool: Spool, _ ledger: any Ledger) throws -> ForgottenWork {
        let claimed = try ledger.lastClaimDay()
        let closed = try ledger.lastClosedDay()?.day.advanced(by: 1)
        return try look(spool, ledger, from: [claimed, closed].compactMap { $0 }.min())
    }

    /// - Parameters:
    ///   - first: the first day whose folder is looked at; nil for all.
    ///   - includingJumped: tell also what a jump on record has passed over.
    static func look(_ spool: Spool, _ ledger: any Ledger, from first: Day?, includingJumped: Bool = false) throws -> ForgottenWork {
        var work = ForgottenWork()
        let jumps = includingJumped ? [] : try ledger.jumps().map(\.jump)
        var known: [Day: Set<Int>] = [:]
        func isForgotten(_ intake: IntakeNumber) throws -> Bool {
            if known[intake.day] == nil { known[intake.day] = try ledger.intakeSequences(on: intake.day) }
            guard known[intake.day]?.contains(intake.sequence) == false else { return false }
            return !jumps.contains { $0.intakes.contains { $0.day == intake.day && $0.sequence >= intake.sequence } }
        }
        let published = jumps.compactMap(\.publishedThrough).max()
        // Names first, then the ledger: whatever is archived by then is posted.
        let quarantined = try spool.quarantinedNames()
        for day in try spool.archiveDays(from: first) {
            let names = try spool.archivedNames(on: day)
            let all = Set(names)
            for name in names {
                switch ArchivedKind(name, beside: all) {
                case .original(let intake): if try isForgotten(intake) { work.add(intake, "archive/\(name)", isOriginal: true) }
                case .answer(let intake, let isConfirmation):
                    guard try isForgotten(intake) else { continue }
                    work.add(intake, "archive/\(name)", isOriginal: false)
                    if isConfirmation { work.confirmations.append(name) }
                case .report:
                    guard try ledger.closedDay(day) == nil, published.map({ day > $0 }) ?? true else { continue }
                    work.paths.append("archive/\(name)")
                    work.publishedThrough = max(day, work.publishedThrough ?? day)
                case .other: break
                }
            }
        }
        for (owner, name) in quarantined {
            guard let intake = ArchivedKind.leadingIntake(name), first.map({ intake.day >= $0 }) ?? true, try isForgotten(intake) else {
                continue
            }
            work.add(intake, "quarantine/\(owner)/\(name)", isOriginal: !ArchivedKind.isSatellite(name))
        }
        work.originals.sort { $0.split(separator: "/").last! < $1.split(separator: "/").last! }
        return work
    }

    private mutating func add(_ intake: IntakeNumber, _ path: String, isOriginal: Bool) {
        paths.append(path)
        if isOriginal { originals.append(path) }
        highest[intake.day] = max(intake.sequence, highest[intake.day] ?? 0)
    }

    // MARK: --restored

    /// Records that the ledger goes on behind all of this. Reads the forgotten confirmations for the highest code in them.
    public func passOver(_ spool: Spool, _ ledger: any Ledger, at time: VietnamTime) throws {
        if isEmpty { return }
        var lastCode: Int64 = 0
        for name in confirmations {
            guard let file = try spool.openArchived(name) else { continue }
            lastCode = max(lastCode, try ConfirmedCodes.highest(in: file, prefix: ledger.prefix))
        }
        try ledger.jump(NumberJump(lastCode: lastCode, intakes: intakes, publishedThrough: publishedThrough), at: time)
    }
}

/// Thrown where something would be claimed or closed by a ledger that has forgotten something.
public struct RestoredLedger: Error, Sendable {
    public let forgotten: ForgottenWork
    public init(_ forgotten: ForgottenWork) { self.forgotten = forgotten }
}

/// What a name in archive/ is the name of. An original begins with its number, an answer ends with it; but a sender may give its file
/// a name that looks like the other end, and must not pretend numbers that way.
enum ArchivedKind: Equatable {
    case original(IntakeNumber)
    case answer(IntakeNumber, isConfirmation: Bool)
    case report
    /// A sidecar that may have been set aside before its file was claimed, or something of a person's.
    case other

    private static let answerEndings = [("_XN.xml", true), ("_TC.xml", false), ("_TC.html", false)]

    /// - Parameter names: everything in that folder. What looks like both is an original when its own answer lies beside it.
    init(_ archived: ArchivedName, beside names: Set<ArchivedName>) {
        let name = archived.name
        if Self.isSatellite(name) {
            self = .other
            return
        }
        let answer = Self.answer(name)
        if let intake = Self.leadingIntake(name) {
            let stem = AnswerNames.stem(of: String(name.dropFirst("\(intake)_".count)))
            let isAnswered = Self.answerEndings.contains {
                names.contains(ArchivedName(day: archived.day, owner: archived.owner, name: "\(stem)_\(intake)\($0.0)"))
            }
            if answer == nil || isAnswered {
                self = .original(intake)
                return
            }
        }
        let isReport = ReportKind.allCases.contains { name.hasPrefix($0.rawValue + "_") }
        self = answer ?? (isReport ? .report : .other)
    }

    static func isSatellite(_ name: String) -> Bool { name.hasSuffix(".sha256") || name.hasSuffix(".reason.json") }

    /// The number with which an original's name begins.
    static func leadingIntake(_ name: String) -> IntakeNumber? { name.firstIndex(of: "_").flatMap { IntakeNumber(name[..<$0]) } }

    private static func answer(_ name: String) -> ArchivedKind? {
        for (ending, isConfirmation) in answerEndings where name.hasSuffix(ending) {
            let rest = name.dropLast(ending.count)
            if let line = rest.lastIndex(of: "_"), let intake = IntakeNumber(rest[rest.index(after: line)...]) {
                return .answer(intake, isConfirmation: isConfirmation)
            }
        }
        return nil
    }
}

/// The codes that an XN of ours gives. What senders wrote is escaped in it, so the element's name is ours wherever it stands.
enum ConfirmedCodes {
    private static let opening = Array("<MA_XAC_NHAN>".utf8)
    private static let codeBytes = 13
    private static let blockBytes = 1 << 20

    static func highest(in file: OpenFile, prefix: String) throws -> Int64 {
        var highest: Int64 = 0
        var bytes: [UInt8] = []
        while true {
            let block = try file.readAll(limit: blockBytes)
            if block.isEmpty { return highest }
            bytes += block
            var place = 0
            while let found = bytes[place...].firstIndex(of: opening[0]), found + opening.count + codeBytes <= bytes.count {
                place = found + 1
                guard bytes[found..<found + opening.count].elementsEqual(opening) else { continue }
                let text = bytes[found + opening.count..<found + opening.count + codeBytes]
                if let code = ConfirmationCode(String(decoding: text, as: UTF8.self)), code.prefix == prefix {
                    highest = max(highest, code.number)
                }
            }
            // What may be the beginning of one goes on in the next block.
            bytes.removeFirst(max(place, bytes.count - opening.count - codeBytes))
        }
    }
}
