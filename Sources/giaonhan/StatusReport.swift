import Answers
import Assembly
import Contributions
import Rulebook

// How `status` looks: two aligned tables, files and records, then the red lights; or the JSON of exchange.md section 8, which
// the daemon keeps in status.json. The columns of the tables are the keys of the JSON.

struct StatusReport {
    let status: SpoolStatus
    /// The red lights' language; what programs read is Vietnamese, like all that is published.
    var language = Language.vi

    // MARK: for people

    var text: String {
        var text = "THOI_GIAN \(status.takenAt.forPeople)\n\n"
        text += table(
            ["MA_TCDVT", "CHO", "CHO_LAU_NHAT", "DANG_XU_LY", "GIU_LAI", "CACH_LY"],
            status.owners.map { row in
                [row.owner.description, "\(row.waiting)", clock(row.oldestWaitingSeconds)]
                    + [row.inWork, row.held, row.quarantined].map(String.init)
            })
        text += "\n"
        text += table(
            [
                "MA_TCDVT", "SL_NHAN", "SL_DUNG", "SL_TRUNG", "SL_LOI", "SL_CHO", "TIEN_NHAN", "TIEN_DUNG", "TIEN_TRUNG", "TIEN_LOI",
                "CHENH_LECH",
            ],
            status.owners.map { row in
                [row.owner.description] + [row.received, row.recorded, row.onRecord, row.refused, row.unposted].map(String.init)
                    + [row.receivedMoney, row.recordedMoney, row.onRecordMoney, row.refusedMoney].map { Dong($0).description }
                    + [String(row.difference)]
            })
        text += "\n"
        if !status.isRed {
            text += language.say(
                "Không có tệp nào bị giữ lại hay chậm; mọi bản ghi đều khớp.\n",
                "Nothing is held or late, and every record is accounted for.\n")
        }
        return text + status.redLights.map { language.say("ĐỎ  ", "RED  ") + $0.words(language) + "\n" }.joined()
    }

    /// Seconds as hours, minutes and seconds.
    private func clock(_ seconds: Int64) -> String {
        "\(seconds / 3600):\(Digits.padded(Int(seconds / 60 % 60), to: 2)):\(Digits.padded(Int(seconds % 60), to: 2))"
    }

    /// Columns as wide as their longest cell: the first to the left, figures to the right.
    private func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head] + rows
        let widths = head.indices.map { column in lines.map { $0[column].utf8.count }.max() ?? 0 }
        return lines.map { cells in
            let padded = cells.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - cells[column].utf8.count)
                return column == 0 ? cells[column] + blanks : blanks + cells[column]
            }
            return padded.joined(separator: "  ") + "\n"
        }.joined()
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
        json.member("CHO_LAU_NHAT", row.oldestWaitingSeconds)
    }
}
