import Contributions

// TONG-HOP, NVT and DIA-BAN: all partners of an office, by the day and by the month.

extension MonthReports {
    func overview(_ office: String) -> MonthElement {
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

    func collectors(_ office: String) -> MonthElement {
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
            // She is one person, whichever office recorded it.
            let hasWon = reckoning.codes.contains {
                $0.payment.collector.code == collector.code && $0.recordedOn <= day && $0.payment.plan == "TM"
                    && $0.state(asOf: day) != "DA_HUY"
            }
            let months = hasWon ? 0 : Int(day.month.number - Day(collector.since)!.month.number) + 1
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

    func coverage(_ office: String) -> MonthElement {
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
