import Contributions
import Testing

@testable import ExchangePipeline

// Listings and adjustments as large as a hostile or a busy sender makes them.

@Suite("Many codes at once")
struct MoneyTrailSizeTests {
    private typealias Make = Documents

    @Test("the same code a hundred thousand times, unknown codes, any text: all are judged, at most a thousand faults of a listing told")
    func hostile() throws {
        let spool = try PipelineSpool.withPayments(1)
        let cases: [(codes: [String], code: String)] = [
            (Array(repeating: Make.code(1), count: 100_000), "KN03"),
            ((1...20_000).map { Make.code($0 + 10) }, "KN01"),
            (["<![CDATA[x]]>"] + Array(repeating: "Ω&amp;", count: 20_000), "BG02"),
        ]
        for (codes, code) in cases {
            let answered = try spool.send(Make.listing("K-1", transfer: "FT1", codes))
            let faults = answered.rejection.all("MA_LOI")
            #expect(faults.count == 1000)
            #expect(faults.first == code)
            #expect(answered.rejection.first("SL_LOI") == String(codes.count))
        }
        #expect(try spool.states(1) == "GHI_NHAN")
        let cancelled = try spool.send(Make.adjustment("D-1", cancelling: Array(repeating: Make.code(1), count: 20_000)))
        #expect("\(cancelled)".hasPrefix("MOT_PHAN 202 1 0 19999 DC02"))
        #expect(try spool.states(1) == "DA_HUY")
    }

    @Test("a listing of more codes than one chunk holds, in any order")
    func long() throws {
        let spool = try PipelineSpool.withPayments(5000)
        let codes = (1...Int64(5000)).map { Make.code(($0 * 4999) % 5000 + 1) }
        #expect("\(try spool.send(Make.listing("K-1", transfer: "FT1", codes)))" == "CHAP_NHAN 200 5000 0 0")
        let taken = try spool.send(Make.adjustment("D-1", takingBack: ["FT1"]))
        #expect("\(taken)" == "CHAP_NHAN 200 1 0 0")
        let cancelled = try spool.send(Make.adjustment("D-2", cancelling: codes))
        #expect("\(cancelled)" == "CHAP_NHAN 200 5000 0 0")
        #expect(try spool.states(1, 5000) == "DA_HUY DA_HUY")
    }
}
