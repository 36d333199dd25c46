import Answers
import ArgumentParser
import Assembly
import Contributions
import ExchangePipeline
import LedgerCore
import Rulebook

struct LookupCommand: SpokenSpoolCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Shows what the public look-up shows for a confirmation code.",
        discussion: """
            The code must come with its participant's MA_SO_BHXH or SO_DDCN: a number that the payment gave, or that the registry says is \
            the same person's. A code that was never given and a number that is not its participant's are answered alike.

            Example:
              giaonhan lookup POS0000000014 --id 0123456789 --spool /srv/giaonhan

            Exit codes: 0 shown; 1 code and number do not belong together; 2 wrong usage; 3 a fault of the system.
            """)

    @Argument(help: "MA_XAC_NHAN, such as POS0000000014.")
    var code: String

    @Option(name: .long, help: "The participant's MA_SO_BHXH (10 digits) or SO_DDCN (12 digits).")
    var id: String

    @OptionGroup var options: SpoolOptions

    @Flag(name: .long, help: "The same in JSON, for programs.")
    var json = false

    @OptionGroup var words: LanguageOption

    func validate() throws { try words.requireNone(with: json) }

    func run() throws {
        let inForce = try options.inForce(words)
        guard let found = try Assembly.lookUp(code: code, number: id, in: options.settings(in: inForce)) else {
            throw CommandTrouble.notRight(
                "mã xác nhận và số không thuộc về nhau; hãy kiểm tra lại cả hai", "code and number do not belong together; check both")
        }
        if json {
            try AnswerWriter.bytes { found.writeJSON(to: $0) }.withUnsafeBytes { Standard.output($0) }
        } else {
            Standard.output(found.text(inForce[AllSettings.lang]))
        }
    }
}

extension LookUp {
    fileprivate func writeJSON(to out: AnswerWriter) {
        let json = JSONWriter(into: out)
        json.object {
            json.member("MA_XAC_NHAN", payment.code.description)
            json.member("TRANG_THAI", state.rawValue)
            for field in [PaymentField.fullName, .birthDate, .sex, .insuranceNumber, .personalNumber, .kind] {
                json.member(field.element, payment[field])
            }
            for field in [PaymentField.amount, .months] { json.member(field.element, Int64(payment[field]) ?? 0) }
            json.member(PaymentField.paidOn.element, payment[.paidOn])
            json.member("NGAY_GHI_NHAN", payment.recordedOn.description)
            json.member("MA_TCDVT", payment.partner)
            json.member("TEN_TCDVT", partnerName)
            json.member("MA_NHAN_VIEN_THU", payment[.collector])
            json.member("TEN_NHAN_VIEN_THU", collectorName)
            json.member("MA_CQ_BHXH", office)
            json.member("TEN_CQ_BHXH", officeName)
        }
        json.end()
    }

    fileprivate func text(_ language: Language) -> String {
        func named(_ code: String, _ name: String) -> String { name.isEmpty ? code : "\(name) (\(code))" }
        let birth = Day(payment[.birthDate])?.forPeople ?? payment[.birthDate]
        let kind =
            switch payment[.kind] {
            case "IS": language.say("BHXH tự nguyện", "voluntary BHXH")
            case "BI": language.say("BHYT hộ gia đình", "household BHYT")
            default: language.say("BHYT hộ nông, lâm, ngư, diêm nghiệp", "BHYT of farm, forest, fishing and salt households")
            }
        let rows: [(String, String)] = [
            (language.say("Mã xác nhận", "Code"), payment.code.description),
            (language.say("Trạng thái", "Status"), state.words(language)),
            (language.say("Họ và tên", "Name"), ShownText.visible(payment[.fullName])),
            (language.say("Ngày sinh", "Born"), birth),
            (language.say("Giới tính", "Sex"), payment[.sex] == "1" ? language.say("nam", "male") : language.say("nữ", "female")),
            (language.say("Mã số BHXH", "MA_SO_BHXH"), payment[.insuranceNumber]),
            (language.say("Số ĐDCN", "SO_DDCN"), payment[.personalNumber]),
            (language.say("Loại hình", "Kind"), kind),
            (language.say("Số tiền", "Amount"), "\(Dong(Int64(payment[.amount]) ?? 0)) đ"),
            (language.say("Số tháng", "Months"), payment[.months]),
            (language.say("Ngày nộp tiền", "Paid on"), payment.paidOn.forPeople),
            (language.say("Ngày ghi nhận", "Recorded on"), payment.recordedOn.forPeople),
            (language.say("Tổ chức dịch vụ thu", "Partner"), named(payment.partner, ShownText.visible(partnerName))),
            (language.say("Nhân viên thu", "Collector"), named(payment[.collector], ShownText.visible(collectorName))),
            (language.say("Cơ quan BHXH", "Office"), named(office, ShownText.visible(officeName))),
        ]
        return TextTable(facts: rows.filter { !$0.1.isEmpty }).text
    }
}

extension CodeState {
    fileprivate func words(_ language: Language) -> String {
        switch self {
        case .recorded: language.say("đã ghi nhận", "recorded")
        case .listed: language.say("đã ghi nhận, đang nộp tiền về cơ quan BHXH", "recorded, its money is on its way to the agency")
        case .remitted: language.say("đã ghi nhận, đã nộp tiền về cơ quan BHXH", "recorded, its money is with the agency")
        case .cancelled: language.say("ĐÃ HỦY, mã không còn giá trị", "CANCELLED, the code is no longer valid")
        }
    }
}
