import Contributions

// What every report of the month must say, element by element, from the reckoning alone.

/// What stands between two tags.
protocol MonthText: CustomStringConvertible {}
extension String: MonthText {}
extension Int: MonthText {}
extension Int64: MonthText {}
extension Day: MonthText {}
extension Month: MonthText {}

/// An element, as it is or as it should be.
struct MonthElement: Equatable {
    var name: String
    var text = ""
    var children: [MonthElement] = []

    init(_ name: String, _ text: some MonthText = "") {
        self.name = name
        self.text = text.description
    }

    init(_ name: String, _ children: [MonthElement]) {
        self.name = name
        self.children = children
    }

    /// A row of columns.
    init(_ name: String, _ columns: KeyValuePairs<String, any MonthText>) {
        self.init(name, columns.map { MonthElement($0.key, $0.value.description) })
    }

    /// Where another element differs, a line each: path, expected, found.
    func differences(from found: MonthElement, at path: String) -> [String] {
        let here = "\(path)/\(name)"
        guard name == found.name else { return ["\(here): expected, found <\(found.name)>"] }
        guard text == found.text else { return ["\(here): expected «\(text)», found «\(found.text)»"] }
        var lines = zip(children, found.children).enumerated().flatMap { index, pair in
            pair.0.differences(
                from: pair.1, at: children.count > 1 && children[0].name == children[1].name ? "\(here)[\(index + 1)]" : here)
        }
        for child in children.dropFirst(found.children.count) { lines.append("\(here): missing \(child.line)") }
        for child in found.children.dropFirst(children.count) { lines.append("\(here): not expected \(child.line)") }
        return lines
    }

    private var line: String { name + (children.isEmpty ? " «\(text)»" : " {\(children.map(\.line).joined(separator: ", "))}") }
}

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

    private func heading(_ office: String, _ partner: String?, isMonthly: Bool = false) -> MonthElement {
        MonthElement(
            "THONG_TIN_CHUNG",
            [MonthElement("MA_CQ_BHXH", office), MonthElement("TEN_CQ_BHXH", MonthParties.name(ofOffice: office))]
                + (partner.map { [MonthElement("MA_TCDVT", $0), MonthElement("TEN_TCDVT", MonthParties.name(of: $0))] } ?? [])
                + [isMonthly ? MonthElement("THANG", day.month) : MonthElement("NGAY", day), MonthElement("THOI_GIAN_LAP", closedAt)])
    }

    private typealias Code = MonthReckoning.Code

    private func sum(_ codes: [Code], _ isCounted: (Code) -> Bool = { _ in true }) -> Int64 {
        codes.filter(isCounted).map(\.payment.amount).reduce(0, +)
    }

    private func confirmation(of code: Code) -> String { reckoning.confirmationCodes[code.payment.key] ?? "no code" }

    private func codes(_ office: String, _ partner: String?) -> [Code] {
        reckoning.codes.filter { $0.office == office && (partner == nil || $0.payment.partner == partner) }
    }

    // MARK: a partner's day

    private func confirmations(_ office: String, _ partner: String) -> MonthElement {
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

    private func totals(of codes: [Code], count: String) -> MonthElement {
        MonthElement(
            "TONG_CONG",
            [
                count: codes.count, "TIEN_BHXH": sum(codes) { $0.payment.isPension }, "TIEN_BHYT": sum(codes) { !$0.payment.isPension },
                "TONG_TIEN": sum(codes), "BANG_CHU": SlowWords.dong(sum(codes)),
            ])
    }

    private func receipts(_ office: String, _ partner: String) -> MonthElement {
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

    // MARK: money that has not come

    /// HAN_NOP is 3 days, and 5 for what is paid from the day on that the script says.
    private func isLate(_ code: Code) -> Bool {
        let limit = day >= ScriptedMonth.longerKnownOn && code.payment.paidOn >= ScriptedMonth.longerFrom ? 5 : 3
        return code.isOpen(asOf: day) && day - code.payment.paidOn > limit
    }

    private func lateMoney(_ office: String, _ partner: String?) -> MonthElement {
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

    private struct OpenTransfer {
        let kind: Int
        let partner: String
        let transfer: String
        let day: Day
        var listed: Int64 = 0
        var credited: Int64 = 0
    }

    private static let kinds = ["KE_CHUA_CO_BAO_CO", "BAO_CO_CHUA_CO_KE", "LECH"]

    /// Of each number: a listing without a credit, a credit without a listing, or both, which then differ.
    private func openTransfers(_ office: String) -> [OpenTransfer] {
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

    private func reconciliation(_ office: String) -> MonthElement {
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

    // MARK: all partners

    private func overview(_ office: String) -> MonthElement {
        typealias Dropped = MonthReckoning.Dropped
        var rows: [[(name: String, value: Int64)]] = []
        var elements: [MonthElement] = []
        var alarms: [MonthElement] = []
        for contract in MonthParties.contracts.filter({ $0.office == office }).sorted(by: { $0.partner < $1.partner }) {
            let partner = contract.partner
            let files = reckoning.dropped.filter { $0.partner == partner && $0.office == office && $0.recordedOn == day }
            let codes = codes(office, partner)
            func total(_ figure: (Dropped) -> Int) -> Int64 { Int64(files.map(figure).reduce(0, +)) }
            func money(_ figure: (Dropped) -> Int64) -> Int64 { files.map(figure).reduce(0, +) }
            let cancelled = codes.filter { $0.cancelledOn == day }
            let owed = sum(codes) { $0.isOpen(asOf: day) }
            let lastClaim = reckoning.dropped.filter { $0.partner == partner && $0.recordedOn <= day }.map(\.claimedOn).max()
            let silent = day - (lastClaim ?? firstDay)
            let figures: [(name: String, value: Int64)] = [
                ("SL_TEP", Int64(files.count)), ("SL_TEP_LOI", Int64(files.count { !$0.isRecorded })), ("SL_NHAN", total { $0.found }),
                ("SL_DUNG", total { $0.recorded }), ("SL_TRUNG", total { $0.onRecord }), ("SL_LOI", total { $0.refused }),
                ("TIEN_NHAN", money { $0.recordedMoney + $0.onRecordMoney + $0.refusedMoney }), ("TIEN_DUNG", money { $0.recordedMoney }),
                ("TIEN_TRUNG", money { $0.onRecordMoney }), ("TIEN_LOI", money { $0.refusedMoney }), ("SL_HUY", Int64(cancelled.count)),
                ("TIEN_HUY", sum(cancelled)),
                ("TIEN_DA_NOP", sum(codes) { code in code.states.contains { $0.on == day && $0.state == "DA_NOP" } }),
                ("TIEN_CON_LAI", owed), ("VUOT_BAO_LANH", contract.guarantee.map { owed > $0 ? 1 : 0 } ?? 0),
                ("SL_CHAM_CAP_NHAT", total { $0.lateEntries }), ("SL_TAI_TUC_KHAC", total { $0.takenOver }),
                ("SL_NGHI_TRUNG", total { $0.suspectedPersons }),
            ]
            rows.append(figures)
            var columns = [MonthElement("MA_TCDVT", partner), MonthElement("TEN", MonthParties.name(of: partner))]
            for figure in figures {
                if figure.name == "VUOT_BAO_LANH" {
                    columns.append(MonthElement("BAO_LANH", contract.guarantee.map { $0.description } ?? ""))
                }
                columns.append(MonthElement(figure.name, figure.value))
            }
            elements.append(MonthElement("TO_CHUC", columns + [MonthElement("IM_LANG", silent)]))
            alarms += self.alarms(partner, office, silent: silent, hasFiles: !files.isEmpty)
        }
        let sums = rows[0].indices.map { place in MonthElement(rows[0][place].name, rows.map { $0[place].value }.reduce(0, +)) }
        let accepted = rows.flatMap { $0 }.filter { $0.name == "TIEN_DUNG" }.map(\.value).reduce(0, +)
        return MonthElement(
            "TONG_HOP",
            [
                heading(office, nil), MonthElement("DS_TO_CHUC", elements),
                MonthElement("TONG_CONG", sums + [MonthElement("BANG_CHU", SlowWords.dong(accepted))]), MonthElement("DS_CANH_BAO", alarms),
            ])
    }

    /// Silence from two days on; batch numbers that a partner left out; money listed that no bank has credited.
    private func alarms(_ partner: String, _ office: String, silent: Int, hasFiles: Bool) -> [MonthElement] {
        func alarm(_ kind: String, _ text: String) -> MonthElement {
            MonthElement("CANH_BAO", ["MA_TCDVT": partner, "LOAI": kind, "NOI_DUNG": text])
        }
        var alarms: [MonthElement] = []
        if silent >= 2 { alarms.append(alarm("IM_LANG", "Không gửi tệp nào trong \(silent) ngày.")) }
        // All of the script's batches of payments are numbered <letter>-<four digits>.
        let batches = reckoning.dropped.filter { $0.partner == partner && $0.office == office && $0.isPayments }
        if batches.contains(where: { $0.recordedOn == day }) {
            let known = Set(batches.filter { $0.recordedOn == day || $0.isRecorded && $0.recordedOn < day }.map(\.batch))
            let numbers = known.map { Int($0.suffix(4))! }
            let missing = (numbers.min()!...numbers.max()!).filter { !numbers.contains($0) }
            if known.count >= 3, !missing.isEmpty, missing.count <= known.count {
                let names = missing.prefix(10).map { "\(known.first!.prefix(2))\(Digits.padded($0, to: 4))" }
                let end = missing.count > 10 ? ", ..." : "."
                alarms.append(alarm("THIEU_LO", "Thiếu \(missing.count) số lô: \(names.joined(separator: ", "))\(end)"))
            }
        }
        let listed = openTransfers(office).filter { $0.kind == 0 && $0.partner == partner }
        if let oldest = listed.map(\.day).min() {
            let money = SlowWords.grouped(listed.map(\.listed).reduce(0, +))
            let text = "\(listed.count) bảng kê chưa có báo có, tổng \(money) đồng, chuyển sớm nhất ngày \(oldest.forPeople)."
            alarms.append(alarm("KE_CHUA_CO_BAO_CO", text))
        }
        return alarms
    }

    // MARK: the month

    private func collectors(_ office: String) -> MonthElement {
        let partners = MonthParties.contracts.filter { $0.office == office }.map(\.partner)
        let collectors = MonthParties.collectors.filter { partners.contains($0.partner) }.sorted {
            ($0.partner, $0.code) < ($1.partner, $1.code)
        }
        var sums: [Int64] = [0, 0, 0, 0]
        let rows = collectors.map { collector in
            let codes = codes(office, collector.partner).filter { $0.payment.collector == collector && $0.recordedOn <= day }
            let newcomers = codes.filter { $0.payment.plan == "TM" && $0.state(asOf: day) != "DA_HUY" }.count
            let late = codes.filter { $0.claimedOn - $0.payment.paidOn > 1 }.count
            // The script's month is the first of the ledger.
            let months = newcomers > 0 ? 0 : Int(day.month.number - Day(collector.since)!.month.number) + 1
            sums = zip(sums, [Int64(codes.count), Int64(newcomers), sum(codes), Int64(late)]).map(+)
            return MonthElement(
                "NHAN_VIEN",
                [
                    "MA_TCDVT": collector.partner, "MA_NHAN_VIEN_THU": collector.code, "HO_TEN": collector.name, "SL": codes.count,
                    "SL_TM": newcomers, "TONG_TIEN": sum(codes), "SL_CHAM": late, "THANG_KHONG_TM": months,
                    "CAN_CHAM_DUT": months >= 6 ? 1 : 0,
                ])
        }
        return MonthElement(
            "NVT",
            [
                heading(office, nil, isMonthly: true), MonthElement("DS_NHAN_VIEN", rows),
                MonthElement(
                    "TONG_CONG",
                    [
                        "SO_NHAN_VIEN": rows.count, "SL": sums[0], "SL_TM": sums[1], "TONG_TIEN": sums[2], "SL_CHAM": sums[3],
                        "BANG_CHU": SlowWords.dong(sums[2]),
                    ]),
            ])
    }

    private func coverage(_ office: String) -> MonthElement {
        let contracts = MonthParties.contracts.filter { $0.office == office }
        let points = MonthParties.points.filter { point in contracts.contains { $0.partner == point.partner } }
        var gaps: [(kind: Int, code: String, name: String, partner: String)] = []
        for contract in contracts {
            for commune in contract.area where !points.contains(where: { $0.partner == contract.partner && $0.commune == commune }) {
                gaps.append((0, commune, MonthParties.communeName(commune), contract.partner))
            }
        }
        for point in points {
            if !MonthParties.collectors.contains(where: { $0.point == point.code }) {
                gaps.append((1, point.code, point.name, point.partner))
            }
            if point.signboard != "1" { gaps.append((2, point.code, point.name, point.partner)) }
        }
        gaps.sort { ($0.kind, $0.code, $0.partner) < ($1.kind, $1.code, $1.partner) }
        let kinds = ["XA_CHUA_CO_DIEM", "DIEM_CHUA_CO_NHAN_VIEN", "DIEM_CHUA_CO_BIEN_HIEU"]
        return MonthElement(
            "DIA_BAN",
            [
                heading(office, nil, isMonthly: true),
                MonthElement(
                    "DS_MUC",
                    gaps.map { MonthElement("MUC", ["LOAI": kinds[$0.kind], "MA": $0.code, "TEN": $0.name, "MA_TCDVT": $0.partner]) }),
                MonthElement("TONG_CONG", ["SO_MUC": gaps.count]),
            ])
    }
}
