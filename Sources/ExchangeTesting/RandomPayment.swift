public import Contributions

// One random payment: its thirty values, the day on which it is received, and what must be found in it, as its maker foresees
// it. RandomPaymentMaker makes good ones, RandomPaymentMutation spoils one element of them.

/// A payment, good or spoiled in one element, with the verdict that it must get.
public struct RandomPayment: Sendable, CustomStringConvertible {
    /// Makes this payment again.
    public let seed: UInt64
    /// The day received, yyyyMMdd.
    public let received: Int
    /// In the order of PaymentField; empty when not given.
    public private(set) var values = [String](repeating: "", count: PaymentField.count)
    /// What was changed in it; empty for a good payment.
    public private(set) var change = ""
    /// Codes and subjects in the order of rules.md: `DM01 MA_NHAN_VIEN_THU, MD06 SO_TIEN`. Of a good payment its warnings; nil when
    /// nobody has said.
    public internal(set) var expected: String? = ""

    init(seed: UInt64, received: Int) {
        self.seed = seed
        self.received = received
    }

    public internal(set) subscript(field: PaymentField) -> String {
        get { values[field.rawValue] }
        set { values[field.rawValue] = newValue }
    }

    /// The same payment with another value in one element.
    public func changed(_ field: PaymentField, to value: String, name: String, expected: String?) -> RandomPayment {
        var changed = self
        changed[field] = value
        changed.change = name
        changed.expected = expected
        return changed
    }

    public var builder: PaymentBuilder {
        var given: [PaymentField: String] = [:]
        for field in PaymentField.allCases where !self[field].isEmpty { given[field] = self[field] }
        return PaymentBuilder(given)
    }

    public var description: String {
        let given = PaymentField.allCases.filter { !self[$0].isEmpty }.map { "\($0.element)=\(self[$0])" }
        return "seed \(seed), received \(received)\(change.isEmpty ? "" : ", changed: " + change)\n  " + given.joined(separator: " ")
    }
}

extension RandomPayment {
    // What mutations ask of a good payment.

    var isVoluntary: Bool { self[.kind] == "IS" }
    var isHousehold: Bool { self[.kind] == "BI" }
    var isFarming: Bool { self[.kind] == "AR" }
    /// VS or TH.
    var isDiscounted: Bool { self[.method] == "VS" || self[.method] == "TH" }
    var paidOn: Int { number(.paidOn) }
    var months: Int { number(.months) }
    /// NGAY_SINH as a day.
    var birth: Int { Almanac.birth(number(.birthDate), isYearAlone: self[.birthDate].utf8.count == 4) }
    /// The monthly state support on the day paid.
    var monthlySupport: Int { TypedGross.monthlySupport(self[.supportGroup], paidOn).rounded }
    var incomeCeiling: Int { TypedTariff.ceilingTimes(paidOn)! * TypedTariff.baseSalary(paidOn)! }

    /// The element as a number; 0 when not given.
    func number(_ field: PaymentField) -> Int { Int(self[field]) ?? 0 }

    /// The element's number and some more, or nil when that is not positive.
    func number(_ field: PaymentField, plus more: Int) -> String? {
        let sum = number(field) + more
        return sum > 0 ? String(sum) : nil
    }
}

extension RecordChunk {
    /// Payments in file order, each on a line of its own.
    public convenience init(_ payments: [RandomPayment]) {
        self.init()
        for payment in payments { append(payment.values, section: 0, key: payment[.transactionKey]) }
    }
}
