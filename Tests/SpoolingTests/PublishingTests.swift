import Contributions
import ExchangeTesting
import Foundation
import Spooling
import Testing

@Suite("Publishing")
struct PublishingTests {
    private let disk: SpoolOnDisk

    init() throws { disk = try SpoolOnDisk() }

    @Test("an answer is one file in archive/ and in the outbox, and publishing it again changes nothing")
    func published() throws {
        #expect(try disk.publish(answer, "<XN/>") == .published)
        #expect(try disk.publish(answer, "<XN/>") == .alreadyThere)
        #expect(try disk.spool.inOutbox(answer, .partner("0101234567")))
        #expect(disk.text("archive/\(answer)") == "<XN/>")
        #expect(disk.text("partners/0101234567/outbox/\(answer.name)") == "<XN/>")
        #expect(try disk.spool.openArchived(answer)?.readAll(limit: 100) == Array("<XN/>".utf8))
        #expect(try disk.spool.quarantineCount(of: partner) == 0)
        #expect(disk.names("work") == ["held"])
    }

    @Test("an answer that its reader deleted is published again")
    func deleted() throws {
        _ = try disk.publish(answer, "<XN/>")
        try FileManager.default.removeItem(atPath: disk.outbox + "/" + answer.name)
        #expect(try !disk.spool.inOutbox(answer, .partner("0101234567")))
        #expect(try disk.spool.publish(answer, to: .partner("0101234567")) == .published)
    }

    @Test("the agency's folders for days and months are made when missing", arguments: ["20261120", "202611"])
    func agency(folder: String) throws {
        _ = try disk.publish(answer, "<XN/>")
        #expect(try disk.spool.publish(answer, to: .agency(folder: folder)) == .published)
        #expect(disk.text("agency/outbox/\(folder)/\(answer.name)") == "<XN/>")
        try FileManager.default.removeItem(atPath: disk.path + "/agency/outbox/" + folder)
        #expect(try disk.spool.publish(answer, to: .agency(folder: folder)) == .published)
    }

    @Test("a folder that is neither a day nor a month is not made", arguments: ["..", "", "2026112x", "../../"])
    func notAFolder(folder: String) throws {
        _ = try disk.publish(answer, "<XN/>")
        #expect(throws: SpoolFault.self) { try disk.spool.publish(answer, to: .agency(folder: folder)) }
    }

    @Test("a foreign thing under an answer's name is moved to quarantine with a reason", arguments: ["file", "link", "folder", "pipe"])
    func foreign(kind: String) throws {
        let place = disk.outbox + "/" + answer.name
        for round in ["", "-1"] {
            switch kind {
            case "file": disk.put("<XN/>", at: place)
            case "link": try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: disk.path + "/archive/\(answer)")
            case "folder": try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            default: #expect(mkfifo(place, 0o644) == 0)
            }
            let kept = "20261120_\(answer.name)\(round)"
            #expect(try disk.publish(answer, "<XN/>") == .publishedOverForeign(movedTo: kept))
            #expect(disk.text("partners/0101234567/outbox/\(answer.name)") == "<XN/>")
            #expect(disk.names("quarantine/0101234567").contains(kept))
            #expect(disk.text("quarantine/0101234567/\(kept).reason.json")?.contains(kept) == true)
            try FileManager.default.removeItem(atPath: place)
        }
        #expect(try disk.spool.quarantineCount(of: partner) == 2)
    }

    @Test("nothing is written through a link in an outbox's place: that is its owner's fault", arguments: ["outbox", "partner"])
    func outboxIsLink(what: String) throws {
        _ = try disk.publish(answer, "<XN/>")
        let elsewhere = disk.path + "/agency/elsewhere"
        try FileManager.default.createDirectory(atPath: elsewhere + "/outbox", withIntermediateDirectories: true)
        let replaced = what == "outbox" ? disk.outbox : disk.path + "/partners/0101234567"
        try FileManager.default.moveItem(atPath: replaced, toPath: disk.path + "/agency/old")
        try FileManager.default.createSymbolicLink(
            atPath: replaced, withDestinationPath: what == "outbox" ? elsewhere + "/outbox" : elsewhere)
        let fault = #expect(throws: SpoolFault.self) { try disk.spool.publish(answer, to: .partner("0101234567")) }
        #expect(fault?.scope == .owner(partner))
        #expect(disk.names("agency/elsewhere/outbox") == [])
        #expect(try disk.spool.owners() == [.agency, partner])
    }

    @Test("an artifact that is not finished leaves nothing, and a failed one only repeats its fault")
    func unfinished() throws {
        do {
            let writer = try disk.spool.beginArtifact(answer)
            try writer.write([UInt8](repeating: 1, count: 200_000))
            #expect(disk.names("work").count == 2)
        }
        let calls = TroubledFileCalls()
        let writer = try Spool(openingAt: disk.path, calls: calls).beginArtifact(answer)
        calls.order { $0.failures[.write] = (1, ENOSPC) }
        for attempt in [{ try writer.write([1]) }, { try writer.write([2]) }, { try writer.finish() }, { try writer.finish() }] {
            let fault = #expect(throws: SpoolFault.self) { try attempt() }
            #expect(fault?.errno == ENOSPC)
        }
        #expect(disk.names("work") == ["held"])
        #expect(try disk.spool.openArchived(answer) == nil)
    }

    @Test(
        "contents and names of a group are all durable when it is settled: few one by one, many at one stroke",
        arguments: [(files: 3, fsyncs: 5), (files: 6, fsyncs: 1)])
    func group(files: Int, fsyncs: Int) throws {
        let calls = TroubledFileCalls()
        let spool = try Spool(openingAt: disk.path, calls: calls)
        let names = (1...files).map { ArchivedName(day: receivedAt.day, owner: partner, name: "report-\($0).xml") }
        // Makes the folders of the day.
        try spool.beginArtifact(answer).finish()
        let before = calls.count(of: .synchronize)
        let archived = NamingGroup()
        for name in names {
            let writer = try spool.beginArtifact(name)
            try writer.write(Array("<TONG_HOP/>".utf8))
            try writer.finish(in: archived)
        }
        // Each content, and the names that went out of work/ and came into archive/.
        #expect(calls.notDurable.count == files + 2)
        try archived.settle()
        #expect(calls.notDurable == [])
        #expect(calls.count(of: .synchronize) + calls.count(of: .synchronizeFileSystem) == before + fsyncs)

        let linked = NamingGroup()
        for name in names { _ = try spool.publish(name, to: .partner("0101234567"), in: linked) }
        #expect(calls.notDurable == ["report-\(files).xml linked"])
        try linked.settle()
        #expect(calls.notDurable == [])
        #expect(calls.count(of: .synchronize) + calls.count(of: .synchronizeFileSystem) == before + fsyncs + 1)
    }

    @Test("a group's first answer finds that the day's folder was moved away and makes it anew; the others do not look for it again")
    func movedAway() throws {
        let calls = TroubledFileCalls()
        let spool = try Spool(openingAt: disk.path, calls: calls)
        try spool.beginArtifact(answer).finish()
        try FileManager.default.moveItem(atPath: disk.path + "/archive/20261120", toPath: disk.path + "/archive/away")
        let names = (1...3).map { ArchivedName(day: receivedAt.day, owner: partner, name: "report-\($0).xml") }
        let group = NamingGroup()
        var looks: [Int] = []
        for name in names {
            let writer = try spool.beginArtifact(name)
            try writer.write(Array("<TONG_HOP/>".utf8))
            let before = calls.count(of: .status)
            try writer.finish(in: group)
            looks.append(calls.count(of: .status) - before)
        }
        try group.settle()
        #expect(looks[0] > 0)
        #expect(looks[1...] == [0, 0])
        for name in names { #expect(disk.text("archive/\(name)") == "<TONG_HOP/>") }
    }

    @Test("contents whose names were made durable before them are made so at one stroke, too")
    func contentsAlone() throws {
        let calls = TroubledFileCalls()
        let spool = try Spool(openingAt: disk.path, calls: calls)
        let group = NamingGroup()
        let claims = try (1...9).map { number in
            disk.drop("\(number).xml")
            let intake = IntakeNumber(day: receivedAt.day, sequence: number)
            let sighting = try disk.sighting(Array("\(number).xml".utf8))
            return try #require(try spool.claim(sighting, owner: partner, intake: intake, at: receivedAt, in: group))
        }
        try group.settle()
        let before = (calls.count(of: .synchronize), calls.count(of: .synchronizeFileSystem))
        for claim in claims {
            var file = try spool.openForReading(claim)
            #expect(try spool.secure(claim, &file, in: group) == .closed)
        }
        try group.settle()
        #expect(calls.count(of: .synchronize) == before.0)
        #expect(calls.count(of: .synchronizeFileSystem) == before.1 + 1)
    }

    @Test("where the kernel does not tell what it failed to write, each content and name of a group is made durable by itself")
    func oldKernel() throws {
        let calls = TroubledFileCalls()
        calls.order { $0.failures[.synchronizeFileSystem] = (0, ENOSYS) }
        let group = NamingGroup()
        let spool = try Spool(openingAt: disk.path, calls: calls)
        for number in 1...9 {
            let writer = try spool.beginArtifact(ArchivedName(day: receivedAt.day, owner: partner, name: "report-\(number).xml"))
            try writer.write(Array("<TONG_HOP/>".utf8))
            try writer.finish(in: group)
        }
        try group.settle()
        #expect(calls.notDurable == [])
    }

    @Test("a partner cannot write to an answer")
    func readOnly() throws {
        _ = try disk.publish(answer, "<XN/>")
        let attributes = try FileManager.default.attributesOfItem(atPath: disk.outbox + "/" + answer.name)
        #expect(attributes[.posixPermissions] as? Int == 0o444)
    }

    @Test("the daemon's figures are replaced as a whole")
    func figures() throws {
        try disk.spool.renew(.status, with: Array("{}".utf8))
        try disk.spool.renew(.status, with: Array("{1}".utf8))
        #expect(disk.text("status.json") == "{1}")
        #expect(disk.names("work") == ["held"])
    }
}
