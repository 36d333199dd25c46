import Contributions

// Spoiled dates, persons and numbers: NG and NT, section 4 of rules.md. Rules that read NGAY_NOP_TIEN or NGAY_SINH are silent once
// that has failed.

extension RandomPaymentMutation {
    static let dates = [
        Self(.birthDate, "born on a 30 February", "NG01 NGAY_SINH") { _ in "19900230" },
        Self(.birthDate, "born on a 29 February of a common year", "NG01 NGAY_SINH") { _ in "19000229" },
        Self(.birthDate, "born in a 13th month", "NG01 NGAY_SINH") { _ in "19901301" },
        Self(.fromMonth, "a month 00", "NG01 TU_THANG") { $0.isVoluntary ? "202600" : nil },
        Self(.fromMonth, "a 13th month", "NG01 TU_THANG") { $0.isVoluntary ? "202613" : nil },
        Self(.fromDay, "from a 31 April", "NG01 TU_NGAY") { $0.isVoluntary ? nil : "20280431" },
        Self(.toDay, "to a 29 February of a common year", "NG01 DEN_NGAY") { $0.isVoluntary ? nil : "20290229" },
        Self(.paidOn, "paid on a 31 June", "NG01 NGAY_NOP_TIEN") { _ in "20240631" },
        Self(.paidOn, "paid tomorrow", "NG02 NGAY_NOP_TIEN") { String(Almanac.day($0.received, plus: 1)) },
        Self(.paidOn, "paid 91 days ago", "NG03 NGAY_NOP_TIEN") { String(Almanac.day($0.received, plus: -91)) },
        Self(.toDay, "a day too long", "NG04 DEN_NGAY") { $0.isVoluntary ? nil : String(Almanac.day($0.number(.toDay), plus: 1)) },
        Self(.toDay, "a day too short", "NG04 DEN_NGAY") { $0.isVoluntary ? nil : String(Almanac.day($0.number(.toDay), plus: -1)) },
        Self(.toDay, "the end of the month overflows as setMonth does", "NG04 DEN_NGAY") { payment in
            // 31 August + 6 months = 31 February = 2 or 3 March.
            guard !payment.isVoluntary else { return nil }
            let from = payment.number(.fromDay)
            let month = Almanac.month(from / 100, plus: payment.months)
            let over = from % 100 - Almanac.daysInMonth(month / 100, month % 100)
            return over > 0 ? String(Almanac.day(payment.number(.toDay), plus: over)) : nil
        },
        Self(.fromDay, "from the day before the payment", "NG04 DEN_NGAY, NG05 TU_NGAY") { payment in
            guard !payment.isVoluntary else { return nil }
            let before = Almanac.day(payment.paidOn, plus: -1)
            // Two first days can have one last day: 30 and 31 August, six months.
            let end = Almanac.day(Almanac.day(before, plusMonths: payment.months), plus: -1)
            return end == payment.number(.toDay) ? nil : String(before)
        },
        Self(.fromMonth, "a month later than its method allows", "NG06 TU_THANG") { payment in
            guard let grace = RandomPaymentMaker.monthsOfGrace[payment[.method]], payment[.plan] != "DB" else { return nil }
            return String(Almanac.month(payment.paidOn / 100, plus: -grace - 1))
        },
        Self(.plan, "made up no longer, and its month is over", "NG06 TU_THANG") { payment in
            guard let grace = RandomPaymentMaker.monthsOfGrace[payment[.method]], payment[.plan] == "DB",
                payment.number(.fromMonth) < Almanac.month(payment.paidOn / 100, plus: -grace)
            else { return nil }
            return "DT"
        },
        Self(.birthDate, "born on the day after the payment", "NG07 NGAY_SINH") { String(Almanac.day($0.paidOn, plus: 1)) },
        Self(.birthDate, "130 years old since yesterday", "NG07 NGAY_SINH") { payment in
            // The last day of birth whose 130th birthday lies before the day paid.
            let yesterday = Almanac.day(payment.paidOn, plus: -1)
            let birth = yesterday - 130 * 10_000
            return Almanac.isReal(birth) ? String(birth) : nil
        },
        Self(.birthDate, "born next year, the year alone", "NG07 NGAY_SINH") { String($0.paidOn / 10_000 + 1) },
    ]

    static let persons = [
        Self(.personalNumber, "no SO_DDCN since 1 August 2025", "NT01 SO_DDCN") { $0.paidOn >= 20_250_801 ? "" : nil },
        Self(.personalNumber, "no SO_DDCN before 1 August 2025", "") { $0.paidOn < 20_250_801 ? "" : nil },
        Self(.insuranceNumber, "no MA_SO_BHXH before 1 August 2025", "NT01 MA_SO_BHXH") { $0.paidOn < 20_250_801 ? "" : nil },
        Self(.insuranceNumber, "no MA_SO_BHXH since 1 August 2025", "") { $0.paidOn >= 20_250_801 ? "" : nil },
        Self(.sex, "of the other sex than SO_DDCN says", "NT02 SO_DDCN") { payment in
            payment[.personalNumber].isEmpty ? nil : payment[.sex] == "1" ? "2" : "1"
        },
        Self(.sex, "of the other sex, without SO_DDCN", "") { payment in
            payment[.personalNumber].isEmpty ? payment[.sex] == "1" ? "2" : "1" : nil
        },
        Self(.personalNumber, "SO_DDCN of the century before or after", "NT02 SO_DDCN") { payment in
            guard !payment[.personalNumber].isEmpty else { return nil }
            var digits = Array(payment[.personalNumber])
            digits[3] = ["0": "2", "1": "3", "2": "0", "3": "1"][digits[3]]!
            return String(digits)
        },
        Self(.personalNumber, "SO_DDCN of the year after", "NT02 SO_DDCN") { payment in
            guard !payment[.personalNumber].isEmpty else { return nil }
            let digits = Array(payment[.personalNumber])
            return String(digits[..<4]) + Digits.padded((Int(String(digits[4...5]))! + 1) % 100, to: 2) + String(digits[6...])
        },
        Self(.personalNumber, "another province and serial are nobody's business", "") { payment in
            let digits = Array(payment[.personalNumber])
            return digits.isEmpty ? nil : "001" + String(digits[3..<6]) + "999999"
        },
        Self(.birthDate, "15 tomorrow, without SO_DDCN", "NT03 NGAY_SINH") { payment in
            payment[.personalNumber].isEmpty ? fifteenTomorrow(payment) : nil
        },
        Self(.birthDate, "15 tomorrow, with another's SO_DDCN", "NT02 SO_DDCN, NT03 NGAY_SINH") { payment in
            guard !payment[.personalNumber].isEmpty, let birth = fifteenTomorrow(payment), payment.birth / 10_000 != Int(birth)! / 10_000
            else { return nil }
            return birth
        },
        Self(.birthDate, "15 tomorrow, with the right SO_DDCN", "NT03 NGAY_SINH") { payment in
            guard !payment[.personalNumber].isEmpty, let birth = fifteenTomorrow(payment), payment.birth / 10_000 == Int(birth)! / 10_000
            else { return nil }
            return birth
        },
    ]

    /// The day of birth of one who becomes 15 on the day after the payment.
    private static func fifteenTomorrow(_ payment: RandomPayment) -> String? {
        guard payment.isVoluntary else { return nil }
        let birth = Almanac.day(payment.paidOn, plus: 1) - 15 * 10_000
        return Almanac.isReal(birth) ? String(birth) : nil
    }
}
