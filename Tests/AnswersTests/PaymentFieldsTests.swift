@testable import Answers
import Contributions
import Testing

@Suite("A payment's parts, as answers copy them")
struct PaymentFieldsTests {
    @Test("fields are the slices that the ledger's own reading gives, for every alignment and also for broken texts")
    func slices() {
        var state: UInt64 = 3
        for round in 0..<3_000 {
            // Bytes next to the separator in value, and with its low bits, must not be taken for it.
            let bytes = (0..<round % 90).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return [0x1F, 0x1F, 0x1E, 0x20, 0x9F, 0x00, 0xFF, 0x61, 0x9E, 0x80][Int(state >> 33) % 10]
            }
            bytes.withUnsafeBytes { raw in
                let text = PaymentText(raw)
                let expected = text.withFields { Array($0) }
                #expect(text.fields { Array($0.starts) } == expected)
                #expect(text.fields { fields in PaymentField.allCases.allSatisfy { fields[$0].count < 90 } })
            }
        }
    }

    @Test("a code's bytes are those of its text", arguments: [Int64(1), 2, 9, 10, 123_456_789, 999_999_999, 500_000_000])
    func codes(number: Int64) {
        let codes = CodeText(prefix: "POS")
        _ = codes.bytes(of: 77)
        #expect(String(decoding: codes.bytes(of: number), as: UTF8.self) == ConfirmationCode(prefix: "POS", number: number).description)
    }
}
