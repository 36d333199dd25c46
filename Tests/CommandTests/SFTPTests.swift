import ExchangeTesting
import Foundation
import Testing

// The whole way over a real SFTP server with the sample configuration. Where it cannot run (no root, no sshd) the suite is
// passed over, and says why.

@Suite("Partners by SFTP", .serialized, .enabled(if: SFTPServer.whyNot == nil, "\(SFTPServer.whyNot ?? "")"))
struct SFTPTests {
    private static let one = SFTPServer.accounts[0]
    private static let other = SFTPServer.accounts[1]
    private static let partner = CommandSpool.partners[0]

    /// A spool whose partners own their folders by the sample's script, and their batches beside it, not sent yet.
    private static func withServer(
        outbox: String = "", _ body: (borrowing CommandSpool, SFTPServer, _ batches: [String]) throws -> Void
    ) throws {
        let spool = try CommandSpool(under: "/var/lib")
        try spool.prepare(sample: "--payments 8 --files 4 --partners 2")
        let batches = try spool.files(in: "s/partners")
        for batch in batches { try spool.move("s/partners/\(batch)", to: batch.split(separator: "/").last.map(String.init)!) }
        for (account, partner) in zip(SFTPServer.accounts, CommandSpool.partners) {
            let owned = try Shell.run(
                "'\(Repository.path("samples/sftp/own-folders.sh"))' s \(partner) \(account) \(outbox)", in: spool.folder)
            #expect(owned.code == 0, "\(owned.text)")
        }
        let server = try SFTPServer(in: spool.folder, spool: "s")
        try body(spool, server, batches.filter { $0.hasPrefix(partner) }.map { $0.split(separator: "/").last.map(String.init)! })
    }

    @Test("a partner sends with a rename and without one, and fetches its answers and removes them")
    func thereAndBack() throws {
        try Self.withServer { spool, server, batches in
            #expect(batches.count == 2)
            let sent = try server.sftp(
                Self.one, "put \(batches[0]) .sent.xml.part", "rename .sent.xml.part \(batches[0])", "put \(batches[1])")
            #expect(sent.code == 0, "\(sent.text)\(server.log)")
            try spool.expectDone("run --spool s --once --settle 0 --log-level warning --now \(CommandSpool.now)")

            try spool.makeFolder("got")
            let fetched = try server.sftp(Self.one, "lcd got", "get /outbox/*", "rm /outbox/*")
            #expect(fetched.code == 0, "\(fetched.text)")
            let answers = try spool.files(in: "got")
            #expect(answers.count == 2)
            for answer in answers {
                #expect(answer.hasSuffix("_XN.xml"))
                #expect(try spool.text("got/\(answer)") == spool.text("s/archive/20261120/\(Self.partner)/\(answer)"))
            }
            #expect(try spool.files(in: "s/partners/\(Self.partner)").isEmpty)
            let status = try spool.run("status --spool s --now \(CommandSpool.now)")
            #expect(status.code == 0, "\(status.output)")
        }
    }

    @Test("a partner cannot leave its folder, nor read another's, nor put anything beside inbox and outbox")
    func lockedIn() throws {
        try Self.withServer { spool, server, batches in
            let listed = try server.sftp(Self.one, "pwd", "ls -1 /")
            #expect(listed.code == 0, "\(listed.text)\(server.log)")
            #expect(listed.text.contains("/inbox\n"), "a session begins there")
            #expect(listed.text.hasSuffix("sftp> ls -1 /\n/inbox\n/outbox\n") || listed.text.hasSuffix("inbox\noutbox\n"), "\(listed.text)")
            try spool.write("secret", to: "s/partners/\(CommandSpool.partners[1])/outbox/theirs.xml")
            for command in [
                "cd /etc", "get /etc/passwd", "ls /../\(CommandSpool.partners[1])", "get /../\(CommandSpool.partners[1])/outbox/theirs.xml",
                "get ../../../ledger/ledger.sqlite", "put \(batches[0]) /\(batches[0])", "mkdir /more", "rename /inbox /taken",
                "rmdir /outbox", "ln -s /outbox link", "chmod 777 /", "chmod 777 /inbox",
            ] {
                let outcome = try server.sftp(Self.one, command)
                #expect(outcome.code == 1, "\(command): \(outcome.text)")
            }
            let theirs = try server.sftp(Self.other, "ls -1 /outbox")
            #expect(theirs.text.contains("theirs.xml"), "each account comes to its own folder: \(theirs.text)")
            #expect(!FileManager.default.fileExists(atPath: "\(spool.folder)/ledger.sqlite"))
        }
    }

    @Test("a partner cannot change an answer; with a read-only outbox it cannot put or remove anything there")
    func outbox() throws {
        try Self.withServer(outbox: "--read-only") { spool, server, batches in
            #expect(try server.sftp(Self.one, "put \(batches[0])").code == 0)
            try spool.expectDone("run --spool s --once --settle 0 --log-level warning --now \(CommandSpool.now)")
            let answer = try #require(try spool.files(in: "s/partners/\(Self.partner)/outbox").first)
            let before = try spool.text("s/partners/\(Self.partner)/outbox/\(answer)")
            for command in [
                "put \(batches[1]) /outbox/\(answer)", "reput \(batches[1]) /outbox/\(answer)", "chmod 666 /outbox/\(answer)",
                "put \(batches[1]) /outbox/mine.xml", "rm /outbox/\(answer)", "mkdir /outbox/mine", "rename /outbox/\(answer) /inbox/x.xml",
            ] {
                let outcome = try server.sftp(Self.one, command)
                #expect(outcome.code == 1, "\(command): \(outcome.text)")
            }
            #expect(try spool.text("s/partners/\(Self.partner)/outbox/\(answer)") == before)

            // May it remove, then it still cannot write into an answer.
            _ = try Shell.run(
                "'\(Repository.path("samples/sftp/own-folders.sh"))' s \(Self.partner) \(Self.one)", in: spool.folder)
            #expect(try server.sftp(Self.one, "put \(batches[1]) /outbox/\(answer)").code == 1)
            #expect(try spool.text("s/partners/\(Self.partner)/outbox/\(answer)") == before)
            #expect(try server.sftp(Self.one, "rm /outbox/\(answer)").code == 0)
        }
    }

    @Test("there is no shell, no forwarding, and no way in with another's key")
    func nothingElse() throws {
        try Self.withServer { spool, server, _ in
            let shell = try server.ssh(Self.one, "HOST id")
            #expect(shell.code != 0)
            #expect(!shell.text.contains("uid="), "\(shell.text)")
            let forwarded = try server.ssh(Self.one, "-W 127.0.0.1:9 HOST")
            #expect(forwarded.code != 0)
            #expect(forwarded.text.contains("administratively prohibited"), "\(forwarded.text)")
            _ = try Shell.run("cp \(Self.other) \(Self.one)", in: spool.folder)
            #expect(try server.sftp(Self.one, "ls").text.contains("Permission denied"))
        }
    }
}
