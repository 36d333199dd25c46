import GRDB

// The tables of ledger.sqlite, as named migrations that are never edited once published. Wrong Swift must still leave
// right data: every table is STRICT, and keys, checks and foreign keys are the last guard of what exchange.md promises.
// Days are counted from 1970-01-01, times are seconds since then; texts parted by U+001F are written as they came.

enum Schema {
    /// `GNLG`, in the header of the database file: tells a ledger of ours from any other database.
    static let applicationID: Int32 = 0x474E_4C47

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 files, payments, money trail, registry, days") { database in
            try database.execute(
                sql: identity + events + files + payments + runs + entries + adjustments + listings + credits + openFiles + registry
                    + answers + decisions + days + tallies + collectors)
        }
        return migrator
    }

    /// Triggers that keep a table's rows as they were written, or only some columns of them.
    static func stays(_ table: String, changing columns: String? = nil) -> String {
        """
        CREATE TRIGGER \(table)_stays BEFORE UPDATE \(columns.map { "OF \($0) " } ?? "")ON \(table)
        BEGIN SELECT RAISE(ABORT, '\(table): rows never change'); END;
        CREATE TRIGGER \(table)_kept BEFORE DELETE ON \(table) BEGIN SELECT RAISE(ABORT, '\(table): rows are never deleted'); END;

        """
    }

    /// One of the words stands in the column. Of an `IN` with more than two values SQLite makes a table, each time that a row is written.
    static func any(of words: [String], _ column: String) -> String {
        words.map { "\(column) = '\($0)'" }.joined(separator: " OR ")
    }

    /// A column for a sum of money: an integer where 63 bits hold it, else its digits as text (MoneyColumns.swift).
    static func sum(_ column: String) -> String {
        """
        \(column) ANY NOT NULL CHECK (CASE typeof(\(column)) WHEN 'integer' THEN \(column) >= 0 WHEN 'text' THEN
                \(column) NOT GLOB '*[^0-9]*' AND \(column) NOT GLOB '0*' AND (length(\(column)) BETWEEN 20 AND 39
                    OR length(\(column)) = 19 AND \(column) > '\(Int64.max)') ELSE 0 END)
        """
    }

    /// What `create` fixes for good.
    private static let identity = """
        CREATE TABLE ledger (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            prefix TEXT NOT NULL CHECK (prefix GLOB '[A-Z][A-Z][A-Z]')
        ) STRICT;

        """

    /// One row for every posted file, stored artifact and closed day; EventChain.swift says what `chain` binds.
    private static let events = """
        CREATE TABLE event (
            number INTEGER PRIMARY KEY CHECK (number > 0),
            at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (\(any(of: ["file", "artifact", "day", "refusal", "jump"], "kind"))),
            chain BLOB NOT NULL CHECK (length(chain) = 32)
        ) STRICT;

        """

    /// Same bytes of one owner record once. A MA_LO has one holder per owner, document and office; whoever else records under it
    /// must be a DANH_SACH_THU sent again (LO05's exception): some of its records are on record before or refused, and it holds nothing.
    private static let files = """
        CREATE TABLE file (
            id INTEGER PRIMARY KEY,
            claim_day INTEGER NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            claimed_at INTEGER NOT NULL,
            owner TEXT NOT NULL CHECK (owner <> ''),
            name TEXT NOT NULL,
            shown_name TEXT NOT NULL,
            sha256 BLOB NOT NULL CHECK (length(sha256) IN (0, 32)),
            bytes INTEGER NOT NULL CHECK (bytes >= 0),
            outcome TEXT NOT NULL CHECK (\(any(of: ["recorded", "refused", "quarantined", "replay"], "outcome"))),
            replay_of INTEGER REFERENCES file (id),
            result_code INTEGER NOT NULL,
            document TEXT CHECK (\(any(of: ["DANH_SACH_THU", "DANH_MUC", "DIEU_CHINH", "BANG_KE_NOP", "SAO_KE"], "document"))),
            partner TEXT NOT NULL,
            office TEXT NOT NULL,
            batch TEXT NOT NULL,
            prepared_at TEXT NOT NULL,
            declared_count TEXT NOT NULL,
            declared_total TEXT NOT NULL,
            found INTEGER NOT NULL CHECK (found >= 0),
            recorded INTEGER NOT NULL CHECK (recorded >= 0),
            on_record INTEGER NOT NULL CHECK (on_record >= 0),
            refused INTEGER NOT NULL CHECK (refused >= 0),
            \(sum("recorded_money")),
            \(sum("on_record_money")),
            \(sum("refused_money")),
            findings TEXT NOT NULL,
            registry_revision INTEGER NOT NULL CHECK (registry_revision >= 0),
            posted_at INTEGER NOT NULL,
            recorded_on INTEGER NOT NULL,
            event INTEGER NOT NULL UNIQUE REFERENCES event (number) DEFERRABLE INITIALLY DEFERRED,
            first_code INTEGER UNIQUE,
            last_code INTEGER UNIQUE,
            holds_batch INTEGER NOT NULL CHECK (holds_batch IN (0, 1)),
            UNIQUE (claim_day, sequence),
            CHECK (found = recorded + on_record + refused),
            CHECK (recorded_on >= claim_day),
            CHECK ((outcome = 'replay') = (replay_of IS NOT NULL)),
            CHECK (outcome = 'recorded' OR (recorded = 0 AND recorded_money = 0 AND holds_batch = 0)),
            CHECK (outcome <> 'recorded' OR (recorded + on_record > 0 AND document IS NOT NULL AND length(sha256) = 32)),
            CHECK (outcome <> 'recorded' OR holds_batch = 1 OR batch = '' OR (document = 'DANH_SACH_THU' AND on_record + refused > 0)),
            CHECK ((first_code IS NULL) = (last_code IS NULL)),
            CHECK ((first_code IS NOT NULL) = (document IS 'DANH_SACH_THU' AND recorded > 0)),
            CHECK (first_code IS NULL OR last_code - first_code + 1 = recorded)
        ) STRICT;
        CREATE UNIQUE INDEX file_recorded_bytes ON file (owner, sha256) WHERE recorded > 0;
        CREATE UNIQUE INDEX file_batch_holder ON file (owner, document, office, batch) WHERE holds_batch = 1;
        CREATE INDEX file_day ON file (recorded_on, office, owner);
        CREATE INDEX file_owner ON file (owner, claim_day, recorded_on);

        """

    /// A payment's code is its row id, so a code is found without an index, and a file's payments are one range of codes. The keys
    /// that arrive in any order have trees of their own, into which each batch's keys go sorted.
    private static let payments = """
        CREATE TABLE payment (
            code INTEGER PRIMARY KEY CHECK (code BETWEEN 1 AND 999999999),
            file INTEGER NOT NULL REFERENCES file (id),
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
            amount INTEGER NOT NULL CHECK (amount > 0),
            paid_on INTEGER NOT NULL,
            fields TEXT NOT NULL
        ) STRICT;
        CREATE TABLE partner (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE CHECK (code <> '')
        ) STRICT;
        CREATE TABLE transaction_key (
            partner_id INTEGER NOT NULL,
            key TEXT NOT NULL CHECK (key <> ''),
            code INTEGER NOT NULL,
            PRIMARY KEY (partner_id, key)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE receipt (
            key INTEGER PRIMARY KEY,
            code INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE receipt_serial (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            serial TEXT NOT NULL UNIQUE CHECK (serial <> '')
        ) STRICT;

        """

    /// Sorted runs of what the payments say about people (1) and households (2), each known by its first block; KeyRun.swift tells how
    /// they are laid out. A block or a guide fills one page at most.
    private static let runs = """
        CREATE TABLE key_run (
            first_block INTEGER PRIMARY KEY,
            family INTEGER NOT NULL CHECK (family IN (1, 2)),
            entries INTEGER NOT NULL CHECK (entries > 0),
            first_guide INTEGER NOT NULL,
            starts BLOB NOT NULL CHECK (length(starts) = 16 * ((entries + 2897) / 2898))
        ) STRICT;
        CREATE TABLE key_guide (
            id INTEGER PRIMARY KEY,
            blocks BLOB NOT NULL CHECK (length(blocks) BETWEEN 176 AND 4048 AND length(blocks) % 176 = 0)
        ) STRICT;
        CREATE TABLE key_block (
            id INTEGER PRIMARY KEY,
            entries BLOB NOT NULL CHECK (length(entries) BETWEEN 32 AND 4032 AND length(entries) % 32 = 0)
        ) STRICT;

        """

    /// What an answer lists beside its recorded payments; ordinal is STT.
    private static let entries = """
        CREATE TABLE on_record (
            file INTEGER NOT NULL REFERENCES file (id),
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            code INTEGER NOT NULL REFERENCES payment (code),
            PRIMARY KEY (file, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE refusal (
            file INTEGER NOT NULL REFERENCES file (id),
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            line INTEGER NOT NULL CHECK (line >= 0),
            section INTEGER NOT NULL CHECK (section BETWEEN 0 AND 255),
            key TEXT NOT NULL,
            findings TEXT NOT NULL,
            PRIMARY KEY (file, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE warning (
            file INTEGER NOT NULL REFERENCES file (id),
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            place INTEGER NOT NULL CHECK (place >= 0),
            finding TEXT NOT NULL CHECK (finding <> ''),
            PRIMARY KEY (file, ordinal, place)
        ) STRICT, WITHOUT ROWID;

        """

    /// Rows of DANH_MUC are only ever added; the triggers keep it so.
    private static let registry = """
        CREATE TABLE registry_row (
            revision INTEGER PRIMARY KEY CHECK (revision > 0),
            file INTEGER NOT NULL REFERENCES file (id),
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            section INTEGER NOT NULL CHECK (section BETWEEN 0 AND 7),
            key TEXT NOT NULL,
            fields TEXT NOT NULL,
            UNIQUE (file, ordinal)
        ) STRICT;
        CREATE TRIGGER registry_row_stays BEFORE UPDATE ON registry_row BEGIN SELECT RAISE(ABORT, 'registry rows never change'); END;
        CREATE TRIGGER registry_row_kept BEFORE DELETE ON registry_row BEGIN SELECT RAISE(ABORT, 'registry rows are never deleted'); END;

        """

    private static let answerKinds = ["TC_HTML", "TC", "XN"]
    private static let reportKinds = ["01-XN", "C17-TS", "CHAM-NOP", "TONG-HOP", "DOI-CHIEU", "NVT", "DIA-BAN"]

    private static let answers = """
        CREATE TABLE artifact (
            event INTEGER PRIMARY KEY REFERENCES event (number) DEFERRABLE INITIALLY DEFERRED,
            kind TEXT NOT NULL CHECK (\(any(of: answerKinds + reportKinds, "kind"))),
            file INTEGER REFERENCES file (id),
            name TEXT NOT NULL CHECK (name <> ''),
            day INTEGER NOT NULL,
            owner TEXT NOT NULL CHECK (owner <> ''),
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            UNIQUE (day, owner, name),
            CHECK ((\(any(of: answerKinds, "kind"))) = (file IS NOT NULL))
        ) STRICT;
        CREATE INDEX artifact_file ON artifact (file) WHERE file IS NOT NULL;
        CREATE INDEX artifact_report ON artifact (day, name) WHERE file IS NULL;

        """

    /// What a day's closing keeps. A report's `kind` is its place in `ReportKind`, from 1, and `partner` is empty in one on all partners.
    /// A balance is what was recorded and neither cancelled nor remitted at the closing; a pair without a row has none.
    private static let days = """
        CREATE TABLE day_closing (
            day INTEGER PRIMARY KEY,
            closed_at INTEGER NOT NULL,
            last_event INTEGER NOT NULL CHECK (last_event >= 0),
            registry_revision INTEGER NOT NULL CHECK (registry_revision >= 0),
            chain_head BLOB NOT NULL CHECK (length(chain_head) = 32),
            event INTEGER NOT NULL UNIQUE REFERENCES event (number) DEFERRABLE INITIALLY DEFERRED,
            CHECK (event = last_event + 1)
        ) STRICT;
        CREATE TABLE report_owed (
            day INTEGER NOT NULL REFERENCES day_closing (day),
            kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 7),
            office TEXT NOT NULL CHECK (office <> ''),
            partner TEXT NOT NULL,
            year INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK ((kind = 1) = (number > 0) AND number >= 0),
            published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
            PRIMARY KEY (day, kind, office, partner),
            CHECK (kind = 3 OR (kind < 3) = (partner <> ''))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX report_number ON report_owed (office, partner, year, number) WHERE kind = 1;
        CREATE INDEX report_unpublished ON report_owed (day, kind, office, partner) WHERE published = 0;
        CREATE TABLE balance (
            day INTEGER NOT NULL REFERENCES day_closing (day),
            office TEXT NOT NULL CHECK (office <> ''),
            partner TEXT NOT NULL CHECK (partner <> ''),
            codes INTEGER NOT NULL CHECK (codes >= 0),
            \(sum("money")) CHECK ((codes = 0) = (money = 0)),
            PRIMARY KEY (day, office, partner)
        ) STRICT, WITHOUT ROWID;

        """
        + stays("report_owed", changing: "day, kind, office, partner, year, number") + stays("balance") + stays("day_closing")
}
