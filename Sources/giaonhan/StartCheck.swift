import Assembly
import Diagnosis
import Logging
import Rulebook

// The daemon looks at its ground once, when it starts: it tells every fault, as `doctor` words it, and does not begin where names are
// replaced or files do not last. Partners' folders that are missing it makes by itself.

enum StartCheck {
    static func run(_ spool: SpoolSettings, _ log: Logger) throws {
        // A spool that cannot be opened is told by whoever opens it.
        guard let doctor = try? Assembly.doctor(of: spool) else { return }
        for check in doctor.examineAtStart() where check.result == .fault {
            if check.seen == .missing, check.subject.hasPrefix("partners/") { continue }
            let sentence = "\(check.subject): \(check.seen.words(.en))"
            if check.breaksPromises { throw CommandTrouble.fault("\(check.code.rawValue) \(sentence)") }
            log.notice("\(sentence)", metadata: ["step": "ground", "check": "\(check.code.rawValue)"])
        }
    }
}
