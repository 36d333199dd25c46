// The tables of what people decided (Decisions.swift). A row is written with its event and stays as it was written.

extension Schema {
    static let decisions =
        """
        CREATE TABLE held_refusal (
            event INTEGER PRIMARY KEY REFERENCES event (number) DEFERRABLE INITIALLY DEFERRED,
            claim_day INTEGER NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            at INTEGER NOT NULL,
            UNIQUE (claim_day, sequence)
        ) STRICT;
        CREATE TABLE number_jump (
            event INTEGER PRIMARY KEY REFERENCES event (number) DEFERRABLE INITIALLY DEFERRED,
            at INTEGER NOT NULL,
            last_code INTEGER NOT NULL CHECK (last_code BETWEEN 0 AND 999999999),
            published_through INTEGER
        ) STRICT;
        CREATE TABLE intake_jump (
            claim_day INTEGER NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            event INTEGER NOT NULL REFERENCES number_jump (event),
            PRIMARY KEY (claim_day, sequence, event)
        ) STRICT, WITHOUT ROWID;

        """ + stays("held_refusal") + stays("number_jump") + stays("intake_jump")
}
