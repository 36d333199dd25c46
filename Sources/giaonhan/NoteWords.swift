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
        case .creditedToNobody(let owner, let money):
            "\(owner): "
                + language.say(
                    "\(Dong(money)) đồng đã có báo có cho mã này, mà danh mục không có tổ chức nào mang mã này; nếu SAO_KE ghi sai MA_TCDVT "
                        + "thì hãy gửi báo có đúng, nếu là tổ chức mới thì gửi DANH_MUC; đến khi khớp, báo có này vẫn nằm trong DOI-CHIEU",
                    "\(Dong(money)) đồng credited to this code, which no partner of the registry bears; if the SAO_KE has a wrong MA_TCDVT, "
                        + "send the right credit, and a DANH_MUC for a new partner; until it agrees, this credit stays in DOI-CHIEU")
        }
    }
}
