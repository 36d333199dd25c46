import CXlsxWriter

extension Workbook {
    /// The version of the libxlsxwriter that this process runs with.
    public static var libraryVersion: String { String(cString: lxw_version()) }
}
