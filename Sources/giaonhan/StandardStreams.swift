import Glibc

// What a command writes: data to stdout, everything else to stderr.

/// The process's own streams, written without buffering of Swift's.
enum Standard {
    static func output(_ text: String) {
        var text = text
        text.withUTF8 { output(UnsafeRawBufferPointer($0)) }
    }

    static func output(_ bytes: UnsafeRawBufferPointer) { write(bytes, to: 1) }

    static func error(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0), to: 2) }
    }

    static var errorIsTerminal: Bool { isatty(2) == 1 }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
}
