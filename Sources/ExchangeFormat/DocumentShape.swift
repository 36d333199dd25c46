public import Contributions

// The shape of a document as data: its header, its sections, the entries' elements in order with their formats. One reader
// serves all documents; a new one is a new shape (and its XSD). exchange.md sections 2 and 5, money.md.

/// One element that holds a value.
public struct FieldShape: Sendable {
    public let name: String
    /// Must be given (BG01; in a header LO01).
    public let isRequired: Bool
    public let format: FieldFormat
    /// The element holds items of this name rather than text.
    public let item: String?

    public init(_ name: String, _ format: FieldFormat, required: Bool = true, item: String? = nil) {
        self.name = name
        self.format = format
        self.isRequired = required
        self.item = item
    }
}

/// A list of like entries.
public struct SectionShape: Sendable {
    /// The list's element, `DS_…`.
    public let list: String
    public let entry: String
    public let fields: [FieldShape]
    /// An entry has no elements: it is itself the one field's element, with the value as its text.
    public let isValue: Bool

    public init(list: String, entry: String, fields: [FieldShape]) {
        self.list = list
        self.entry = entry
        self.fields = fields
        isValue = false
    }

    /// A list of bare values.
    public init(list: String, value: FieldShape) {
        self.list = list
        entry = value.name
        fields = [value]
        isValue = true
    }
}

/// A document of the exchange. Its sections may each be left out, but not all of them; they stand in order.
public struct DocumentShape: Sendable {
    public let kind: DocumentKind
    public let header: [FieldShape]
    public let sections: [SectionShape]

    public init(kind: DocumentKind, header: [FieldShape], sections: [SectionShape]) {
        self.kind = kind
        self.header = header
        self.sections = sections
    }

    /// The element around the header.
    public static let headerElement = "THONG_TIN_CHUNG"
    /// The root's one attribute, and the value that this version reads.
    public static let versionAttribute = "PHIEN_BAN"
    public static let version = "1"

    public static let all: [DocumentShape] = [.paymentList, .masterData, .adjustment, .remittanceListing, .bankStatement]

    /// Documents that the exchange knows and this version does not read yet.
    public static let notBuilt: Set<String> = ["TIEM_NANG"]
}

extension FieldShape {
    // Formats that several documents share.
    static let office = FieldShape("MA_CQ_BHXH", .digits(5))
    static let batch = FieldShape("MA_LO", .token(1...36))
    static let preparedAt = FieldShape("NGAY_LAP", .digits(14))
    static let count = FieldShape("SO_LUONG", .positive(digitsMax: 7))
    static let total = FieldShape("TONG_TIEN", .digits(1...18))
    static let partner = FieldShape("MA_TCDVT", .digitsOrCapitals(4...22))
    static let fromDay = FieldShape("TU_NGAY", .digits(8))
    static let toDay = FieldShape("DEN_NGAY", .digits(8), required: false)
}
