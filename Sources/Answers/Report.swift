// A report as it is handed to what draws it: what stands above its table, the table's rows, groups and sums one by one, and
// what stands below. Reports may be long: whatever takes one keeps none of its rows.

import Contributions

/// What stands above the table.
struct ReportHeading {
    /// Top left: the superior office (empty when it has none) and the issuing one.
    let superior: String
    let office: String
    /// Top right: the form's number, and where it was issued.
    let form: String
    let issuedWith: String
    let title: String
    /// `Ngày .. tháng .. năm ....`: the day reported.
    let day: String
    /// `Số: n`
    let number: String
    /// Whom the report is about, a line each.
    let facts: [String]
    /// `Đơn vị tính: đồng`
    let unit: String
    /// How many rows are to come, those of sums and groups not counted.
    let rowCount: Int

    static func day(of day: Day) -> String {
        let parts = day.parts
        return "Ngày \(Digits.padded(parts.day, to: 2)) tháng \(Digits.padded(parts.month, to: 2)) năm \(Digits.padded(parts.year, to: 4))"
    }
}

/// A row of sums.
struct ReportSum {
    enum Level { case inner, outer, total }
    let label: String
    let level: Level
    /// A value for each column of money, in their order.
    let values: [Int64]
}

/// What stands below the table.
struct ReportClosing {
    let amountInWords: String
    /// How to read the table.
    let notes: [String]
    let signer: String
}

/// Draws a report; called in the order of these functions, those of the table as its rows come.
protocol ReportOutput<Row>: AnyObject {
    associatedtype Row
    func begin(_ heading: ReportHeading) throws
    func beginGroup(_ title: String) throws
    func append(_ row: Row) throws
    func append(sum: ReportSum) throws
    func end(_ closing: ReportClosing) throws
}
