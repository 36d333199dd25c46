import CProcessCalls
import Glibc

// The reader as a child process: begun with nothing of ours but a socket and a pipe, watched by its processor clock, ended, waited
// for. One object is one process.

final class ReaderChild {
    let pipe: Int32
    private let socket: Int32
    let process: pid_t
    /// Its processor clock; nil when it has ended at once.
    private let clock: Int32?
    private var limitedToSeconds: UInt = 0
    private var status: Int32?

    /// What F_SETPIPE_SZ gives to anybody: so far the reader may be ahead of us.
    private static let pipeBytes: Int32 = 1 << 20

    /// - Parameter executable: a program that knows the command `reader`.
    init(executable: String, memoryBytes: Int) throws(ReaderFault) {
        var ours = [Int32](repeating: -1, count: 4)
        guard process_make_socket_pair(&ours) == 0 else { throw Self.fault("socketpair", errno) }
        var ends = [Int32](repeating: -1, count: 2)
        guard process_make_pipe(&ends, Self.pipeBytes) == 0 else {
            let code = errno
            ours[..<2].forEach { close($0) }
            throw Self.fault("pipe", code)
        }
        ours[2...3] = ends[...]
        do throws(ReaderFault) {
            process = try Self.spawn(executable, memoryBytes, input: ours[1], output: ours[3])
        } catch {
            ours.forEach { close($0) }
            throw error
        }
        var clock: Int32 = 0
        self.clock = process_clock(process, &clock) != 0 ? clock : nil
        close(ours[1])
        close(ours[3])
        socket = ours[0]
        pipe = ours[2]
    }

    deinit {
        close(socket)
        close(pipe)
        end()
    }

    private static func fault(_ call: String, _ code: Int32) -> ReaderFault {
        ReaderFault(description: "no process for reading: \(call): \(String(cString: strerror(code)))")
    }

    private static func spawn(_ executable: String, _ memoryBytes: Int, input: Int32, output: Int32) throws(ReaderFault) -> pid_t {
        // Under numbers that the redirections do not touch.
        let moved = [process_move_descriptor(input), process_move_descriptor(output)]
        defer { moved.filter { $0 >= 0 }.forEach { close($0) } }
        guard !moved.contains(where: { $0 < 0 }) else { throw fault("fcntl", errno) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, moved[0], STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, moved[1], STDOUT_FILENO)
        // What a broken reader says of itself may be a partner's words: not into our log.
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        process_close_from(&actions, 3)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // A group of its own: Ctrl-C on the terminal is meant for the daemon.
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        let arguments: [String] = ["giaonhan", ReaderLoop.command, "\(memoryBytes)"]
        let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        // Nothing of the environment but where the program's own libraries lie, should that be said there.
        let libraries = getenv(libraryPath).map { "\(libraryPath)=\(String(cString: $0))" }
        let environment: [UnsafeMutablePointer<CChar>?] = [libraries].compactMap { $0 }.map { strdup($0) } + [nil]
        defer { (words + environment).forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, executable, &actions, &attributes, words, environment)
        guard code == 0 else { throw fault(executable, code) }
        return process
    }

    private static let libraryPath = "LD_LIBRARY_PATH"

    /// False when it is not there any more.
    func send(_ request: Request) -> Bool {
        request.encoded.withUnsafeBytes { bytes in
            while true {
                let sent = process_send_with_file(socket, bytes.baseAddress, UInt(bytes.count), request.file.descriptor)
                if sent < 0, errno == EINTR { continue }
                return sent == bytes.count
            }
        }
    }

    /// Processor time used so far, nanoseconds. When it is gone, what is not known any more counts as nothing.
    var usedNanoseconds: Int64 {
        // Once it was waited for, its clock may be another's.
        guard let clock, status == nil else { return 0 }
        return max(0, process_used_nanoseconds(clock))
    }

    /// The kernel's own watch, should nobody be left who looks at the clock. In whole seconds, and later than ours.
    func limitProcessorTime(nanoseconds: Int64) {
        let seconds = UInt(clamping: nanoseconds / 1_000_000_000 + 2)
        guard seconds != limitedToSeconds else { return }
        limitedToSeconds = seconds
        _ = process_limit_processor_seconds(process, seconds)
    }

    /// Ends it if it has not ended, and says how it ended: the status that waitpid gives.
    @discardableResult
    func end() -> Int32 {
        if let status { return status }
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        self.status = status
        return status
    }

    /// How it ended, after it closed its pipe; nil when it lives on all the same, and had to be ended.
    func ended() -> Int32? {
        if let status { return status }
        for _ in 0..<Self.endingMilliseconds {
            var status: Int32 = 0
            if waitpid(process, &status, WNOHANG) == process {
                self.status = status
                return status
            }
            _ = poll(nil, 0, 1)
        }
        end()
        return nil
    }

    /// A process that ends closes its files before it can be waited for; that takes no time but on a busy machine.
    private static let endingMilliseconds = 2000
}
