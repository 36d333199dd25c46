// A look at the finished workbook from outside: its ZIP directory stands at the end, whole, and no sheet in it is shorter than
// the rows that were written for it. The library copies rows through streams whose errors it does not ask for; they
// lose whole blocks, and what a sheet holds besides its rows is shorter than a block, so a loss cannot hide.

import Glibc

enum WrittenArchive {
    private static let endBytes = 22
    private static let recordBytes = 46

    /// - Parameter rowsBytes: by sheet, how many bytes its rows have.
    static func check(path: String, rowsBytes: [Int64]) throws(SheetFault) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SheetFault("read back", detail: "errno \(errno)") }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= endBytes else { throw truncated }
        let end = try read(descriptor, at: size - endBytes, count: endBytes)
        guard end.starts(with: [0x50, 0x4B, 0x05, 0x06]) else { throw truncated }
        let directory = try read(descriptor, at: Int(number(end, at: 16, bytes: 4)), count: Int(number(end, at: 12, bytes: 4)))
        let sizes = try sizes(in: directory)
        for (index, bytes) in rowsBytes.enumerated() {
            guard let written = sizes["xl/worksheets/sheet\(index + 1).xml"], written > bytes else { throw truncated }
        }
    }

    /// By name, the bytes of each entry when inflated.
    private static func sizes(in directory: [UInt8]) throws(SheetFault) -> [String: Int64] {
        var sizes: [String: Int64] = [:]
        var start = 0
        while start + recordBytes <= directory.count {
            let name = start + recordBytes..<start + recordBytes + Int(number(directory, at: start + 28, bytes: 2))
            guard name.upperBound <= directory.count else { throw truncated }
            sizes[String(decoding: directory[name], as: UTF8.self)] = number(directory, at: start + 24, bytes: 4)
            start = name.upperBound + Int(number(directory, at: start + 30, bytes: 2) + number(directory, at: start + 32, bytes: 2))
        }
        return sizes
    }

    private static var truncated: SheetFault { SheetFault("read back", detail: "the workbook is not whole; is the disk full?") }

    private static func number(_ bytes: [UInt8], at place: Int, bytes count: Int) -> Int64 {
        (0..<count).reduce(0) { $0 | Int64(bytes[place + $1]) << (8 * Int64($1)) }
    }

    private static func read(_ descriptor: Int32, at place: Int, count: Int) throws(SheetFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(place)) }
        guard got == count else { throw truncated }
        return bytes
    }
}
