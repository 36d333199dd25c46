public import Contributions

// Which element names an entry in answers (exchange.md section 5, last table): the same in XAC_NHAN, in TU_CHOI, in the page and in
// the JSON of `check`.

public enum EntryKey: String, Sendable, CaseIterable {
    case transaction = "MA_GIAO_DICH"
    case masterData = "MA"
    case code = "MA_XAC_NHAN"
    case transfer = "MA_GIAO_DICH_NH"

    /// - Parameters:
    ///   - document: nil when the file could not be read.
    ///   - section: the entry's section in its document; only DIEU_CHINH has several keys.
    public init(of document: DocumentKind?, section: UInt8) {
        switch document {
        case .masterData: self = .masterData
        case .adjustment: self = section == 0 ? .code : .transfer
        case .remittanceListing: self = .code
        case .bankStatement: self = .transfer
        case .paymentList, nil: self = .transaction
        }
    }

    /// The element's name.
    public var element: String { rawValue }
}

extension AnswerWriter {
    /// The line of an entry's key element.
    func appendKey(_ key: EntryKey, _ text: String) {
        switch key {
        case .transaction: appendLine("      <MA_GIAO_DICH>", text, "</MA_GIAO_DICH>\n")
        case .masterData: appendLine("      <MA>", text, "</MA>\n")
        case .code: appendLine("      <MA_XAC_NHAN>", text, "</MA_XAC_NHAN>\n")
        case .transfer: appendLine("      <MA_GIAO_DICH_NH>", text, "</MA_GIAO_DICH_NH>\n")
        }
    }
}
