import Contributions
import Spooling
import Testing

@Suite("When a file is whole")
struct WaitingRoomTests {
    private let start = ContinuousClock.now
    private let settle = Duration.seconds(5)

    private func seen(
        _ name: String, size: Int64 = 10, modified: Int64 = 100, inode: UInt64 = 1, kind: FileKind = .plain, sidecar: Int64? = nil
    ) -> Sighting {
        func observation(_ size: Int64, _ inode: UInt64) -> Observation {
            Observation(size: size, modified: modified, changed: modified, inode: inode, device: 1, linkCount: 1)
        }
        return Sighting(
            rawName: Array(name.utf8), kind: kind, observation: observation(size, inode), sidecar: sidecar.map { observation($0, 99) })
    }

    private func look(
        _ room: inout WaitingRoom, _ seconds: Double, _ sightings: [Sighting], settle: Duration = .seconds(5), renamedIn: Set<[UInt8]> = [],
        agrees: (Sighting) -> Bool = { _ in false }
    ) -> [String] {
        room.ready(among: sightings, now: start + .seconds(seconds), settle: settle, renamedIn: renamedIn, digestAgrees: agrees)
            .ready.map { String(decoding: $0.rawName, as: UTF8.self) }
    }

    @Test("a file that stays as it is for the settling time is whole, and not before")
    func settles() {
        var room = WaitingRoom()
        #expect(look(&room, 0, [seen("a.xml")]) == [])
        #expect(look(&room, 4.9, [seen("a.xml")]) == [])
        #expect(look(&room, 5, [seen("a.xml")]) == ["a.xml"])
    }

    @Test("a file's own times say nothing of its age: 1970, kept from elsewhere, or years ahead", arguments: [0, 1, 32_503_680_000])
    func ownTimes(modified: Int64) {
        var room = WaitingRoom()
        #expect(look(&room, 0, [seen("a.xml", modified: modified)]) == [])
        #expect(look(&room, 4.9, [seen("a.xml", modified: modified)]) == [])
        #expect(look(&room, 5, [seen("a.xml", modified: modified)]) == ["a.xml"])
    }

    @Test("every write of a slow writer starts the settling time anew")
    func slowWriter() {
        var room = WaitingRoom()
        for second in 0..<20 {
            #expect(look(&room, Double(second * 4), [seen("a.xml", size: Int64(second), modified: Int64(second))]) == [])
        }
        #expect(look(&room, 81, [seen("a.xml", size: 19, modified: 19)]) == ["a.xml"])
    }

    @Test("a replaced file settles anew, also with the same size and times")
    func replacedInode() {
        var room = WaitingRoom()
        _ = look(&room, 0, [seen("a.xml", inode: 1)])
        #expect(look(&room, 6, [seen("a.xml", inode: 2)]) == [])
        #expect(look(&room, 11, [seen("a.xml", inode: 2)]) == ["a.xml"])
    }

    @Test("a file that was away settles anew")
    func away() {
        var room = WaitingRoom()
        _ = look(&room, 0, [seen("a.xml")])
        _ = look(&room, 3, [])
        #expect(look(&room, 6, [seen("a.xml")]) == [])
    }

    @Test("a file that was renamed into place is whole at once, and only that file")
    func renamedIn() {
        var room = WaitingRoom()
        #expect(look(&room, 0, [seen("a.xml"), seen("b.xml", inode: 2)], renamedIn: [Array("a.xml".utf8)]) == ["a.xml"])
        // Replaced by one that is written in place:
        #expect(look(&room, 1, [seen("a.xml", inode: 3), seen("b.xml", inode: 2)]) == [])
    }

    @Test("an agreeing sidecar makes a file whole at once")
    func sidecarAgrees() {
        var room = WaitingRoom()
        let pair = [seen("a.xml", sidecar: 70), seen("a.xml.sha256", size: 70, inode: 99)]
        #expect(look(&room, 0, pair, agrees: { _ in true }) == ["a.xml"])
    }

    @Test("a sidecar that does not agree is asked once for each state, and the pair settles")
    func sidecarDiffers() {
        var room = WaitingRoom()
        var asked = 0
        let differs: (Sighting) -> Bool = { _ in
            asked += 1
            return false
        }
        #expect(look(&room, 0, [seen("a.xml", sidecar: 70)], agrees: differs) == [])
        #expect(look(&room, 3, [seen("a.xml", sidecar: 70)], agrees: differs) == [])
        #expect(asked == 1)
        #expect(look(&room, 4, [seen("a.xml", size: 11, sidecar: 70)], agrees: differs) == [])
        #expect(asked == 2)
        #expect(look(&room, 9, [seen("a.xml", size: 11, sidecar: 70)], agrees: differs) == ["a.xml"])
    }

    @Test("a sidecar that comes late starts the settling time anew, and ends it when it agrees")
    func lateSidecar() {
        var room = WaitingRoom()
        _ = look(&room, 0, [seen("a.xml")])
        #expect(look(&room, 5, [seen("a.xml", sidecar: 0)]) == [])
        #expect(look(&room, 6, [seen("a.xml", sidecar: 70)], agrees: { $0.sidecar?.size == 70 }) == ["a.xml"])
    }

    @Test("a renamed file waits for a sidecar that is still arriving")
    func renamedWithSidecar() {
        var room = WaitingRoom()
        #expect(look(&room, 0, [seen("a.xml", sidecar: 0)], renamedIn: [Array("a.xml".utf8)]) == [])
        #expect(look(&room, 1, [seen("a.xml", sidecar: 70)], agrees: { _ in true }) == ["a.xml"])
    }

    @Test("with a settling time of zero everything that may be taken is taken")
    func settleZero() {
        var room = WaitingRoom()
        let seen = [
            seen("b.xml", sidecar: 3), seen("b.xml.sha256"), seen("a.txt"), seen(".c.xml"), seen("d.xml.part"), seen("e.xml.sha256"),
        ]
        #expect(look(&room, 0, seen, settle: .zero) == ["a.txt", "b.xml"])
    }

    @Test("the oldest file goes first, then by name")
    func order() {
        var room = WaitingRoom()
        let seen = [seen("c.xml", modified: 1), seen("b.xml", modified: 2), seen("a.xml", modified: 2), seen("d.xml", modified: 0)]
        #expect(look(&room, 0, seen, settle: .zero) == ["d.xml", "c.xml", "a.xml", "b.xml"])
    }

    @Test("a folder under a sidecar's name is nobody's sidecar")
    func folderAsSidecar() {
        var room = WaitingRoom()
        #expect(look(&room, 0, [seen("a.xml.sha256", kind: .folder)], settle: .zero) == ["a.xml.sha256"])
    }

    @Test("uploads under way and sidecars without file are reported with their age, and do not count as waiting")
    func uploads() {
        var room = WaitingRoom()
        let day: Int64 = 24 * 3600
        let modified = day * 1_000_000_000
        let seen = [seen("a.xml.part", modified: modified), seen("b.xml.sha256", modified: modified), seen("c.xml", modified: modified)]
        for second in [0, 90_000.0] {
            let outcome = room.ready(
                among: seen, now: start + .seconds(second), settle: .seconds(100_000), renamedIn: [], digestAgrees: { _ in false })
            #expect(outcome.waiting == 1)
            #expect(outcome.uploadsUnderWay.map(\.shownName) == ["a.xml.part", "b.xml.sha256"])
            let upload = outcome.uploadsUnderWay[0]
            // By mtime two days old; by our own looks as old as `second` says.
            #expect(upload.age(now: start + .seconds(second), at: upload.modifiedAt.advanced(bySeconds: 2 * day)) == .seconds(second))
            #expect(upload.age(now: start + .seconds(second), at: upload.modifiedAt) <= .zero)
        }
    }
}
