// The tables of the money's way (LedgerCore's MoneyTrail.swift). A change is a row of its own and stays as it was written; the
// triggers keep it so. Only two columns are set later, once: the day on which a listing or a credit ended. `day` is the first
// day that can know a row: the ngày ghi nhận of its file, or of what it changes when that is later (a file claimed after
// midnight may be posted before one claimed ahead of it). So no day's figures ever know a change of what they do not know.

extension Schema {
    /// A day that never comes: the end of what has not ended.
    static let never: Int32 = .max

    static let adjustments = """
        CREATE TABLE cancellation (
            code INTEGER PRIMARY KEY REFERENCES payment (code),
            file INTEGER NOT NULL REFERENCES file (id),
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            day INTEGER NOT NULL,
            reason TEXT NOT NULL CHECK (reason <> ''),
            UNIQUE (file, ordinal)
        ) STRICT;
        CREATE INDEX cancellation_day ON cancellation (day, code);
        CREATE TRIGGER cancellation_of_recorded BEFORE INSERT ON cancellation WHEN EXISTS (
            SELECT 1 FROM listed_code AS c WHERE c.code = NEW.code AND NOT EXISTS (SELECT 1 FROM taking_back AS t WHERE t.listing = c.listing))
        BEGIN SELECT RAISE(ABORT, 'cancellation: the code is listed or remitted'); END;
        CREATE TABLE taking_back (
            listing INTEGER PRIMARY KEY REFERENCES listing (id),
            file INTEGER NOT NULL REFERENCES file (id),
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            day INTEGER NOT NULL,
            reason TEXT NOT NULL CHECK (reason <> ''),
            UNIQUE (file, ordinal)
        ) STRICT;
        CREATE TRIGGER taking_back_of_open BEFORE INSERT ON taking_back WHEN EXISTS (SELECT 1 FROM agreement WHERE listing = NEW.listing)
        BEGIN SELECT RAISE(ABORT, 'taking_back: the listing is credited'); END;

        """ + stays("cancellation") + stays("taking_back")

    /// A listing's codes stand twice: in the order of its file, as its answer lists them, and in the order of codes, where each code is
    /// looked up. `listing_part` counts them by the file that recorded them. Of one number of a partner one listing stands.
    static let listings = """
        CREATE TABLE listing (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            file INTEGER NOT NULL UNIQUE REFERENCES file (id),
            partner TEXT NOT NULL CHECK (partner <> ''),
            office TEXT NOT NULL CHECK (office <> ''),
            transfer TEXT NOT NULL CHECK (transfer <> ''),
            transferred_on INTEGER NOT NULL,
            codes INTEGER NOT NULL CHECK (codes > 0),
            total INTEGER NOT NULL CHECK (total > 0),
            day INTEGER NOT NULL,
            ended_on INTEGER NOT NULL DEFAULT \(never) CHECK (ended_on >= day)
        ) STRICT;
        CREATE INDEX listing_key ON listing (partner, transfer);
        CREATE INDEX listing_open ON listing (office, ended_on);
        CREATE INDEX listing_now ON listing (partner) WHERE ended_on = \(never);
        CREATE TRIGGER listing_once BEFORE INSERT ON listing WHEN EXISTS (
            SELECT 1 FROM listing AS l WHERE l.partner = NEW.partner AND l.transfer = NEW.transfer
                AND NOT EXISTS (SELECT 1 FROM taking_back AS t WHERE t.listing = l.id))
        BEGIN SELECT RAISE(ABORT, 'listing: one of that number stands'); END;
        CREATE TRIGGER listing_ends_once BEFORE UPDATE OF ended_on ON listing WHEN OLD.ended_on <> \(never)
        BEGIN SELECT RAISE(ABORT, 'listing: it ended before'); END;
        CREATE TABLE listing_entry (
            listing INTEGER NOT NULL,
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            code INTEGER NOT NULL,
            PRIMARY KEY (listing, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE listed_code (
            code INTEGER NOT NULL,
            listing INTEGER NOT NULL,
            PRIMARY KEY (code, listing)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE listing_part (
            listing INTEGER NOT NULL REFERENCES listing (id),
            file INTEGER NOT NULL REFERENCES file (id),
            codes INTEGER NOT NULL CHECK (codes > 0),
            PRIMARY KEY (listing, file)
        ) STRICT, WITHOUT ROWID;

        """ + stays("listing", changing: "id, file, partner, office, transfer, transferred_on, codes, total, day") + stays("listing_entry")
        + stays("listed_code") + stays("listing_part")

    /// A credit ends when it agrees with a listing, or when another content takes its place. A statement's entry that was on record
    /// before points to that credit.
    static let credits = """
        CREATE TABLE credit (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            file INTEGER NOT NULL REFERENCES file (id),
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            partner TEXT NOT NULL CHECK (partner <> ''),
            transfer TEXT NOT NULL CHECK (transfer <> ''),
            credited_on INTEGER NOT NULL,
            amount INTEGER NOT NULL CHECK (amount > 0),
            remark TEXT NOT NULL,
            office TEXT NOT NULL,
            day INTEGER NOT NULL,
            ended_on INTEGER NOT NULL DEFAULT \(never) CHECK (ended_on >= day),
            UNIQUE (file, ordinal)
        ) STRICT;
        CREATE INDEX credit_key ON credit (partner, transfer);
        CREATE INDEX credit_open ON credit (office, ended_on);
        CREATE UNIQUE INDEX credit_once ON credit (partner, transfer) WHERE ended_on = \(never);
        CREATE TRIGGER credit_ends_once BEFORE UPDATE OF ended_on ON credit WHEN OLD.ended_on <> \(never)
        BEGIN SELECT RAISE(ABORT, 'credit: it ended before'); END;
        CREATE TABLE statement_entry (
            file INTEGER NOT NULL REFERENCES file (id),
            ordinal INTEGER NOT NULL CHECK (ordinal > 0),
            credit INTEGER NOT NULL REFERENCES credit (id),
            state TEXT NOT NULL CHECK (\(any(of: ["KHOP", "CHO", "LECH"], "state"))),
            was_on_record INTEGER NOT NULL CHECK (was_on_record IN (0, 1)),
            PRIMARY KEY (file, ordinal)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE agreement (
            listing INTEGER PRIMARY KEY REFERENCES listing (id),
            credit INTEGER NOT NULL UNIQUE REFERENCES credit (id),
            file INTEGER NOT NULL REFERENCES file (id),
            day INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX agreement_file ON agreement (file);
        CREATE INDEX agreement_day ON agreement (day);
        CREATE TRIGGER agreement_agrees BEFORE INSERT ON agreement WHEN
            EXISTS (SELECT 1 FROM taking_back WHERE listing = NEW.listing) OR NOT EXISTS (
                SELECT 1 FROM listing AS l JOIN credit AS c ON c.partner = l.partner AND c.transfer = l.transfer AND c.amount = l.total
                WHERE l.id = NEW.listing AND c.id = NEW.credit)
        BEGIN SELECT RAISE(ABORT, 'agreement: listing and credit differ'); END;

        """ + stays("credit", changing: "id, file, ordinal, partner, transfer, credited_on, amount, remark, office, day")
        + stays("statement_entry") + stays("agreement")

    /// For each file that recorded payments, how many of its codes are neither cancelled nor remitted, and the latest day on which that
    /// changed. It repeats what the rows above say, so that what is open is found without reading what is not.
    static let openFiles = """
        CREATE TABLE file_open (
            file INTEGER PRIMARY KEY REFERENCES file (id),
            office TEXT NOT NULL,
            partner TEXT NOT NULL,
            recorded_on INTEGER NOT NULL,
            first_paid_on INTEGER NOT NULL,
            open INTEGER NOT NULL CHECK (open >= 0),
            changed_on INTEGER NOT NULL CHECK (changed_on >= recorded_on),
            settled_on INTEGER NOT NULL GENERATED ALWAYS AS (CASE open WHEN 0 THEN changed_on ELSE \(never) END) VIRTUAL
        ) STRICT;
        CREATE INDEX file_open_settled ON file_open (office, settled_on, partner);
        CREATE INDEX file_open_now ON file_open (partner, recorded_on) WHERE open > 0;
        CREATE INDEX file_open_recorded ON file_open (recorded_on);

        """

    /// What each owner's postings wrote (Tallies.swift). Money in decimals, for it may exceed 63 bits.
    static let tallies = """
        CREATE TABLE owner_tally (
            owner TEXT PRIMARY KEY CHECK (owner <> ''),
            files INTEGER NOT NULL CHECK (files > 0),
            quarantined INTEGER NOT NULL CHECK (quarantined BETWEEN 0 AND files),
            found INTEGER NOT NULL CHECK (found >= 0),
            recorded INTEGER NOT NULL CHECK (recorded >= 0),
            on_record INTEGER NOT NULL CHECK (on_record >= 0),
            refused INTEGER NOT NULL CHECK (refused >= 0),
            recorded_money TEXT NOT NULL CHECK (recorded_money GLOB '[0-9]*'),
            on_record_money TEXT NOT NULL CHECK (on_record_money GLOB '[0-9]*'),
            refused_money TEXT NOT NULL CHECK (refused_money GLOB '[0-9]*')
        ) STRICT, WITHOUT ROWID;

        """

    /// What collectors recorded, by month, up to the last day tallied. It repeats what the payments say, so the chain leaves it out.
    static let collectors = """
        CREATE TABLE collector_month (
            office TEXT NOT NULL,
            partner TEXT NOT NULL,
            collector TEXT NOT NULL,
            month INTEGER NOT NULL,
            payments INTEGER NOT NULL CHECK (payments > 0),
            \(sum("money")) CHECK (money <> 0),
            newcomers INTEGER NOT NULL CHECK (newcomers >= 0),
            late INTEGER NOT NULL CHECK (late >= 0),
            PRIMARY KEY (office, partner, collector, month)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE collector_tally (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            day INTEGER NOT NULL REFERENCES day_closing (day)
        ) STRICT;
        """
}
