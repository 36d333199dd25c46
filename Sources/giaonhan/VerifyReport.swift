import Answers
import Contributions
import ExchangePipeline
import LedgerCore
import Rulebook

// How `verify` looks: a line a fault, with what it is about first and what to do, then the notes, then what was looked at; or the
// same in JSON. It keeps the first hundred of either and counts the rest, so that a ruined disk does not fill the memory.

final class VerifyReport {
    static let listedMax = 100

    private(set) var faultCount = 0
    private(set) var noteCount = 0
    private var faults: [Discrepancy] = []
    private var notes: [Discrepancy] = []

    func add(_ discrepancy: Discrepancy) {
        if discrepancy.kind.isNote {
            noteCount += 1
            if notes.count < Self.listedMax { notes.append(discrepancy) }
        } else {
            faultCount += 1
            if faults.count < Self.listedMax { faults.append(discrepancy) }
        }
    }

    // MARK: for people

    func text(_ verified: Verified, _ language: Language) -> String {
        var text = ""
        for (list, count, title) in [
            (faults, faultCount, language.say("SAI", "FAULT")), (notes, noteCount, language.say("GHI CHÚ", "NOTE")),
        ] {
            for one in list { text += "\(title)  \(ShownText.visible(one.subject)): \(one.sentence(language))\n" }
            let more = count - list.count
            if more > 0 { text += "\(title)  " + language.say("và \(more) mục nữa", "and \(more) more") + "\n" }
        }
        let looked = [
            "\(Dong(Int64(verified.files))) \(language.say("tệp", "files"))",
            "\(Dong(Int64(verified.answers))) \(language.say("trả lời", "answers"))",
            "\(Dong(Int64(verified.reports))) \(language.say("báo cáo", "reports"))",
        ].joined(separator: ", ")
        let result =
            faultCount == 0
            ? language.say("mọi thứ đều khớp", "all is right")
            : language.say("\(Dong(Int64(faultCount))) chỗ sai", "\(Dong(Int64(faultCount))) \(faultCount == 1 ? "fault" : "faults")")
        return text + language.say("Đã kiểm tra sổ cái, \(looked): \(result)\n", "Looked at the ledger, \(looked): \(result)\n")
    }

    // MARK: for programs

    func writeJSON(_ verified: Verified, to out: AnswerWriter) {
        let json = JSONWriter(into: out)
        json.object {
            json.member("DUNG", faultCount == 0)
            json.member("SO_TEP", verified.files)
            json.member("SO_TRA_LOI", verified.answers)
            json.member("SO_MAU", verified.reports)
            json.member("SO_SAI", faultCount)
            write(faults, "DS_SAI", to: json)
            json.member("SO_GHI_CHU", noteCount)
            write(notes, "DS_GHI_CHU", to: json)
        }
        json.end()
    }

    private func write(_ list: [Discrepancy], _ key: String, to json: JSONWriter) {
        json.array(key) {
            for one in list {
                json.object {
                    json.member("LOAI", one.kind.rawValue)
                    json.member("DOI_TUONG", one.subject)
                    json.member("MO_TA", one.sentence(.vi))
                }
            }
        }
    }
}

extension Discrepancy {
    fileprivate func sentence(_ language: Language) -> String {
        if let audit { return audit.sentence(language) }
        return switch kind {
        case .ledger, .missing: language.say("không còn ở đó; hãy khôi phục từ bản sao", "is gone; restore it from a copy")
        case .digest:
            language.say(
                "nội dung khác với tóm tắt SHA-256 trong sổ cái; hãy khôi phục từ bản sao",
                "its bytes are not those of the digest on record; restore it from a copy")
        case .rendering:
            language.say("lập lại từ sổ cái thì ra nội dung khác", "rendered from the ledger it says something else now")
        case .unstored: language.say("phải có nhưng chưa từng được công bố", "is owed and was never published")
        case .outbox:
            language.say(
                "trong hộp thư không phải là tệp đã công bố; giaonhan republish đặt lại tệp đúng",
                "what stands in the outbox is not what was published; giaonhan republish puts it right")
        case .unknown:
            language.say(
                "sổ cái không biết; sổ cái có phải được khôi phục từ bản sao cũ không? xem giaonhan run --restored",
                "the ledger does not know it; was an older copy of it put back? see giaonhan run --restored")
        case .forgotten:
            language.say(
                "được công bố trước khi sổ cái được khôi phục từ bản sao", "was published before the ledger was put back from a copy")
        case .takenAway: language.say("đã được lấy đi", "was taken away")
        case .unpublished: language.say("chưa được công bố", "is not published yet")
        }
    }
}

extension AuditDifference {
    fileprivate func sentence(_ language: Language) -> String {
        let what =
            switch kind {
            case .database: language.say("cơ sở dữ liệu hỏng", "the database is damaged")
            case .chain: language.say("chuỗi sự kiện không khớp với các dòng của nó", "the chain of events does not agree with its rows")
            case .day: language.say("ngày khóa sổ không nhớ đúng đầu chuỗi sự kiện", "the closed day does not know the head of the chain")
            case .codes: language.say("mã xác nhận không liên tục hoặc không thuộc tệp", "codes have a gap, or are none of their file's")
            case .payment: language.say("các cột của khoản thu khác nội dung đã gửi", "the payment's columns differ from what was sent")
            case .counts: language.say("số lượng không khớp", "the figures do not add up")
            case .money: language.say("số tiền không khớp", "the money does not add up")
            case .conservation: language.say("có bản ghi không rõ kết quả", "records are not accounted for")
            case .transactionKey:
                language.say("không tìm thấy theo MA_GIAO_DICH, hoặc khóa thừa", "not found under its MA_GIAO_DICH, or a key too many")
            case .receipt:
                language.say("không tìm thấy theo biên lai, hoặc biên lai thừa", "not found under its receipt, or a receipt too many")
            case .listing: language.say("bảng kê không khớp với các mã của nó", "a listing does not agree with its codes")
            case .agreement: language.say("bảng kê và báo có không khớp nhau", "a listing and its credit do not agree")
            case .state: language.say("mã ở hai trạng thái cùng lúc", "a code is in two states")
            case .open: language.say("số mã còn lại của tệp không khớp", "what is open of a file does not add up")
            case .balance: language.say("số dư cuối ngày không khớp", "the day's balances do not add up")
            case .collector: language.say("số liệu của nhân viên thu không khớp", "a collector's month does not add up")
            case .registry:
                language.say(
                    "số thứ tự của danh mục hoặc ký hiệu biên lai không đúng", "the registry's numbers, or those of serials, are not right")
            case .people:
                language.say(
                    "số của người tham gia hoặc hộ gia đình được nhớ khác khoản thu",
                    "a number of the participant or the household is not kept as the payment says")
            case .runs: language.say("danh sách số của người tham gia bị hỏng", "the sorted numbers of participants are damaged")
            case .schema: language.say("bảng, chỉ mục hoặc trigger đã bị sửa", "a table, index or trigger was changed")
            case .derived: language.say("khác với các dòng mà nó suy ra từ đó", "differs from the rows that it follows from")
            }
        if expected.isEmpty { return found.isEmpty ? what : "\(what) (\(found))" }
        return what + language.say(": phải là \(expected), nhưng là \(found)", ": \(expected) expected, \(found) found")
    }
}

extension Verifier.Step {
    func word(_ language: Language) -> String {
        switch self {
        case .ledger(.database): language.say("trang cơ sở dữ liệu", "database pages")
        case .ledger(.events): language.say("sự kiện", "events")
        case .ledger(.payments): language.say("khoản thu", "payments")
        case .ledger(.keys): language.say("khóa", "keys")
        case .ledger(.money): language.say("dòng tiền", "money trail")
        case .files: language.say("tệp", "files")
        case .reports: language.say("báo cáo", "reports")
        }
    }
}
