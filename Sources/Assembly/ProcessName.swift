import Contributions
import Glibc

// How a process names itself in the spool's lock, for whoever is refused.

enum ProcessName {
    static func current(at time: VietnamTime) -> String {
        var name = [CChar](repeating: 0, count: 256)
        let isKnown = gethostname(&name, name.count - 1) == 0
        let host = isKnown ? String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "?"
        return "process \(getpid()) on \(host) since \(time.forPeople)"
    }
}
