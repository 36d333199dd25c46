import Contributions
import Testing

@Suite("A payment's values in one text")
struct PaymentTextTests {
    @Test("fields are what stands between the separators, for every alignment; what a broken text lacks is empty")
    func fields() {
        var state: UInt64 = 3
        for round in 0..<3_000 {
            // Bytes next to the separator in value, and with its low bits, must not be taken for it.
            let bytes = (0..<round % 90).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return [0x1F, 0x1F, 0x1E, 0x20, 0x9F, 0x00, 0xFF, 0x61, 0x9E, 0x80][Int(state >> 33) % 10]
            }
            // The last field takes what is left, separators and all.
            let parts = bytes.split(separator: 0x1F, maxSplits: PaymentField.count - 1, omittingEmptySubsequences: false).map(Array.init)
            bytes.withUnsafeBytes { raw in
                let read = PaymentText(raw).fields { fields in PaymentField.allCases.map { Array(fields[$0]) } }
                #expect(read == parts + Array(repeating: [], count: PaymentField.count - parts.count))
            }
        }
    }

    @Test("a field is read as text or as a number, which only digits are")
    func values() {
        let values = PaymentField.allCases.map { field in
            switch field {
            case .fullName: "Trần Thị Bích"
            case .amount: "683100"
            case .months: "3a"
            case .income: "1234567890123"
            default: ""
            }
        }
        Array(values.joined(separator: "\u{1F}").utf8).withUnsafeBytes { raw in
            let text = PaymentText(raw)
            #expect(text.text(of: .fullName) == "Trần Thị Bích")
            #expect(text.text(of: .remark).isEmpty)
            let numbers = text.fields { fields in [PaymentField.amount, .months, .income, .remark].map { fields.number($0) } }
            #expect(numbers == [683_100, nil, nil, nil])
        }
    }
}
