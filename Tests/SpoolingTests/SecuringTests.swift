import Contributions
import ExchangeTesting
import Foundation
import Spooling
import Testing

@Suite("What is read cannot change any more")
struct SecuringTests {
    @Test("a file that nobody writes to is taken as it is")
    func closed() throws {
        let disk = try SpoolOnDisk()
        disk.drop("a.xml")
        #expect(try disk.spool.secure(disk.claim("a.xml")) == .closed)
    }

    @Test("a writer that keeps its descriptor open no longer reaches the claim")
    func writerStays() throws {
        let disk = try SpoolOnDisk()
        disk.drop("a.xml", "<a/>")
        let writer = disk.open(Array((disk.inbox + "/a.xml").utf8), O_WRONLY | O_APPEND)
        defer { close(writer) }
        let claim = try disk.claim("a.xml")
        #expect(try disk.spool.secure(claim) == .copied)
        #expect(write(writer, "more", 4) == 4)
        #expect(try disk.spool.openForReading(claim).readAll(limit: 100) == Array("<a/>".utf8))
        #expect(try disk.spool.secure(claim) == .closed)
        #expect(disk.names("work").count == 2)
    }

    @Test("a file that changes while it is copied stays what it is and goes back", arguments: ["grows", "shrinks", "is rewritten"])
    func changes(how: String) throws {
        let calls = TroubledFileCalls()
        let disk = try SpoolOnDisk(calls: calls)
        disk.drop("a.xml", "0123456789")
        let writer = disk.open(Array((disk.inbox + "/a.xml").utf8), O_WRONLY)
        defer { close(writer) }
        let claim = try disk.claim("a.xml")
        let reads = calls.count(of: .read)
        calls.order {
            $0.readsAtMost = 4
            $0.beforeRead = (
                reads + 2,
                {
                    switch how {
                    case "grows": pwrite(writer, "more", 4, 10)
                    case "shrinks": _ = ftruncate(writer, 5)
                    default:
                        // The kernel's clock for ctime may not have ticked since the file was made.
                        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
                        pwrite(writer, "9876543210", 10, 0)
                        futimens(writer, &times)
                    }
                }
            )
        }
        #expect(try disk.spool.secure(claim) == .changed)
        #expect(disk.names("work") == ["held", claim.workName].sorted())
        #expect(try disk.spool.returnToInbox(claim))
    }

    @Test("interrupted calls and short writes are gone on with")
    func interrupted() throws {
        let content = String(repeating: "0123456789", count: 1000)
        let calls = TroubledFileCalls()
        let disk = try SpoolOnDisk(calls: calls)
        disk.drop("a.xml", content)
        calls.order {
            $0.interrupted = [.open, .read, .write, .changeMode, .status, .names, .makeFolder, .rename, .link, .remove, .lock]
            $0.failures[.lease] = (0, EAGAIN)
            $0.writesAtMost = 999
        }
        let claim = try disk.claim("a.xml")
        #expect(try disk.spool.secure(claim) == .copied)
        #expect(try disk.publish(answer, content) == .published)
        try disk.spool.archive(claim, day: receivedAt.day)
        #expect(disk.text("archive/20261120/0101234567/TN20261120-000001_a.xml") == content)
        #expect(disk.text("partners/0101234567/outbox/\(answer.name)") == content)
    }

    @Test("a lease that is not to be had leads to a copy", arguments: [EAGAIN, EACCES, EINVAL])
    func noLease(code: Int32) throws {
        let calls = TroubledFileCalls()
        let disk = try SpoolOnDisk(calls: calls)
        disk.drop("a.xml")
        calls.order { $0.failures[.lease] = (0, code) }
        #expect(try disk.spool.secure(disk.claim("a.xml")) == .copied)
    }

    @Test("a failed fsync is fatal and not tried again")
    func failedSync() throws {
        let calls = TroubledFileCalls()
        let disk = try SpoolOnDisk(calls: calls)
        disk.drop("a.xml")
        let before = calls.count(of: .synchronize)
        calls.order { $0.failures[.synchronize] = (0, EIO) }
        let fault = #expect(throws: SpoolFault.self) { try disk.claim("a.xml") }
        #expect(fault?.isFatal == true)
        #expect(fault?.scope == .spool)
        #expect(calls.count(of: .synchronize) == before + 1)
        #expect(try Spool(openingAt: disk.path, calls: SystemFileCalls()).claims().count == 1)
    }

    @Test(
        "a full disk is everybody's trouble, a partner's folder only its own",
        arguments: [(ENOSPC, true), (EACCES, false), (EDQUOT, false)])
    func scope(code: Int32, isSpoolWide: Bool) throws {
        let calls = TroubledFileCalls()
        let disk = try SpoolOnDisk(calls: calls)
        disk.drop("a.xml")
        disk.drop("a.xml.sha256")
        let sighting = try disk.sighting(Array("a.xml".utf8))
        // The second rename: the sidecar is claimed already, and must come back.
        let renames = calls.count(of: .rename)
        calls.order { $0.failures[.rename] = (renames + 2, code) }
        let fault = #expect(throws: SpoolFault.self) {
            try disk.spool.claim(sighting, owner: partner, intake: firstIntake, at: receivedAt)
        }
        #expect(fault?.scope == (isSpoolWide ? .spool : .owner(partner)))
        #expect(disk.names("partners/0101234567/inbox") == ["a.xml", "a.xml.sha256"])
    }
}
