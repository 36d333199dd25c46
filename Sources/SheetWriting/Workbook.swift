// One .xlsx in the making; this target is the only importer of libxlsxwriter. Rows go to unnamed files as they come, so that
// memory does not grow with them (the library's constant_memory). The same cells give the same bytes: the only time in a
// workbook is the one that its maker states. Every error of the library is thrown, and what the library does not notice
// itself, lost bytes of rows on a full disk, is looked for before and after the end: there is a whole workbook or none.

import CXlsxWriter
import Glibc

/// Writes a workbook to a path. Used by one task at a time; without `close` nothing readable is left at the path.
public final class Workbook {
    private let path: String
    private var book: UnsafeMutablePointer<lxw_workbook>?
    private var formats: [CellStyle: CellFormat] = [:]
    private var sheets: [Sheet] = []

    /// - Parameters:
    ///   - path: where it is written; may be the `/proc/self/fd` of an open file.
    ///   - temporaryFolder: where the library keeps its unnamed files meanwhile.
    ///   - title: of the document's properties.
    ///   - createdAt: of the document's properties, seconds since 1970.
    public init(path: String, temporaryFolder: String, title: String, createdAt: Int64) throws(SheetFault) {
        self.path = path
        book = temporaryFolder.withCString { folder in
            // The library copies the folder's name.
            var options = lxw_workbook_options(constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
            return workbook_new_opt(path, &options)
        }
        guard book != nil else { throw SheetFault("open", LXW_ERROR_MEMORY_MALLOC_FAILED) }
        try title.withMutableCString { (title) throws(SheetFault) in
            try "".withMutableCString { (empty) throws(SheetFault) in
                var properties = lxw_doc_properties()
                properties.title = title
                // Without a name the library would leave the element out; an empty one says that a program made it.
                properties.author = empty
                properties.created = time_t(createdAt)
                try check("properties", workbook_set_properties(book, &properties))
            }
        }
    }

    deinit { free() }

    /// A new sheet behind the others.
    public func addSheet(_ name: String) throws(SheetFault) -> Sheet {
        guard let sheet = workbook_add_worksheet(book, name) else { throw SheetFault("add sheet", detail: "not a sheet's name: \(name)") }
        let added = Sheet(sheet)
        sheets.append(added)
        return added
    }

    /// Writes all of it.
    public func close() throws(SheetFault) {
        guard let book else { preconditionFailure("a workbook is closed once") }
        var rowsBytes: [Int64] = []
        for sheet in sheets {
            let bytes = giaonhan_rows_bytes(sheet.sheet)
            guard bytes >= 0 else { throw SheetFault("write rows", detail: "the folder for temporary files takes no more: errno \(errno)") }
            rowsBytes.append(Int64(bytes))
        }
        // Frees the workbook, whatever the outcome.
        self.book = nil
        try check("close", workbook_close(book))
        try WrittenArchive.check(path: path, rowsBytes: rowsBytes)
    }

    /// The look as this workbook keeps it. Asked once for many cells: finding it costs more than writing one.
    public func format(_ style: CellStyle) throws(SheetFault) -> CellFormat {
        if let known = formats[style] { return known }
        guard let made = workbook_add_format(book) else { throw SheetFault("add format", LXW_ERROR_MEMORY_MALLOC_FAILED) }
        style.apply(to: made)
        let format = CellFormat(format: made)
        formats[style] = format
        return format
    }

    private func free() {
        guard let book else { return }
        for sheet in sheets { giaonhan_close_rows(sheet.sheet) }
        lxw_workbook_free(book)
        self.book = nil
    }
}

extension String {
    /// The library's structs ask for `char *` though they only read.
    func withMutableCString<R>(_ body: (UnsafeMutablePointer<CChar>) throws(SheetFault) -> R) throws(SheetFault) -> R {
        var bytes = utf8CString
        return try bytes.withUnsafeMutableBufferPointer { (buffer) throws(SheetFault) in try body(buffer.baseAddress!) }
    }
}
