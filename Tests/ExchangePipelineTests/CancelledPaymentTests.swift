import Contributions
import LedgerCore
import Testing

@testable import ExchangePipeline

// What a cancelled payment still says when new ones are judged: its key and its receipt are used, and nothing else is.

@Suite("A cancelled payment among new ones")
struct CancelledPaymentTests {
    private typealias Make = Documents
    private static let other = PipelineSpool.other

    @Test("a cancelled payment's key and receipt are never free; its person, period and place are")
    func cancelledPayment() throws {
        let spool = try PipelineSpool.withPayments(1)
        _ = try spool.send(Make.adjustment("D-1", cancelling: [Make.code(1)]))
        let same = try spool.send(Make.batch("L-2", [Make.payment(1)]))
        #expect("\(same)" == "TU_CHOI 202 0 0 1 TR01")
        #expect(same.rejection.first("MO_TA_LOI")?.contains("bị hủy") == true)
        #expect("\(try spool.send(Make.batch("L-2", [Make.payment(1, ["MA_GIAO_DICH": "GD-9"])])))" == "TU_CHOI 202 0 0 1 BL02")
        // Another person in the place that the cancelled payment had in its household.
        let place = Make.payment(2, ["MA_HO_GD": "99000001"])
        #expect(try spool.send(Make.batch("L-2", [place])).confirmation.all("MA_LOI").isEmpty)
        // The same person for the same time, under another SO_DDCN: nothing of the cancelled payment speaks against it.
        let anew = Make.payment(
            1, ["NGUOI_THU": "3", "SO_TIEN": "819720", "MA_GIAO_DICH": "GD-9", "SO_BIEN_LAI": "0000900", "SO_DDCN": "901190999999"])
        let recorded = try spool.send(Make.batch("L-3", [anew]))
        #expect("\(recorded)" == "CHAP_NHAN 200 1 0 0")
        #expect(recorded.confirmation.all("MA_LOI").isEmpty)
    }

    @Test("who had a person last is asked of payments that were not cancelled")
    func lastPartner() throws {
        let spool = try PipelineSpool.withPayments(1)
        let later = ["TU_NGAY": "20271201", "DEN_NGAY": "20281130", "SO_BIEN_LAI": "0000901"]
        let anothers = Make.payment(1, partner: Self.other, later)
        _ = try spool.send(Make.batch("L-1", partner: Self.other, [anothers]), for: .partner(Self.other))
        let third = Make.payment(
            1, ["MA_GIAO_DICH": "GD-9", "TU_NGAY": "20281201", "DEN_NGAY": "20291130", "SO_BIEN_LAI": "0000902"])
        _ = try spool.send(Make.adjustment("D-1", partner: Self.other, cancelling: [Make.code(2)]), for: .partner(Self.other))
        let recorded = try spool.send(Make.batch("L-3", [third]))
        #expect("\(recorded)" == "CHAP_NHAN 200 1 0 0")
        #expect(recorded.confirmation.all("MA_LOI") == [])
    }
}
