import Contributions

// CHAM-NOP and DOI-CHIEU: money that has not come, and money that does not agree.

extension MonthReports {
    /// HAN_NOP is 3 days, and 5 for what is paid from the day on that the script says.
    private func isLate(_ code: Code) -> Bool {
        let limit = day >= ScriptedMonth.longerKnownOn && code.payment.paidOn >= ScriptedMonth.longerFrom ? 5 : 3
        return code.isOpen(asOf: day) && day - code.payment.paidOn > limit
    }

    func lateMoney(_ office: String, _ partner: String?) -> MonthElement {
        let late = codes(office, partner).filter(isLate).sorted {
            ($0.payment.paidOn, confirmation(of: $0)) < ($1.payment.paidOn, confirmation(of: $1))
        }
        let groups = Dictionary(grouping: late, by: \.payment.collector).sorted { one, other in
            let (mine, others) = (sum(one.value), sum(other.value))
            if mine != others { return mine > others }
            return [one.key.partner, one.key.point, one.key.code].lexicographicallyPrecedes([
                other.key.partner, other.key.point, other.key.code,
            ])
        }
        return MonthElement(
            "CHAM_NOP",
            [
                heading(office, partner),
                MonthElement(
                    "DS_NHOM",
                    groups.map { collector, codes in
                        let oldest = codes.map(\.payment.paidOn).min()!
                        return MonthElement(
                            "NHOM",
                            [
                                "MA_TCDVT": collector.partner, "MA_DIEM_THU": collector.point, "MA_NHAN_VIEN_THU": collector.code,
                                "SO_MA": codes.count, "TONG_TIEN": sum(codes), "NGAY_CU_NHAT": oldest, "SO_NGAY_CHAM": day - oldest,
                            ])
                    }),
                MonthElement(
                    "DS_MA",
                    late.enumerated().map { index, code in
                        MonthElement(
                            "MA",
                            [
                                "STT": index + 1, "MA_XAC_NHAN": confirmation(of: code), "HO_TEN": code.payment.name,
                                "NGAY_NOP_TIEN": code.payment.paidOn, "SO_TIEN": code.payment.amount, "TRANG_THAI": code.state(asOf: day)!,
                                "SO_NGAY_CHAM": day - code.payment.paidOn,
                            ])
                    }),
                MonthElement("TONG_CONG", ["SO_MA": late.count, "TONG_TIEN": sum(late), "BANG_CHU": SlowWords.dong(sum(late))]),
            ])
    }

    struct OpenTransfer {
        let kind: Int
        let partner: String
        let transfer: String
        let day: Day
        var listed: Int64 = 0
        var credited: Int64 = 0
    }

    private static let kinds = ["KE_CHUA_CO_BAO_CO", "BAO_CO_CHUA_CO_KE", "LECH"]

    /// Of each number: a listing without a credit, a credit without a listing, or both, which then differ.
    func openTransfers(_ office: String) -> [OpenTransfer] {
        let listings = reckoning.listings.filter { $0.office == office && $0.isOpen(asOf: day) }
        let credits = reckoning.credits.filter { $0.office == office && $0.isOpen(asOf: day) }
        var open: [OpenTransfer] = []
        for listing in listings {
            let credit = credits.first { $0.content.partner == listing.partner && $0.content.transfer == listing.transfer }?.content
            open.append(
                OpenTransfer(
                    kind: credit == nil ? 0 : 2, partner: listing.partner, transfer: listing.transfer,
                    day: credit?.creditedOn ?? listing.transferredOn, listed: listing.money, credited: credit?.amount ?? 0))
        }
        for credit in credits.map(\.content)
        where !listings.contains(where: { $0.partner == credit.partner && $0.transfer == credit.transfer }) {
            open.append(
                OpenTransfer(
                    kind: 1, partner: credit.partner, transfer: credit.transfer, day: credit.creditedOn, credited: credit.amount))
        }
        return open.sorted { ($0.kind, $0.partner, $0.transfer) < ($1.kind, $1.partner, $1.transfer) }
    }

    func reconciliation(_ office: String) -> MonthElement {
        let open = openTransfers(office)
        return MonthElement(
            "DOI_CHIEU",
            [
                heading(office, nil),
                MonthElement(
                    "DS_MUC",
                    open.map { row in
                        MonthElement(
                            "MUC",
                            [
                                "LOAI": Self.kinds[row.kind], "MA_TCDVT": row.partner, "MA_GIAO_DICH_NH": row.transfer, "NGAY": row.day,
                                "TIEN_KE": row.listed, "TIEN_BAO_CO": row.credited, "SO_NGAY": max(0, day - row.day),
                            ])
                    }),
                MonthElement(
                    "TONG_CONG",
                    [
                        "SO_MUC": open.count, "TIEN_KE": open.map(\.listed).reduce(0, +), "TIEN_BAO_CO": open.map(\.credited).reduce(0, +),
                    ]),
            ])
    }
}
