import ExchangeTesting
import Foundation
import Testing

// Two accounts of the machine, as the modes of samples/sftp/own-folders.sh leave them: neither sees anything of the other, or of the
// gateway's own folders. Where no account can be taken on (no root, no setpriv) this is passed over, and says why.

/// Accounts that no file of the machine knows: the kernel asks for no more than numbers.
private enum Accounts {
    static let numbers = [61_001, 61_002]
    static let daemon = 61_000

    static let whyNot: String? =
        getuid() != 0
        ? "only root can take on other accounts"
        : FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") ? nil : "setpriv is not installed"
}

@Suite("Partners' accounts", .enabled(if: Accounts.whyNot == nil, "\(Accounts.whyNot ?? "")"))
struct AccountsTests {
    private func asAccount(_ number: Int, _ script: String, _ spool: borrowing CommandSpool) throws -> Shell.Outcome {
        try Shell.run("setpriv --reuid=\(number) --regid=\(number) --clear-groups sh -c '\(script)'", in: spool.folder)
    }

    @Test("a partner's account reads and writes its own folders, and neither lists, reads nor writes another's; the gateway's user does")
    func apart() throws {
        let spool = try CommandSpool(under: "/var/lib")
        try spool.prepare(sample: "--payments 8 --files 2 --partners 2")
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)")
        let partners = CommandSpool.partners
        #expect(try Shell.run("chown -R \(Accounts.daemon):\(Accounts.daemon) s && chmod 0755 .", in: spool.folder).code == 0)
        for (account, partner) in zip(Accounts.numbers, partners) {
            let owned = try Shell.run("'\(Repository.path("samples/sftp/own-folders.sh"))' s \(partner) \(account)", in: spool.folder)
            #expect(owned.code == 0, "\(owned.text)")
        }
        let answer = try #require(try spool.files(in: "s/partners/\(partners[1])/outbox").first)
        for side in ["inbox", "outbox"] {
            #expect(
                try asAccount(
                    Accounts.numbers[0], "ls s/partners/\(partners[0])/\(side) && : > s/partners/\(partners[0])/\(side)/mine.part", spool
                ).code == 0)
            for attempt in ["ls s/partners/\(partners[1])/\(side)", ": > s/partners/\(partners[1])/\(side)/theirs.xml"] {
                #expect(try asAccount(Accounts.numbers[0], attempt, spool).code != 0, "\(attempt)")
            }
        }
        for attempt in [
            "cat s/partners/\(partners[1])/outbox/\(answer)",
            "rm -f s/partners/\(partners[1])/outbox/\(answer) && test ! -e s/partners/\(partners[1])/outbox/\(answer) && ls s/partners/\(partners[1])/outbox",
            "mv s/partners/\(partners[1])/inbox s/taken", "ls s/work", "ls s/archive", "ls s/ledger", "ls s/quarantine",
            "cat s/ledger/ledger.sqlite",
            "ls s/agency/inbox", "ls s/agency/outbox", "mkdir s/more", "mkdir s/partners/\(partners[0])/more", ": > s/work/x",
        ] {
            #expect(try asAccount(Accounts.numbers[0], attempt, spool).code != 0, "\(attempt)")
        }
        #expect(FileManager.default.fileExists(atPath: "\(spool.folder)/s/partners/\(partners[1])/outbox/\(answer)"))
        // The gateway owns every inbox and outbox.
        for partner in partners {
            #expect(
                try asAccount(
                    Accounts.daemon,
                    "ls s/partners/\(partner)/inbox && cat s/partners/\(partner)/outbox/*.xml > /dev/null && : > s/partners/\(partner)/outbox/probe && rm s/partners/\(partner)/outbox/probe",
                    spool
                ).code == 0)
        }
    }
}
