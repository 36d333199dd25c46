import Assembly
import Contributions
import Rulebook

// What a `run --once` did, for the person who started it: what the ledger holds when it ends, less what it held when it began. So it
// is true however the run ended, and says nothing of what a run before had done.

struct RunSummary {
    let before: LedgerSums
    let after: LedgerSums

    func text(_ language: Language) -> String {
        let files = after.files - before.files
        let closed = after.lastClosedDay == before.lastClosedDay ? nil : after.lastClosedDay
        var text =
            files > 0
            ? processed(files, language)
            : language.say("Không có tệp nào cần xử lý.\n", "There was no file to process.\n")
        if let closed {
            text += language.say("Đã khóa sổ đến hết ngày \(closed.forPeople).\n", "Closed the days up to \(closed.forPeople).\n")
        }
        return text
    }

    private func processed(_ files: Int, _ language: Language) -> String {
        func more(_ figure: (LedgerSums) -> Int) -> String { Dong(Int64(figure(after) - figure(before))).description }
        let (recorded, onRecord, refused) = (more(\.recorded), more(\.onRecord), more(\.refused))
        let money = Dong(after.recordedMoney - before.recordedMoney)
        let isAnyQuarantined = after.quarantined > before.quarantined
        let quarantined = isAnyQuarantined ? language.say(" (cách ly \(more(\.quarantined)))", " (\(more(\.quarantined)) quarantined)") : ""
        return language.say(
            "Đã xử lý \(more(\.files)) tệp\(quarantined). Bản ghi: \(recorded) được ghi nhận, \(onRecord) đã có từ trước, "
                + "\(refused) bị từ chối. Số tiền ghi nhận: \(money) đ.\n",
            "Processed \(more(\.files)) \(files == 1 ? "file" : "files")\(quarantined). Records: \(recorded) recorded, "
                + "\(onRecord) on record before, \(refused) refused. Money recorded: \(money) đ.\n")
    }
}
