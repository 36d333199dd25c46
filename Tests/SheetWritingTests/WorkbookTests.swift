import Foundation
import SheetWriting
import Synchronization
import Testing

@Suite("A workbook")
struct WorkbookTests {
    private let folder = NSTemporaryDirectory() + "giaonhan-sheet-" + UUID().uuidString

    /// A small workbook's bytes.
    private func bytes(createdAt: Int64) throws -> Data {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a.xlsx"
        let book = try Workbook(path: path, temporaryFolder: folder, title: "T", createdAt: createdAt)
        let sheet = try book.addSheet("S")
        let (count, text) = (try book.format(CellStyle(.right, format: .count)), try book.format(CellStyle(lines: .all)))
        for row in 0..<1_000 {
            try sheet.beginRow()
            try sheet.write(Int64(row), column: 0, count)
            try sheet.write("Nguyễn & <Mẫu>", column: 1, text)
        }
        try book.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.xlsx"])
        return try Data(contentsOf: URL(filePath: path))
    }

    @Test("the same cells give the same bytes, whenever they are written; another stated time gives others")
    func sameBytes() throws {
        let first = try bytes(createdAt: 1_795_280_700)
        Thread.sleep(forTimeInterval: 2.1)  // A ZIP's own times have steps of two seconds.
        #expect(try bytes(createdAt: 1_795_280_700) == first)
        #expect(try bytes(createdAt: 1_795_280_701) != first)
    }

    @Test("another thread that asks for another time, to date a line of the log or a sheet of another day, changes no byte")
    func otherThreads() throws {
        let wanted = try bytes(createdAt: 1_795_280_700)
        let isOver = Atomic(false)
        let log = Thread {
            var other: time_t = 0
            while !isOver.load(ordering: .relaxed) { _ = (gmtime(&other), localtime(&other)) }
        }
        log.start()
        defer { isOver.store(true, ordering: .relaxed) }
        for _ in 0..<200 { #expect(try bytes(createdAt: 1_795_280_700) == wanted) }
    }

    @Test("where it cannot be written whole, closing says so", arguments: ["/dev/full", "/nowhere/a.xlsx"])
    func fault(path: String) throws {
        let book = try Workbook(path: path, temporaryFolder: NSTemporaryDirectory(), title: "T", createdAt: 0)
        let sheet = try book.addSheet("S")
        try sheet.beginRow()
        try sheet.write("a", column: 0, book.format(CellStyle()))
        #expect(throws: SheetFault.self) { try book.close() }
    }

    @Test("without a place for its rows it is not begun, or not finished")
    func noScratch() throws {
        #expect(throws: SheetFault.self) {
            let book = try Workbook(path: "/dev/null", temporaryFolder: "/nowhere", title: "T", createdAt: 0)
            try book.addSheet("S").beginRow()
            try book.close()
        }
    }

    @Test("a sheet's name that the format forbids, or has already, is a fault", arguments: ["a/b", "S", String(repeating: "x", count: 32)])
    func names(name: String) throws {
        let book = try Workbook(path: "/dev/null", temporaryFolder: NSTemporaryDirectory(), title: "T", createdAt: 0)
        _ = try book.addSheet("S")
        #expect(throws: SheetFault.self) { try book.addSheet(name) }
    }
}
