import CProcessCalls
import CSeccomp
import Glibc

// What the reader takes from itself before it sees a byte of a partner's: privileges, memory, and nearly every system call. It can
// compute, read the files it was handed, and write to its pipe. Whatever else it tries ends it: the kernel kills the process. There
// is no way back, and nothing that was let in from outside has run before.

enum Confinement {
    /// A step that the system refused.
    struct Refused: Error {
        let step: String
        let errno: Int32
    }

    /// System calls that reading needs, with any arguments. Those that take a path, make a socket or a process, or signal another
    /// process are not among them.
    private static let allowed = [
        // Files that are open: the one to be read, the pipe, the socket.
        "read", "pread64", "write", "writev", "recvmsg", "close",
        // Memory; `mmap` and `mprotect` under conditions below.
        "munmap", "mremap", "madvise", "brk",
        // Threads that are there already, and locks.
        "futex", "sched_yield",
        // Returning from a signal's handler, time, randomness, whether the parent lives, the end.
        "rt_sigreturn", "rt_sigprocmask", "clock_gettime", "getrandom", "getppid", "exit", "exit_group",
    ]

    /// Descriptors that the reader may have at a time: three, the file, and what the runtime opened before.
    private static let descriptorsMax: UInt = 16

    /// - Parameter memoryBytes: how much more memory than now.
    static func enter(memoryBytes: Int) throws(Refused) {
        // Who ends the daemon means the daemon, which ends its reader when the claimed file is done.
        for ignored in [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2] { signal(ignored, SIG_IGN) }
        try limit(memoryBytes: memoryBytes)
        try require(process_give_up_privileges(), "privileges")
        try filterCalls()
    }

    private static func limit(memoryBytes: Int) throws(Refused) {
        guard let now = addressSpaceBytes() else { throw Refused(step: "statm", errno: errno) }
        try require(process_limit_itself(UInt(now + memoryBytes), descriptorsMax), "limits")
    }

    /// What the process has mapped by now.
    private static func addressSpaceBytes() -> Int? {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = Glibc.read(file, &text, text.count)
        guard count > 0, let pages = Int(String(decoding: text[..<count].prefix { $0 != 0x20 }, as: UTF8.self)) else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func filterCalls() throws(Refused) {
        guard let filter = seccomp_init(giaonhan_seccomp_kill_process()) else { throw Refused(step: "seccomp_init", errno: ENOMEM) }
        defer { seccomp_release(filter) }
        // For threads that the runtime may have begun, and against calls by another machine's numbers.
        try require(negative: seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1), "seccomp tsync")
        try require(negative: seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, giaonhan_seccomp_kill_process()), "seccomp badarch")
        for name in allowed { try allow(name, in: filter) }
        // Memory without a file, and never to be run.
        let notToRun = scmp_arg_cmp(arg: 2, op: SCMP_CMP_MASKED_EQ, datum_a: UInt64(PROT_EXEC), datum_b: 0)
        let withoutFile = scmp_arg_cmp(arg: 3, op: SCMP_CMP_MASKED_EQ, datum_a: UInt64(MAP_ANONYMOUS), datum_b: UInt64(MAP_ANONYMOUS))
        try allow("mmap", when: [notToRun, withoutFile], in: filter)
        try allow("mprotect", when: [notToRun], in: filter)
        try require(negative: seccomp_load(filter), "seccomp_load")
    }

    private static func allow(_ name: String, when conditions: [scmp_arg_cmp] = [], in filter: scmp_filter_ctx) throws(Refused) {
        let number = seccomp_syscall_resolve_name(name)
        try require(
            negative: seccomp_rule_add_array(filter, giaonhan_seccomp_allow(), number, UInt32(conditions.count), conditions), name)
    }

    private static func require(_ result: Int32, _ step: String) throws(Refused) {
        if result != 0 { throw Refused(step: step, errno: errno) }
    }

    /// libseccomp returns its error numbers, negative.
    private static func require(negative result: Int32, _ step: String) throws(Refused) {
        if result != 0 { throw Refused(step: step, errno: -result) }
    }
}
