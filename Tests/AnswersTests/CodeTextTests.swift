import Contributions
import Testing

@testable import Answers

@Suite("A payment's code, as answers write it")
struct CodeTextTests {
    @Test("a code's bytes are those of its text", arguments: [Int64(1), 2, 9, 10, 123_456_789, 999_999_999, 500_000_000])
    func codes(number: Int64) {
        let codes = CodeText(prefix: "POS")
        _ = codes.bytes(of: 77)
        #expect(String(decoding: codes.bytes(of: number), as: UTF8.self) == ConfirmationCode(prefix: "POS", number: number).description)
    }
}
