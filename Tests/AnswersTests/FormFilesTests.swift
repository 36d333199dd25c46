import Contributions
import Foundation
import LedgerCore
import SheetWriting
import Testing

@testable import Answers

// The sheet and the page of a form hold what its XML holds: every cell of every row, and every sum.

@Suite("Form 01-XN as sheet and page")
struct FormFilesTests {
    private struct Files {
        var xml: String
        var page: String
        var sheet: Data
        var sheets: [(name: String, rows: [[ReadCell]])]
    }

    private func render(_ ledger: FakeLedger, names: FormNames = FormOneXNTests.names, reading: Bool = true) throws -> Files {
        let path = NSTemporaryDirectory() + "giaonhan-form-" + UUID().uuidString + ".xlsx"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let form = FormOneXNTests.form
        let book = try Workbook(
            path: path, temporaryFolder: NSTemporaryDirectory(), title: "01-XN", createdAt: form.closedAt.secondsSince1970)
        var page: [UInt8] = []
        let pageWriter = AnswerWriter { page += $0 }
        let xml = try rendered {
            try FormOneXN.render(form: form, names: names, ledger: ledger, into: [.page(pageWriter), .sheet(book), .xml($0)])
        }
        try pageWriter.finish()
        try book.close()
        return Files(
            xml: xml, page: String(decoding: page, as: UTF8.self), sheet: try Data(contentsOf: URL(filePath: path)),
            sheets: reading ? try SheetReader.sheets(at: path) : [])
    }

    /// Payments of all kinds, of four points with three collectors each, some paid late, some without MA_SO_BHXH.
    private static func ledger(_ count: Int) -> FakeLedger {
        let ledger = FakeLedger()
        ledger.dayPayments = (0..<count).map { index in
            let kind = PaymentKind.allCases[index % 3]
            var payment = FakePayment.household(
                Int64(index + 1),
                [
                    .kind: ["IS", "BI", "AR"][index % 3], .months: String(index % 12 + 1),
                    .insuranceNumber: index % 5 == 0 ? "" : "01234\(10_000 + index)", .fullName: "Nguyễn Thị \(index) & \"Mẫu\"",
                    .point: "0101234567TH010007000\(index % 4)", .collector: "NVT00119000000\(index % 3)",
                    .receiptNumber: "00\(10_000 + index)",
                ])
            payment.kind = kind
            payment.amount = Int64(264_000 + index * 7_919)
            payment.paidOn = Day("20261120")!.advanced(by: -(index % 7))
            return payment
        }
        return ledger
    }

    /// The rows of the XML as the table's cells.
    private func expectedRows(_ xml: String) -> [[ReadCell]] {
        let fields = [
            "STT", "MA_XAC_NHAN", "HO_TEN", "MA_SO_BHXH", "SO_DDCN", "NGAY_NOP_TIEN", "LOAI_HINH", "SO_THANG", "SO_TIEN",
            "KY_HIEU_BIEN_LAI",
            "SO_BIEN_LAI", "MA_NHAN_VIEN_THU", "GHI_CHU",
        ].map { texts(of: $0, in: xml) }
        return fields[0].indices.map { row in
            let values = fields.map { $0[row] }
            let money = ReadCell.number(values[8])
            return [
                .number(values[0]), .text(values[1]), .text(values[2]), .text(values[3].isEmpty ? values[4] : values[3]), .day(values[5]),
                .text(values[6]), .number(values[7]), values[6] == "IS" ? money : .empty, values[6] == "IS" ? .empty : money, money,
                .text(values[9]), .text(values[10]), .text(values[11]), values[12].isEmpty ? .empty : .text(values[12]),
            ]
        }
    }

    /// Label and sums of the rows of sums: of every collector, every point, the whole.
    private func expectedSums(_ xml: String) -> [String] {
        func sums(_ element: String?, _ label: String) -> [String] {
            var sums: [String: (count: Int64, pension: Int64, health: Int64)] = [:]
            let points = texts(of: "MA_DIEM_THU", in: xml)
            let keys = element.map { texts(of: $0, in: xml) } ?? points.map { _ in "" }
            let values = zip(zip(points, keys), zip(texts(of: "LOAI_HINH", in: xml), texts(of: "SO_TIEN", in: xml)))
            for ((point, key), (kind, money)) in values {
                // A collector's sums are those at one point.
                var sum = sums[element == nil ? "" : point + " " + key] ?? (0, 0, 0)
                sum.count += 1
                if kind == "IS" { sum.pension += Int64(money)! } else { sum.health += Int64(money)! }
                sums[element == nil ? "" : point + " " + key] = sum
            }
            if element == nil, sums.isEmpty { sums[""] = (0, 0, 0) }
            return sums.map { key, sum in
                let name = key.split(separator: " ").last.map { " " + $0 } ?? ""
                return "\(label)\(name) (\(Dong(sum.count)) mã)|\(sum.pension)|\(sum.health)|\(sum.pension + sum.health)"
            }
        }
        let all = sums("MA_NHAN_VIEN_THU", "Cộng nhân viên thu") + sums("MA_DIEM_THU", "Cộng điểm thu") + sums(nil, "Tổng cộng")
        return all.sorted()
    }

    @Test(
        "every cell of the sheet, and every sum, is the XML's", .enabled(if: SheetReader.isThere, "\(SheetReader.howToInstall)"),
        arguments: [0, 1, 500])
    func sheet(count: Int) throws {
        let files = try render(Self.ledger(count))
        #expect(files.sheets.map(\.name) == ["01-XN"])
        let rows = files.sheets[0].rows
        #expect(rows.filter { if case .number = $0[0] { true } else { false } } == expectedRows(files.xml))
        let sums = rows.compactMap { row -> String? in
            guard case .text(let label) = row[0], case .number(let one) = row[7], case .number(let two) = row[8],
                case .number(let sum) = row[9]
            else { return nil }
            return "\(label)|\(one)|\(two)|\(sum)"
        }
        #expect(sums.sorted() == expectedSums(files.xml))
        #expect(sums.last?.hasSuffix("|" + texts(of: "TONG_TIEN", in: files.xml)[1]) == true)
        let words = texts(of: "BANG_CHU", in: files.xml)[0]
        for shown in [
            "BHXH tỉnh <Mẫu>", "BHXH quận \"Mẫu\"", "Mẫu 01-XN", "Ngày 20 tháng 11 năm 2026", "Số: 7",
            "Tên tổ chức dịch vụ thu: Công ty A & B",
            "Mã tổ chức dịch vụ thu: 0101234567", "Số tiền bằng chữ: \(words)",
        ] {
            #expect(rows.contains { $0.contains(.text(shown)) }, "\(shown)")
        }
        #expect(
            rows.contains {
                $0.compactMap { if case .text(let mark) = $0 { mark } else { nil } } == ["A", "B"] + (1...12).map(String.init)
            })
    }

    @Test("every cell of the page, and every sum, is the XML's", arguments: [0, 1, 500])
    func page(count: Int) throws {
        let files = try render(Self.ledger(count), reading: false)
        let rows = texts(of: "tbody", in: files.page)[0].split(separator: "<tr").map(String.init)
        func cells(_ row: String) -> [String] {
            row.split(separator: "<td").dropFirst().map { cell in
                let content = cell.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)[1]
                return String(content.split(separator: "</td", maxSplits: 1, omittingEmptySubsequences: false)[0])
            }
        }
        let expected = expectedRows(files.xml).map { row in
            row.map { cell -> String in
                switch cell {
                case .empty: ""
                case .text(let text): text
                case .number(let number): Dong(Int64(number)!).description
                case .day(let day): Day(day)!.forPeople
                }
            }
        }
        #expect(rows.map(cells).filter { $0.count == 14 } == expected)
        let sums = rows.filter { $0.hasPrefix(" class=\"sum") }.map { row in
            let cells = cells(row)
            return ([cells[0]] + cells[1...3].map { $0.replacing(".", with: "") }).joined(separator: "|")
        }
        #expect(sums.sorted() == expectedSums(files.xml))
        #expect(files.page.contains("<em>\(texts(of: "BANG_CHU", in: files.xml)[0])</em>"))
        #expect(markupFault(in: files.page, void: ["meta", "col"]) == nil)
        for forbidden in ["<script", "http", "url(", "@import", "src=", "href="] { #expect(!files.page.contains(forbidden)) }
    }

    @Test("two renderings are the same, byte by byte")
    func sameBytes() throws {
        let (one, other) = (try render(Self.ledger(100), reading: false), try render(Self.ledger(100), reading: false))
        #expect(one.sheet == other.sheet)
        #expect(one.page == other.page)
    }

    @Test("the longest names stand whole", .enabled(if: SheetReader.isThere, "\(SheetReader.howToInstall)"))
    func longest() throws {
        let ledger = FakeLedger()
        let name = String(repeating: "Ươ", count: 40)
        ledger.dayPayments = [.household(1, [.fullName: name])]
        let long = String(repeating: "Bảo hiểm  ", count: 20)
        let files = try render(ledger, names: FormNames(superior: long, office: long, partner: long))
        #expect(files.sheets[0].rows.contains { $0.contains(.text(name)) })
        #expect(files.sheets[0].rows.contains { $0.contains(.text(long)) })
        #expect(files.page.contains("<td>\(name)</td>"))
    }
}
