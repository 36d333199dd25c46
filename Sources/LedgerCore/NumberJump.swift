public import Contributions

// Numbers that a ledger passes over. A ledger that was put back from a copy does not know what was published after the copy;
// what archive/ still shows of it must never be issued again.

/// A jump on record, and its event.
public struct RecordedJump: Hashable, Sendable {
    public var event: Int64
    public var jump: NumberJump

    public init(event: Int64, jump: NumberJump) { (self.event, self.jump) = (event, jump) }
}

/// What was published and is forgotten: the ledger goes on behind it.
public struct NumberJump: Hashable, Sendable {
    /// The highest running number of a confirmation code; 0 when none is known.
    public var lastCode: Int64
    /// The highest MA_TIEP_NHAN of each day, in order, each day once.
    public var intakes: [IntakeNumber]
    /// The last day whose reports are published.
    public var publishedThrough: Day?

    public init(lastCode: Int64, intakes: [IntakeNumber], publishedThrough: Day?) {
        self.lastCode = lastCode
        self.intakes = intakes
        self.publishedThrough = publishedThrough
    }
}
