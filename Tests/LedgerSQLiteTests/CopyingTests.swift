import Contributions
import ExchangeTesting
import Foundation
import GRDB
import LedgerCore
import Testing

@testable import LedgerSQLite

@Suite("A ledger's copy")
struct CopyingTests {
    private static let day = Day(number: 20_777)

    private static func batch(_ sequence: Int, _ payments: Int) -> LedgerTestBatch {
        LedgerTestBatch(
            IntakeNumber(day: day, sequence: sequence), seed: UInt8(sequence),
            (0..<payments).map { .payment("K\(sequence)-\($0)", receipt: Int64(sequence * 1000 + $0)) })
    }

    @Test("a copy taken inside a posting is the ledger before it; one taken afterwards is the ledger after it")
    func duringPosting() throws {
        let (folder, before, after) = (try LedgerFolder().made(), try LedgerFolder(), try LedgerFolder())
        let ledger = try folder.open()
        try Self.batch(1, 3).post(to: ledger)
        let (sums, head) = (try ledger.tallies(), try ledger.reading { try EventChain.head($0) })

        let batch = Self.batch(2, 4)
        var copies: [LedgerCopy] = []
        _ = try ledger.post(batch.posting, keys: batch.keys) { _, poster in
            try poster.add(batch.chunks[0])
            // As the command does: a connection of its own, beside the open transaction.
            copies.append(try folder.open(readOnly: true).copy(to: before.database))
            try poster.add(batch.chunks[1])
        }
        #expect(copies.first?.lastEvent == head.number)
        #expect(copies.first?.chainHead == head.chain)
        #expect(try before.open().tallies() == sums)
        #expect(try before.files == ["ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal"], "no other file was left beside it")

        let whole = try folder.open(readOnly: true).copy(to: after.database)
        #expect(whole.lastEvent == head.number + 1)
        #expect(try after.open().tallies() == ledger.tallies())
        #expect(try after.open().tallies().first?.counts.recorded == 7)
    }

    @Test("a copy can be posted to like the ledger it was taken from, and then has the same chain")
    func goesOn() throws {
        let (folder, other) = (try LedgerFolder().made(), try LedgerFolder())
        let ledger = try folder.open()
        try Self.batch(1, 3).post(to: ledger)
        _ = try folder.open(readOnly: true).copy(to: other.database)
        let copy = try other.open()
        for each in [ledger, copy] { try Self.batch(2, 2).post(to: each) }
        let heads = try [ledger, copy].map { try $0.reading { try EventChain.head($0).chain } }
        #expect(heads[0] == heads[1])
    }

    @Test("a damaged ledger is not said to be copied")
    func damaged() throws {
        let (folder, other) = (try LedgerFolder().made(), try LedgerFolder())
        try Self.batch(1, 200).post(to: try folder.open())
        try folder.stranger().writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        // The last page: what opening reads is whole.
        bytes.replaceSubrange(bytes.count - 4096..<bytes.count - 4032, with: Data(repeating: 0xEE, count: 64))
        try bytes.write(to: URL(fileURLWithPath: folder.database))
        #expect(faultKind { _ = try folder.open(readOnly: true).copy(to: other.database) } == .corrupt)
    }
}
