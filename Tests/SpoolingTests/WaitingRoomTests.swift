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
        names(outcome(&room, seconds, sightings, settle: settle, renamedIn: renamedIn, agrees: agrees).ready)
    }

    private func outcome(
        _ room: inout WaitingRoom, _ seconds: Double, _ sightings: [Sighting], settle: Duration = .seconds(5), renamedIn: Set<[UInt8]> = [],
        within bounds: WaitingRoom.Bounds = WaitingRoom.Bounds(ready: 100, remembered: 100), agrees: (Sighting) -> Bool = { _ in false }
    ) -> WaitingRoom.Outcome {
        var rest = sightings.makeIterator()
        return room.look(
            at: { rest.next() }, now: start + .seconds(seconds), settle: settle, renamedIn: renamedIn, within: bounds, digestAgrees: agrees)
    }

    private func names(_ sightings: [Sighting]) -> [String] { sightings.map { String(decoding: $0.rawName, as: UTF8.self) } }

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

    @Test("uploads under way and sidecars without file are left alone, and do not count as waiting")
    func uploads() {
        var room = WaitingRoom()
        let seen = [seen("a.xml.part"), seen("b.xml.sha256"), seen("c.xml")]
        let first = outcome(&room, 0, seen)
        #expect(names(first.ready) == [])
        #expect(first.waiting == 1)
        #expect(names(outcome(&room, 90_000, seen).ready) == ["c.xml"])
        #expect(room.remembered == 1)
    }

    @Test("a look hands over the oldest whole files, whatever the folder's order, and counts the rest")
    func oldestOfMany() {
        var room = WaitingRoom()
        let many = (1...500).map { seen("\($0).xml", modified: Int64($0 * 37 % 500), inode: UInt64($0)) }
        let bounds = WaitingRoom.Bounds(ready: 3, remembered: 500)
        let look = outcome(&room, 0, many, settle: .zero, within: bounds)
        // 37 times 500 leaves 0, times 473 leaves 1, times 446 leaves 2.
        #expect(names(look.ready) == ["500.xml", "473.xml", "446.xml"])
        #expect(look.left == 497)
        #expect(look.waiting == 0)
    }

    @Test("files that were left are whole at the next look: they do not settle once more")
    func leftFilesAreWhole() {
        var room = WaitingRoom()
        let many = (1...500).map { seen("\($0).xml", modified: Int64($0), inode: UInt64($0)) }
        let bounds = WaitingRoom.Bounds(ready: 200, remembered: 500)
        #expect(outcome(&room, 0, many, within: bounds).waiting == 500)
        #expect(outcome(&room, 5, many, within: bounds).left == 300)
        #expect(names(outcome(&room, 5.1, Array(many[200...]), within: bounds).ready).first == "201.xml")
        #expect(names(outcome(&room, 5.2, Array(many[400...]), within: bounds).ready).count == 100)
    }

    @Test("of more entries than are remembered the oldest settle first, and all of them come")
    func settlingIsBounded() {
        var room = WaitingRoom()
        var left = (1...50).map { seen("\($0).xml", modified: Int64($0 * 7 % 50), inode: UInt64($0)) }
        var taken: [Int64] = []
        var second = 0.0
        while !left.isEmpty, second < 100 {
            let look = outcome(&room, second, left, within: WaitingRoom.Bounds(ready: 100, remembered: 20))
            #expect(room.remembered <= 20)
            #expect(look.ready.count + look.waiting == left.count)
            taken += look.ready.map(\.observation.modified)
            left.removeAll { one in look.ready.contains { $0.rawName == one.rawName } }
            second += 5
        }
        #expect(taken == Array(0..<50))
        // Settling takes 5 seconds for each twenty, and the next ones are remembered by the look after.
        #expect(second == 30)
    }

    @Test("a look compares so many digests, and the next one goes on with the others")
    func digestsAreBounded() {
        var room = WaitingRoom()
        let pairs = (1...5).map { seen("\($0).xml", modified: Int64($0), inode: UInt64($0), sidecar: 70) }
        var bounds = WaitingRoom.Bounds(ready: 100, remembered: 100)
        bounds.digests = 2
        var asked: [String] = []
        let agrees: (Sighting) -> Bool = { sighting in
            asked.append(sighting.shownName)
            return sighting.shownName != "2.xml"
        }
        let first = outcome(&room, 0, pairs, within: bounds, agrees: agrees)
        #expect(names(first.ready) == ["1.xml"])
        #expect((first.left, first.waiting) == (3, 1))
        #expect(names(outcome(&room, 0.1, pairs, within: bounds, agrees: agrees).ready) == ["1.xml", "3.xml", "4.xml"])
        #expect(names(outcome(&room, 0.2, pairs, within: bounds, agrees: agrees).ready) == ["1.xml", "3.xml", "4.xml", "5.xml"])
        #expect(asked == ["1.xml", "2.xml", "3.xml", "4.xml", "5.xml"])
    }
}
