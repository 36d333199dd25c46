public import Contributions

// Sets of a record's elements, a bit each: which are given, which have failed, which a rule reads.

/// A set of the elements of KHOAN_THU.
public struct FieldSet: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) { self.rawValue = rawValue }

    @inline(__always)
    public init(_ field: PaymentField) { rawValue = 1 << UInt32(field.rawValue) }

    /// For tables that are made once: it makes an array of its elements.
    public init(_ fields: PaymentField...) { self.init(fields) }

    public init(_ fields: [PaymentField]) { rawValue = fields.reduce(0) { $0 | 1 << UInt32($1.rawValue) } }

    public func contains(_ field: PaymentField) -> Bool { rawValue & (1 << UInt32(field.rawValue)) != 0 }

    /// The elements in the order of the document.
    public var fields: [PaymentField] { PaymentField.allCases.filter(contains) }

    public static let all = FieldSet(rawValue: (1 << UInt32(PaymentField.count)) - 1)
}
