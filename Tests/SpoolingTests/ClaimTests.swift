import Contributions
import ExchangeTesting
import Foundation
import Spooling
import Testing

@Suite("Claiming")
struct ClaimTests {
    private let disk: SpoolOnDisk

    init() throws { disk = try SpoolOnDisk() }

    @Test("a claim is the file itself under its name in work/, its sidecar beside it")
    func claimed() throws {
        disk.drop("a.xml", "<a/>")
        disk.drop("a.xml.sha256", "line")
        let claim = try disk.claim("a.xml")
        #expect(disk.names("work") == ["held", claim.workName, claim.workName + ".sha256"].sorted { $0 < $1 })
        #expect(disk.names("partners/0101234567/inbox") == [])
        #expect(try disk.spool.sidecar(of: claim, in: NamingGroup()) == Array("line".utf8))
        #expect(try disk.spool.rawName(of: claim) == Array("a.xml".utf8))
        #expect(try disk.spool.claims() == [claim])
        #expect(try disk.spool.open(claim).kind == .plain(bytes: 4))
        #expect(try disk.spool.openForReading(claim).readAll(limit: 100) == Array("<a/>".utf8))
    }

    @Test("of a claim made here nothing is looked for again: it is opened at once, and a sidecar that did not come is not asked for")
    func seen() throws {
        let calls = TroubledFileCalls()
        let spool = try Spool(openingAt: disk.path, calls: calls)
        disk.drop("a.xml", "<a/>")
        let claim = try #require(
            try spool.claim(disk.sighting(Array("a.xml".utf8)), owner: partner, intake: firstIntake, at: receivedAt))
        let (opens, renames) = (calls.count(of: .open), calls.count(of: .rename))
        #expect(try spool.open(claim).kind == .plain(bytes: 4))
        #expect(try spool.sidecar(of: claim, in: NamingGroup()) == nil)
        #expect(calls.count(of: .open) == opens + 1)
        try spool.archive(claim, day: receivedAt.day)
        #expect(calls.count(of: .rename) == renames + 1)
        #expect(disk.names("archive/20261120/0101234567") == ["TN20261120-000001_a.xml"])
    }

    @Test("a claim that got a second name since is no plain file any more")
    func linkedSince() throws {
        disk.drop("a.xml", "<a/>")
        let claim = try disk.claim("a.xml")
        #expect(link(disk.path + "/work/" + claim.workName, disk.path + "/second") == 0)
        #expect(try disk.spool.open(claim).kind == .notPlain(.hardLink))
    }

    @Test("what is gone, changed or got a sidecar since the look is not claimed", arguments: ["gone", "changed", "replaced", "sidecar"])
    func notWhatWasSeen(what: String) throws {
        disk.drop("a.xml", "<a/>")
        let sighting = try disk.sighting(Array("a.xml".utf8))
        switch what {
        case "gone": try FileManager.default.removeItem(atPath: disk.inbox + "/a.xml")
        case "changed": disk.drop("a.xml", "<b></b>")
        case "replaced":
            try FileManager.default.removeItem(atPath: disk.inbox + "/a.xml")
            disk.drop("a.xml", "<a/>")
        default: disk.drop("a.xml.sha256")
        }
        #expect(try disk.spool.claim(sighting, owner: partner, intake: firstIntake, at: receivedAt) == nil)
        #expect(disk.names("work") == ["held"])
    }

    @Test(
        "a refused name is kept byte for byte beside the claim",
        arguments: [
            Array("a\nb.xml".utf8), Array("\u{1B}[31m.xml".utf8), [0xFF, 0xFE, 0x20], Array(repeating: 0x61, count: 255), Array("-rf".utf8),
            Array("KHONG-TEN".utf8),
        ])
    func refusedName(rawName: [UInt8]) throws {
        disk.drop(rawName, "?")
        let claim = try disk.claim(rawName)
        #expect(claim.name == "KHONG-TEN")
        #expect(try disk.spool.rawName(of: claim) == rawName)
        try disk.spool.quarantine(claim, reason: Array("{}".utf8))
        #expect(disk.names("work") == ["held"])
        #expect(disk.text("quarantine/0101234567/TN20261120-000001_KHONG-TEN") == "?")
        #expect(disk.text("quarantine/0101234567/TN20261120-000001_KHONG-TEN.reason.json") == "{}")
        #expect(try disk.spool.quarantineCount(of: partner) == 1)
    }

    @Test("links, folders and pipes are claimed themselves, and nothing they point to is touched or opened")
    func notPlain() throws {
        let target = disk.path + "/ledger/secret"
        disk.put("secret", at: target)
        try FileManager.default.createSymbolicLink(atPath: disk.inbox + "/link.xml", withDestinationPath: target)
        try FileManager.default.linkItem(atPath: target, toPath: disk.inbox + "/hard.xml")
        try FileManager.default.createDirectory(atPath: disk.inbox + "/folder.xml", withIntermediateDirectories: false)
        #expect(mkfifo(disk.inbox + "/pipe.xml", 0o644) == 0)
        let kinds: [(String, FileKind)] = [
            ("link.xml", .symbolicLink), ("hard.xml", .hardLink), ("folder.xml", .folder), ("pipe.xml", .pipe),
        ]
        for (number, (name, kind)) in kinds.enumerated() {
            let intake = IntakeNumber(day: receivedAt.day, sequence: number + 1)
            let sighting = try disk.sighting(Array(name.utf8))
            #expect(sighting.kind == kind)
            #expect(try disk.spool.openCandidate(sighting, owner: partner) == nil)
            let claim = try #require(try disk.spool.claim(sighting, owner: partner, intake: intake, at: receivedAt))
            #expect(try disk.spool.open(claim).kind == .notPlain(kind))
            #expect(throws: SpoolFault.self) { try disk.spool.openForReading(claim) }
            try disk.spool.quarantine(claim, reason: Array("{}".utf8))
        }
        #expect(disk.text("ledger/secret") == "secret")
        #expect(disk.names("partners/0101234567/inbox") == [])
        #expect(try disk.spool.quarantineCount(of: partner) == 4)
    }

    @Test("a file that we may not read says so")
    func unreadable() throws {
        let calls = TroubledFileCalls()
        let spool = try Spool(openingAt: disk.path, calls: calls)
        disk.drop("a.xml")
        let claim = try disk.claim("a.xml")
        calls.order { $0.failures[.open] = (0, EACCES) }
        #expect(try spool.open(claim).kind == .unreadable)
    }

    @Test("a claim goes back to wait with its sidecar, unless its name is taken again")
    func returned() throws {
        disk.drop("a.xml", "first")
        disk.drop("a.xml.sha256", "line")
        let claim = try disk.claim("a.xml")
        disk.drop("a.xml", "second")
        #expect(try !disk.spool.returnToInbox(claim))
        #expect(try disk.spool.claims() == [claim])
        try FileManager.default.removeItem(atPath: disk.inbox + "/a.xml")
        #expect(try disk.spool.returnToInbox(claim))
        #expect(disk.names("work") == ["held"])
        #expect(disk.text("partners/0101234567/inbox/a.xml") == "first")
        #expect(disk.text("partners/0101234567/inbox/a.xml.sha256") == "line")
    }

    @Test("a sidecar whose place is taken again is kept among the originals")
    func sidecarSetAside() throws {
        disk.drop("a.xml")
        disk.drop("a.xml.sha256", "old")
        let claim = try disk.claim("a.xml")
        disk.drop("a.xml.sha256", "new")
        #expect(try disk.spool.returnToInbox(claim))
        #expect(disk.text("partners/0101234567/inbox/a.xml.sha256") == "new")
        #expect(disk.text("archive/20261120/0101234567/\(claim.workName).sha256") == "old")
        #expect(disk.names("work") == ["held"])
    }

    @Test("a held claim leaves the flow with its sidecar, and comes back whole")
    func held() throws {
        disk.drop("a.xml")
        disk.drop("a.xml.sha256", "line")
        let claim = try disk.claim("a.xml")
        try disk.spool.hold(claim)
        try disk.spool.hold(claim)
        #expect(try disk.spool.claims() == [])
        #expect(try disk.spool.heldClaims() == [claim])
        #expect(try disk.spool.release(claim.intake))
        #expect(try !disk.spool.release(claim.intake))
        #expect(try disk.spool.claims() == [claim])
        #expect(try disk.spool.sidecar(of: claim, in: NamingGroup()) == Array("line".utf8))
    }

    @Test("tidying removes temporary files that nobody makes any more, and no other")
    func tidy() throws {
        let writer = try disk.spool.beginArtifact(answer)
        disk.put("", at: disk.path + "/work/.copy~1")
        disk.put("", at: disk.path + "/work/.render~1")
        disk.put("", at: disk.path + "/work/note-to-self")
        _ = try disk.spool.claims()
        #expect(disk.names("work").count == 3)
        try writer.write(Array("x".utf8))
        try writer.finish()
        #expect(disk.names("work") == ["held", "note-to-self"])
    }

    @Test("an inbox that was replaced by a new folder is opened anew; one replaced by a link is its owner's fault")
    func replacedInbox() throws {
        #expect(try disk.spool.look(in: partner).isEmpty)
        try FileManager.default.moveItem(atPath: disk.inbox, toPath: disk.path + "/partners/0101234567/old")
        #expect(throws: SpoolFault.self) { try disk.spool.look(in: partner) }
        try FileManager.default.createDirectory(atPath: disk.inbox, withIntermediateDirectories: false)
        disk.drop("a.xml")
        #expect(try disk.spool.look(in: partner).count == 1)
        try FileManager.default.removeItem(atPath: disk.inbox)
        try FileManager.default.createSymbolicLink(atPath: disk.inbox, withDestinationPath: disk.path + "/agency/inbox")
        let fault = #expect(throws: SpoolFault.self) { try disk.spool.look(in: partner) }
        #expect(fault?.scope == .owner(partner))
        #expect(try disk.spool.look(in: .agency).isEmpty)
    }
}
