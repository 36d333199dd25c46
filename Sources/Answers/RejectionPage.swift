// The TC's twin for a person to read: one page without scripts or anything fetched, that prints well. It says at a glance
// what became of the file, then which faults to put right and how. Foreign text is escaped and made visible, so that no
// value can hide or rearrange what stands beside it. At most 1,000 faults of records are shown; the XML has all.

public import LedgerCore

import Contributions
import Rulebook

public enum RejectionPage {
    /// The most faults of records that the page shows.
    public static let recordFaultsMax = 1_000

    /// Writes the page of a posted file that was refused as a whole or in part.
    public static func render(file: FileRecord, ledger: any Ledger, into out: AnswerWriter) throws {
        let page = Page(file: file, out: out)
        page.appendHead()
        page.appendVerdict()
        page.appendFacts()
        page.appendFileFaults()
        let codes = try page.appendRecordFaults(ledger)
        page.appendAdvice(on: codes)
        page.appendFoot()
    }
}

/// One page while it is written.
private struct Page {
    let file: FileRecord
    let out: AnswerWriter
    var posting: FilePosting { file.posting }
    var status: AnswerStatus { AnswerStatus(of: posting) }
    var isListing: Bool { posting.document == .remittanceListing }

    func text(_ text: String) { out.append(escaped: ShownText.visible(text)) }

    func number(_ number: Int) { out.append(Int64(number), groupedBy: UInt8(ascii: ".")) }

    // MARK: what became of the file

    func appendHead() {
        out.append("<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n")
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Thông báo từ chối ")
        text(posting.intake.description)
        out.append("</title>\n<style>\n")
        out.append(PageStyle.rejection)
        out.append("</style>\n</head>\n<body>\n<h1>Thông báo từ chối</h1>\n")
    }

    func appendVerdict() {
        let counts = posting.counts
        guard status != .refused else {
            out.append("<p class=\"verdict refused\"><strong>Bị từ chối toàn bộ.</strong> ")
            out.append(
                isListing ? "Không mã nào được kê; các mã giữ nguyên trạng thái.</p>\n" : "Không bản ghi nào được ghi nhận.</p>\n")
            return
        }
        out.append("<p class=\"verdict part\"><strong>Được nhận một phần.</strong> ")
        number(counts.recorded + counts.onRecord)
        out.append(" bản ghi được ghi nhận, ")
        number(counts.refused)
        out.append(" bản ghi bị từ chối.</p>\n")
    }

    func appendFacts() {
        let header = AnswerHeader(of: posting)
        out.append("<table class=\"facts\">\n")
        fact("Bên gửi", posting.owner.partnerCode.map { "Tổ chức dịch vụ thu " + $0 } ?? "Cơ quan BHXH")
        fact("Tệp", posting.shownName)
        fact("Mã tiếp nhận", posting.intake.description)
        fact("Tiếp nhận lúc", posting.claimedAt.forPeople)
        if let document = posting.document { fact("Tài liệu", document.rawValue) }
        if let batch = header.batch { fact("Số lô (MA_LO)", batch) }
        fact("Mã kết quả", String(posting.resultCode))
        if !posting.sha256.isEmpty {
            out.append("<tr><th scope=\"row\">SHA-256 của tệp</th><td class=\"value\">")
            out.append(hex: posting.sha256)
            out.append("</td></tr>\n")
        }
        out.append("</table>\n<table class=\"counts\">\n<tr><th>Bản ghi trong tệp</th><th>Ghi nhận mới</th><th>Đã có từ trước</th>")
        out.append("<th>Bị từ chối</th>")
        if header.hasMoney { out.append("<th>Tổng tiền khai (đ)</th><th>Tiền ghi nhận mới (đ)</th>") }
        out.append("</tr>\n<tr>")
        for count in [posting.counts.found, posting.counts.recorded, posting.counts.onRecord, posting.counts.refused] {
            out.append("<td>")
            number(count)
            out.append("</td>")
        }
        if header.hasMoney {
            out.append("<td>")
            if let total = header.declaredTotal.flatMap({ Int64($0) }) { out.append(total, groupedBy: UInt8(ascii: ".")) }
            out.append("</td><td>")
            out.append(sum: posting.counts.recordedMoney, groupedBy: UInt8(ascii: "."))
            out.append("</td>")
        }
        out.append("</tr>\n</table>\n")
    }

    private func fact(_ name: StaticString, _ value: String) {
        out.append("<tr><th scope=\"row\">")
        out.append(name)
        out.append("</th><td><bdi>")
        text(value)
        out.append("</bdi></td></tr>\n")
    }

    // MARK: faults

    func appendFileFaults() {
        guard !posting.findings.isEmpty else { return }
        // A listing's faults are those of its codes: which ones is what the clerk looks for.
        let showsValue = isListing && posting.findings.contains { !$0.value.isEmpty && $0.place != nil }
        out.append("<h2>Lỗi của tệp</h2>\n<table class=\"faults\">\n<thead><tr><th>Dòng</th>")
        out.append(showsValue ? "<th>MA_XAC_NHAN</th>" : "<th>Cột</th>")
        out.append("<th>Lỗi và yêu cầu</th><th>Mã</th></tr></thead>\n<tbody>\n")
        for finding in posting.findings {
            out.append("<tr><td class=\"number\">")
            if let place = finding.place { number(place.line) }
            if showsValue {
                out.append("</td><td class=\"value\"><bdi>")
                if finding.subject == EntryKey.code.element { text(finding.value) }
                out.append("</bdi></td><td>")
            } else {
                out.append("</td><td class=\"number\">")
                if let place = finding.place, place.column > 0 { number(place.column) }
                out.append("</td><td>")
            }
            text(RuleCatalog.message(for: finding))
            out.append("</td><td>")
            text(finding.code.rawValue)
            out.append("</td></tr>\n")
        }
        out.append("</tbody>\n</table>\n")
        if isListing, posting.findings.count == ListingRules.listedMax {
            out.append("<p class=\"more\">Chỉ nêu ")
            number(ListingRules.listedMax)
            out.append(" lỗi đầu; sửa xong có thể còn lỗi khác.</p>\n")
        }
    }

    /// The table of refused records; the codes that it shows, in the order of rules.md, with those of the file.
    func appendRecordFaults(_ ledger: any Ledger) throws -> [RuleCode] {
        var codes = Set(posting.findings.map(\.code))
        var faults = 0
        try ledger.refusals(of: file) { refusal in
            for finding in refusal.findings {
                if faults == 0 { appendTableHead() }
                faults += 1
                guard faults <= RejectionPage.recordFaultsMax else { continue }
                codes.insert(finding.code)
                append(finding, of: refusal)
            }
            try out.check()
        }
        if faults > 0 { out.append("</tbody>\n</table>\n") }
        if faults > RejectionPage.recordFaultsMax {
            out.append("<p class=\"more\">Trang này chỉ hiện ")
            number(RejectionPage.recordFaultsMax)
            out.append(" lỗi đầu trong ")
            number(faults)
            out.append(" lỗi; xem đủ trong tệp TC.xml.</p>\n")
        }
        return RuleCode.allCases.filter { codes.contains($0) }
    }

    private func appendTableHead() {
        out.append("<h2>Bản ghi bị từ chối</h2>\n<table class=\"faults\">\n<thead><tr><th>Dòng</th><th>STT</th><th>")
        out.append(keyTitle)
        out.append("</th><th>Trường</th><th>Giá trị</th><th>Lỗi và yêu cầu</th><th>Mã</th></tr></thead>\n<tbody>\n")
    }

    /// Over the entries' keys.
    private var keyTitle: StaticString {
        switch posting.document {
        case .masterData: "MA"
        case .adjustment: "MA_XAC_NHAN, MA_GIAO_DICH_NH"
        case .bankStatement: "MA_GIAO_DICH_NH"
        case .remittanceListing: "MA_XAC_NHAN"
        case .paymentList, nil: "MA_GIAO_DICH"
        }
    }

    private func append(_ finding: Finding, of refusal: Refusal) {
        out.append("<tr><td class=\"number\">")
        number(refusal.line)
        out.append("</td><td class=\"number\">")
        number(refusal.ordinal)
        out.append("</td><td class=\"value\"><bdi>")
        text(refusal.key)
        out.append("</bdi></td><td><bdi>")
        text(finding.subject)
        out.append("</bdi></td><td class=\"value\"><bdi>")
        text(finding.value)
        out.append("</bdi></td><td>")
        text(RuleCatalog.message(for: finding))
        out.append("</td><td>")
        text(finding.code.rawValue)
        out.append("</td></tr>\n")
    }

    // MARK: what to do

    func appendAdvice(on codes: [RuleCode]) {
        out.append("<h2>Cần làm gì tiếp theo</h2>\n<ol>\n")
        if !codes.isEmpty { out.append("<li>Sửa các lỗi nêu trên tại phần mềm đã lập tệp.</li>\n") }
        if codes.contains(.LO05) {
            out.append("<li>Gửi lại cả tệp với MA_LO mới.</li>\n")
        } else if status == .refused {
            out.append("<li>Gửi lại cả tệp. Lần gửi này không giữ MA_LO, nên có thể dùng lại MA_LO cũ.</li>\n")
        } else {
            appendAdviceInPart()
        }
        out.append("</ol>\n")
        guard !codes.isEmpty else { return }
        out.append("<table class=\"advice\">\n<thead><tr><th>Mã</th><th>Ý nghĩa</th><th>Cách xử lý</th></tr></thead>\n<tbody>\n")
        for entry in codes.map({ RuleCatalog.entry($0) }) {
            out.append("<tr><td>")
            text(entry.code.rawValue)
            out.append("</td><td>")
            text(entry.meaning(.vi))
            out.append("</td><td>")
            text(entry.whatToDo(.vi))
            out.append("</td></tr>\n")
        }
        out.append("</tbody>\n</table>\n")
    }

    /// Some entries were good: what to send again, and what not.
    private func appendAdviceInPart() {
        guard posting.document == .paymentList else {
            return out.append("<li>Gửi các mục bị từ chối trong tệp mới với MA_LO mới. Các mục đã nhận thì không cần gửi lại.</li>\n")
        }
        out.append(
            "<li>Gửi các bản ghi bị từ chối trong lô mới với MA_LO mới, giữ nguyên MA_GIAO_DICH. Khoản đã ghi nhận có mã xác nhận ")
        out.append("trong tệp XN.xml cùng tên và không cần gửi lại.</li>\n")
    }

    func appendFoot() {
        out.append("<p class=\"foot\">Cùng nội dung cho phần mềm đọc: ")
        text(AnswerNames.rejection(of: posting.name, posting.intake))
        out.append("</p>\n</body>\n</html>\n")
    }
}
