import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import Rulebook
import SheetWriting

@testable import Answers

// A report rendered from a small ledger and registry, in all its files, and what others see in them.

/// All files of one rendering.
struct RenderedReport {
    var xml: String
    var page: String
    var sheet: Data
    var sheets: [(name: String, rows: [[ReadCell]])]

    /// - Parameter reading: whether the sheet is read back.
    init(_ report: ReportOwed, _ ledger: FakeLedger, _ directory: RegistryDirectory = .sample, reading: Bool = true) throws {
        let context = ReportContext(ledger: ledger, directory: directory, firstClaimDay: Day("20261102")!)
        let path = NSTemporaryDirectory() + "giaonhan-report-" + UUID().uuidString + ".xlsx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let book = try Workbook(
            path: path, temporaryFolder: NSTemporaryDirectory(), title: report.kind.rawValue, createdAt: report.closedAt.secondsSince1970)
        var page: [UInt8] = []
        let pageWriter = AnswerWriter { page += $0 }
        xml = try rendered { try Reports.render(report, context, into: [.page(pageWriter), .sheet(book), .xml($0)]) }
        try pageWriter.finish()
        try book.close()
        self.page = String(decoding: page, as: UTF8.self)
        sheet = try Data(contentsOf: URL(filePath: path))
        sheets = reading ? try SheetReader.sheets(at: path) : []
    }

    /// The texts of the children of each such element.
    func rows(of entry: String) -> [[String]] {
        xml.components(separatedBy: "    <\(entry)>\n").dropFirst().map { part in
            let body = part.components(separatedBy: "    </\(entry)>\n")[0]
            return body.split(separator: "\n").map { line in
                let text = line.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)[1]
                return unescaped(text.split(separator: "</", omittingEmptySubsequences: false)[0])
            }
        }
    }

    /// The rows of the page's tables, each cell as the XML would write it.
    var pageRows: [[String]] {
        texts(of: "tbody", in: page).flatMap { $0.components(separatedBy: "<tr").dropFirst() }.map { row in
            row.components(separatedBy: "<td").dropFirst().map { cell in
                let content = cell.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)[1]
                return plain(unescaped(content.components(separatedBy: "</td")[0][...]))
            }
        }
    }

    /// The rows of the sheets, likewise.
    var sheetRows: [[String]] {
        sheets.flatMap(\.rows).map { row in
            row.map { cell in
                switch cell {
                case .empty: ""
                case .text(let text), .number(let text), .day(let text): text
                }
            }
        }
    }

    private func unescaped(_ text: Substring) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
    }

    /// A number without its points, a day as eight digits.
    private func plain(_ text: String) -> String {
        let parts = text.split(separator: "/")
        if parts.map(\.count) == [2, 2, 4] { return parts.reversed().joined() }
        return text.allSatisfy { $0.isNumber || $0 == "." || $0 == "-" } ? text.replacing(".", with: "") : text
    }
}

extension ReportOwed {
    static func sample(_ kind: ReportKind, partner: String? = nil, day: String = "20261120", number: Int = 0) -> ReportOwed {
        ReportOwed(
            kind: kind, day: Day(day)!, office: "00101", partner: partner, number: number,
            closedAt: VietnamTime(Day(day)!.advanced(by: 1), minute: 5))
    }
}

extension RegistryDirectory {
    init(_ entries: [MasterDataEntry]) {
        self.init()
        for entry in entries { add(RegistryEntry(section: entry.section, text: entry.fields.joined(separator: "\u{1F}"))) }
    }

    /// An office, two partners under contract with it, a point and a collector each.
    static let sample = RegistryDirectory([
        .office(name: "BHXH quận \"Mẫu\""), .commune("00070"), .commune("00071"),
        .partner("0101234567", name: "Công ty A & B", guarantee: "1000000", area: ["00070", "00071"], from: "20260101"),
        .partner("0107654321", name: "Bưu điện B", area: ["00071"], from: "20261110"),
        .point("0101234567TH0100070003", partner: "0101234567", commune: "00070"),
        .point("0107654321TH0100071001", partner: "0107654321", commune: "00071"),
        .collector("NVT001190000001", partner: "0101234567", point: "0101234567TH0100070003", from: "20260815"),
        .collector("NVT001190000002", partner: "0107654321", from: "20261110"),
    ])
}

extension FakePayment {
    /// As `household`, with money and days of its own.
    static func paid(_ code: Int64, _ amount: Int64, on day: String = "20261120", _ changes: [PaymentField: String] = [:]) -> FakePayment {
        var payment = FakePayment.household(code, changes)
        payment.amount = amount
        payment.paidOn = Day(day)!
        return payment
    }

    func by(_ partner: String, at point: String, _ collector: String) -> FakePayment {
        var payment = self
        payment.partner = partner
        payment.fields[.point] = point
        payment.fields[.collector] = collector
        return payment
    }
}

extension MasterDataEntry {
    /// A point with another BIEN_HIEU.
    func with(signboard: String) -> MasterDataEntry {
        var changed = self
        changed.fields[5] = signboard
        return changed
    }
}
