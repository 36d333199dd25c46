import Contributions
import Foundation
import Spooling
import Testing

@Suite("Notices")
struct InboxNoticesTests {
    private let disk: SpoolOnDisk
    private let notices: InboxNotices

    init() throws {
        disk = try SpoolOnDisk()
        notices = try InboxNotices(of: disk.spool)
        notices.watch([.agency, partner])
    }

    private func rename(_ name: String, as newName: String) throws {
        try FileManager.default.moveItem(atPath: disk.inbox + "/" + name, toPath: disk.inbox + "/" + newName)
    }

    @Test("a file that is renamed into place is told by name, one that is written in place is not")
    func renamedIn() throws {
        disk.drop("a.xml.part")
        disk.drop("b.xml")
        try rename("a.xml.part", as: "a.xml")
        let news = notices.drain()
        #expect(news.renamedIn == [partner: [Array("a.xml".utf8)]])
        #expect(news.touched == [partner])
        #expect(notices.drain().touched.isEmpty)
    }

    @Test("a name that is written anew after it was renamed into place is not told")
    func writtenAnew() throws {
        disk.drop("a.xml.part")
        try rename("a.xml.part", as: "a.xml")
        try FileManager.default.removeItem(atPath: disk.inbox + "/a.xml")
        disk.drop("a.xml")
        #expect(notices.drain().renamedIn[partner, default: []].isEmpty)
    }

    @Test("what the spool itself puts back is not taken for a sender's rename")
    func ownMove() throws {
        disk.drop("a.xml")
        disk.drop("a.xml.sha256")
        #expect(try disk.spool.returnToInbox(disk.claim("a.xml")))
        #expect(notices.drain().renamedIn[partner, default: []].isEmpty)
        try rename("a.xml", as: "b.xml")
        #expect(notices.drain().renamedIn == [partner: [Array("b.xml".utf8)]])
    }

    @Test("an inbox that was replaced is watched again")
    func replaced() throws {
        try FileManager.default.removeItem(atPath: disk.inbox)
        try FileManager.default.createDirectory(atPath: disk.inbox, withIntermediateDirectories: false)
        _ = notices.drain()
        notices.watch([partner])
        disk.drop("a.part")
        try rename("a.part", as: "a.xml")
        #expect(notices.drain().renamedIn == [partner: [Array("a.xml".utf8)]])
    }
}
