import Contributions

// The number under which a receipt's serial is compared with others (BL02).

/// Numbers the serials of a file's receipts: as the registry does, or, when only the file is known, in the order of the file.
public struct ReceiptSerials {
    private let registry: Registry?
    private var ofFile = ByteKeyTable()

    public init(_ registry: Registry?) { self.registry = registry }

    /// The number of KY_HIEU_BIEN_LAI, while that and SO_BIEN_LAI have not failed; nil also when the registry does not know the
    /// serial: then no recorded payment can have used the receipt.
    public mutating func number(of record: PaymentRecord) -> Int? {
        if registry != nil { return record.knownSerial(registry) }
        return record.hasSoundReceipt ? ofFile.insert(record.text(.receiptSerial)) : nil
    }
}
