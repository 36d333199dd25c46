import Contributions

// What every report of the month must say, element by element, from the reckoning alone: the day of a partner here, money that
// has not come and all partners of an office in the files beside.

/// The reports of one closed day.
struct MonthReports {
    let reckoning: MonthReckoning
    let day: Day
    /// THOI_GIAN_LAP
    let closedAt: String
    let firstDay: Day

    /// Every report of the day by its name, without the ending; of a partner also the partner.
    func all() -> [(name: String, partner: String?, element: MonthElement)] {
        var reports: [(String, String?, MonthElement)] = []
        for contract in MonthParties.contracts {
            let (office, partner) = (contract.office, contract.partner)
            reports.append(("01-XN_\(office)_\(partner)_\(day)", partner, confirmations(office, partner)))
            reports.append(("C17-TS_\(office)_\(partner)_\(day)", partner, receipts(office, partner)))
            reports.append(("CHAM-NOP_\(office)_\(partner)_\(day)", partner, lateMoney(office, partner)))
        }
        for office in Set(MonthParties.contracts.map(\.office)).sorted() {
            reports.append(("CHAM-NOP_\(office)_\(day)", nil, lateMoney(office, nil)))
            reports.append(("TONG-HOP_\(office)_\(day)", nil, overview(office)))
            reports.append(("DOI-CHIEU_\(office)_\(day)", nil, reconciliation(office)))
            if day.month.lastDay == day {
                reports.append(("NVT_\(office)_\(day.month)", nil, collectors(office)))
                reports.append(("DIA-BAN_\(office)_\(day.month)", nil, coverage(office)))
            }
        }
        return reports
    }

    func heading(_ office: String, _ partner: String?, isMonthly: Bool = false) -> MonthElement {
        MonthElement(
            "THONG_TIN_CHUNG",
            [MonthElement("MA_CQ_BHXH", office), MonthElement("TEN_CQ_BHXH", MonthParties.name(ofOffice: office))]
                + (partner.map { [MonthElement("MA_TCDVT", $0), MonthElement("TEN_TCDVT", MonthParties.name(of: $0))] } ?? [])
                + [isMonthly ? MonthElement("THANG", day.month) : MonthElement("NGAY", day), MonthElement("THOI_GIAN_LAP", closedAt)])
    }

    typealias Code = MonthReckoning.Code

    func sum(_ codes: [Code], _ isCounted: (Code) -> Bool = { _ in true }) -> Int64 {
        codes.filter(isCounted).map(\.payment.amount).reduce(0, +)
    }

    func confirmation(of code: Code) -> String { reckoning.confirmationCodes[code.payment.key] ?? "no code" }

    func codes(_ office: String, _ partner: String?) -> [Code] {
        reckoning.codes.filter { $0.office == office && (partner == nil || $0.payment.partner == partner) }
    }

    // MARK: a partner's day

    func confirmations(_ office: String, _ partner: String) -> MonthElement {
        func rows(_ codes: [Code], remark: (Code) -> String) -> [MonthElement] {
            let sorted = codes.sorted {
                [$0.payment.collector.point, $0.payment.collector.code, confirmation(of: $0)].lexicographicallyPrecedes(
                    [$1.payment.collector.point, $1.payment.collector.code, confirmation(of: $1)])
            }
            return sorted.enumerated().map { index, code in
                let payment = code.payment
                return MonthElement(
                    "XAC_NHAN",
                    [
                        "STT": index + 1, "MA_XAC_NHAN": confirmation(of: code), "HO_TEN": payment.name,
                        "MA_SO_BHXH": payment.insuranceNumber, "SO_DDCN": payment.personalNumber, "NGAY_NOP_TIEN": payment.paidOn,
                        "LOAI_HINH": payment.product.rawValue, "SO_THANG": payment.months, "SO_TIEN": payment.amount,
                        "KY_HIEU_BIEN_LAI": payment.collector.serial, "SO_BIEN_LAI": payment.receiptNumber,
                        "MA_DIEM_THU": payment.collector.point, "MA_NHAN_VIEN_THU": payment.collector.code, "GHI_CHU": remark(code),
                    ])
            }
        }
        let recorded = codes(office, partner).filter { $0.recordedOn == day }
        let cancelled = codes(office, partner).filter { $0.cancelledOn == day }
        var reduced = rows(cancelled) { _ in "Hủy: \(MonthDocument.reason)" }
        reduced += [MonthElement("SO_MA", cancelled.count), MonthElement("TONG_TIEN", sum(cancelled))]
        if !cancelled.isEmpty {
            reduced += [
                MonthElement("TIEN_BHXH", sum(cancelled) { $0.payment.isPension }),
                MonthElement("TIEN_BHYT", sum(cancelled) { !$0.payment.isPension }),
            ]
        }
        return MonthElement(
            "MAU_01_XN",
            [
                MonthElement(
                    "THONG_TIN_CHUNG",
                    [
                        "SO": day - firstDay + 1, "NGAY_GHI_NHAN": day, "MA_CQ_BHXH": office,
                        "TEN_CQ_BHXH": MonthParties.name(ofOffice: office),
                        "MA_TCDVT": partner, "TEN_TCDVT": MonthParties.name(of: partner), "THOI_GIAN_LAP": closedAt,
                    ]),
                MonthElement(
                    "DS_XAC_NHAN",
                    rows(recorded) { code in
                        let days = code.claimedOn - code.payment.paidOn
                        return days > 0 ? "Cập nhật chậm \(days) ngày" : ""
                    }),
                MonthElement("DIEU_CHINH_GIAM", reduced),
                totals(of: recorded, count: "SO_MA"),
            ])
    }

    func totals(of codes: [Code], count: String) -> MonthElement {
        MonthElement(
            "TONG_CONG",
            [
                count: codes.count, "TIEN_BHXH": sum(codes) { $0.payment.isPension }, "TIEN_BHYT": sum(codes) { !$0.payment.isPension },
                "TONG_TIEN": sum(codes), "BANG_CHU": SlowWords.dong(sum(codes)),
            ])
    }

    func receipts(_ office: String, _ partner: String) -> MonthElement {
        let sorted = codes(office, partner).filter { $0.recordedOn == day }.sorted {
            ($0.payment.collector.serial, $0.payment.receipt) < ($1.payment.collector.serial, $1.payment.receipt)
        }
        let rows = sorted.enumerated().map { index, code in
            let payment = code.payment
            return MonthElement(
                "BIEN_LAI",
                [
                    "STT": index + 1, "KY_HIEU_BIEN_LAI": payment.collector.serial, "SO_BIEN_LAI": payment.receiptNumber,
                    "NGAY_BIEN_LAI": payment.paidOn, "TIEN_BHXH": payment.isPension ? payment.amount : 0,
                    "TIEN_BHYT": payment.isPension ? 0 : payment.amount, "TONG_TIEN": payment.amount,
                ])
        }
        return MonthElement(
            "C17_TS", [heading(office, partner), MonthElement("DS_BIEN_LAI", rows), totals(of: sorted, count: "SO_BIEN_LAI")])
    }
}
