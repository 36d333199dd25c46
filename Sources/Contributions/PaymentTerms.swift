// The few words that a payment's terms are written in (exchange.md section 2), as values that rules compare.

/// PHUONG_AN: how the participant comes to the product.
public enum PaymentPlan: UInt8, Sendable, CaseIterable {
    /// TM: new. ON: renewal (BI, AR). DT: continued, DB: made up, DL: resumed (IS).
    case new, renewal, continued, madeUp, resumed

    /// Reads `TM`, `ON`, `DT`, `DB` or `DL`.
    public init?(bytes first: UInt8, _ second: UInt8) {
        switch (first, second) {
        case (UInt8(ascii: "T"), UInt8(ascii: "M")): self = .new
        case (UInt8(ascii: "O"), UInt8(ascii: "N")): self = .renewal
        case (UInt8(ascii: "D"), UInt8(ascii: "T")): self = .continued
        case (UInt8(ascii: "D"), UInt8(ascii: "B")): self = .madeUp
        case (UInt8(ascii: "D"), UInt8(ascii: "L")): self = .resumed
        default: return nil
        }
    }

    /// As it stands in the XML.
    public var element: String { ["TM", "ON", "DT", "DB", "DL"][Int(rawValue)] }
}

/// PHUONG_THUC: how many months of voluntary BHXH are paid at once.
public enum PaymentMethod: UInt8, Sendable, CaseIterable {
    case monthly = 1
    case quarterly = 3
    case halfYearly = 6
    case yearly = 12
    /// VS: years ahead.
    case yearsAhead = 100
    /// TH: months that are missing from the past.
    case missingMonths = 101

    /// Reads `1`, `3`, `6`, `12`, `VS` or `TH`.
    public init?(bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.first else { return nil }
        let method: PaymentMethod? =
            switch (first, bytes.count) {
            case (UInt8(ascii: "V"), _): .yearsAhead
            case (UInt8(ascii: "T"), _): .missingMonths
            case (UInt8(ascii: "1"), 2): .yearly
            case (_, 1): PaymentMethod(rawValue: first &- 48)
            default: nil
            }
        guard let method else { return nil }
        self = method
    }

    /// SO_THANG of the methods that fix it; nil for VS and TH.
    public var months: Int? { rawValue <= 12 ? Int(rawValue) : nil }
}

/// DOI_TUONG_HT: the group by which the state supports voluntary BHXH.
public enum StateSupport: UInt8, Sendable, CaseIterable {
    /// N, CN, DT, BT.
    case poor, nearPoor, minority, other

    /// Reads `N`, `CN`, `DT` or `BT`.
    public init?(bytes: UnsafeBufferPointer<UInt8>) {
        switch bytes.first {
        case UInt8(ascii: "N"): self = .poor
        case UInt8(ascii: "C"): self = .nearPoor
        case UInt8(ascii: "D"): self = .minority
        case UInt8(ascii: "B"): self = .other
        default: return nil
        }
    }
}
