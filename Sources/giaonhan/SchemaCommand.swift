import ArgumentParser
import Contributions
import ExchangeFormat
import Rulebook

struct SchemaCommand: SpokenCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the XSD of a document, or the documents' names.",
        discussion: """
            Examples:
              giaonhan schema
              giaonhan schema DANH_SACH_THU > DANH_SACH_THU.xsd
            """)

    @Argument(help: "The document's root element; without it the names are listed.")
    var document: DocumentArgument?

    @OptionGroup var words: LanguageOption

    @OptionGroup var config: ConfigOption

    @OptionGroup var clock: ClockOption

    func run() throws {
        let language = try config.inForce(words)[AllSettings.lang]
        Standard.output(
            document?.kind.schema ?? TextTable(facts: DocumentKind.allCases.map { ($0.rawValue, $0.meaning(language)) }).text)
    }
}

extension DocumentKind {
    fileprivate func meaning(_ language: Language) -> String {
        switch self {
        case .paymentList: language.say("danh sách thu: một lô khoản thu của tổ chức dịch vụ thu", "a batch of payments, from a partner")
        case .masterData: language.say("danh mục của cơ quan BHXH", "the registry's entries, from the agency")
        case .adjustment:
            language.say("điều chỉnh: hủy mã xác nhận, hủy kê", "codes cancelled and listings taken back, from a partner or the agency")
        case .remittanceListing:
            language.say("bảng kê nộp tiền của tổ chức dịch vụ thu", "the codes that one transfer pays for, from a partner")
        case .bankStatement: language.say("sao kê báo có của cơ quan BHXH", "the transfers that arrived, from the agency")
        }
    }
}

/// A document by its root element's name, in any case.
struct DocumentArgument: ExpressibleByArgument {
    let kind: DocumentKind

    init?(argument: String) {
        guard let kind = DocumentKind(rawValue: argument.uppercased()) else { return nil }
        self.kind = kind
    }

    static var allValueStrings: [String] { DocumentKind.allCases.map(\.rawValue) }
}
