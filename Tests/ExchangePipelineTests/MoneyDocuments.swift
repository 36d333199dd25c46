import Contributions
import Foundation
import LedgerCore

@testable import ExchangePipeline

// DIEU_CHINH, BANG_KE_NOP and SAO_KE as a sender's program would write them, and a short way to send one and to read what came back.

extension Documents {
    /// The text of a code by its running number.
    static func code(_ number: Int64) -> String { ConfirmationCode(prefix: "POS", number: number).description }

    static func adjustment(
        _ batch: String, partner: String = PipelineSpool.one, cancelling codes: [String] = [], takingBack transfers: [String] = []
    ) -> String {
        let cancelled = codes.map { "<HUY><MA_XAC_NHAN>\($0)</MA_XAC_NHAN><LY_DO>Thu nhầm</LY_DO></HUY>\n" }.joined()
        let takenBack = transfers.map { "<HUY_KE><MA_GIAO_DICH_NH>\($0)</MA_GIAO_DICH_NH><LY_DO>Lệnh hỏng</LY_DO></HUY_KE>\n" }.joined()
        return """
            <DIEU_CHINH PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_TCDVT>\(partner)</MA_TCDVT><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>\(batch)</MA_LO>\
            <NGAY_LAP>20261120070000</NGAY_LAP><SO_LUONG>\(codes.count + transfers.count)</SO_LUONG></THONG_TIN_CHUNG>
            \(cancelled.isEmpty ? "" : "<DS_HUY>\n\(cancelled)</DS_HUY>")\
            \(takenBack.isEmpty ? "" : "<DS_HUY_KE>\n\(takenBack)</DS_HUY_KE>")
            </DIEU_CHINH>

            """
    }

    /// - Parameter total: that of payments as `Documents.payment` makes them, when not given.
    static func listing(
        _ batch: String, partner: String = PipelineSpool.one, office: String = PipelineSpool.office, transfer: String,
        on day: String = "20261120", total: Int? = nil, _ codes: [String]
    ) -> String {
        """
        <BANG_KE_NOP PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_TCDVT>\(partner)</MA_TCDVT><MA_CQ_BHXH>\(office)</MA_CQ_BHXH><MA_LO>\(batch)</MA_LO>\
        <NGAY_LAP>20261120070000</NGAY_LAP><SO_LUONG>\(codes.count)</SO_LUONG><TONG_TIEN>\(total ?? codes.count * 683_100)</TONG_TIEN>\
        <MA_GIAO_DICH_NH>\(transfer)</MA_GIAO_DICH_NH><NGAY_CHUYEN>\(day)</NGAY_CHUYEN></THONG_TIN_CHUNG><DS_MA>
        \(codes.map { "<MA_XAC_NHAN>\($0)</MA_XAC_NHAN>\n" }.joined())</DS_MA></BANG_KE_NOP>

        """
    }

    static func credit(
        _ transfer: String, _ amount: Int, to partner: String = PipelineSpool.one, on day: String = "20261121", remark: String = ""
    ) -> String {
        let remark = remark.isEmpty ? "" : "<NOI_DUNG>\(remark)</NOI_DUNG>"
        return """
            <BAO_CO><MA_GIAO_DICH_NH>\(transfer)</MA_GIAO_DICH_NH><NGAY_BAO_CO>\(day)</NGAY_BAO_CO><SO_TIEN>\(amount)</SO_TIEN>\
            <MA_TCDVT>\(partner)</MA_TCDVT>\(remark)</BAO_CO>

            """
    }

    static func statement(_ batch: String, total: MoneySum? = nil, _ credits: [String]) -> String {
        """
        <SAO_KE PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>\(batch)</MA_LO><NGAY_LAP>20261120070000</NGAY_LAP>\
        <SO_LUONG>\(credits.count)</SO_LUONG><TONG_TIEN>\(total ?? credits.flatMap { $0.all("SO_TIEN") }.compactMap { MoneySum($0) }.reduce(0, +))</TONG_TIEN></THONG_TIN_CHUNG><DS_BAO_CO>
        \(credits.joined())</DS_BAO_CO></SAO_KE>

        """
    }
}

/// What came back for one file.
struct Answered: CustomStringConvertible {
    /// Empty when there is none.
    var confirmation = ""
    var rejection = ""
    var page = ""

    /// TRANG_THAI, MA_KET_QUA, the three counts, and the codes of all faults in their order.
    var description: String {
        let header = (rejection.isEmpty ? confirmation : rejection).first("THONG_TIN_CHUNG") ?? ""
        let figures = ["TRANG_THAI", "MA_KET_QUA", "SL_DUNG", "SL_TRUNG", "SL_LOI"].map { header.first($0) ?? "-" }
        return (figures + rejection.all("MA_LOI")).joined(separator: " ")
    }
}

extension PipelineSpool {
    /// A spool on which the first partner has so many payments on record, codes 1 and up.
    static func withPayments(_ count: Int) throws -> PipelineSpool {
        let spool = try PipelineSpool()
        _ = try spool.send(Documents.batch("L-1", (1...count).map { Documents.payment($0) }))
        return spool
    }

    /// Drops one file, works until it is answered, and takes its answers away.
    func send(_ text: String, for owner: Owner = .partner(PipelineSpool.one)) throws -> Answered {
        try drop(text, "gui.xml", for: owner)
        try pass()
        let folder =
            switch owner {
            case .partner(let code): "partners/\(code)/outbox"
            case .agency: "agency/outbox/\(clock.now().day)"
            }
        var answered = Answered()
        for name in names(folder) where name.hasPrefix("gui_") {
            let text = try self.text("\(folder)/\(name)")
            if name.hasSuffix("XN.xml") { answered.confirmation = text }
            if name.hasSuffix("TC.xml") { answered.rejection = text }
            if name.hasSuffix("TC.html") { answered.page = text }
            try FileManager.default.removeItem(atPath: "\(path)/\(folder)/\(name)")
        }
        return answered
    }

    /// TRANG_THAI of codes by their running numbers, side by side.
    func states(_ codes: Int64...) throws -> String {
        var states: [String] = []
        try ledger.standings(of: codes) { states.append($0.state.rawValue) }
        return states.joined(separator: " ")
    }
}
