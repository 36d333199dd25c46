import Contributions
import ExchangeTesting
import Foundation
import GRDB
import LedgerCore
import Testing

@testable import LedgerSQLite

@Suite("A ledger's file")
struct OpeningTests {
    private static let day = Day(number: 20_777)

    @Test("create is repeated without harm, but never with another prefix")
    func createTwice() throws {
        let folder = try LedgerFolder().made()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        try SQLiteLedger.create(in: folder.path, prefix: "POS")
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)) == before)
        #expect(faultKind { try SQLiteLedger.create(in: folder.path, prefix: "ABC") } == .invariant)
        #expect(try folder.open().prefix == "POS")
    }

    @Test("a folder may have any name", arguments: ["a b", "100%41", "a?vfs=none&mode=memory", "a#b", "sổ cái"])
    func anyName(name: String) throws {
        let outer = try LedgerFolder()
        let folder = "/" + outer.path + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try SQLiteLedger.create(in: folder, prefix: "POS")
        for readOnly in [false, true] { #expect(try SQLiteLedger(opening: folder, readOnly: readOnly).prefix == "POS") }
        #expect(try outer.files == [name])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).contains("ledger.sqlite"))
    }

    @Test("two ledgers made alike are alike byte for byte: nothing records the time")
    func noTime() throws {
        let (one, other) = (try LedgerFolder().made(), try LedgerFolder().made())
        #expect(try Data(contentsOf: URL(fileURLWithPath: one.database)) == Data(contentsOf: URL(fileURLWithPath: other.database)))
    }

    @Test("a prefix is three capital letters", arguments: ["", "PO", "POSX", "pos", "PÔ", "P1S", "P S"])
    func prefix(_ prefix: String) throws {
        let folder = try LedgerFolder()
        #expect(faultKind { try SQLiteLedger.create(in: folder.path, prefix: prefix) } == .invariant)
        #expect(try folder.files.isEmpty)
    }

    @Test("what is missing or not ours is not opened, and not changed", arguments: [true, false])
    func foreign(readOnly: Bool) throws {
        let folder = try LedgerFolder()
        #expect(faultKind { _ = try folder.open(readOnly: readOnly) } == .notAGiaonhanLedger)
        #expect(try folder.files.isEmpty)

        try Data("<xml>not a database, but longer than a header of a hundred bytes would be, so that it is read</xml>".utf8)
            .write(to: URL(fileURLWithPath: folder.database))
        #expect(faultKind { _ = try folder.open(readOnly: readOnly) } == .notAGiaonhanLedger)
        try FileManager.default.removeItem(atPath: folder.database)

        try folder.stranger().write { try $0.execute(sql: "CREATE TABLE t (a)") }
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.database))
        #expect(faultKind { _ = try folder.open(readOnly: readOnly) } == .notAGiaonhanLedger)
        #expect(faultKind { try SQLiteLedger.create(in: folder.path, prefix: "POS") } == .notAGiaonhanLedger)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.database)) == before)
    }

    @Test("a ledger that a newer release has written is left alone", arguments: [true, false])
    func newer(readOnly: Bool) throws {
        let folder = try LedgerFolder().made()
        try folder.stranger().write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 from the future')") }
        #expect(faultKind { _ = try folder.open(readOnly: readOnly) } == .notAGiaonhanLedger)
    }

    @Test("the settings are really in force")
    func settings() throws {
        let ledger = try LedgerFolder().made().open()
        func pragma(_ name: String) throws -> String? {
            try ledger.reading { try DatabaseValue.fetchOne($0, sql: "PRAGMA \(name)").map { "\($0.storage.value ?? "")" } }
        }
        #expect(try pragma("journal_mode") == "wal")
        #expect(try pragma("synchronous") == "2")
        #expect(try pragma("secure_delete") == "0")
        #expect(try pragma("foreign_keys") == "1")
        #expect(try pragma("cache_size") == "-24576")
        #expect(try pragma("wal_autocheckpoint") == "131072")
        #expect(try pragma("application_id") == "\(0x474E_4C47)")
        #expect(try pragma("busy_timeout") == "50")
        try ledger.checkpoint()
        #expect(try pragma("busy_timeout") == "50")
    }

    @Test("migrations are named, and every table is strict")
    func migrations() throws {
        let ledger = try LedgerFolder().made().open()
        try ledger.reading { database in
            #expect(try Schema.migrator.appliedMigrations(database) == ["1 files, payments, money trail, registry, days"])
            let loose = try String.fetchAll(
                database, sql: "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND schema = 'main' ORDER BY name")
            #expect(loose == ["grdb_migrations", "sqlite_schema"])
        }
    }

    @Test("a reader stands beside a writer, sees what is posted, and cannot write")
    func readOnly() throws {
        let folder = try LedgerFolder().made()
        let before = try folder.files
        #expect(before == ["ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal"])
        let reader = try folder.open(readOnly: true)
        #expect(try reader.prefix == "POS" && reader.tallies().isEmpty)
        let writer = try folder.open()
        let intake = IntakeNumber(day: Self.day, sequence: 1)
        try LedgerTestBatch(intake, [.payment("A", receipt: 1)]).post(to: writer)
        #expect(try reader.tallies().map(\.counts.recorded) == [1])
        #expect(faultKind { try reader.refuseHeld(IntakeNumber(day: Self.day, sequence: 2), at: VietnamTime(Self.day)) } == .io)
        try writer.checkpoint()
        #expect(try reader.file(intake)?.codes == 1..<2)
        #expect(try folder.files == before)
    }

    @Test("a writer that another one keeps waiting reports busy, and posts when it is gone")
    func busy() throws {
        let folder = try LedgerFolder().made()
        let ledger = try folder.open()
        let other = try folder.stranger()
        let batch = LedgerTestBatch(IntakeNumber(day: Self.day, sequence: 1), [.payment("A", receipt: 1)])
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(faultKind { try batch.post(to: ledger) } == .busy)
        #expect(faultKind { try ledger.refuseHeld(batch.posting.intake, at: VietnamTime(Self.day)) } == .busy)
        try ledger.checkpoint()
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        #expect(try batch.post(to: ledger).codes == 1..<2)
    }

    @Test("what was committed is there after a stop without closing")
    func uncleanStop() throws {
        let folder = try LedgerFolder().made()
        let ledger = try folder.open()
        try LedgerTestBatch(IntakeNumber(day: Self.day, sequence: 1), [.payment("A", receipt: 1)]).post(to: ledger)
        // A copy of the files as they stand, in the middle of the second posting, is what a power cut leaves.
        let copy = try LedgerFolder()
        let second = LedgerTestBatch(IntakeNumber(day: Self.day, sequence: 2), [.payment("B", receipt: 2)])
        _ = try ledger.post(second.posting, keys: second.keys) { _, poster in
            try poster.add(second.chunks[0])
            for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
                try FileManager.default.copyItem(atPath: "\(folder.path)/\(name)", toPath: "\(copy.path)/\(name)")
            }
        }
        let recovered = try copy.open()
        #expect(try recovered.tallies().map(\.files) == [1])
        #expect(try second.post(to: recovered).codes == 2..<3)
        #expect(try recovered.reading { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
    }

    @Test("a disk that is full is told from other trouble, and the posting can be tried again")
    func full() throws {
        let ledger = try LedgerFolder().made().open()
        let batch = LedgerTestBatch(
            IntakeNumber(day: Self.day, sequence: 1), recordsMax: 4096, (1...3000).map { .payment("GD-\($0)", receipt: Int64($0)) })
        try ledger.writingPragma("max_page_count = 60")
        #expect(faultKind { try batch.post(to: ledger) } == .full)
        #expect(try ledger.tallies().isEmpty)
        try ledger.writingPragma("max_page_count = 1000000")
        #expect(try batch.post(to: ledger).codes == 1..<3001)
    }
}

extension SQLiteLedger {
    fileprivate func writingPragma(_ pragma: String) throws { try reading { try $0.execute(sql: "PRAGMA \(pragma)") } }
}
