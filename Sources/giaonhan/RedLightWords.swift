import Answers
import Assembly
import ExchangePipeline
import LedgerCore
import Rulebook
import Spooling

// What a red light says: what is the matter, then what a person has to do.

extension RedLight {
    func words(_ language: Language) -> String {
        switch self {
        case .fault(let fault):
            language.say(
                "lượt làm việc gần nhất của chương trình gặp sự cố: \(fault); chưa mất gì, chương trình tự làm tiếp khi hết sự cố, còn "
                    + "nếu đã dừng thì hãy khởi động lại",
                "the daemon's last pass met a fault: \(fault); nothing is lost, it goes on by itself when the fault is over, and if it has "
                    + "ended, start it again")
        case .unaccounted(let owner, let files, let records, let money):
            "\(owner): "
                + language.say(
                    "trả lời và sổ không khớp: lệch \(files) tệp, \(records) bản ghi, \(money) đồng; hãy dừng chương trình, sao chép lại thư mục, "
                        + "rồi gọi giaonhan verify",
                    "answers and ledger disagree by \(files) files, \(records) records, \(money) đồng; stop the daemon, copy the spool, "
                        + "then say giaonhan verify")
        case .claimsMissing(let intake, let count):
            "\(intake)\(Self.more(count, language)) "
                + language.say(
                    "đã được cấp số tiếp nhận mà không có trong sổ, cũng không còn trong work/; hãy xem nhật ký: tệp đã trả về inbox, hoặc bị mất",
                    "was claimed, and is neither posted nor in work/; see the log: it was given back to its inbox, or is lost")
        case .held(let claim):
            "\(claim.owner): \(claim.name) "
                + language.say(
                    "bị giữ lại, vì khi đọc tệp này chương trình đã bị ngắt; hãy gọi giaonhan release \(claim.intake) hoặc giaonhan refuse "
                        + "\(claim.intake)",
                    "is held, since reading it ended the daemon; say giaonhan release \(claim.intake) or giaonhan refuse \(claim.intake)")
        case .waitingLong(let owner, let file, let count):
            "\(owner): "
                + language.say(
                    "chờ quá 15 phút: \(file)\(Self.more(count, language)); hãy xem chương trình có đang chạy không và nhật ký ghi gì",
                    "waiting longer than 15 minutes: \(file)\(Self.more(count, language)); see that the daemon runs and what it logs")
        case .uploadUnderWay(let owner, let file, let hours, let count):
            "\(owner): \(file)\(Self.more(count, language)) "
                + language.say(
                    "đang tải lên dở đã \(hours) giờ; hãy hỏi bên gửi, hoặc xóa tệp",
                    "has been an upload under way for \(hours) hours; ask its sender, or remove it")
        case .noFolder(let owner, let path):
            "\(owner): \(path) "
                + language.say(
                    "không phải thư mục thật nên trả lời còn phải chờ; hãy đặt lại thư mục ở đó",
                    "is no real folder, so its answers wait; put a folder there")
        case .blocked(let owner, let fault):
            "\(owner): \(fault); "
                + language.say("tệp của đơn vị này nằm yên cho đến khi xử lý xong", "its files stay where they are until then")
        case .dayNotClosed(let day):
            language.say(
                "ngày \(day) đã qua mà chưa khóa sổ; hãy xem chương trình có đang chạy không và nhật ký ghi gì",
                "day \(day) is over and not closed; see that the daemon runs and what it logs")
        case .reportMissing(let report, let count):
            language.say(
                "chưa có trong outbox: \(AnswerNames.report(report))\(Self.more(count, language)); hãy xem nhật ký",
                "not in its outbox yet: \(AnswerNames.report(report))\(Self.more(count, language)); see what the daemon logs")
        case .clock(let trouble): trouble.sentence(language)
        case .daysAhead(let ahead): ahead.sentence(language)
        }
    }

    private static func more(_ count: Int, _ language: Language) -> String {
        count > 1 ? language.say(" và \(count - 1) nữa", " and \(count - 1) more") : ""
    }
}
