import Assembly
import Contributions
import Rulebook

// What a note says: what somebody should know, then whom to ask.

extension StatusNote {
    func words(_ language: Language) -> String {
        switch self {
        case .silent(let owner, let days):
            "\(owner): "
                + language.say(
                    "không gửi tệp nào trong \(days) ngày; hãy hỏi đơn vị vì sao",
                    "has sent no file for \(days) days; ask the partner why")
        case .listedNotCredited(let owner, let money, let days):
            "\(owner): "
                + language.say(
                    "\(Dong(money)) đồng đã kê nộp mà chưa có báo có, sớm nhất từ \(days) ngày trước; hãy gửi SAO_KE còn thiếu, hoặc hỏi "
                        + "đơn vị về lệnh chuyển",
                    "\(Dong(money)) đồng listed and not credited, the oldest for \(days) days; send the SAO_KE that is missing, or ask the "
                        + "partner about its transfer")
        case .creditedNotListed(let owner, let money):
            "\(owner): "
                + language.say(
                    "\(Dong(money)) đồng đã có báo có mà không khớp bảng kê nào; hãy nhắc đơn vị gửi hoặc sửa BANG_KE_NOP",
                    "\(Dong(money)) đồng credited that no listing agrees with; remind the partner to send its BANG_KE_NOP or to correct it")
        }
    }
}
