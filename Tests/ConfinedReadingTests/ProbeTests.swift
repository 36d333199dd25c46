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
