import Contributions
import ExchangeTesting
import Foundation
import Spooling
import Testing

@Suite("The spool's ground")
struct GroundTests {
    @Test("a spool is made once and found as it is")
    func create() throws {
        let disk = try SpoolOnDisk()
        disk.drop("a.xml")
        try Spool.create(at: disk.path, calls: SystemFileCalls())
        try disk.spool.makePartnerFolders(["0101234567"])
        try disk.spool.makePartnerFolders(["0100000000"])
        #expect(try disk.spool.owners() == [.agency, .partner("0100000000"), partner])
        #expect(try disk.spool.look(in: partner).count == 1)
        #expect(disk.spool.ledgerPath.hasSuffix("/ledger"))
        #expect(disk.spool.ledgerPath.hasPrefix("/"))
    }

    @Test(
        "a spool with a missing folder, or a link in a folder's place, is refused",
        arguments: ["partners", "agency", "agency/inbox", "agency/outbox", "work", "work/held", "archive", "quarantine", "ledger"])
    func missing(folder: String) throws {
        let disk = try SpoolOnDisk()
        let place = disk.path + "/" + folder
        try FileManager.default.moveItem(atPath: place, toPath: disk.path + "/aside")
        #expect(throws: SpoolFault.self) { try Spool(openingAt: disk.path, calls: SystemFileCalls()) }
        try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: disk.path + "/aside")
        #expect(throws: SpoolFault.self) { try Spool(openingAt: disk.path, calls: SystemFileCalls()) }
        #expect(throws: SpoolFault.self) { try Spool.create(at: disk.path, calls: SystemFileCalls()) }
    }

    @Test("more than one file system is refused", arguments: ["ledger", "work/held", "agency/outbox", "partners/0101234567/outbox"])
    func twoFileSystems(folder: String) throws {
        let disk = try SpoolOnDisk()
        let inode = try #require(try FileManager.default.attributesOfItem(atPath: disk.path + "/" + folder)[.systemFileNumber] as? UInt64)
        let fault = #expect(throws: SpoolFault.self) {
            try Spool(openingAt: disk.path, calls: TroubledFileCalls(.init(foreignInode: inode)))
        }
        #expect(fault?.errno == EXDEV)
        #expect(fault?.scope == .spool)
    }

    @Test("a file system that is not local is refused by name", arguments: [(0x6969, "NFS"), (0xFF53_4D42, "CIFS"), (0x6573_5546, "FUSE")])
    func remote(type: UInt32, name: String) throws {
        let disk = try SpoolOnDisk()
        let fault = #expect(throws: SpoolFault.self) {
            try Spool(openingAt: disk.path, calls: TroubledFileCalls(.init(fileSystemType: type)))
        }
        #expect(fault?.description.contains(name) == true)
    }

    @Test("a partner's code is no path", arguments: ["../../x", "", "agency", "abc", "A B C D"])
    func partnerCode(code: String) throws {
        let disk = try SpoolOnDisk()
        #expect(throws: SpoolFault.self) { try disk.spool.makePartnerFolders([code]) }
    }

    @Test("a fault says what failed, where, for whom, and what to do")
    func description() {
        let fault = SpoolFault(operation: "rename", path: "partners/0101234567/inbox/a%0A.xml", errno: EACCES, scope: .owner(partner))
        #expect(
            fault.description
                == "rename partners/0101234567/inbox/a%0A.xml (0101234567): Permission denied, error 13; give the daemon's user access")
    }
}
