import ConfinedReading
import Contributions
import ExchangeTesting
import Foundation
import Synchronization
import Testing

// What a reader that a file has taken over can do: nothing but end. The probe confines itself as the real one does; what it is not
// stopped at it would answer honestly, with the records of the file.

@Suite("A reader that is told to misbehave")
struct ProbeTests {
    private final class Ends: Sendable {
        private let ends = Mutex<[ReaderEnd.Cause]>([])
        func add(_ end: ReaderEnd) { ends.withLock { $0.append(end.cause) } }
        var all: [ReaderEnd.Cause] { ends.withLock { $0 } }
    }

    private func reader(_ ends: Ends, _ change: (inout ReadingBudgets) -> Void = { _ in }) throws -> ReaderProcess {
        var budgets = ReadingBudgets()
        change(&budgets)
        return ReaderProcess(executable: try BuiltProduct.path("reader-probe"), budgets: budgets) { ends.add($0) }
    }

    private func document(_ deed: String) throws -> OpenDocument {
        try OpenDocument(OpenDocument.cancellations(3, prologue: "<!-- probe:\(deed) -->"))
    }

    @Test("a file that tells it nothing is read")
    func honest() throws {
        let ends = Ends()
        let reading = try Reading(of: try document("none"), by: try reader(ends))
        #expect(reading.finding == nil && reading.found == 3)
        #expect(ends.all.isEmpty)
    }

    /// SIGSYS is how the kernel answers a call that is not allowed.
    @Test(
        "to open a file, to connect, to make a process, to become another program, to signal the daemon, to map memory that can be run: it ends at each, the file gets TEP07, and the next file is read",
        arguments: ["open", "connect", "fork", "execute", "signal", "map"])
    func forbiddenCall(deed: String) throws {
        let ends = Ends()
        let reader = try reader(ends)
        #expect(try Reading(of: try document(deed), by: reader).finding == Finding(.TEP07, details: ["ended"]))
        #expect(ends.all == [.signal(SIGSYS), .signal(SIGSYS)])
        #expect(try Reading(of: try document("none"), by: reader).found == 3)
    }

    @Test("4 GB of memory are not to be had, and the message names the budget")
    func memory() throws {
        let ends = Ends()
        #expect(
            try Reading(of: try document("allocate"), by: try reader(ends) { $0.memoryMiB = 300 }).finding
                == Finding(.TEP07, details: ["memory", "300"]))
        #expect(ends.all == [.memory(mebibytes: 300), .memory(mebibytes: 300)])
    }

    @Test("a budget of processor time ends what goes on for ever, and the message names it")
    func processorTime() throws {
        let ends = Ends()
        let reading = try Reading(
            of: try document("spin"),
            by: try reader(ends) {
                $0.seconds = 1
                $0.millisecondsPerMiB = 0
            })
        #expect(reading.finding == Finding(.TEP07, details: ["processor", "1"]))
        #expect(ends.all == [.processorTime(seconds: 1), .processorTime(seconds: 1)])
    }

    @Test("what stands still is ended, and as the file can be read here, it counts", arguments: ["stand", "closePipe"])
    func standsStill(deed: String) throws {
        let ends = Ends()
        let reading = try Reading(
            of: try document(deed),
            by: try reader(ends) {
                $0.waitSeconds = 1
                $0.seconds = 0
                $0.millisecondsPerMiB = 10
            })
        let isPipe = deed == "closePipe"
        #expect(reading.finding == Finding(.TEP07, details: isPipe ? ["ended"] : ["steps", "1"]))
        let cause: ReaderEnd.Cause = isPipe ? .dishonest("closed its pipe") : .waiting(seconds: 1)
        #expect(ends.all == [cause, cause])
    }

    @Test("a crash is the file's, at the second time")
    func crash() throws {
        let ends = Ends()
        #expect(try Reading(of: try document("crash"), by: try reader(ends)).finding == Finding(.TEP07, details: ["ended"]))
        #expect(ends.all.count == 2)
        for cause in ends.all {
            guard case .signal(let signal) = cause else {
                Issue.record("\(cause)")
                continue
            }
            #expect([SIGILL, SIGTRAP, SIGABRT, SIGSYS].contains(signal))
        }
    }

    @Test(
        "frames that no honest reader sends are its end, whatever is wrong with them",
        arguments: [
            ("garbage", "frame"), ("hugeFrame", "frame"), ("chunkFirst", "order of frames"), ("outside", "record"), ("overlap", "record"),
            ("control", "content"), ("notUTF8", "content"), ("wrongCount", "count of records"), ("wrongHeader", "header's value"),
            ("twice", "more than the file's frames"), ("nothing", "count of records"),
        ])
    func dishonest(deed: String, reason: String) throws {
        let ends = Ends()
        let reader = try reader(ends)
        #expect(try Reading(of: try document(deed), by: reader).finding == Finding(.TEP07, details: ["ended"]))
        #expect(ends.all == [.dishonest(reason), .dishonest(reason)])
        #expect(try Reading(of: try document("none"), by: reader).found == 3)
    }
}

@Suite("Readers that end")
struct ReaderEndTests {
    @Test(
        "one that is killed from outside in the middle of a file costs the file nothing, whether it happens once or three times",
        arguments: 1...3)
    func killed(times: Int) throws {
        let reader = ReaderProcess(executable: try BuiltProduct.path("giaonhan"), budgets: ReadingBudgets())
        let document = try OpenDocument(OpenDocument.cancellations(40_000))
        var left = times
        let (keeper, parsed) = try reader.read(document.file, limits: ReadingLimits()) {
            let keeper = Keeper()
            keeper.beforeChunk = {
                guard left > 0 else { return }
                left -= 1
                kill(try #require(reader.processID), SIGKILL)
            }
            return keeper
        }
        #expect(left == 0)
        #expect(parsed.finding == nil && parsed.found == 40_000)
        #expect(keeper.records.count == 40_000, "the taker that counts got each record once")
    }

    @Test("one that is killed from outside again and again leaves the file with TEP07 in the end")
    func killedForGood() throws {
        let reader = ReaderProcess(executable: try BuiltProduct.path("giaonhan"), budgets: ReadingBudgets())
        let document = try OpenDocument(OpenDocument.cancellations(40_000))
        var takers = 0
        let parsed = try reader.read(document.file, limits: ReadingLimits()) {
            takers += 1
            let keeper = Keeper()
            keeper.beforeChunk = { kill(try #require(reader.processID), SIGKILL) }
            return keeper
        }.parsed
        #expect(parsed.finding?.code == .TEP07)
        #expect(takers == 3 + 2 + 1, "three passed over, two that count, and the one that is handed out")
    }

    @Test("one that ended between two files is replaced, and nobody's file pays for it")
    func killedBetween() throws {
        var ends = 0
        let reader = ReaderProcess(executable: try BuiltProduct.path("giaonhan"), budgets: ReadingBudgets()) { _ in ends += 1 }
        let document = try OpenDocument(OpenDocument.cancellations(3))
        for _ in 0..<3 {
            #expect(try Reading(of: document, by: reader).found == 3)
            let process = try #require(reader.processID)
            kill(process, SIGKILL)
            var information = siginfo_t()
            waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT)
        }
        #expect(ends == 0)
    }

    @Test("SIGTERM and SIGINT, as a whole group may get them, do not end it")
    func asked() throws {
        let reader = ReaderProcess(executable: try BuiltProduct.path("giaonhan"), budgets: ReadingBudgets())
        let document = try OpenDocument(OpenDocument.cancellations(3))
        #expect(try Reading(of: document, by: reader).found == 3)
        let process = try #require(reader.processID)
        for signal in [SIGTERM, SIGINT, SIGHUP] { kill(process, signal) }
        #expect(try Reading(of: document, by: reader).found == 3)
        #expect(reader.processID == process)
    }

    @Test("a program that is not there, or is no reader, is a fault of ours", arguments: ["/nonexistent", "/bin/true", "/bin/cat"])
    func noReader(program: String) throws {
        let document = try OpenDocument(OpenDocument.cancellations(3))
        #expect(throws: ReaderFault.self) { try Reading(of: document, by: ReaderProcess(executable: program, budgets: ReadingBudgets())) }
    }

    @Test("a reader that ends at a document of ours as well is a fault of ours, never a file's")
    func sick() throws {
        let program = NSTemporaryDirectory() + "giaonhan-sick-\(UUID().uuidString)"
        // Says that it is ready, waits for its order, and ends.
        let ready = "\\001" + String(repeating: "\\000", count: 15)
        try "#!/bin/sh\nprintf '\(ready)'\nhead -c 1 > /dev/null\nexit 7\n".write(toFile: program, atomically: true, encoding: .utf8)
        chmod(program, 0o700)
        defer { unlink(program) }
        var ends: [ReaderEnd.Cause] = []
        let reader = ReaderProcess(executable: program, budgets: ReadingBudgets()) { ends.append($0.cause) }
        let document = try OpenDocument(OpenDocument.cancellations(3))
        #expect(throws: ReaderFault.self) { try Reading(of: document, by: reader) }
        #expect(ends == [.exit(7), .exit(7), .exit(7)], "the file's two, and that of ours")
    }

    @Test("a taker that throws ends the reading with its own fault, and the next file is read")
    func takerThrows() throws {
        struct Full: Error {}
        let reader = ReaderProcess(executable: try BuiltProduct.path("giaonhan"), budgets: ReadingBudgets())
        let document = try OpenDocument(OpenDocument.cancellations(40_000))
        #expect(throws: Full.self) {
            try reader.read(document.file, limits: ReadingLimits()) {
                let keeper = Keeper()
                keeper.beforeChunk = { throw Full() }
                return keeper
            }
        }
        #expect(try Reading(of: document, by: reader).found == 40_000)
    }
}
