import Answers
import Assembly
import Contributions
import Rulebook

// How `status` looks: four tables in people's words, then the red lights and what to ask about; or the JSON of exchange.md
// section 8, which the daemon keeps in status.json. The tables show the figures of the JSON, and their sums.

struct StatusReport {
    let status: SpoolStatus
    /// The people's language; what programs read is Vietnamese, like all that is published.
    var language = Language.vi

    // MARK: for people

    var text: String {
        let time = language.say("Lúc", "At") + " \(status.takenAt.forPeople)"
        let well = language.say(
            "Không có tệp nào bị giữ lại hay chậm; mọi bản ghi đều khớp.", "Nothing is held or late, and every record is accounted for.")
        let lights = status.redLights.map { language.say("ĐỎ  ", "RED  ") + $0.words(language) }
        let verdict = (status.isRed ? lights : [well]).map { $0 + "\n" }.joined()
        let notes = status.notes.map { language.say("CẦN CHÚ Ý  ", "NOTE  ") + $0.words(language) + "\n" }.joined()
        return ([time + "\n"] + tables.map(\.text) + [verdict] + (notes.isEmpty ? [] : [notes])).joined(separator: "\n")
    }

    /// Files, records, money, the money's way: a row an owner, then the sums.
    private var tables: [TextTable] {
        func figure(_ head: (String, String), _ value: @escaping (OwnerStatus) -> Int) -> Figure {
            Figure(head, value: { Int128(value($0)) })
        }
        return [
            table(
                ("Tệp", "Files"),
                [
                    figure(("Đang chờ", "Waiting"), \.waiting), .longestWait, figure(("Đang xử lý", "In work"), \.inWork),
                    figure(("Giữ lại", "Held"), \.held), figure(("Đã trả lời", "Answered"), \.answered),
                    figure(("Cách ly", "Quarantined"), \.quarantined),
                ]),
            table(
                ("Bản ghi", "Records"),
                [
                    figure(("Nhận", "Received"), \.received), figure(("Ghi nhận", "Recorded"), \.recorded),
                    figure(("Đã có", "On record"), \.onRecord), figure(("Từ chối", "Refused"), \.refused),
                    figure(("Chưa xét", "Unposted"), \.unposted), figure(("Chênh lệch", "Difference"), \.difference),
                ]),
            table(
                ("Số tiền (đ)", "Money (đ)"),
                [
                    Figure(("Nhận", "Received"), value: \.receivedMoney), Figure(("Ghi nhận", "Recorded"), value: \.recordedMoney),
                    Figure(("Đã có", "On record"), value: \.onRecordMoney), Figure(("Từ chối", "Refused"), value: \.refusedMoney),
                ]),
            table(
                ("Tiền về (đ)", "Money's way (đ)"),
                [
                    Figure(("Chưa nộp", "Outstanding"), value: \.outstandingMoney), figure(("Số mã", "Codes"), \.outstanding),
                    .days(("Số ngày", "Days"), \.outstandingDays),
                    Figure(("Kê chưa báo có", "Listed, not credited"), value: \.listedMoney), .days(("Số ngày", "Days"), \.listedDays),
                    Figure(("Báo có chưa khớp", "Credited, not listed"), value: \.creditedMoney),
                    .days(("Ngày im lặng", "Silent days"), \.silentDays),
                ]),
        ]
    }

    private func table(_ subject: (String, String), _ figures: [Figure]) -> TextTable {
        var table = TextTable(
            [.left(language.say(subject.0, subject.1))] + figures.map { .right(language.say($0.head.0, $0.head.1)) })
        for row in status.owners { table.add([row.owner.description] + figures.map { $0.shown($0.value(row)) }) }
        table.totals = [language.say("Cộng", "Total")] + figures.map { $0.shown($0.total(status.owners.compactMap($0.value))) }
        return table
    }

    /// A column: what it is called, an owner's figure (nil when it has none), what all of them come to, and how it looks. The figures are
    /// wide enough for sums of money.
    private struct Figure {
        let head: (String, String)
        let value: (OwnerStatus) -> Int128?
        var total: ([Int128]) -> Int128? = { $0.reduce(0, +) }
        var form: (Int128) -> String = { Dong($0).description }

        init(_ head: (String, String), value: @escaping (OwnerStatus) -> Int128?) {
            (self.head, self.value) = (head, value)
        }

        func shown(_ value: Int128?) -> String { value.map(form) ?? "-" }

        /// Of all owners the most.
        static func days(_ head: (String, String), _ value: @escaping (OwnerStatus) -> Int?) -> Figure {
            var figure = Figure(head, value: { value($0).map { Int128($0) } })
            figure.total = { $0.max() }
            return figure
        }

        /// In hours, minutes and seconds; of all owners the longest.
        static var longestWait: Figure {
            var figure = Figure(("Chờ lâu nhất", "Longest wait"), value: { Int128($0.oldestWaitingSeconds) })
            figure.total = { $0.max() ?? 0 }
            figure.form = { "\($0 / 3600):\(Digits.padded(Int($0 / 60 % 60), to: 2)):\(Digits.padded(Int($0 % 60), to: 2))" }
            return figure
        }
    }

    // MARK: for programs

    /// status.json.
    var json: [UInt8] { get throws { try AnswerWriter.bytes { writeJSON(to: $0) } } }

    private func writeJSON(to out: AnswerWriter) {
        let json = JSONWriter(into: out)
        json.object {
            json.member("THOI_GIAN", status.takenAt.description)
            json.member("DO", status.isRed)
            json.array("LY_DO") { for light in status.redLights { json.element(light.words(.vi)) } }
            json.array("DS_TO_CHUC") {
                for row in status.owners { json.object { write(row, to: json) } }
            }
            json.array("DS_CHU_Y") { for note in status.notes { json.element(note.words(.vi)) } }
        }
        json.end()
    }

    private func write(_ row: OwnerStatus, to json: JSONWriter) {
        json.member("MA_TCDVT", row.owner.description)
        json.member("CHO", row.waiting)
        json.member("DANG_XU_LY", row.inWork)
        json.member("GIU_LAI", row.held)
        json.member("CACH_LY", row.quarantined)
        json.member("SL_NHAN", row.received)
        json.member("SL_DUNG", row.recorded)
        json.member("SL_TRUNG", row.onRecord)
        json.member("SL_LOI", row.refused)
        json.member("SL_CHO", row.unposted)
        json.member("TIEN_NHAN", row.receivedMoney)
        json.member("TIEN_DUNG", row.recordedMoney)
        json.member("TIEN_TRUNG", row.onRecordMoney)
        json.member("TIEN_LOI", row.refusedMoney)
        json.member("CHENH_LECH", row.difference)
        json.member("CHENH_LECH_TEP", row.filesDifference)
        json.member("CHENH_LECH_TIEN", Int64(clamping: row.moneyDifference))
        json.member("CHO_LAU_NHAT", row.oldestWaitingSeconds)
        json.member("SL_TEP", row.answered)
        json.member("SL_CON_LAI", row.outstanding)
        json.member("TIEN_CON_LAI", row.outstandingMoney)
        json.member("SO_NGAY_CON_LAI", row.outstandingDays ?? 0)
        json.member("TIEN_KE_CHUA_CO_BAO_CO", row.listedMoney)
        json.member("SO_NGAY_KE", row.listedDays ?? 0)
        json.member("TIEN_BAO_CO_CHUA_KHOP", row.creditedMoney)
        json.member("IM_LANG", row.silentDays ?? 0)
    }
}
