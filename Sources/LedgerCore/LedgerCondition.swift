public import Contributions

// What a ledger's store says of itself, for whoever asks whether it is sound.

public struct LedgerCondition: Sendable, Hashable {
    /// The newest step of its tables' making.
    public var schema: String
    /// What the store's own quick check complains of; empty when it is sound.
    public var complaints: [String]
    /// How it makes changes last; `wal` is as it must be.
    public var journal: String
    /// The size of its log beside the database.
    public var logBytes: Int64
    /// When something was recorded last; nil when nothing was.
    public var lastEventAt: VietnamTime?

    public init(schema: String, complaints: [String], journal: String, logBytes: Int64, lastEventAt: VietnamTime?) {
        self.schema = schema
        self.complaints = complaints
        self.journal = journal
        self.logBytes = logBytes
        self.lastEventAt = lastEventAt
    }
}
