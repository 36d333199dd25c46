import Contributions

// Changes of any element of a good payment to anything: a digit, another payment's value, nothing, or a likely value; of one
// element, or of two to four at once, so that one fault silences another rule. What must be found then nobody has written down; a
// slow judge has to say.

extension RandomPayment {
    /// The payment with one element changed at random, never to the same text.
    public func changedAnyhow(like other: RandomPayment, _ draws: inout Draws) -> RandomPayment {
        while true {
            // A payment that gives few elements is changed in these more often than in others.
            var field = draws.pick(PaymentField.allCases)
            if self[field].isEmpty, draws.once(in: 2) { field = draws.pick(PaymentField.allCases) }
            let value = changedValue(of: field, like: other, &draws)
            guard value != self[field] else { continue }
            return changed(field, to: value, name: "\(field.element) was '\(self[field])'", expected: nil)
        }
    }

    /// The payment with up to four elements changed, each at random or by a row of the table.
    public func changedInSeveral(like other: RandomPayment, _ draws: inout Draws) -> RandomPayment {
        var changed = self
        for _ in 0..<draws.among(2...4) {
            let one = draws.once(in: 2) ? changedAnyhow(like: other, &draws) : RandomPaymentMutation.any(for: self, &draws)
            for field in PaymentField.allCases where one[field] != self[field] {
                let name = changed.change.isEmpty ? one.change : "\(changed.change); \(one.change)"
                changed = changed.changed(field, to: one[field], name: name, expected: nil)
            }
        }
        return changed
    }

    private func changedValue(of field: PaymentField, like other: RandomPayment, _ draws: inout Draws) -> String {
        switch draws.below(6) {
        case 0: other[field]
        case 1: draws.once(in: 3) ? "" : draws.pick(Self.words[field.rawValue])
        case 2, 3: self[field].isEmpty ? other[field] : Self.withOneCharacterChanged(self[field], &draws)
        default: likely(field, &draws)
        }
    }

    /// A digit for a digit mostly, for a letter a letter.
    private static func withOneCharacterChanged(_ text: String, _ draws: inout Draws) -> String {
        var scalars = Array(text.unicodeScalars)
        let place = draws.below(scalars.count)
        let isDigit = (48...57).contains(scalars[place].value)
        let others = draws.once(in: 8) ? "a-/_.@ é×đ0Z" : isDigit ? "0123456789" : "ABINSRTMODL"
        scalars[place] = draws.pick(Array(others.unicodeScalars))
        return String(String.UnicodeScalarView(scalars))
    }

    private func likely(_ field: PaymentField, _ draws: inout Draws) -> String {
        let more = draws.pick([-100_000, -1000, -10, -3, -2, -1, 1, 2, 3, 10, 30, 1000, 50_000, 66_000, 99_000])
        switch field {
        case .paidOn, .fromDay, .toDay, .birthDate:
            let near = self[field].utf8.count == 8 ? number(field) : paidOn
            if draws.once(in: 4) { return String(near + draws.pick([-10_000, 10_000, 100, -100])) }
            if field == .birthDate, draws.once(in: 3) { return String(near / 10_000) }
            return String(Almanac.day(near, plus: draws.among(-40...40)))
        case .fromMonth:
            return Digits.padded(Almanac.month(paidOn / 100, plus: draws.among(-15...15)), to: 6)
        case .income, .statePart, .localPart, .otherPart, .amount:
            return String(max(0, number(field) + more))
        case .months, .receiptNumber, .insuranceNumber, .personalNumber:
            let count = self[field].utf8.count
            return Digits.padded(max(0, number(field) + draws.among(-12...12)), to: field == .months ? 1 : count)
        default:
            return draws.pick(Self.words[field.rawValue])
        }
    }

    /// Values that the elements may or may not have, in the order of PaymentField.
    private static let words: [[String]] = [
        ["GD", "g.d_1-2", ""], ["IS", "BI", "AR", "IL"], ["TM", "ON", "DT", "DB", "DL", "GH"], ["0123456789", "012345678"],
        ["001190000001", "001302000001"], ["Lê", "L", "A1", "Lê\u{1EA0}\u{0323}", String(repeating: "a", count: 81)],
        ["1990", "2000", "0000", "20000229", "19000229", "18991231"], ["1", "2", "3"], ["H", "ho", "0123456789ABCDEFGHIJ"],
        ["1", "2", "3", "4", "5", "6", "0"], ["N", "CN", "DT", "BT", "XX"], ["1", "3", "6", "12", "VS", "TH", "24"],
        ["1500000", "700000", "29800000", "36000000", "46800000", "50600000", "999999999999"],
        ["1", "3", "6", "12", "24", "36", "48", "60", "61", "120", "999"], ["202601", "202613", "202207", "000001"],
        ["20260131", "20240229", "20230229", "99991231"], ["20260227", "20240531", "20260631", "99991231"],
        ["0", "000000000000", "330000", "66000"], ["0", "1", "999999999999"], ["0", "1", "999999999999"],
        ["1", "0", "804600", "999999999999"], ["20250731", "20250801", "20240630", "20240701", "20151231", "20991231"],
        ["BH26-HN/00101/E", "BH26-HN/00101/F", "X"], ["0000000", "0000001", "9000000", "9000001", "9100001"],
        ["NVT001190000001", "NVTKHAC", "NVTCU", "NVTBAN", "NVTLA"], ["0101234567TH0100070003", "0109999999TH0001", "DIEMCU", "DIEMXA"],
        ["00070", "0007", "000701"], ["0912345678", "091234567", "091234567890"], ["a@b", "a@b@c", "@b", "a@"],
        ["", "một", String(repeating: "ộ", count: 200), String(repeating: "x", count: 201), "a\nb"],
    ]
}
