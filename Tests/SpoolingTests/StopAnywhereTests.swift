// The process stops at its first change of the disk, at its second, and so on, until it gets through; each time a new
// process takes over. In the end the disk must be the same as without any stop, and nothing may be lost.

import Contributions
import ExchangeTesting
import Foundation
import Spooling
import Testing

@Suite("A stop at any point")
struct StopAnywhereTests {
    /// One pass of a pipeline: what was claimed before goes first. `intakes` stands for the ledger's numbers.
    private func pass(_ spool: Spool, holding: Bool = false) throws {
        for claim in try spool.claims() { try process(claim, spool) }
        for sighting in try spool.look(in: partner) {
            if case .sidecar = sighting.nameClass { continue }
            let sequence = sighting.rawName == Array("a.xml".utf8) ? 1 : 2
            let intake = IntakeNumber(day: receivedAt.day, sequence: sequence)
            guard let claim = try spool.claim(sighting, owner: partner, intake: intake, at: receivedAt) else { continue }
            if holding {
                try spool.hold(claim)
                #expect(try spool.release(intake))
            }
            try process(claim, spool)
        }
    }

    private func process(_ claim: Claim, _ spool: Spool) throws {
        guard case .plain = try spool.open(claim).kind else { throw CancellationError() }
        #expect(try spool.secure(claim) != .changed)
        let name = ArchivedName(day: claim.claimedAt.day, owner: claim.owner, name: "\(claim.name)_\(claim.intake)_XN.xml")
        if try spool.openArchived(name) == nil, !claim.isNameRefused {
            // Before anything is answered, a claim has its sidecar.
            #expect(try spool.sidecar(of: claim, in: NamingGroup()) == Array("line".utf8))
        }
        let writer = try spool.beginArtifact(name)
        try writer.write(spool.openForReading(claim).readAll(limit: 100))
        try writer.finish()
        _ = try spool.publish(name, to: .partner("0101234567"))
        if claim.isNameRefused {
            try spool.quarantine(claim, reason: Array("{}".utf8))
        } else {
            try spool.archive(claim, day: claim.claimedAt.day)
        }
    }

    private func prepared() throws -> SpoolOnDisk {
        let disk = try SpoolOnDisk()
        disk.drop("a.xml", "content of a")
        disk.drop("a.xml.sha256", "line")
        disk.drop("b\n.xml", "content of b")
        disk.put("foreign", at: disk.outbox + "/a.xml_TN20261120-000001_XN.xml")
        return disk
    }

    private let wanted = [
        "archive/20261120/0101234567/TN20261120-000001_a.xml": "content of a",
        "archive/20261120/0101234567/TN20261120-000001_a.xml.sha256": "line",
        "archive/20261120/0101234567/a.xml_TN20261120-000001_XN.xml": "content of a",
        "archive/20261120/0101234567/KHONG-TEN_TN20261120-000002_XN.xml": "content of b",
        "partners/0101234567/outbox/a.xml_TN20261120-000001_XN.xml": "content of a",
        "partners/0101234567/outbox/KHONG-TEN_TN20261120-000002_XN.xml": "content of b",
        "quarantine/0101234567/TN20261120-000002_KHONG-TEN": "content of b",
        "quarantine/0101234567/TN20261120-000002_KHONG-TEN.reason.json": "{}",
        "quarantine/0101234567/20261120_a.xml_TN20261120-000001_XN.xml": "foreign",
        "quarantine/0101234567/20261120_a.xml_TN20261120-000001_XN.xml.reason.json":
            #"{"MA_TIEP_NHAN":"","TEN_TEP":"20261120_a.xml_TN20261120-000001_XN.xml","DS_LOI_TEP":[]}"# + "\n",
    ]

    @Test("claim, secure, answer, archive and quarantine end in the same disk", arguments: [false, true])
    func wholeWay(aWriterStays: Bool) throws {
        var stop = 1
        while true {
            let disk = try prepared()
            let writer = aWriterStays ? disk.open(Array((disk.inbox + "/a.xml").utf8), O_WRONLY) : -1
            defer { if writer >= 0 { close(writer) } }
            let calls = TroubledFileCalls(.init(stopAtChange: stop))
            do { try pass(Spool(openingAt: disk.path, calls: calls)) } catch let fault as SpoolFault {
                #expect(fault.errno == TroubledFileCalls.stopped, "\(fault)")
            }
            try pass(Spool(openingAt: disk.path, calls: SystemFileCalls()))
            #expect(disk.tree() == wanted, "stopped at change \(stop)")
            if !calls.isStopped { break }
            stop += 1
        }
        #expect(stop > 40)
    }

    @Test("holding and releasing lose nothing")
    func heldAndReleased() throws {
        var stop = 1
        while true {
            let disk = try prepared()
            let calls = TroubledFileCalls(.init(stopAtChange: stop))
            do { try pass(Spool(openingAt: disk.path, calls: calls), holding: true) } catch is SpoolFault {}
            let spool = try Spool(openingAt: disk.path, calls: SystemFileCalls())
            _ = try spool.claims()
            for claim in try spool.heldClaims() { #expect(try spool.release(claim.intake)) }
            try pass(spool)
            #expect(disk.tree() == wanted, "stopped at change \(stop)")
            if !calls.isStopped { break }
            stop += 1
        }
    }

    @Test("a claim that goes back to its inbox is there or still a claim, with its sidecar and its name")
    func goingBack() throws {
        var stop = 1
        while true {
            let disk = try prepared()
            let calls = TroubledFileCalls(.init(stopAtChange: stop))
            do {
                let spool = try Spool(openingAt: disk.path, calls: calls)
                for sighting in try spool.look(in: partner) {
                    if case .sidecar = sighting.nameClass { continue }
                    let intake = IntakeNumber(day: receivedAt.day, sequence: sighting.rawName == Array("a.xml".utf8) ? 1 : 2)
                    let claim = try #require(try spool.claim(sighting, owner: partner, intake: intake, at: receivedAt))
                    #expect(try spool.returnToInbox(claim))
                }
            } catch is SpoolFault {}
            try pass(Spool(openingAt: disk.path, calls: SystemFileCalls()))
            #expect(disk.tree() == wanted, "stopped at change \(stop)")
            if !calls.isStopped { break }
            stop += 1
        }
    }

    @Test("after each step everything is durable: contents before their names, names in both folders")
    func durable() throws {
        let disk = try prepared()
        let writer = disk.open(Array((disk.inbox + "/a.xml").utf8), O_WRONLY)
        defer { close(writer) }
        let calls = TroubledFileCalls()
        let spool = try Spool(openingAt: disk.path, calls: calls)
        func step(_ name: String, _ body: () throws -> Void) rethrows {
            try body()
            #expect(calls.notDurable == [], "after \(name)")
        }
        try step("makePartnerFolders") { try spool.makePartnerFolders(["0109999999"]) }
        var claim = try disk.claim("a.xml")
        try step("returnToInbox") { _ = try spool.returnToInbox(claim) }
        let sightings = try spool.look(in: partner)
        try step("claim") {
            for sighting in sightings {
                if case .sidecar = sighting.nameClass { continue }
                let intake = IntakeNumber(day: receivedAt.day, sequence: sighting.rawName == Array("a.xml".utf8) ? 1 : 2)
                _ = try spool.claim(sighting, owner: partner, intake: intake, at: receivedAt)
            }
        }
        claim = try spool.claims()[0]
        try step("hold") { try spool.hold(claim) }
        try step("release") { _ = try spool.release(claim.intake) }
        try step("secure") { _ = try spool.secure(claim) }
        let name = ArchivedName(day: receivedAt.day, owner: partner, name: "a.xml_TN20261120-000001_XN.xml")
        try step("finish") {
            let writer = try spool.beginArtifact(name)
            try writer.write(Array("x".utf8))
            try writer.finish()
        }
        try step("publish") { _ = try spool.publish(name, to: .partner("0101234567")) }
        try step("publish for the agency") { _ = try spool.publish(name, to: .agency(folder: "20261120")) }
        try step("archive") { try spool.archive(claim, day: receivedAt.day) }
        let refused = try spool.claims()[0]
        try step("quarantine") { try spool.quarantine(refused, reason: Array("{}".utf8)) }
        #expect(disk.names("work") == ["held"])
    }
}
