import Contributions

// Spoiled registry codes, receipts and money: DM, BL and MD, sections 5 and 7 of rules.md, and changes that only warn.

extension RandomPaymentMutation {
    static let registry = [
        Self(.collector, "an unknown collector", "DM01 MA_NHAN_VIEN_THU") { _ in "NVTLA" },
        Self(.collector, "a collector no longer in force", "DM01 MA_NHAN_VIEN_THU") { _ in "NVTCU" },
        Self(.collector, "another partner's collector", "DM02 MA_NHAN_VIEN_THU") { _ in "NVTKHAC" },
        Self(.point, "an unknown point", "DM03 MA_DIEM_THU") { _ in "DIEMLA" },
        Self(.point, "a point no longer in force", "DM03 MA_DIEM_THU") { _ in "DIEMCU" },
        Self(.point, "another partner's point", "DM04 MA_DIEM_THU") { _ in "0109999999TH0001" },
        Self(.point, "a point outside the contract's communes", "DM05 MA_DIEM_THU") { _ in "DIEMXA" },
        Self(.collector, "the book is another collector's", "BL01 SO_BIEN_LAI") { _ in "NVTBAN" },
        Self(.receiptSerial, "an unknown serial", "BL01 SO_BIEN_LAI") { _ in "BH99-HN/00101/Z" },
        Self(.receiptSerial, "another collector's serial", "BL01 SO_BIEN_LAI") { _ in "BH26-HN/00101/F" },
        Self(.receiptNumber, "a number before the book's first", "BL01 SO_BIEN_LAI") { _ in "0000000" },
        Self(.receiptNumber, "a number after the book's last", "BL01 SO_BIEN_LAI") { _ in "9000001" },
        Self(.receiptNumber, "a number in no book", "BL01 SO_BIEN_LAI") { _ in "9999999" },
        Self(.receiptNumber, "the book's last number", "") { _ in "9000000" },
    ]

    static let money = [
        Self(.months, "months that are not the method's", "MD03 SO_THANG") { payment in
            guard payment.isVoluntary, !payment.isDiscounted else { return nil }
            return ["1": "3", "3": "6", "6": "12", "12": "1"][payment[.months]]
        },
        Self(.months, "months that are not whole years ahead", "MD03 SO_THANG") { $0[.method] == "VS" ? "12" : nil },
        Self(.months, "more than 60 missing months", "MD03 SO_THANG") { $0[.method] == "TH" ? "61" : nil },
        Self(.months, "four months of BHYT", "NG04 DEN_NGAY, MD03 SO_THANG") { $0.isVoluntary ? nil : "4" },
        Self(.months, "a month more or less of a household", "NG04 DEN_NGAY, MD06 SO_TIEN") { payment in
            payment.isHousehold ? ["3": "6", "6": "12", "12": "3"][payment[.months]] : nil
        },
        Self(.plan, "IS has no ON", "MD04 PHUONG_AN") { $0.isVoluntary ? "ON" : nil },
        Self(.plan, "BHYT has no DT", "MD04 PHUONG_AN") { $0.isVoluntary ? nil : "DT" },
        Self(.plan, "BHYT has no DB", "MD04 PHUONG_AN") { $0.isVoluntary ? nil : "DB" },
        Self(.plan, "BHYT has no DL", "MD04 PHUONG_AN") { $0.isVoluntary ? nil : "DL" },
        Self(.paidOn, "VS and TH before their interest is in force", "MD07 NGAY_NOP_TIEN") { payment in
            let day = 20_251_231
            // Old enough already then.
            guard payment.isDiscounted, Almanac.days(from: day, to: payment.received) <= 90, Almanac.birthday(payment.birth, age: 15) <= day
            else { return nil }
            return String(day)
        },
        Self(.income, "a step below the floor", "MD01 MUC_THU_NHAP") { payment in
            payment.isVoluntary ? String(TypedTariff.povertyLine(payment.paidOn)! - 50_000) : nil
        },
        Self(.income, "one đồng below the floor", "MD01 MUC_THU_NHAP") { payment in
            payment.isVoluntary ? String(TypedTariff.povertyLine(payment.paidOn)! - 1) : nil
        },
        Self(.income, "one đồng above the ceiling", "MD01 MUC_THU_NHAP") { $0.isVoluntary ? String($0.incomeCeiling + 1) : nil },
        Self(.income, "a step above the ceiling", "MD01 MUC_THU_NHAP") { $0.isVoluntary ? String($0.incomeCeiling + 50_000) : nil },
        Self(.income, "one đồng beside a step", "MD02 MUC_THU_NHAP") { payment in
            payment.isVoluntary && payment.number(.income) < payment.incomeCeiling ? payment.number(.income, plus: 1) : nil
        },
        Self(.income, "the next step, not paid for", "MD06 SO_TIEN") { payment in
            payment.isVoluntary && payment.number(.income) < payment.incomeCeiling ? payment.number(.income, plus: 50_000) : nil
        },
        Self(.statePart, "one đồng more than whole months of support", "MD05 TIEN_NSNN") { payment in
            payment.isVoluntary ? payment.number(.statePart, plus: 1) : nil
        },
        Self(.statePart, "support for a month more than paid for", "MD05 TIEN_NSNN") { payment in
            payment.isVoluntary ? String(payment.monthlySupport * (payment.months + 1)) : nil
        },
        Self(.supportGroup, "another group's support", "MD05 TIEN_NSNN") { payment in
            // Support for every month of the poor is support for more months of the others.
            payment[.supportGroup] == "N" && payment.number(.statePart) == payment.monthlySupport * payment.months ? "BT" : nil
        },
        Self(.statePart, "one đồng below the least share", "MD05 TIEN_NSNN") { payment in
            guard payment.isFarming else { return nil }
            return String(TypedGross.farming(months: payment.months, payment.paidOn).times(30, 100).rounded - 1)
        },
        Self(.statePart, "one đồng above the gross", "MD05 TIEN_NSNN") { payment in
            payment.isFarming ? String(TypedGross.farming(months: payment.months, payment.paidOn).rounded + 1) : nil
        },
        Self(.statePart, "no share of the state", "MD05 TIEN_NSNN") { $0.isFarming ? "" : nil },
        Self(.statePart, "a household that the state supports", "MD05 TIEN_NSNN") { $0.isHousehold ? "1" : nil },
        Self(.amount, "one đồng too much", "MD06 SO_TIEN") { $0.isDiscounted ? nil : $0.number(.amount, plus: 1) },
        Self(.amount, "one đồng too little", "MD06 SO_TIEN") { $0.isDiscounted ? nil : $0.number(.amount, plus: -1) },
        // The good payment may be off by the one đồng that is tolerated.
        Self(.amount, "three đồng too much", "MD06 SO_TIEN") { $0.number(.amount, plus: 3) },
        Self(.amount, "three đồng too little", "MD06 SO_TIEN") { $0.number(.amount, plus: -3) },
        Self(.personOrder, "the next person of the household", "MD06 SO_TIEN") { payment in
            payment.isHousehold ? ["1": "2", "2": "3", "3": "4", "4": "5", "5": "1"][payment[.personOrder]] : nil
        },
        Self(.localPart, "the local budget pays more", "MD06 SO_TIEN") { $0.number(.localPart, plus: 1000) },
        Self(.otherPart, "others pay all of it too", "MD06 SO_TIEN") { $0.number(.otherPart, plus: $0.number(.amount) + 3) },
    ]

    static let warnings = [
        Self(.plan, "a first card before the 31st day", "CB06 TU_NGAY") { payment in
            payment[.plan] == "ON" && Almanac.days(from: payment.paidOn, to: payment.number(.fromDay)) < 30 ? "TM" : nil
        },
        Self(.plan, "a first card from the 31st day", "") { payment in
            payment[.plan] == "ON" && Almanac.days(from: payment.paidOn, to: payment.number(.fromDay)) >= 30 ? "TM" : nil
        },
        Self(.supportGroup, "the poor could have more support", "CB05 TIEN_NSNN") { payment in
            // Before July 2025 ten hundredths for three months are the poor's thirty for one.
            let isThird = payment.paidOn < 20_250_701 && payment.months % 3 == 0
            return payment[.supportGroup] == "BT" && isThird ? "N" : nil
        },
        Self(.paidOn, "told of two days later", "CB01 NGAY_NOP_TIEN") { payment in
            let earlier = Almanac.day(payment.received, plus: -2)
            // No change of law or month in between, and the person old enough already.
            guard earlier >= 20_230_803, earlier / 100 == payment.paidOn / 100, earlier <= payment.paidOn,
                Almanac.birthday(payment.birth, age: payment.isVoluntary ? 15 : 0) <= earlier
            else { return nil }
            return String(earlier)
        },
    ]
}
