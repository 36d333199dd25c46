import Contributions
import Testing

/// Codes and numbers by which things are known, and money.
@Suite("Identifiers and money")
struct IdentifierTests {
    @Test(
        "a code's check digit is the one that the standard defines", arguments: [1, 2, 9, 10, 4_711, 123_456_789, 999_999_999] as [Int64])
    func checkDigits(number: Int64) {
        // ISO/IEC 7064: read from the left, the check digit brings the last sum to 1 modulo 10.
        let code = ConfirmationCode(prefix: "POS", number: number).description
        let product = code.dropFirst(3).dropLast().compactMap(\.wholeNumberValue).reduce(10) { product, digit in
            let sum = (product + digit) % 10
            return (sum == 0 ? 10 : sum) * 2 % 11
        }
        #expect((product + code.last!.wholeNumberValue!) % 10 == 1)
        #expect(ConfirmationCode(code)?.number == number)
    }

    @Test("number 1 is POS0000000014")
    func firstCode() {
        #expect(ConfirmationCode(prefix: "POS", number: 1).description == "POS0000000014")
        #expect(ConfirmationCode("POS0000000014") == ConfirmationCode(prefix: "POS", number: 1))
    }

    @Test("every code reads back, one wrong digit never does")
    func wrongDigits() {
        for number in [1, 2, 77, 4_711, 100_000_000, 987_654_321] as [Int64] {
            let text = Array(ConfirmationCode(prefix: "ABC", number: number).description)
            #expect(ConfirmationCode(String(text))?.number == number)
            for place in 3..<13 {
                for digit in "0123456789" where digit != text[place] {
                    var wrong = text
                    wrong[place] = digit
                    #expect(ConfirmationCode(String(wrong)) == nil)
                }
            }
        }
    }

    @Test("what is not three capitals and ten digits is no code, and number 0 is none")
    func malformedCodes() {
        for text in [
            "", "POS", "POS000000001", "POS00000000145", "pos0000000014", "P0S0000000014", "POS000000001x", "POS 000000014",
            "POS0000000000",
        ] {
            #expect(ConfirmationCode(text) == nil, "\(text)")
        }
    }

    @Test("an intake's number is its day and its place in it")
    func intakeNumbers() throws {
        let day = try #require(Day("20261120"))
        #expect(IntakeNumber(day: day, sequence: 1).description == "TN20261120-000001")
        #expect(IntakeNumber(day: day, sequence: 1_234_567).description == "TN20261120-1234567")
        #expect(IntakeNumber("TN20261120-000001") == IntakeNumber(day: day, sequence: 1))
        #expect(IntakeNumber("TN20261120-1234567")?.sequence == 1_234_567)
        #expect(IntakeNumber(day: day, sequence: 2) < IntakeNumber(day: day, sequence: 10))
        #expect(IntakeNumber(day: day, sequence: 999) < IntakeNumber(day: day.advanced(by: 1), sequence: 1))
        for text in [
            "", "TN20261120", "TN20261120-", "TN20261120-00001", "TN20261120-000000", "TN20261131-000001", "tn20261120-000001",
            "TN20261120-00000x",
            "TN20261120-000001-1", "TN20261120-+00001", "TN20261120-9999999999999999999",
        ] {
            #expect(IntakeNumber(text) == nil, "\(text)")
        }
    }

    @Test("an owner is the agency or a partner's code")
    func owners() {
        #expect(Owner("agency") == .agency)
        #expect(Owner("0101234567") == .partner("0101234567"))
        #expect(Owner("0101234567")?.description == "0101234567")
        #expect(Owner("agency")?.partnerCode == nil)
        for text in ["", "abc", "ABC", "Agency", "0101234567-", "0123456789ABCDEFGHIJKLM", "../agency", "ĐÀN1"] {
            #expect(Owner(text) == nil, "\(text)")
        }
        #expect([Owner.partner("B111"), .agency, .partner("A111")].sorted() == [.agency, .partner("A111"), .partner("B111")])
    }

    @Test(
        "money is grouped by thousands, one amount or a sum",
        arguments: [
            (0, "0"), (1, "1"), (999, "999"), (1000, "1.000"), (683_100, "683.100"), (-1_234_567, "-1.234.567"),
            (MoneySum(Int64.max), "9.223.372.036.854.775.807"), (MoneySum(Int64.min), "-9.223.372.036.854.775.808"),
            (999_999_999_999_999_999 * 2_000_000, "1.999.999.999.999.999.998.000.000"),
        ] as [(MoneySum, String)])
    func money(amount: MoneySum, expected: String) {
        #expect(Dong(amount).description == expected)
        if let fitting = Int64(exactly: amount) { #expect(Dong(fitting).description == expected) }
    }

    @Test("a finding's value is cut at a hundred characters")
    func findings() {
        let long = String(repeating: "ế", count: 101)
        #expect(Finding(.BG03, value: long).value == String(long.dropLast()))
        #expect(Finding(.BG03, value: String(long.dropLast())).value.unicodeScalars.count == 100)
    }

    @Test("a payment's text is parted into thirty fields")
    func paymentText() {
        let values = (1...30).map { $0 % 4 == 0 ? "" : "v\($0)" }
        let bytes = Array(values.joined(separator: "\u{1F}").utf8)
        bytes.withUnsafeBytes { bytes in
            for field in PaymentField.allCases { #expect(PaymentText(bytes).text(of: field) == values[field.rawValue]) }
        }
    }

    @Test("the thirty elements stand in the order of the exchange's table")
    func fields() {
        #expect(PaymentField.allCases.count == PaymentField.count)
        #expect(Set(PaymentField.allCases.map(\.element)).count == PaymentField.count)
        #expect(
            PaymentField(rawValue: 20) == .amount && PaymentField.amount.element == "SO_TIEN" && PaymentField.remark.element == "GHI_CHU")
    }

    @Test("LOAI_HINH is read from its two letters")
    func kinds() {
        func kind(_ text: String) -> PaymentKind? { PaymentKind(bytes: Array(text.utf8)[0], Array(text.utf8)[1]) }
        #expect([kind("IS"), kind("BI"), kind("AR"), kind("XX"), kind("Is")] == [.voluntary, .household, .farming, nil, nil])
        #expect(PaymentKind.voluntary.isPension && !PaymentKind.household.isPension && !PaymentKind.farming.isPension)
    }
}
