import ConfinedReading
import Contributions
import ExchangeTesting
import Foundation
import Synchronization
import Testing

// Files that are ordered before their turn: what is read ahead is the file that is asked for, and each file's trouble stays its own.

@Suite("Reading ahead")
struct ReadingAheadTests {
    private final class Ends: Sendable {
        private let ends = Mutex<[ReaderEnd.Cause]>([])
        func add(_ end: ReaderEnd) { ends.withLock { $0.append(end.cause) } }
        var all: [ReaderEnd.Cause] { ends.withLock { $0 } }
    }

    private func reader(_ ends: Ends, _ program: String = "reader-probe", _ budgets: ReadingBudgets = ReadingBudgets()) throws
        -> ReaderProcess
    {
        ReaderProcess(executable: try BuiltProduct.path(program), budgets: budgets) { ends.add($0) }
    }

    /// One with so many cancellations, which tells the probe to do that.
    private func document(_ count: Int, _ deed: String = "none") throws -> OpenDocument {
        try OpenDocument(OpenDocument.cancellations(count, prologue: "<!-- probe:\(deed) -->"))
    }

    @Test("many files that are expected are each what they are")
    func many() throws {
        let ends = Ends()
        let reader = try reader(ends)
        let documents = try (1...40).map { try document($0) }
        reader.expect(documents.map(\.file))
        for (index, document) in documents.enumerated() {
            #expect(try Reading(of: document, by: reader) == Reading(of: document, by: InProcessReading()), "file \(index + 1)")
        }
        #expect(ends.all.isEmpty)
    }

    @Test("far more than the pipe holds is waited for, not lost")
    func large() throws {
        let ends = Ends()
        let reader = try reader(ends)
        let documents = try (1...4).map { try document(20_000 + $0) }
        reader.expect(documents.map(\.file))
        for (index, document) in documents.enumerated() {
            #expect(try Reading(of: document, by: reader).found == 20_001 + index)
        }
        #expect(ends.all.isEmpty)
    }

    @Test(
        "a file at which the reader ends gets TEP07 at the second time; those before and behind it are read",
        arguments: ["crash", "open", "garbage", "closePipe", "wrongCount"])
    func neighbours(deed: String) throws {
        let ends = Ends()
        let reader = try reader(ends)
        let documents = try [document(1), document(2), document(3, deed), document(4), document(5)]
        reader.expect(documents.map(\.file))
        let readings = try documents.map { try Reading(of: $0, by: reader) }
        #expect(readings.map(\.finding) == [nil, nil, Finding(.TEP07, details: ["ended"]), nil, nil])
        #expect(readings.map(\.found) == [1, 2, 0, 4, 5])
        #expect(ends.all.count == 2)
    }

    @Test("a budget is each file's own: what computes for ever behind others is the one that is over it")
    func budget() throws {
        let ends = Ends()
        var budgets = ReadingBudgets()
        (budgets.seconds, budgets.millisecondsPerMiB) = (1, 0)
        let reader = try reader(ends, "reader-probe", budgets)
        let documents = try [document(1), document(2), document(3, "spin"), document(4)]
        reader.expect(documents.map(\.file))
        let readings = try documents.map { try Reading(of: $0, by: reader) }
        #expect(readings.map(\.finding) == [nil, nil, Finding(.TEP07, details: ["processor", "1"]), nil])
        #expect(ends.all == [.processorTime(seconds: 1), .processorTime(seconds: 1)])
    }

    @Test("two such files in a row each get two tries")
    func inARow() throws {
        let ends = Ends()
        let reader = try reader(ends)
        let documents = try [document(1), document(2, "crash"), document(3, "open"), document(4)]
        reader.expect(documents.map(\.file))
        let readings = try documents.map { try Reading(of: $0, by: reader) }
        #expect(readings.map { $0.finding?.code } == [nil, .TEP07, .TEP07, nil])
        #expect(readings.map(\.found) == [1, 0, 0, 4])
        #expect(ends.all.count == 4)
    }

    @Test("frames that a file sends beyond its own pass for nobody's: the file behind it is read again, alone")
    func beyond() throws {
        let ends = Ends()
        let reader = try reader(ends)
        let documents = try [document(2), document(3, "twice"), document(4), document(5)]
        reader.expect(documents.map(\.file))
        let readings = try documents.map { try Reading(of: $0, by: reader) }
        #expect(readings.map { $0.finding } == [nil, nil, nil, nil])
        #expect(readings[2] == (try Reading(of: documents[2], by: InProcessReading())))
        #expect(readings[3] == (try Reading(of: documents[3], by: InProcessReading())))
        #expect(ends.all == [.dishonest("count of records")])
    }

    @Test("a reader that is killed while files are ordered ahead of it is replaced, and all of them are read")
    func killed() throws {
        let ends = Ends()
        let reader = try reader(ends, "giaonhan")
        let documents = try (1...12).map { try document($0) }
        reader.expect(documents.map(\.file))
        for (index, document) in documents.enumerated() {
            #expect(try Reading(of: document, by: reader).found == index + 1)
            guard index.isMultiple(of: 4) else { continue }
            let process = try #require(reader.processID)
            kill(process, SIGKILL)
            var information = siginfo_t()
            waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT)
        }
        #expect(ends.all.allSatisfy { $0 == .signal(SIGKILL) })
    }

    @Test("another file than the one that was expected is read all the same, and what was ordered for nothing never passes for it")
    func another() throws {
        let ends = Ends()
        let reader = try reader(ends)
        let documents = try (1...6).map { try document($0) }
        reader.expect(documents.map(\.file))
        #expect(try Reading(of: documents[0], by: reader).found == 1)
        for index in [4, 1, 5, 5] { #expect(try Reading(of: documents[index], by: reader).found == index + 1) }
        reader.expect([documents[2].file, documents[3].file])
        for index in [2, 0] { #expect(try Reading(of: documents[index], by: reader).found == index + 1) }
        #expect(ends.all.isEmpty)
    }

    @Test("a taker that throws leaves nothing behind for the files that were expected")
    func takerThrows() throws {
        struct Full: Error {}
        let ends = Ends()
        let reader = try reader(ends)
        let documents = try (1...3).map { try document($0) }
        reader.expect(documents.map(\.file))
        #expect(throws: Full.self) {
            try reader.read(documents[0].file, limits: ReadingLimits()) {
                let keeper = Keeper()
                keeper.beforeChunk = { throw Full() }
                return keeper
            }
        }
        #expect(try documents.map { try Reading(of: $0, by: reader).found } == [1, 2, 3])
        #expect(ends.all.isEmpty)
    }
}
