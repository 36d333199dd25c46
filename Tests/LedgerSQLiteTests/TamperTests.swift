import Contributions
import ExchangeTesting
import Foundation
import GRDB
import LedgerCore
import LedgerSQLite
import Testing

// Every table and every column of a ledger that holds every kind of row: one value is changed by one unit or one byte, a row is
// taken away, a row is added; whoever did it has put every trigger back. An audit must tell of each, and name the place.

@Suite("Tampering with any row", .serialized)
struct TamperTests {
    /// What the ledger cannot know of itself, and why it does no harm; ARCHITECTURE.md says the same.
    private static let harmless: [String: String] = [
        // The report is published once more, byte for byte; and `verify` notes it as not published.
        "report_owed.published 1 -> 0": "",
        // Days without payments are tallied or not: the figures are the same.
        "collector_tally.day": "",
    ]

    private static let everything = Result { try LedgerFolder().filledWithEverything() }

    private static let tables: [String] = (try? everything.get().tables()) ?? []

    @Test("a ledger that holds every kind of row is right as it is, and every table of it has rows")
    func right() throws {
        let folder = try Self.everything.get()
        #expect(try folder.told() == [])
        for table in Self.tables { #expect(try folder.rowCount(of: table) > 0, "\(table)") }
        #expect(Self.tables.count > 30)
    }

    @Test("a changed value is told, with its place", arguments: tables)
    func changedValue(_ table: String) throws {
        let folder = try Self.everything.get()
        for column in try folder.columns(of: table) {
            for (row, change) in try folder.changes(of: column, in: table) {
                let place = "\(table).\(column) \(change.shown)"
                guard Self.harmless[place] == nil, Self.harmless["\(table).\(column)"] == nil else { continue }
                let told = try folder.told(after: [change.sql])
                #expect(folder.names(row, of: table, told), "\(place) of \(row): \(told)")
            }
        }
    }

    @Test("a row that is gone, and a row too many, are told, with their place", arguments: tables)
    func rows(_ table: String) throws {
        let folder = try Self.everything.get()
        for row in try folder.rows(of: table) {
            let told = try folder.told(after: ["DELETE FROM \(table) WHERE \(row.condition)"])
            #expect(folder.names(row, of: table, told), "\(table) without \(row): \(told)")
        }
        let added = try folder.addition(to: table)
        #expect(!added.isEmpty || table == "ledger" || table == "collector_tally", "\(table)")
        for sql in added {
            let told = try folder.told(after: [sql])
            #expect(!told.isEmpty, "\(sql)")
        }
    }

    @Test(
        "a trigger, an index or a table that is not as the release makes it is told by its name",
        arguments: [
            ("DROP TRIGGER listing_stays", "trigger listing_stays"), ("DROP INDEX file_owner", "index file_owner"),
            ("CREATE TABLE notes (text TEXT)", "table notes"), ("CREATE INDEX quick ON payment (amount)", "index quick"),
            (
                "CREATE TRIGGER sly AFTER INSERT ON payment BEGIN UPDATE payment SET amount = 1 WHERE code = NEW.code; END",
                "trigger sly"
            ),
        ])
    func schema(_ change: (sql: String, name: String)) throws {
        let told = try Self.everything.get().told(after: [change.sql], restoringTriggers: false)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("schema \(change.name) ") == true, "\(told)")
    }

    @Test("an index that disagrees with its table is told")
    func index() throws {
        // The index takes another table's root: the rows that it knows are none of its table's.
        let told = try Self.everything.get().told(after: [
            "PRAGMA writable_schema = ON",
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'listing_open') WHERE name = 'credit_open'",
        ])
        #expect(told.contains { $0.hasPrefix("database ledger.sqlite") && $0.contains("credit_open") }, "\(told)")
    }

    @Test("a migration that is not known, or is forgotten, is refused when the ledger is opened")
    func migrations() throws {
        let folder = try Self.everything.get()
        for sql in [
            "INSERT INTO grdb_migrations VALUES ('later')", "UPDATE grdb_migrations SET identifier = 'x'", "DELETE FROM grdb_migrations",
        ] {
            #expect(try folder.told(after: [sql]) == ["not opened"])
        }
    }
}
