// What reading an archive comes to, as one value that a test can compare: the content, or the trouble.

import Glibc
import Testing
import ZipReading

/// The end of one reading.
enum Outcome: Equatable {
    case content(name: String, [UInt8])
    case refused(ZipDetail)
    case fault(errno: Int32)

    var code: ZipCode? {
        if case .refused(let detail) = self { detail.code } else { nil }
    }

    /// Writes `bytes` to a file without a name, opens it as an archive and reads it to the end.
    init(reading bytes: [UInt8], limits: ZipLimits = ZipLimits(), bufferBytes: Int = 4096) {
        let file = UnnamedFile(bytes)
        self.init(file.descriptor, fileBytes: Int64(bytes.count), limits: limits, bufferBytes: bufferBytes)
    }

    init(_ descriptor: Int32, fileBytes: Int64, limits: ZipLimits = ZipLimits(), bufferBytes: Int = 4096) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferBytes, alignment: 1)
        defer { buffer.deallocate() }
        do throws(ZipTrouble) {
            let reader = try ZipEntryReader(descriptor: descriptor, fileBytes: fileBytes, limits: limits)
            var content: [UInt8] = []
            while case let count = try reader.read(into: buffer), count > 0 { content += buffer[..<count] }
            self = .content(name: reader.entryName, content)
        } catch {
            switch error {
            case .finding(let finding):
                #expect(finding.code == finding.detail.code)
                self = .refused(finding.detail)
            case .fault(let fault):
                self = .fault(errno: fault.errno)
            }
        }
    }
}

/// A temporary file that is gone when its owner is.
final class UnnamedFile {
    let descriptor: Int32

    init(_ bytes: [UInt8]) {
        var path = Array("/tmp/zip-reading-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        precondition(descriptor >= 0, "no temporary file")
        unlink(path)
        add(bytes, at: 0)
    }

    /// Writes at a place; what lies between is a hole.
    func add(_ bytes: [UInt8], at offset: Int) {
        precondition(pwrite(descriptor, bytes, bytes.count, offset) == bytes.count, "temporary file not written")
    }

    deinit { close(descriptor) }
}

/// One row of a table: what it is, the archive, what must come of it.
struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let expected: ZipDetail

    init(_ description: String, _ archive: TestArchive, _ expected: ZipDetail) { self.init(description, archive.bytes, expected) }

    init(_ description: String, _ bytes: [UInt8], _ expected: ZipDetail) {
        (testDescription, self.bytes, self.expected) = (description, bytes, expected)
    }
}
