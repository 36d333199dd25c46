import ConfinedReading
import Contributions
import ExchangeTesting
import Foundation
import Testing

// How readers end, and whose business that is: the file's, the machine's, or nobody's.

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
