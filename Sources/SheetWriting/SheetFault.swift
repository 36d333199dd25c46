// What can go wrong while a workbook is written. Never the content's fault: the disk is full, or a caller asked for what a
// sheet cannot hold.

import CXlsxWriter

/// A trouble while writing a workbook: what was attempted, libxlsxwriter's number for it (0: it noticed nothing), and its words.
public struct SheetFault: Error, Sendable, Hashable, CustomStringConvertible {
    public let operation: String
    /// The `lxw_error`.
    public let code: UInt32
    public let detail: String

    init(_ operation: String, _ error: lxw_error) {
        self.operation = operation
        code = error.rawValue
        detail = lxw_strerror(error).map { String(cString: $0) } ?? ""
    }

    init(_ operation: String, detail: String) {
        self.operation = operation
        code = 0
        self.detail = detail
    }

    public var description: String { "sheet \(operation): \(detail)" + (code == 0 ? "" : " (libxlsxwriter error \(code))") }
}

/// Throws the error of a call of the library, if it is one.
func check(_ operation: @autoclosure () -> String, _ error: lxw_error) throws(SheetFault) {
    guard error == LXW_NO_ERROR else { throw SheetFault(operation(), error) }
}
