// A report as it is handed to what draws it: what stands above its tables, their rows, groups and sums one by one, and what
// stands below. Reports may be long: whatever takes one keeps none of its rows.

import Contributions

/// What stands above the tables.
struct ReportHeading {
    /// Its root element: the report's name with `_` for `-` (`MAU_01_XN` for 01-XN).
    let root: String
    /// THONG_TIN_CHUNG, in order.
    let identity: [(element: StaticString, value: String)]
    /// Top left: the superior office (empty when it has none) and the issuing one.
    let superior: String
    let office: String
    /// Top right: the form's number, and where it was issued.
    let form: String
    var issuedWith = ""
    let title: String
    /// `Ngày .. tháng .. năm ....` or `Tháng .. năm ....`: what is reported.
    let day: String
    /// `Số: n`; empty for a report without numbers.
    var number = ""
    /// Whom the report is about, a line each.
    let facts: [String]
    /// `Đơn vị tính: đồng`; empty for a report without money.
    var unit = ""
    var look = Look.form

    /// How the page's table is set.
    enum Look {
        case form
        /// Several tables, or columns that need little.
        case list
        /// So many columns that they only fit in small letters.
        case wide
    }

    static func day(of day: Day) -> String {
        let parts = day.parts
        return "Ngày \(Digits.padded(parts.day, to: 2)) tháng \(Digits.padded(parts.month, to: 2)) năm \(Digits.padded(parts.year, to: 4))"
    }

    static func month(of month: Month) -> String {
        "Tháng \(Digits.padded(month.month, to: 2)) năm \(Digits.padded(month.year, to: 4))"
    }

    static let dong = "Đơn vị tính: đồng"
}

/// A row of sums.
struct ReportSum {
    enum Level { case inner, outer, total }
    let label: String
    let level: Level
    /// A value for each column that is summed, in their order.
    let values: [MoneySum]
}

/// What stands below the tables.
struct ReportClosing {
    /// `Số tiền bằng chữ`; nil when the report has no one sum of money.
    let amountInWords: String?
    /// How to read the tables, or what they draw attention to.
    let notes: [String]
    let signer: String
}

/// A sum among the XML's totals.
struct ReportTotal {
    let element: StaticString
    let value: ReportValue

    init(_ element: StaticString, _ sum: MoneySum) {
        self.element = element
        value = .sum(sum)
    }

    init(_ element: StaticString, count: Int) { self.init(element, MoneySum(count)) }

    /// BANG_CHU of that many đồng.
    init(inWords amount: MoneySum) {
        element = "BANG_CHU"
        value = .words(VietnameseWords.dong(amount))
    }
}

/// Draws a report for people; called in the order of these functions, those of a table as its rows come.
protocol ReportPaper: AnyObject {
    func begin(_ heading: ReportHeading) throws
    /// - Parameter rowCount: how many rows are to come, those of sums and groups not counted.
    func beginTable(_ table: ReportTable, rowCount: Int) throws
    func beginGroup(_ title: String) throws
    /// A row's values, one for each column that the table was declared with, whether people see it or not.
    func append(_ values: [ReportValue]) throws
    func append(sum: ReportSum) throws
    func endTable() throws
    func end(_ closing: ReportClosing) throws
}
