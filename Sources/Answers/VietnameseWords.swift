// Sums of money in Vietnamese words (BANG_CHU, "Số tiền bằng chữ"), as Vietnamese accounting reads them: groups of three
// digits named nghìn, triệu, tỷ; an empty hundred after a larger group is read "không trăm", an empty ten "linh"; mốt, tư
// and lăm after mươi. Above a thousand tỷ the tỷ are counted like any number: "một nghìn tỷ", "một tỷ tỷ".

public import Contributions

public enum VietnameseWords {
    private static let digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]

    /// The sum with its currency, its first letter upper case: `Sáu trăm tám mươi ba nghìn một trăm đồng`.
    public static func dong(_ amount: MoneySum) -> String {
        var words = amount == 0 ? [digits[0]] : whole(amount.magnitude, afterLarger: false)
        if amount < 0 { words.insert("âm", at: 0) }
        let sentence = words.joined(separator: " ") + " đồng"
        return sentence.prefix(1).uppercased() + sentence.dropFirst()
    }

    /// A number above zero.
    private static func whole(_ number: UInt128, afterLarger: Bool) -> [String] {
        let billions = number / 1_000_000_000
        if billions > 0 {
            return whole(billions, afterLarger: afterLarger) + ["tỷ"] + belowBillion(UInt64(number % 1_000_000_000), afterLarger: true)
        }
        return belowBillion(UInt64(number), afterLarger: afterLarger)
    }

    /// A number below a billion in its groups; nothing for 0.
    private static func belowBillion(_ number: UInt64, afterLarger: Bool) -> [String] {
        var words: [String] = []
        var after = afterLarger
        for (unit, name) in [(UInt64(1_000_000), "triệu"), (1_000, "nghìn"), (1, "")] {
            let group = Int(number / unit % 1_000)
            guard group > 0 else { continue }
            words += below1000(group, afterLarger: after)
            if !name.isEmpty { words.append(name) }
            after = true
        }
        return words
    }

    /// A group of three digits above zero; after a larger group its empty hundred is read too.
    private static func below1000(_ group: Int, afterLarger: Bool) -> [String] {
        let hundreds = group / 100
        let tens = group / 10 % 10
        let units = group % 10
        let hasHundreds = hundreds > 0 || afterLarger
        var words = hasHundreds ? [digits[hundreds], "trăm"] : []
        switch tens {
        case 0:
            if units > 0 { words += hasHundreds ? ["linh", digits[units]] : [digits[units]] }
            return words
        case 1: words.append("mười")
        default: words += [digits[tens], "mươi"]
        }
        switch units {
        case 0: break
        case 1 where tens > 1: words.append("mốt")
        case 4 where tens > 1: words.append("tư")
        case 5: words.append("lăm")
        default: words.append(digits[units])
        }
        return words
    }
}
