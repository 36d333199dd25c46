import Assembly
import Contributions
import ExchangeTesting
import Spooling
import Testing

@testable import ExchangePipeline

@Suite("Keys that come more than once")
struct RepeatedKeysTests {
    @Test("entries of one key are one group, whatever lies between them; an entry whose key is its own has none")
    func groups() throws {
        let spool = try PipelineSpool()
        let written = ["A", "B", "A", "C", "", "B", "A", "D", ""]
        let keys = RepeatedKeys(makeScratch: spool.spool.makeScratch)
        for (entry, text) in written.enumerated() { try keys.note(KeyWords(texts: Array(text.utf8)[...]), entry: entry) }
        try keys.finish()
        #expect(keys.groupCount == 3)
        let groups = written.indices.map { keys.group(of: $0) }
        for (entry, text) in written.enumerated() {
            let isAlone = written.count { $0 == text } == 1
            #expect((groups[entry] == nil) == isAlone, "entry \(entry)")
            for (other, otherText) in written.enumerated() where !isAlone {
                #expect((groups[entry] == groups[other]) == (text == otherText), "entries \(entry) and \(other)")
            }
        }
    }

    @Test("texts are told apart by where one ends and the next begins, and from numbers")
    func words() {
        func words(_ texts: String, _ other: String) -> KeyWords { KeyWords(texts: Array(texts.utf8)[...], Array(other.utf8)[...]) }
        #expect(words("AB", "C") == words("AB", "C"))
        #expect(words("AB", "C") != words("A", "BC"))
        #expect(words("AB", "") != KeyWords(texts: Array("AB".utf8)[...]))
        #expect(words("AB", "").high >> 63 == 1)
        #expect(KeyWords(number: .max).high == 0)
    }
}
