// The rulebook once more, slowly and literally, over trees of Strings and with Decimal for money: every rule of rules.md
// sections 3 to 7 that one run's files can be judged by, warnings included. Its parameters are typed in from section 8
// again. It is the judge of the samples: what it finds must be exactly what the samples announce.

import Contributions
import Foundation

/// `MD06 SO_TIEN`: a code, also of rules that the product does not have yet, and its subject.
struct SlowFinding: Hashable, CustomStringConvertible {
    let code: String
    let subject: String
    var description: String { "\(code) \(subject)" }
}

/// What the registry and the payments recorded so far say.
struct SlowJudge {
    private let partners: [String: Node]
    private let points: [String: Node]
    private let collectors: [String: Node]
    private let books: [String: Node]
    private var keys: Set<String> = []
    private var receipts: Set<String> = []
    private var personOfNumber: [String: String] = [:]
    private var personsPaid: Set<String> = []
    private var householdPlaces: Set<String> = []

    init(registry: Node) {
        func table(_ section: String, _ key: String) -> [String: Node] {
            Dictionary(registry.entries(section).map { ($0[key], $0) }) { first, _ in first }
        }
        partners = table("DS_TO_CHUC", "MA_TCDVT")
        points = table("DS_DIEM_THU", "MA_DIEM_THU")
        collectors = table("DS_NHAN_VIEN", "MA_NHAN_VIEN_THU")
        books = table("DS_QUYEN_BIEN_LAI", "KY_HIEU_BIEN_LAI")
    }

    /// Judges a record of a batch and, when it is good, remembers it.
    mutating func judge(_ record: Node, of partner: String, date: Day) -> [SlowFinding] {
        let shape = Self.shapeFaults(record)
        let repeated = !keys.insert(record["MA_GIAO_DICH"]).inserted
        guard shape.isEmpty else { return shape }
        guard !repeated else { return [SlowFinding(code: "TR02", subject: "MA_GIAO_DICH")] }
        var found: [SlowFinding] = []
        func fault(_ code: String, _ subject: String) { found.append(SlowFinding(code: code, subject: subject)) }
        for name in ["NGAY_SINH", "TU_NGAY", "DEN_NGAY", "NGAY_NOP_TIEN"] where record[name].count == 8 && Day(record[name]) == nil {
            fault("NG01", name)
        }
        if !record["TU_THANG"].isEmpty, Month(yyyyMM: Int(record["TU_THANG"]) ?? 0) == nil { fault("NG01", "TU_THANG") }
        // A failed element silences what reads it; the samples' edits of dates have no other finding.
        guard found.isEmpty, let paid = Day(record["NGAY_NOP_TIEN"]) else { return found }
        judgePerson(record, paid, fault)
        judgePeriod(record, paid, date, fault)
        judgeRegistry(record, partner, fault)
        SlowMoney(record, paid).judge(fault)
        if found.isEmpty { remember(record, fault) }
        return found
    }

    private static let elements = PaymentField.allCases.map(\.element)
    private static let alwaysGiven: Set<String> = [
        "MA_GIAO_DICH", "LOAI_HINH", "PHUONG_AN", "HO_TEN", "NGAY_SINH", "GIOI_TINH", "SO_THANG", "SO_TIEN", "NGAY_NOP_TIEN",
        "KY_HIEU_BIEN_LAI", "SO_BIEN_LAI", "MA_NHAN_VIEN_THU", "MA_DIEM_THU",
    ]
    private static let ofKind: [String: Set<String>] = [
        "IS": ["DOI_TUONG_HT", "PHUONG_THUC", "MUC_THU_NHAP", "TU_THANG"], "BI": ["MA_HO_GD", "NGUOI_THU", "TU_NGAY", "DEN_NGAY"],
        "AR": ["TU_NGAY", "DEN_NGAY"],
    ]

    /// BG02 alone, or BG01, BG03 and BG04.
    private static func shapeFaults(_ record: Node) -> [SlowFinding] {
        var next = 0
        for element in record.children {
            guard let place = elements[next...].firstIndex(of: element.name), !element.hasMarkup, element.children.isEmpty else {
                return [SlowFinding(code: "BG02", subject: element.name)]
            }
            next = place + 1
        }
        var found: [SlowFinding] = []
        for (name, pattern) in zip(elements, patterns) {
            let value = record[name]
            if value.isEmpty {
                if alwaysGiven.contains(name) { found.append(SlowFinding(code: "BG01", subject: name)) }
            } else if pattern.firstMatch(in: value, range: NSRange(location: 0, length: value.utf16.count)) == nil {
                found.append(SlowFinding(code: "BG03", subject: name))
            }
        }
        for name in Set(ofKind.values.joined()) where ofKind[record["LOAI_HINH"]]?.contains(name) == record[name].isEmpty {
            found.append(SlowFinding(code: "BG04", subject: name))
        }
        return found
    }

    /// The formats of exchange.md section 2, in the order of its elements.
    private static let patterns = [
        "[A-Za-z0-9._\\-]{1,36}", "IS|BI|AR", "TM|ON|DT|DB|DL", "[0-9]{10}", "[0-9]{12}",
        "[A-Za-z\\u00C0-\\u024F\\u1E00-\\u1EFF\\u0300-\\u036F '’.\\-]{2,80}", "[0-9]{4}([0-9]{4})?", "[12]", "[0-9A-Z]{1,20}", "[1-5]",
        "N|CN|DT|BT", "1|3|6|12|VS|TH", "[0-9]{1,12}", "[1-9][0-9]{0,2}", "[0-9]{6}", "[0-9]{8}", "[0-9]{8}", "[0-9]{1,12}",
        "[0-9]{1,12}", "[0-9]{1,12}", "[1-9][0-9]{0,11}", "[0-9]{8}", "[A-Z0-9/\\-]{1,25}", "[0-9]{7}", "[A-Z0-9]{4,20}",
        "[A-Z0-9]{4,22}", "[0-9]{5}", "0[0-9]{9,10}", "[!-?A-~]{1,64}@[!-?A-~]{1,63}", ".{0,200}",
    ].map { pattern in
        guard let expression = try? NSRegularExpression(pattern: "^(?:\(pattern))\\z") else { preconditionFailure(pattern) }
        return expression
    }

    private func judgePerson(_ record: Node, _ paid: Day, _ fault: (String, String) -> Void) {
        let number = Array(record["SO_DDCN"])
        if number.isEmpty { fault("NT01", "SO_DDCN") }
        if paid.yyyyMMdd < 20_250_801, record["MA_SO_BHXH"].isEmpty { fault("NT01", "MA_SO_BHXH") }
        let birth = record["NGAY_SINH"]
        guard let year = Int(birth.prefix(4)), let born = Day(birth.count == 4 ? birth + "0101" : birth) else {
            return fault("NG01", "NGAY_SINH")
        }
        let digit = (year / 100 - 19) * 2 + (record["GIOI_TINH"] == "2" ? 1 : 0)
        if number.count == 12, String(number[3]) != String(digit) || String(number[4...5]) != birth.dropFirst(2).prefix(2) {
            fault("NT02", "SO_DDCN")
        }
        let age = (paid.yyyyMMdd - born.yyyyMMdd) / 10_000
        if born > paid || age >= 130 { fault("NG07", "NGAY_SINH") }
        if record["LOAI_HINH"] == "IS", age < 15 { fault("NT03", "NGAY_SINH") }
    }

    private func judgePeriod(_ record: Node, _ paid: Day, _ date: Day, _ fault: (String, String) -> Void) {
        if paid > date { fault("NG02", "NGAY_NOP_TIEN") }
        if date - paid > 1 { fault("CB01", "NGAY_NOP_TIEN") }
        let months = Int(record["SO_THANG"]) ?? 0
        if let from = Day(record["TU_NGAY"]) {
            if from < paid { fault("NG05", "TU_NGAY") }
            if record["PHUONG_AN"] == "TM", from - paid < 30 { fault("CB06", "TU_NGAY") }
            var month = from.parts.month + months
            let year = from.parts.year + (month - 1) / 12
            month = (month - 1) % 12 + 1
            let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
            let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            let end = Day(year: year, month: month, day: min(length, from.parts.day))
            if end?.advanced(by: -1).description != record["DEN_NGAY"] { fault("NG04", "DEN_NGAY") }
        }
        if let from = Int(record["TU_THANG"]), let start = Month(yyyyMM: from), let now = Month(yyyyMM: paid.yyyyMMdd / 100) {
            let grace = [1: 0, 3: 2, 6: 3, 12: 6][Int(record["PHUONG_THUC"]) ?? 0]
            if let grace, record["PHUONG_AN"] != "DB", now > start.advanced(by: grace) { fault("NG06", "TU_THANG") }
        }
    }

    private func judgeRegistry(_ record: Node, _ partner: String, _ fault: (String, String) -> Void) {
        let collector = collectors[record["MA_NHAN_VIEN_THU"]]
        if collector == nil {
            fault("DM01", "MA_NHAN_VIEN_THU")
        } else if collector?["MA_TCDVT"] != partner {
            fault("DM02", "MA_NHAN_VIEN_THU")
        }
        if let point = points[record["MA_DIEM_THU"]] {
            if point["MA_TCDVT"] != partner {
                fault("DM04", "MA_DIEM_THU")
            } else if !(partners[partner]?.entries("DIA_BAN").contains { $0.text == point["MA_XA"] } ?? false) {
                fault("DM05", "MA_DIEM_THU")
            }
        } else {
            fault("DM03", "MA_DIEM_THU")
        }
        guard collector?["MA_TCDVT"] == partner else { return }
        let book = books[record["KY_HIEU_BIEN_LAI"]]
        let number = record["SO_BIEN_LAI"]
        // Seven digits each, so the order of text is the order of numbers.
        if book?["MA_NHAN_VIEN_THU"] != record["MA_NHAN_VIEN_THU"] || number < book?["TU_SO"] ?? "" || number > book?["DEN_SO"] ?? "" {
            fault("BL01", "SO_BIEN_LAI")
        } else if receipts.contains(record["KY_HIEU_BIEN_LAI"] + " " + number) {
            fault("BL02", "SO_BIEN_LAI")
        }
    }

    /// Duplicates of persons are looked for when all else is good: in samples nobody pays twice.
    private mutating func remember(_ record: Node, _ fault: (String, String) -> Void) {
        receipts.insert(record["KY_HIEU_BIEN_LAI"] + " " + record["SO_BIEN_LAI"])
        let numbers = [record["MA_SO_BHXH"], record["SO_DDCN"]].filter { !$0.isEmpty }
        for number in numbers {
            if !personsPaid.insert(number).inserted { fault("TR03", "MA_SO_BHXH") }
            let other = numbers.first { $0 != number } ?? number
            if personOfNumber.updateValue(other, forKey: number) != nil { fault("NT04", "MA_SO_BHXH") }
        }
        if record["LOAI_HINH"] == "BI", record["NGUOI_THU"] != "5",
            !householdPlaces.insert(record["MA_HO_GD"] + " " + record["NGUOI_THU"]).inserted
        {
            fault("CB04", "NGUOI_THU")
        }
    }
}
