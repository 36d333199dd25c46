import Contributions

// The formats of exchange.md section 2 for the slow judge, by their letters.

enum ReferenceFormat {
    private static let digits = Set("0123456789".unicodeScalars)
    private static let capitals = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)
    private static let smalls = Set("abcdefghijklmnopqrstuvwxyz".unicodeScalars)
    private static let token = digits.union(capitals).union(smalls).union("._-".unicodeScalars)
    private static let code = digits.union(capitals)
    private static let serial = code.union("/-".unicodeScalars)

    /// Whether a value that is given has its element's format.
    static func accepts(_ text: String, _ field: PaymentField) -> Bool {
        switch field {
        case .transactionKey: holds(text, token, 1...36)
        case .kind: text == "IS" || text == "BI" || text == "AR"
        case .plan: ["TM", "ON", "DT", "DB", "DL"].contains(text)
        case .insuranceNumber: holds(text, digits, 10...10)
        case .personalNumber: holds(text, digits, 12...12)
        case .fullName: isName(text)
        case .birthDate: holds(text, digits, 4...4) || holds(text, digits, 8...8)
        case .sex: text == "1" || text == "2"
        case .household: holds(text, code, 1...20)
        case .personOrder: ["1", "2", "3", "4", "5"].contains(text)
        case .supportGroup: ["N", "CN", "DT", "BT"].contains(text)
        case .method: ["1", "3", "6", "12", "VS", "TH"].contains(text)
        case .income, .statePart, .localPart, .otherPart: holds(text, digits, 1...12)
        case .months: holds(text, digits, 1...3) && !text.hasPrefix("0")
        case .amount: holds(text, digits, 1...12) && !text.hasPrefix("0")
        case .fromMonth: holds(text, digits, 6...6)
        case .fromDay, .toDay, .paidOn: holds(text, digits, 8...8)
        case .receiptSerial: holds(text, serial, 1...25)
        case .receiptNumber: holds(text, digits, 7...7)
        case .collector: holds(text, code, 4...20)
        case .point: holds(text, code, 4...22)
        case .commune: holds(text, digits, 5...5)
        case .phone: holds(text, digits, 10...11) && text.hasPrefix("0")
        case .email: isAddress(text)
        case .remark: text.unicodeScalars.count <= 200 && !text.unicodeScalars.contains { $0 == "\n" || $0 == "\r" }
        }
    }

    private static func holds(_ text: String, _ letters: Set<Unicode.Scalar>, _ counts: ClosedRange<Int>) -> Bool {
        var count = 0
        for scalar in text.unicodeScalars {
            guard letters.contains(scalar) else { return false }
            count += 1
        }
        return counts.contains(count)
    }

    /// 2 to 80 of `A-Z a-z`, U+00C0-U+024F, U+1E00-U+1EFF, U+0300-U+036F, blank, `'` `’` `.` `-`.
    private static func isName(_ text: String) -> Bool {
        var count = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF, 0x300...0x36F, 0x20, 0x27, 0x2019, 0x2E, 0x2D: count += 1
            default: return false
            }
        }
        return (2...80).contains(count)
    }

    /// `[!-?A-~]{1,64}@[!-?A-~]{1,63}`
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.unicodeScalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count), (1...63).contains(parts[1].count) else { return false }
        return text.unicodeScalars.allSatisfy { (0x21...0x7E).contains($0.value) }
    }
}
