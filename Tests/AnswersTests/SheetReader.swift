import Foundation

// Reads a workbook back with somebody else's program, openpyxl, so that what we wrote is what others see.

/// A cell as openpyxl sees it.
enum ReadCell: Equatable {
    case empty, text(String), number(String)
    /// yyyyMMdd; a number with a date's format.
    case day(String)
}

enum SheetReader {
    static let howToInstall = "python3 with openpyxl is missing; the sheets are not read back: apt-get install python3-openpyxl"

    /// The interpreter that has openpyxl; Debian's own first.
    private static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0) && (try? run($0, ["-c", "import openpyxl"])) != nil
    }

    static var isThere: Bool { python != nil }

    /// Every sheet's rows, by the order of sheets. A cell is `kind:text`, cells are parted by tabs.
    static func sheets(at path: String) throws -> [(name: String, rows: [[ReadCell]])] {
        let script = """
            import sys, datetime, openpyxl
            for sheet in openpyxl.load_workbook(sys.argv[1], read_only=True):
                print('#' + sheet.title)
                for row in sheet.iter_rows(values_only=True):
                    print('\\t'.join('' if v is None else v.strftime('d:%Y%m%d') if isinstance(v, datetime.datetime)
                        else 'n:%d' % v if isinstance(v, (int, float)) and v == int(v) else 's:' + str(v) for v in row))
            """
        guard let python else { return [] }
        var sheets: [(name: String, rows: [[ReadCell]])] = []
        for line in try run(python, ["-c", script, path]).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("#") {
                sheets.append((String(line.dropFirst()), []))
            } else {
                sheets[sheets.count - 1].rows.append(line.split(separator: "\t", omittingEmptySubsequences: false).map(cell))
            }
        }
        return sheets
    }

    private static func cell(_ text: Substring) -> ReadCell {
        switch text.prefix(2) {
        case "s:": .text(String(text.dropFirst(2)))
        case "n:": .number(String(text.dropFirst(2)))
        case "d:": .day(String(text.dropFirst(2)))
        default: .empty
        }
    }

    private struct Failed: Error {}

    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ["PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
