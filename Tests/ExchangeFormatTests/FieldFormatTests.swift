import Contributions
import ExchangeFormat
import Testing

/// The formats of values, at their edges.
@Suite("Formats of values")
struct FieldFormatTests {
    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    private static let cases: [(name: String, format: FieldFormat, good: [String], bad: [String])] = [
        ("digits", .digits(3), ["000", "129"], ["12", "1234", "12a", "1 3", "12\n", "１２３", "+12", "-12"]),
        ("digits of a range", .digits(1...3), ["0", "999"], ["1000", "a", "."]),
        ("a positive number", .positive(digitsMax: 3), ["1", "10", "999"], ["0", "01", "1000", "1.", "-1", "a"]),
        (
            "a token", .token(1...36), ["a", "Z.9_-", repeated("x", 36)],
            [repeated("x", 37), "a b", "a/b", "é", "a:b", "a@b", "a,b"]
        ),
        ("digits or capitals", .digitsOrCapitals(4...6), ["0AZ9", "ABCDEF"], ["ABC", "ABCDEFG", "abcd", "AB-D", "AB D", "ABĐD"]),
        (
            "a bank's number", .reference(1...40), ["a", "FT26325/001", "Z.9_-/", repeated("/", 40)],
            [repeated("x", 41), "a b", "é", "a:b", "a@b", "a,b", "a\\b"]
        ),
        ("a serial", .serial(1...5), ["A", "9/-Z0"], ["a", "A.", "A_", "A B", "ABCDEF"]),
        ("a word", .word("1", "12", "VS", "N"), ["1", "12", "VS", "N"], ["2", "121", "vs", "V", "S", "VSN", "N ", " N", "\0N", "12345"]),
        (
            "a name", .personName,
            [
                "An", "Nguyễn Thị Mẫu", "O'Brien", "D’Arc", "J.-P.", "  ", "ÀÿĀƏɏ", "ḀẾỹỿ", "A\u{300}", "\u{301}\u{36F}", repeated("ế", 80),
                "e\u{302}\u{301}",
            ],
            [
                "A", "ế", repeated("x", 81), repeated("ế", 81), "A1", "A_", "A\u{BF}", "A\u{250}", "A\u{1DFF}", "A\u{1F00}", "A\u{2FF}",
                "A\u{370}", "A\u{2018}",
                "A\u{201A}", "A\u{200B}", "A\u{202E}", "A\u{A0}", "A\t", "A\n", "A`", "A\u{1F600}", "АБ", "Ａｎ", "A/", "A,",
            ]
        ),
        (
            "a birth date or year", .yearOrDay, ["1990", "19900102"],
            ["199", "19901", "199001", "1990010", "199001021", "19x0", "1990-1-2"]
        ),
        (
            "a phone number", .phone, ["0912345678", "09123456789"],
            ["091234567", "091234567890", "1912345678", "+84912345678", "09 2345678"]
        ),
        (
            "a mail address", .email, ["a@b", "!#?A~@x.vn", repeated("u", 64) + "@" + repeated("h", 63)],
            [
                "a", "@", "a@", "@b", "a@b@c", "a b@c", "ế@c", "a@b ", "a\u{7F}@b", repeated("u", 65) + "@h", "u@" + repeated("h", 64),
            ]
        ),
        ("text", .text(1...3), ["a", "ế\u{1F600}b", "a\nb"], ["abcd", "ếếếế"]),
        ("one line", .line(0...3), ["", "abc", "a\tb", "a\u{2028}b", "a\u{85}"], ["abcd", "a\nb", "a\rb", "\n"]),
        ("a way of accepting", .acceptanceMode, ["TUNG_PHAN", "TRON_LO"], ["TUNG", "tron_lo", "TRON_LO ", "TRON_LOTUNG_PHAN"]),
        (
            "communes", .communes, ["\u{1E}00001", "\u{1E}00001\u{1E}99999"],
            ["00001", "\u{1E}", "\u{1E}0001", "\u{1E}00001\u{1E}", "\u{1E}0000a", "\u{1E}00001,00002"]
        ),
    ]

    @Test("each format accepts what it should and nothing else", arguments: cases.indices)
    func edges(index: Int) {
        let (name, format, good, bad) = Self.cases[index]
        for value in good { #expect(accepts(format, value), "\(name) accepts '\(value)'") }
        for value in bad { #expect(!accepts(format, value), "\(name) refuses '\(value)'") }
    }

    @Test("every single byte is of the classes that the patterns name")
    func bytes() {
        for value in UInt8.min...UInt8.max where value < 0x80 {
            let character = Character(Unicode.Scalar(value))
            let text = String(character)
            let isDigit = "0123456789".contains(character)
            let isCapital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".contains(character)
            let isSmall = "abcdefghijklmnopqrstuvwxyz".contains(character)
            #expect(accepts(.digits(1), text) == isDigit)
            #expect(accepts(.digitsOrCapitals(1...1), text) == (isDigit || isCapital))
            #expect(accepts(.token(1...1), text) == (isDigit || isCapital || isSmall || "._-".contains(character)))
            #expect(accepts(.reference(1...1), text) == (isDigit || isCapital || isSmall || "._/-".contains(character)))
            #expect(accepts(.serial(1...1), text) == (isDigit || isCapital || "/-".contains(character)))
            #expect(accepts(.email, text + "@h") == (value > 0x20 && value < 0x7F && value != 0x40))
            #expect(accepts(.personName, text + "n") == (isCapital || isSmall || " '.-".contains(character)))
        }
    }

    private func accepts(_ format: FieldFormat, _ text: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer { format.accepts($0) }
    }

    @Test("every field of every document refuses what is one too long, and no field accepts a control character but remarks and texts")
    func shapes() {
        for shape in DocumentShape.all {
            for field in shape.header + shape.sections.flatMap(\.fields) {
                #expect(!accepts(field.format, Self.repeated("9", 4097)), "\(field.name)")
                #expect(
                    !accepts(field.format, "A\0B")
                        || [
                            "TEN", "TEN_CAP_TREN", "DIA_CHI", "SO_HOP_DONG", "MA", "GIA_TRI", "GHI_CHU", "MA_XAC_NHAN", "LY_DO", "NOI_DUNG",
                        ].contains(field.name) || shape.kind == .adjustment && field.name == "MA_GIAO_DICH_NH")
            }
        }
    }
}
