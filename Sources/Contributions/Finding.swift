// What a rejection says: the rule's public code, its subject and value, and where in the file. A finding is the sender's
// to put right; it never throws. Its wording is made from it by Rulebook's catalogue, only when a person will read it.

/// The public, permanent codes of rules.md, in the order of its page.
public enum RuleCode: String, Sendable, CaseIterable, Hashable {
    case TEP02, TEP03, TEP08, TEP01, TEP04, TEP05, TEP06, TEP07
    case ZIP01, ZIP06, ZIP02, ZIP05, ZIP03, ZIP04, ZIP07, ZIP08
    case XML04, XML03, XML05, XML01, XML02, XML06, XML07, XML08
    case LO01, LO10, LO02, LO08, LO07, LO03, LO04, LO06, LO11, LO05, LO09
    case BG02, BG01, BG03, BG04
    case NG01, NG02, NG03, NG04, NG05, NG06, NG07
    case NT01, NT02, NT03, NT04
    case DM01, DM02, DM03, DM04, DM05
    case BL01, BL02
    case DM11, DM12, DM13, DM14, DM15
    case TR01, TR02, TR03
    case MD03, MD04, MD07, MD01, MD02, MD05, MD06
    case CB01, CB02, CB03, CB04, CB05, CB06
    case DC01, DC02, DC03, DC04
    case KN01, KN02, KN03, KN04, KN05
    case SK01
}

/// A place in the XML: line and column, both counted from 1. Column 0 means that only the line is known.
public struct Place: Hashable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// Something in a file or a record that its sender must put right (or, for the CB codes, should know).
public struct Finding: Hashable, Sendable {
    public let code: RuleCode
    /// TEN_TRUONG: the rule's subject, an element's name; empty for findings about the whole file.
    public let subject: String
    /// GIA_TRI: what stands there, cut at 100 characters.
    public let value: String
    /// What the message names beyond the value: an expectation, an earlier code, a limit, in the order that the catalogue states.
    public let details: [String]
    public let place: Place?

    /// The most characters that GIA_TRI shows.
    public static let valueCharactersMax = 100

    public init(_ code: RuleCode, subject: String = "", value: String = "", details: [String] = [], place: Place? = nil) {
        self.code = code
        self.subject = subject
        self.value =
            value.unicodeScalars.count <= Self.valueCharactersMax
            ? value : String(String.UnicodeScalarView(value.unicodeScalars.prefix(Self.valueCharactersMax)))
        self.details = details
        self.place = place
    }
}
