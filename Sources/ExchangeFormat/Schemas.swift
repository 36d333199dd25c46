public import Contributions

// The XSD 1.0 of each document, embedded in the program, so that it prints what it was built with.

extension DocumentKind {
    /// The document's schema as text.
    public var schema: String {
        switch self {
        case .paymentList: String(decoding: PackageResources.DANH_SACH_THU_xsd, as: UTF8.self)
        case .masterData: String(decoding: PackageResources.DANH_MUC_xsd, as: UTF8.self)
        case .adjustment: String(decoding: PackageResources.DIEU_CHINH_xsd, as: UTF8.self)
        case .remittanceListing: String(decoding: PackageResources.BANG_KE_NOP_xsd, as: UTF8.self)
        case .bankStatement: String(decoding: PackageResources.SAO_KE_xsd, as: UTF8.self)
        }
    }
}
