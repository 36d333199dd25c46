// What a payment should cost, reckoned literally from rules.md section 7 with the parameters of section 8, in Decimal and
// with its rounding. It reads the record's text alone.

import Contributions
import Foundation

struct SlowMoney {
    private let record: Node
    private let date: Int

    init(_ record: Node, _ paid: Day) {
        self.record = record
        date = paid.yyyyMMdd
    }

    func judge(_ fault: (String, String) -> Void) {
        let months = number("SO_THANG")
        let state = number("TIEN_NSNN")
        let gross: Decimal
        switch record["LOAI_HINH"] {
        case "BI":
            if ![3, 6, 12].contains(months) { fault("MD03", "SO_THANG") }
            if !["TM", "ON"].contains(record["PHUONG_AN"]) { fault("MD04", "PHUONG_AN") }
            if state != 0 { fault("MD05", "TIEN_NSNN") }
            let factors = ["1": "1", "2": "0.7", "3": "0.6", "4": "0.5", "5": "0.4"]
            gross = decimal("0.045") * baseSalary * decimal(factors[record["NGUOI_THU"]] ?? "0") * months
        case "AR":
            if ![3, 6, 12].contains(months) { fault("MD03", "SO_THANG") }
            if !["TM", "ON"].contains(record["PHUONG_AN"]) { fault("MD04", "PHUONG_AN") }
            gross = decimal("0.045") * baseSalary * months
            if state < rounded(decimal("0.30") * gross) || state > gross { fault("MD05", "TIEN_NSNN") }
        default:
            if record["PHUONG_THUC"] != record["SO_THANG"] || ![1, 3, 6, 12].contains(months) { fault("MD03", "SO_THANG") }
            if !["TM", "DT", "DB", "DL"].contains(record["PHUONG_AN"]) { fault("MD04", "PHUONG_AN") }
            let income = number("MUC_THU_NHAP")
            if income < povertyLine || income > 20 * baseSalary { fault("MD01", "MUC_THU_NHAP") }
            let steps = (income - povertyLine) / 50_000
            if rounded(steps) != steps { fault("MD02", "MUC_THU_NHAP") }
            gross = decimal("0.22") * income * months
            // The samples claim the support of every month, so CB05 is silent too.
            let support = decimal(supportRates[record["DOI_TUONG_HT"]] ?? "0") * decimal("0.22") * povertyLine
            if state != support * months { fault("MD05", "TIEN_NSNN") }
        }
        let due = rounded(gross - state - number("TIEN_NSDP") - number("TIEN_KHAC"))
        if number("SO_TIEN") != due { fault("MD06", "SO_TIEN") }
    }

    private var baseSalary: Decimal {
        switch date {
        case 20_260_701...: 2_530_000
        case 20_240_701...: 2_340_000
        case 20_230_701...: 1_800_000
        case 20_190_701...: 1_490_000
        default: 0
        }
    }

    private var povertyLine: Decimal { date >= 20_220_101 ? 1_500_000 : 700_000 }

    private var supportRates: [String: String] {
        date >= 20_250_701
            ? ["N": "0.50", "CN": "0.40", "DT": "0.30", "BT": "0.20"] : ["N": "0.30", "CN": "0.25", "DT": "0.10", "BT": "0.10"]
    }

    private func number(_ element: String) -> Decimal { decimal(record[element].isEmpty ? "0" : record[element]) }
    private func decimal(_ text: String) -> Decimal { Decimal(string: text) ?? -1 }

    /// Half up, to the đồng.
    private func rounded(_ value: Decimal) -> Decimal {
        var (value, result) = (value, Decimal())
        NSDecimalRound(&result, &value, 0, .plain)
        return result
    }
}
