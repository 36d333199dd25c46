// The documents of the exchange, by the names of their root elements.

/// The kinds of document that the exchange knows, by root element.
public enum DocumentKind: String, Sendable, Hashable, CaseIterable {
    case paymentList = "DANH_SACH_THU"
    case masterData = "DANH_MUC"
    case adjustment = "DIEU_CHINH"
    case remittanceListing = "BANG_KE_NOP"
    case bankStatement = "SAO_KE"
}
