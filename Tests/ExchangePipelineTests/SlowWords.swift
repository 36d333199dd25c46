// Sums of đồng for people, said a second time.

/// BANG_CHU for the sums that a month of the script can come to: below a thousand billion.
enum SlowWords {
    private static let digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]

    static func dong(_ amount: Int64) -> String {
        var words: [String] = []
        for (place, name) in [(1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1000, "nghìn"), (1, "")] as [(Int64, String)] {
            let group = Int(amount / place % 1000)
            if group > 0 { words += three(group, isFirst: words.isEmpty) + (name.isEmpty ? [] : [name]) }
        }
        let text = (words.isEmpty ? ["không"] : words).joined(separator: " ") + " đồng"
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// 683100 as 683.100.
    static func grouped(_ amount: Int64) -> String {
        let digits = Array("\(amount)")
        return digits.indices.map { index in
            (index > 0 && (digits.count - index) % 3 == 0 ? "." : "") + String(digits[index])
        }.joined()
    }

    /// A group that is not zero; a later one names its hundreds even when there are none.
    private static func three(_ group: Int, isFirst: Bool) -> [String] {
        let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10)
        var words: [String] = hundreds > 0 || !isFirst ? [digits[hundreds], "trăm"] : []
        switch tens {
        case 0: if ones > 0, !words.isEmpty { words.append("linh") }
        case 1: words.append("mười")
        default: words += [digits[tens], "mươi"]
        }
        switch (tens, ones) {
        case (_, 0): break
        case (2..., 1): words.append("mốt")
        case (2..., 4): words.append("tư")
        case (1..., 5): words.append("lăm")
        default: words.append(digits[ones])
        }
        return words
    }
}
