import Contributions
import ExchangeFormat
import Glibc

// The daemon's side: has files read by a confined child, and believes it nothing (FrameInspection, ChunkInspection). The child lives
// as long as it behaves and is replaced when it does not. A file at which it ends, or oversteps a budget, is tried once more by a
// new child; the second time the file gets TEP07, after a document of ours has shown that readers work here at all.
//
// What counts against a file: any end of the child after it got the file, but for SIGKILL from outside, which no file can cause;
// up to `killsMax` of these are passed over. If the child says that the disk failed, or stands still, the file is read here, byte
// for byte: when that fails too the fault is the disk's, else the child's word counts against it.
//
// Of the files that are expected next a few are ordered ahead, so that the child reads while the daemon judges. The pipe bounds how far
// it gets. What was ordered of a child that has ended is ordered again, and a file is tried the second time with nothing behind it: so
// none is refused for what another did.

/// Has files read by a process of their own. Used from one task at a time.
public final class ReaderProcess: FileReading {
    private let executable: String
    private let budgets: ReadingBudgets
    private let report: (ReaderEnd) -> Void
    private var session: Session?

    /// The running program itself, which knows the command.
    public static let thisProgram = "/proc/self/exe"
    /// Tries of one file that may count against it.
    private static let triesMax = 2
    /// Ends by SIGKILL from outside that one file's reading passes over.
    private static let killsMax = 3
    /// Files that are ordered before their turn: few enough for the socket to take them at once, whatever the child does.
    private static let aheadMax = 8

    /// The process that reads now, if there is one; for tests, which end it.
    package var processID: Int32? { session?.child.process }

    /// What is read next, as far as somebody has said so.
    private var expected: ArraySlice<FileToRead> = []

    private final class Session {
        let child: ReaderChild
        let frames: FrameSource
        /// The files that it was told to read and whose frames have not come yet, in order.
        var ordered: [FileToRead] = []

        init(_ child: ReaderChild, _ frames: FrameSource) { (self.child, self.frames) = (child, frames) }
    }

    /// - Parameters:
    ///   - executable: a program that knows the command `reader`.
    ///   - report: told of every end of a reader while it had a file in hand.
    public init(executable: String, budgets: ReadingBudgets, report: @escaping (ReaderEnd) -> Void = { _ in }) {
        (self.executable, self.budgets, self.report) = (executable, budgets, report)
    }

    public func expect(_ files: [FileToRead]) { expected = files[...] }

    public func read<Taker: RecordTaking>(
        _ file: FileToRead, limits: ReadingLimits, into makeTaker: () throws -> Taker
    ) throws -> (taker: Taker, parsed: Parsed) {
        if expected.popFirst() !== file { expected = [] }
        var (tries, kills) = (0, 0)
        while true {
            let taker = try makeTaker()
            do {
                return (taker, try attempt(file, limits, into: taker, ordersAhead: tries == 0))
            } catch let end as ReaderEnd {
                report(end)
                if end.isFromOutside, kills < Self.killsMax {
                    kills += 1
                    continue
                }
                tries += 1
                guard tries == Self.triesMax else { continue }
                try requireSound()
                return (try makeTaker(), Parsed(finding: end.finding, shape: nil, header: nil, found: 0))
            }
        }
    }

    /// Has a document of ours read.
    /// - Throws: `ReaderFault` when no reader can be begun, or none that works.
    public func requireSound() throws {
        var kills = 0
        while true {
            do {
                let isRight = try KnownGood.withFile { file in
                    let counter = KnownGood.Counter()
                    let parsed = try attempt(file, ReadingLimits(), into: counter)
                    return KnownGood.isRight(parsed, records: counter.records)
                }
                guard isRight == true else { throw ReaderFault(description: "the process for reading does not read a document of ours") }
                return
            } catch let end as ReaderEnd {
                report(end)
                if end.isFromOutside, kills < Self.killsMax {
                    kills += 1
                    continue
                }
                throw ReaderFault(description: "the process for reading ends at a document of ours: \(end)")
            }
        }
    }

    // MARK: one try

    /// - Throws: `ReaderEnd`, a fault of ours, and whatever the taker throws.
    private func attempt(
        _ file: FileToRead, _ limits: ReadingLimits, into taker: any RecordTaking, ordersAhead: Bool = false
    ) throws -> Parsed {
        let session = try order(file, limits)
        if ordersAhead { orderAhead(session, limits) }
        session.frames.bytesMax = Reception.frameBytesMax(limits)
        let allowed = budgets.processorNanoseconds(for: file, limits)
        let used = session.child.usedNanoseconds
        var watch = Watch(
            processorMax: Int64(clamping: Int128(used) + Int128(allowed)), idleMax: budgets.waitNanoseconds(processor: allowed))
        session.child.limitProcessorTime(nanoseconds: watch.processorMax)
        do {
            let parsed = try Reception(session.frames, limits, isLast: session.ordered.count == 1).receive(&watch, into: taker)
            session.ordered.removeFirst()
            return parsed
        } catch let trouble as FrameSource.Trouble {
            throw try explain(trouble, session, file, watch, allowed)
        } catch let damage as FrameDamage {
            throw abandon(session, .dishonest(damage.reason))
        } catch let damage as ChunkDamage {
            throw abandon(session, .dishonest(damage.reason))
        } catch let broken as Reception.Broken {
            let end = abandon(session, .cannotRead(errno: broken.errno))
            try file.requireReadable()
            throw end
        } catch {
            // The taker's trouble: what is left of the file in the pipe is of no use.
            self.session = nil
            throw error
        }
    }

    /// Gives the file to the reader, unless it has it already; or to a new one when it is gone, or busy with what nobody asks for. What
    /// ended it while it had nothing in hand is nobody's.
    private func order(_ file: FileToRead, _ limits: ReadingLimits) throws -> Session {
        let request = Request(file, limits)
        if let session {
            if session.ordered.first === file { return session }
            if session.ordered.isEmpty, session.frames.isEmpty, session.child.send(request) {
                session.ordered = [file]
                return session
            }
        }
        session = nil
        let fresh = try begin()
        fresh.ordered = [file]
        guard fresh.child.send(request) else {
            throw ReaderFault(
                description: "the process for reading ended before it got a file: \(ReaderEnd(cause: Self.cause(of: fresh.child.end())))")
        }
        session = fresh
        return fresh
    }

    /// Gives it what is expected behind the file in hand. That it may be gone shows when its frames do not come.
    private func orderAhead(_ session: Session, _ limits: ReadingLimits) {
        for file in expected.dropFirst(session.ordered.count - 1).prefix(Self.aheadMax + 1 - session.ordered.count) {
            guard session.child.send(Request(file, limits)) else { return }
            session.ordered.append(file)
        }
    }

    /// A child that is confined and says so.
    private func begin() throws -> Session {
        let child = try ReaderChild(executable: executable, memoryBytes: budgets.memoryBytes)
        let frames = FrameSource(child)
        var watch = Watch(processorMax: Self.beginningMax, idleMax: Self.beginningMax)
        do throws(FrameSource.Trouble) {
            let frame = try frames.next(&watch)
            if frame.kind == .ready, frame.body.isEmpty { return Session(child, frames) }
            throw .damaged("ready")
        } catch {
            let cause =
                if case .closed = error { child.ended().map { ReaderEnd(cause: Self.cause(of: $0)).description } } else { nil as String? }
            throw ReaderFault(description: "no confined process for reading: \(cause ?? "it does not begin as it must")")
        }
    }

    /// A minute, in nanoseconds.
    private static let beginningMax: Int64 = 60_000_000_000

    private func abandon(_ session: Session, _ cause: ReaderEnd.Cause) -> ReaderEnd {
        session.child.end()
        self.session = nil
        return ReaderEnd(cause: cause)
    }

    private func explain(
        _ trouble: FrameSource.Trouble, _ session: Session, _ file: FileToRead, _ watch: Watch, _ allowed: Int64
    ) throws -> ReaderEnd {
        switch trouble {
        case .damaged(let reason): return abandon(session, .dishonest(reason))
        case .overProcessorTime: return abandon(session, overProcessorTime(allowed))
        case .overWaiting:
            let end = abandon(session, .waiting(seconds: Int(watch.idleMax / 1_000_000_000)))
            try file.requireReadable()
            return end
        case .closed:
            return abandon(session, session.child.ended().map { decode($0, allowed) } ?? .dishonest("closed its pipe"))
        }
    }

    private func decode(_ status: Int32, _ allowed: Int64) -> ReaderEnd.Cause {
        switch Self.cause(of: status) {
        case .exit(ReaderLoop.Code.outOfMemory.rawValue): .memory(mebibytes: budgets.memoryMiB)
        case .signal(SIGXCPU): overProcessorTime(allowed)
        case let other: other
        }
    }

    private func overProcessorTime(_ allowed: Int64) -> ReaderEnd.Cause { .processorTime(seconds: Int(allowed / 1_000_000_000)) }

    private static func cause(of status: Int32) -> ReaderEnd.Cause {
        status & 0x7F == 0 ? .exit((status >> 8) & 0xFF) : .signal(status & 0x7F)
    }
}
