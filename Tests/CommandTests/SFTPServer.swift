import Foundation
import Glibc

// A real sshd on the loopback address, with the sample configuration, host and user keys of its own, and two partners' folders.
// It needs root (for the chroot) and no account of its own: two system accounts that every Debian has play the partners. All of
// it lies in one folder that root owns, since sshd demands so of the way to a chroot; it ends and goes with the object.

final class SFTPServer {
    /// The accounts that play the partners, in the order of `CommandSpool.partners`; each one's group has its name.
    static let accounts = ["games", "news"]

    /// Nil when it can run here.
    static let whyNot: String? = {
        if getuid() != 0 { return "a chroot needs root" }
        for program in ["/usr/sbin/sshd", "/usr/bin/sftp", "/usr/bin/ssh-keygen"] where access(program, X_OK) != 0 {
            return "\(program) is not installed: apt-get install openssh-server"
        }
        for account in accounts where getpwnam(account) == nil || getgrnam(account) == nil { return "there is no account \(account)" }
        return nil
    }()

    struct NotStarted: Error { let log: String }

    private let folder: String
    private let port: UInt16
    private var sshd: pid_t = 0
    private let madePrivilegeFolder: Bool
    private static let privilegeFolder = "/run/sshd"

    /// - Parameter spool: its path inside `folder`.
    init(in folder: String, spool: String) throws {
        self.folder = folder
        port = try Self.freePort()
        for made in ["keys", "homes"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(made)", withIntermediateDirectories: false)
        }
        madePrivilegeFolder = mkdir(Self.privilegeFolder, 0o755) == 0
        _ = try Shell.run("ssh-keygen -q -t ed25519 -N '' -f host && cut -d' ' -f1,2 host.pub > host.key", in: folder)
        for (account, partner) in zip(Self.accounts, CommandSpool.partners) {
            _ = try Shell.run("ssh-keygen -q -t ed25519 -N '' -f \(account) && cp \(account).pub keys/\(account)", in: folder)
            symlink("\(folder)/\(spool)/partners/\(partner)", "\(folder)/homes/\(account)")
        }
        try Data("[127.0.0.1]:\(port) ".utf8 + (try Data(contentsOf: URL(fileURLWithPath: folder + "/host.key"))))
            .write(to: URL(fileURLWithPath: folder + "/known"))
        try configuration().write(toFile: folder + "/sshd_config", atomically: false, encoding: .utf8)

        try start()
        guard try eventually({ self.log.contains("Server listening on 127.0.0.1") }) else { throw NotStarted(log: self.log) }
    }

    /// Not by Foundation's Process, which takes a child that closes its inherited descriptors for ended. It ends by itself after
    /// two minutes, whatever becomes of the test.
    private func start() throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder + "/sshd.log", O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Signals as a shell gives them: the test's own threads block and ignore some.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let line: [String] = ["timeout", "--kill-after=5", "120", "/usr/sbin/sshd", "-D", "-e", "-f", folder + "/sshd_config"]
        let words = line.map { strdup($0) }
        defer { words.forEach { free($0) } }
        let code = posix_spawn(&sshd, "/usr/bin/timeout", &actions, &attributes, words + [nil], [nil])
        guard code == 0 else { throw NotStarted(log: "timeout: error \(code)") }
    }

    deinit {
        if sshd > 0 {
            kill(sshd, SIGTERM)
            var status: Int32 = 0
            while waitpid(sshd, &status, 0) < 0, errno == EINTR {}
        }
        if madePrivilegeFolder { rmdir(Self.privilegeFolder) }
    }

    var log: String { (try? String(contentsOfFile: folder + "/sshd.log", encoding: .utf8)) ?? "" }

    /// The sample, with what names the machine replaced: who the partners are, where their folders and keys lie.
    private func configuration() throws -> String {
        let sample = try String(contentsOfFile: Repository.path("samples/sftp/sshd_config"), encoding: .utf8)
        return """
            ListenAddress 127.0.0.1
            Port \(port)
            HostKey \(folder)/host
            PidFile none
            UsePAM no
            PasswordAuthentication no
            MaxStartups 10
            LoginGraceTime 10
            Subsystem sftp internal-sftp

            """
                + sample.replacing("Match Group giaonhan-partner", with: "Match User \(Self.accounts.joined(separator: ","))")
                .replacing("ChrootDirectory %h", with: "ChrootDirectory \(folder)/homes/%u")
                .replacing("/etc/ssh/giaonhan/", with: "\(folder)/keys/")
    }

    /// Runs these SFTP commands in one session, in batch mode: the first that fails ends it with a code that is not 0.
    func sftp(_ account: String, _ commands: String...) throws -> Shell.Outcome {
        let session = "timeout 20 sftp -b - \(options(account)) -P \(port) \(account)@127.0.0.1"
        return try Shell.run("\(session) <<'END'\n\(commands.map { $0 + "\n" }.joined())END", in: folder)
    }

    /// Asks for something else than SFTP.
    func ssh(_ account: String, _ request: String) throws -> Shell.Outcome {
        try Shell.run(
            "timeout 20 ssh \(options(account)) -p \(port) \(request.replacing("HOST", with: "\(account)@127.0.0.1"))", in: folder)
    }

    private func options(_ account: String) -> String {
        [
            "-F none", "-i \(account)", "-o IdentitiesOnly=yes", "-o IdentityAgent=none", "-o BatchMode=yes", "-o ConnectTimeout=5",
            "-o StrictHostKeyChecking=yes", "-o UserKnownHostsFile=known", "-o GlobalKnownHostsFile=/dev/null",
        ].joined(separator: " ")
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard code == 0 else { throw NotStarted(log: "no free port: error \(errno)") }
        return UInt16(bigEndian: address.sin_port)
    }
}
