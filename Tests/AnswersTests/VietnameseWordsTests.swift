import Answers
import Contributions
import Testing

@Suite("Sums in Vietnamese words")
struct VietnameseWordsTests {
    @Test(
        "a sum reads as an accountant writes it",
        arguments: [
            (0, "Không đồng"),
            (1, "Một đồng"),
            (10, "Mười đồng"),
            (11, "Mười một đồng"),
            (14, "Mười bốn đồng"),
            (15, "Mười lăm đồng"),
            (20, "Hai mươi đồng"),
            (21, "Hai mươi mốt đồng"),
            (24, "Hai mươi tư đồng"),
            (25, "Hai mươi lăm đồng"),
            (100, "Một trăm đồng"),
            (101, "Một trăm linh một đồng"),
            (105, "Một trăm linh năm đồng"),
            (110, "Một trăm mười đồng"),
            (115, "Một trăm mười lăm đồng"),
            (1_000, "Một nghìn đồng"),
            (1_005, "Một nghìn không trăm linh năm đồng"),
            (1_010, "Một nghìn không trăm mười đồng"),
            (21_121, "Hai mươi mốt nghìn một trăm hai mươi mốt đồng"),
            (683_100, "Sáu trăm tám mươi ba nghìn một trăm đồng"),
            (1_000_000, "Một triệu đồng"),
            (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
            (1_000_001, "Một triệu không trăm linh một đồng"),
            (2_000_000_000, "Hai tỷ đồng"),
            (1_000_000_005, "Một tỷ không trăm linh năm đồng"),
            (
                987_654_321_012,
                "Chín trăm tám mươi bảy tỷ sáu trăm năm mươi tư triệu ba trăm hai mươi mốt nghìn không trăm mười hai đồng"
            ),
            (1_000_000_000_000, "Một nghìn tỷ đồng"),
            (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ đồng"),
            (1_000_000_000_000_000_000, "Một tỷ tỷ đồng"),
            (1_000_000_005_000_000_000, "Một tỷ không trăm linh năm tỷ đồng"),
            (-24, "Âm hai mươi tư đồng"),
            (
                MoneySum(Int64.max),
                "Chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ "
                    + "tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy đồng"
            ),
            (
                1_999_999_999_999_999_998_000_000,
                "Một triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu "
                    + "chín trăm chín mươi chín nghìn chín trăm chín mươi chín tỷ chín trăm chín mươi tám triệu đồng"
            ),
            (1_000_000_000_000_000_000_000_000_000, "Một tỷ tỷ tỷ đồng"),
        ] as [(MoneySum, String)])
    func words(amount: MoneySum, expected: String) {
        #expect(VietnameseWords.dong(amount) == expected)
    }

    @Test("words lead back to the sum, over the whole range of sums")
    func backAgain() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        for round in 0..<5_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Every number of digits, with runs of zeros more often than chance gives.
            var amount = MoneySum(state >> UInt64(1 + round % 62))
            if round % 2 == 0 { amount *= MoneySum(state % 1_000_000_000_000) }
            if round % 3 == 0 { amount -= amount % 1_000_000 }
            if round % 5 == 0 { amount -= amount / 1_000 % 1_000 * 1_000 }
            #expect(read(VietnameseWords.dong(amount)) == amount)
        }
        for amount in 0...2_000 as ClosedRange<MoneySum> { #expect(read(VietnameseWords.dong(amount)) == amount) }
    }

    @Test("no two words stand side by side by chance: one blank between, one capital in front")
    func shape() {
        for amount: MoneySum in [0, 7, 1_000_000_000, MoneySum(Int64.max), MoneySum(Int64.min), .max, .min] {
            let text = VietnameseWords.dong(amount)
            #expect(!text.contains("  "))
            #expect(text.hasSuffix(" đồng"))
            #expect(text.first?.isUppercase == true)
            #expect(text.dropFirst().allSatisfy { !$0.isUppercase })
        }
    }

    /// Reads words as a person does: digits gather into a group, names multiply it; tỷ multiplies all that came before.
    private func read(_ text: String) -> MoneySum? {
        let digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
        var (total, part, group, digit) = (MoneySum(0), MoneySum(0), MoneySum(0), MoneySum(0))
        for word in text.lowercased().split(separator: " ") {
            switch word {
            case "trăm": (group, digit) = (digit * 100, 0)
            case "mươi": (group, digit) = (group + digit * 10, 0)
            case "mười": group += 10
            case "linh": break
            case "mốt": digit = 1
            case "tư": digit = 4
            case "lăm": digit = 5
            case "nghìn": (part, group, digit) = (part + (group + digit) * 1_000, 0, 0)
            case "triệu": (part, group, digit) = (part + (group + digit) * 1_000_000, 0, 0)
            case "tỷ": (total, part, group, digit) = ((total + part + group + digit) * 1_000_000_000, 0, 0, 0)
            case "đồng": return total + part + group + digit
            default:
                guard let value = digits.firstIndex(of: String(word)) else { return nil }
                digit = MoneySum(value)
            }
        }
        return nil
    }
}
