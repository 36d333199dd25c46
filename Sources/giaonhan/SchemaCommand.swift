import ArgumentParser
import Contributions
import ExchangeFormat

struct SchemaCommand: ParsableCommand {
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

    @OptionGroup var clock: ClockOption

    func run() {
        Standard.output(document?.kind.schema ?? DocumentKind.allCases.map { "\($0.rawValue)\n" }.joined())
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
