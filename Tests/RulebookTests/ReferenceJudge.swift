import Contributions
import ExchangeTesting

// The rulebook of a record once more, slowly and literally from rules.md sections 3 to 7, over plain text: what random payments are
// judged by. It knows nothing of Rulebook, and of ExchangeTesting only the calendar and the parameters typed in there. The registry
// is that of RandomPayment, typed in again. History rules need a ledger and are left to their own table.

/// Judges one payment received on a day.
struct ReferenceJudge {
    let received: Int
    let values: [String]
    private var failed = [Bool](repeating: false, count: PaymentField.count)
    /// Codes and subjects in the order of the page.
    private(set) var found: [String] = []

    /// `DM01 MA_NHAN_VIEN_THU, MD06 SO_TIEN`; empty for a good payment without warnings.
    static func verdict(of values: [String], received: Int) -> String {
        var judge = ReferenceJudge(received: received, values: values)
        judge.judgeFormat()
        judge.judgeDates()
        judge.judgePerson()
        judge.judgeRegistry()
        judge.judgeMoney()
        if judge.found.isEmpty { judge.warn() }
        return judge.found.joined(separator: ", ")
    }

    private init(received: Int, values: [String]) {
        self.received = received
        self.values = values
    }

    // MARK: subject and silence

    subscript(field: PaymentField) -> String { values[field.rawValue] }
    func isGiven(_ field: PaymentField) -> Bool { !values[field.rawValue].isEmpty }

    /// The element as a number; 0 when not given.
    func number(_ field: PaymentField) -> Int { Int(self[field]) ?? 0 }

    /// None of these has failed.
    func reads(_ fields: PaymentField...) -> Bool {
        for field in fields where failed[field.rawValue] { return false }
        return true
    }

    mutating func fault(_ code: String, _ field: PaymentField) {
        found.append("\(code) \(field.element)")
        failed[field.rawValue] = true
    }

    /// A warning marks no element.
    mutating func note(_ code: String, _ field: PaymentField) { found.append("\(code) \(field.element)") }

    // MARK: section 3

    private static let always: [PaymentField] = [
        .transactionKey, .kind, .plan, .fullName, .birthDate, .sex, .months, .amount, .paidOn, .receiptSerial, .receiptNumber, .collector,
        .point,
    ]
    private static let byKind: [(field: PaymentField, kinds: [String])] = [
        (.household, ["BI"]), (.personOrder, ["BI"]), (.supportGroup, ["IS"]), (.method, ["IS"]), (.income, ["IS"]),
        (.fromMonth, ["IS"]), (.fromDay, ["BI", "AR"]), (.toDay, ["BI", "AR"]),
    ]

    private mutating func judgeFormat() {
        for field in Self.always where !isGiven(field) { fault("BG01", field) }
        for field in PaymentField.allCases where isGiven(field) && !ReferenceFormat.accepts(self[field], field) { fault("BG03", field) }
        guard reads(.kind) else { return }
        for (field, kinds) in Self.byKind where reads(field) && kinds.contains(self[.kind]) != isGiven(field) { fault("BG04", field) }
    }

    // MARK: section 4, dates

    private mutating func judgeDates() {
        for field in [PaymentField.birthDate, .fromMonth, .fromDay, .toDay, .paidOn] {
            if isGiven(field), reads(field), !isReal(field) { fault("NG01", field) }
        }
        if reads(.paidOn) {
            let days = Almanac.days(from: number(.paidOn), to: received)
            if days < 0 { fault("NG02", .paidOn) }
            if let limit = TypedTariff.daysToReceive(number(.paidOn)), days > limit { fault("NG03", .paidOn) }
        }
        if isGiven(.fromDay), isGiven(.toDay), reads(.toDay, .fromDay, .months) {
            let end = Almanac.day(Almanac.day(number(.fromDay), plusMonths: number(.months)), plus: -1)
            if end != number(.toDay) { fault("NG04", .toDay) }
        }
        if isGiven(.fromDay), reads(.fromDay, .paidOn), number(.fromDay) < number(.paidOn) { fault("NG05", .fromDay) }
        if reads(.fromMonth, .kind, .plan, .method, .paidOn), self[.kind] == "IS", ["TM", "DT", "DL"].contains(self[.plan]),
            let grace = ["1": 0, "3": 2, "6": 3, "12": 6][self[.method]],
            number(.paidOn) / 100 > Almanac.month(number(.fromMonth), plus: grace)
        {
            fault("NG06", .fromMonth)
        }
        if reads(.birthDate, .paidOn), number(.paidOn) < birth || number(.paidOn) > Almanac.birthday(birth, age: 130) {
            fault("NG07", .birthDate)
        }
    }

    private func isReal(_ field: PaymentField) -> Bool {
        switch field {
        case .fromMonth: Almanac.isRealMonth(number(field))
        case .birthDate: Almanac.isReal(birth)
        default: Almanac.isReal(number(field))
        }
    }

    private var birth: Int { Almanac.birth(number(.birthDate), isYearAlone: self[.birthDate].utf8.count == 4) }

    // MARK: section 4, persons

    private mutating func judgePerson() {
        if reads(.paidOn) {
            let asked = number(.paidOn) >= 20_250_801 ? PaymentField.personalNumber : .insuranceNumber
            if reads(asked), !isGiven(asked) { fault("NT01", asked) }
        }
        if isGiven(.personalNumber), reads(.personalNumber, .sex, .birthDate) {
            let digits = Array(self[.personalNumber].utf8).map { Int($0) - 48 }
            let year = birth / 10_000
            let centuryAndSex = (year / 100 - 19) * 2 + (self[.sex] == "2" ? 1 : 0)
            if digits[3] != centuryAndSex || digits[4] * 10 + digits[5] != year % 100 { fault("NT02", .personalNumber) }
        }
        if reads(.birthDate, .kind, .paidOn), self[.kind] == "IS", number(.paidOn) < Almanac.birthday(birth, age: 15) {
            fault("NT03", .birthDate)
        }
    }

    // MARK: section 5

    /// Whose collectors and points are, with the last day in force; all since 2020.
    private static let collectors: [String: (isOwn: Bool, last: Int)] = [
        "NVT001190000001": (true, .max), "NVTBAN": (true, .max), "NVTCU": (true, 20_200_630), "NVTKHAC": (false, .max),
    ]
    private static let points: [String: (isOwn: Bool, last: Int)] = [
        "0101234567TH0100070003": (true, .max), "DIEMXA": (true, .max), "DIEMCU": (true, 20_200_630), "0109999999TH0001": (false, .max),
    ]
    private static let books: [(serial: String, numbers: ClosedRange<Int>, collector: String)] = [
        ("BH26-HN/00101/E", 1...9_000_000, "NVT001190000001"), ("BH26-HN/00101/E", 9_000_001...9_100_000, "NVTKHAC"),
        ("BH26-HN/00101/F", 1...9_999_999, "NVTBAN"),
    ]

    private mutating func judgeRegistry() {
        guard reads(.paidOn) else { return }
        let day = number(.paidOn)
        func isInForce(_ entry: (isOwn: Bool, last: Int)?) -> Bool { entry.map { 20_200_101 <= day && day <= $0.last } ?? false }
        let collector = Self.collectors[self[.collector]]
        if reads(.collector), !isInForce(collector) { fault("DM01", .collector) }
        if reads(.collector), collector?.isOwn == false { fault("DM02", .collector) }
        let point = Self.points[self[.point]]
        if reads(.point), !isInForce(point) { fault("DM03", .point) }
        if reads(.point), point?.isOwn == false { fault("DM04", .point) }
        if reads(.point), self[.point] == "DIEMXA" { fault("DM05", .point) }
        if reads(.receiptNumber, .collector, .receiptSerial) {
            let isHeld = Self.books.contains { book in
                book.serial == self[.receiptSerial] && book.numbers.contains(number(.receiptNumber)) && book.collector == self[.collector]
            }
            if !isHeld { fault("BL01", .receiptNumber) }
        }
    }
}
