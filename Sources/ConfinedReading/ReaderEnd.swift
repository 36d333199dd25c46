import Contributions
import Glibc

// How a reading broke down, and whose business that is.

/// The end of a reader while it had a file in hand.
public struct ReaderEnd: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
        /// More processor time than so many seconds.
        case processorTime(seconds: Int)
        /// It let us wait without working for so many seconds.
        case waiting(seconds: Int)
        /// It got no more memory beyond so many MiB.
        case memory(mebibytes: Int)
        /// A signal that we did not send; SIGSYS when it tried what it may not.
        case signal(Int32)
        case exit(Int32)
        /// It sent what no honest reader sends.
        case dishonest(String)
        /// It could not read what we can.
        case cannotRead(errno: Int32)
    }

    public let cause: Cause

    /// Nothing that a file does sends SIGKILL: it was the kernel, which needed memory, or a person.
    var isFromOutside: Bool { cause == .signal(SIGKILL) }

    /// What TEP07 tells of it.
    var finding: Finding {
        let details =
            switch cause {
            case .processorTime(let seconds): ["processor", String(seconds)]
            case .waiting(let seconds): ["steps", String(seconds)]
            case .memory(let mebibytes): ["memory", String(mebibytes)]
            case .signal, .exit, .dishonest, .cannotRead: ["ended"]
            }
        return Finding(.TEP07, details: details)
    }

    public var description: String {
        switch cause {
        case .processorTime(let seconds): "it used more than \(seconds) s of processor time"
        case .waiting(let seconds): "it stood still for \(seconds) s"
        case .memory(let mebibytes): "\(mebibytes) MiB of memory were not enough"
        case .signal(SIGSYS): "it called what it may not (SIGSYS)"
        case .signal(let number): "signal \(number)"
        case .exit(let code): "it ended with \(code)"
        case .dishonest(let reason): "it sent what no reader sends (\(reason))"
        case .cannotRead(let errno): "it could not read what can be read (error \(errno))"
        }
    }
}

/// A fault of ours: there is no reader, or none that works. Tried again later; never a file's.
public struct ReaderFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}
