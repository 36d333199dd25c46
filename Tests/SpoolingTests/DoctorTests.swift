import Contributions
import ExchangeTesting
import Diagnosis
import Foundation
import LedgerCore
import Spooling
import Testing

// What each trouble of the ground is told as: made for real where anybody may make it, else by file calls that are faked.

@Suite("The doctor")
struct DoctorTests {
    private static let home = "partners/0101234567"
    private static let inbox = home + "/inbox"

    /// What is given to a look; the defaults are a sound machine's.
    private struct Patient {
        var orders = TroubledFileCalls.Orders(
            room: FileSystemRoom(bytes: 100 << 30, freeBytes: 50 << 30, inodes: 1_000_000, freeInodes: 900_000), descriptorLimit: 65_536)
        var ledger: Result<LedgerCondition, LedgerFault> = .success(DoctorTests.condition())
        var readerTrouble: String?
        var now: VietnamTime? = .current
    }

    private static func condition(
        _ complaints: [String] = [], journal: String = "wal", logBytes: Int64 = 0, lastEventAt: VietnamTime? = nil
    ) -> LedgerCondition {
        LedgerCondition(schema: "1", complaints: complaints, journal: journal, logBytes: logBytes, lastEventAt: lastEventAt)
    }

    private func examine(_ disk: SpoolOnDisk, _ patient: Patient = Patient(), after: (TroubledFileCalls) -> Void = { _ in }) throws
        -> [GroundCheck]
    {
        let calls = TroubledFileCalls(patient.orders)
        calls.order { if $0.fileSystemType == nil { $0.fileSystemType = 0xEF53 } }
        let ground = try Ground(at: disk.path, calls: calls)
        after(calls)
        let checks = Doctor(
            ground: ground, ledger: { (_) throws(LedgerFault) in try patient.ledger.get() }, readerTrouble: { patient.readerTrouble },
            now: patient.now.map { time in { time } },
            fileBytesMax: 2 << 30, versions: ["SQLite 3"]
        ).examine()
        #expect(disk.names("work") == ["held"], "nothing is left behind")
        return checks
    }

    /// What is not right.
    private func complaints(_ checks: [GroundCheck]) -> [String] {
        checks.filter { $0.result != .ok }.map { "\($0.result.rawValue) \($0.code.rawValue) \($0.subject)" }
    }

    @Test("a sound spool is right in every check, and stays as it was")
    func sound() throws {
        let disk = try SpoolOnDisk()
        disk.drop("a.xml")
        let before = disk.tree()
        let checks = try examine(disk)
        #expect(complaints(checks).isEmpty)
        #expect(Set(checks.map(\.code)) == Set(GroundCheck.Code.allCases))
        #expect(disk.tree() == before)
    }

    // MARK: what lies on the disk

    static let onDisk: [(command: String, told: [String])] = [
        ("rm -r quarantine", ["SAI THU_MUC quarantine"]),
        ("mv agency aside; ln -s aside agency", ["SAI THU_MUC agency"]),
        ("rm -r partners", ["SAI THU_MUC partners"]),
        ("rm -r partners/0101234567/outbox", ["SAI THU_MUC partners/0101234567/outbox"]),
        ("rm -r partners/0101234567; : > partners/0101234567", ["SAI THU_MUC partners/0101234567"]),
        (
            "rm -r ledger",
            ["SAI THU_MUC ledger", "KHONG_XEM_DUOC CHU_SO_HUU ledger", "KHONG_XEM_DUOC DON_VI ledger", "KHONG_XEM_DUOC SO_CAI ledger"]
        ),
        ("chmod 777 archive", ["SAI QUYEN archive"]), ("chmod 755 ledger", ["SAI QUYEN ledger"]),
        ("chmod 770 quarantine", ["CANH_BAO QUYEN quarantine"]), ("chmod 777 .", ["SAI QUYEN ."]),
        ("chmod 775 partners", ["CANH_BAO QUYEN partners"]), ("chmod 775 partners/0101234567", ["SAI QUYEN partners/0101234567"]),
        ("chmod 755 partners/0101234567/outbox", ["SAI QUYEN partners/0101234567/outbox"]),
        ("chmod 752 agency/inbox", ["SAI QUYEN agency/inbox"]),
    ]

    @Test("folders that are missing, none, or open to others are named", arguments: onDisk)
    func folders(_ trouble: (command: String, told: [String])) throws {
        let disk = try SpoolOnDisk()
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-ec", "cd '\(disk.path)'; " + trouble.command]
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        #expect(complaints(try examine(disk)) == trouble.told)
    }

    @Test("without work/ whatever is tried there is not looked at, and its absence is the one fault")
    func noWork() throws {
        let disk = try SpoolOnDisk()
        try FileManager.default.removeItem(atPath: disk.path + "/work")
        let ground = try Ground(at: disk.path, calls: SystemFileCalls())
        let checks = Doctor(
            ground: ground, ledger: { (_) throws(LedgerFault) in Self.condition() }, readerTrouble: { nil }, now: { .current },
            fileBytesMax: 1, versions: []
        ).examine()
        #expect(checks.filter { $0.result == .fault }.map(\.subject) == ["work"])
        #expect(Set(checks.filter { $0.result == .unseen }.map(\.code)) == [.rename, .link, .synchronizing, .lease, .clock])
    }

    // MARK: owners

    @Test("folders and files of other users are named, with the user that was expected")
    func owners() throws {
        let told: [(path: String, told: String?)] = [
            ("archive", "SAI CHU_SO_HUU archive"), (Self.home, "SAI CHU_SO_HUU \(Self.home)"),
            ("ledger/ledger.sqlite-wal", "SAI CHU_SO_HUU ledger/ledger.sqlite-wal"), (Self.inbox, "CANH_BAO CHU_SO_HUU \(Self.inbox)"),
            (".giaonhan.lock", "SAI CHU_SO_HUU .giaonhan.lock"), ("status.json", nil),
        ]
        for (path, told) in told {
            let disk = try SpoolOnDisk()
            for file in ["ledger/ledger.sqlite-wal", ".giaonhan.lock", "status.json"] { disk.put("", at: disk.path + "/" + file) }
            let patient = try owned([path: Ownership(user: 4711, group: 0, mode: 0o700)], on: disk)
            #expect(complaints(try examine(disk, patient)) == [told].compactMap { $0 })
        }
    }

    @Test("the layout of samples/sftp is right: root on the way, each partner by its own group")
    func layoutOfSFTP() throws {
        let disk = try SpoolOnDisk()
        try disk.spool.makePartnerFolders(["0107654321"])
        var ownerships = Dictionary(
            uniqueKeysWithValues: ["work", "work/held", "archive", "quarantine", "ledger"].map {
                ($0, Ownership(user: 900, group: 900, mode: 0o700))
            })
        for path in [".", "partners", "partners/0101234567", "partners/0107654321"] {
            ownerships[path] = Ownership(user: 0, group: 0, mode: 0o755)
        }
        for path in ["agency", "agency/inbox", "agency/outbox"] { ownerships[path] = Ownership(user: 900, group: 900, mode: 0o750) }
        for (partner, group) in [("0101234567", UInt32(1001)), ("0107654321", 1002)] {
            for side in ["inbox", "outbox"] {
                ownerships["partners/\(partner)/\(side)"] = Ownership(user: 900, group: group, mode: 0o770)
            }
        }
        #expect(complaints(try examine(disk, owned(ownerships, on: disk))).isEmpty)

        ownerships["partners/0107654321/outbox"]!.group = 1001
        #expect(
            complaints(try examine(disk, owned(ownerships, on: disk))) == ["SAI DON_VI partners/0101234567, partners/0107654321"])
        ownerships["partners/0107654321/outbox"]!.group = 1002
        ownerships["partners/0107654321/inbox"]!.mode = 0o750
        #expect(complaints(try examine(disk, owned(ownerships, on: disk))) == ["CANH_BAO QUYEN partners/0107654321/inbox"])
        for partner in ["0101234567", "0107654321"] { ownerships["partners/\(partner)/inbox"]!.user = 1003 }
        #expect(
            complaints(try examine(disk, owned(ownerships, on: disk))) == [
                "CANH_BAO CHU_SO_HUU partners/0101234567/inbox", "CANH_BAO CHU_SO_HUU partners/0107654321/inbox",
                "SAI DON_VI partners/0101234567, partners/0107654321",
            ])
    }

    private func owned(_ ownerships: [String: Ownership], on disk: SpoolOnDisk) throws -> Patient {
        var patient = Patient()
        for (path, ownership) in ownerships {
            let attributes = try FileManager.default.attributesOfItem(atPath: disk.path + "/" + path)
            patient.orders.ownerships[try #require(attributes[.systemFileNumber] as? UInt64)] = ownership
        }
        return patient
    }

    // MARK: file calls

    private static let calls: [(orders: @Sendable (inout TroubledFileCalls.Orders) -> Void, told: [String])] = [
        ({ $0.fileSystemType = 0x6969 }, ["SAI HE_TEP"]), ({ $0.fileSystemType = 0x0102_1994 }, ["CANH_BAO HE_TEP"]),
        ({ $0.fileSystemType = 0x794C_7630 }, ["CANH_BAO HE_TEP"]), ({ $0.fileSystemType = 0x1234 }, []),
        ({ $0.replaces = true }, ["SAI DOI_TEN", "SAI LIEN_KET"]), ({ $0.failures[.rename] = (0, EINVAL) }, ["SAI DOI_TEN"]),
        ({ $0.failures[.link] = (0, ENOSYS) }, ["SAI LIEN_KET"]), ({ $0.failures[.link] = (2, EIO) }, ["SAI LIEN_KET"]),
        ({ $0.failures[.synchronize] = (0, EIO) }, ["SAI GHI_BEN"]), ({ $0.failures[.synchronize] = (4, EIO) }, ["SAI GHI_BEN"]),
        ({ $0.failures[.write] = (1, ENOSPC) }, ["SAI GHI_BEN"]), ({ $0.failures[.write] = (6, EROFS) }, ["SAI DONG_HO"]),
        ({ $0.failures[.lease] = (0, EINVAL) }, ["CANH_BAO KHOA_DOC"]), ({ $0.interrupted = [.rename, .link, .write, .lock] }, []),
        ({ $0.room?.freeBytes = 4 << 30 }, ["CANH_BAO DUNG_LUONG"]), ({ $0.room?.freeBytes = 1 << 29 }, ["SAI DUNG_LUONG"]),
        ({ $0.room?.freeInodes = 50_000 }, ["CANH_BAO INODE"]), ({ $0.room?.freeInodes = 9_999 }, ["SAI INODE"]),
        ({ $0.room = FileSystemRoom(bytes: 1 << 40, freeBytes: 1 << 39, inodes: 0, freeInodes: 0) }, []),
        ({ $0.descriptorLimit = 1_366 }, ["SAI TEP_MO"]), ({ $0.descriptorLimit = 1_367 }, []),
    ]

    @Test("what the file system fails to do is told by its own check, and the others go on", arguments: calls.indices)
    func fileCalls(_ index: Int) throws {
        let (orders, told) = Self.calls[index]
        var patient = Patient()
        orders(&patient.orders)
        let checks = try examine(SpoolOnDisk(), patient)
        #expect(complaints(checks).map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == told)
        #expect(Set(checks.map(\.code)) == Set(GroundCheck.Code.allCases))
    }

    @Test("a start asks for what takes no time; names that are replaced and files that do not last end it, a full disk does not")
    func start() throws {
        func ends(_ orders: (inout TroubledFileCalls.Orders) -> Void) throws -> (told: Bool, ends: Bool) {
            var patient = Patient()
            orders(&patient.orders)
            let calls = TroubledFileCalls(patient.orders)
            calls.order { if $0.fileSystemType == nil { $0.fileSystemType = 0xEF53 } }
            let disk = try SpoolOnDisk()
            let checks = Doctor(
                ground: try Ground(at: disk.path, calls: calls),
                ledger: { (_) throws(LedgerFault) in throw LedgerFault(.invariant, "the ledger is not read") }, readerTrouble: { nil },
                now: { .current },
                fileBytesMax: 2 << 30, versions: []
            ).examineAtStart()
            return (checks.contains { $0.result == .fault }, checks.contains(where: \.breaksPromises))
        }
        #expect(try ends { _ in } == (false, false))
        #expect(try ends { $0.replaces = true } == (true, true))
        #expect(try ends { $0.failures[.synchronize] = (0, EIO) } == (true, true))
        #expect(try ends { $0.fileSystemType = 0x6969 } == (true, true))
        #expect(try ends { $0.room?.freeBytes = 1 << 29 } == (true, false))
    }

    @Test("a folder on another file system is named")
    func twoFileSystems() throws {
        let disk = try SpoolOnDisk()
        var patient = Patient()
        let attributes = try FileManager.default.attributesOfItem(atPath: disk.path + "/archive")
        patient.orders.foreignInode = try #require(attributes[.systemFileNumber] as? UInt64)
        #expect(complaints(try examine(disk, patient)) == ["SAI THU_MUC archive"])
    }

    @Test("whoever may not look is told so, and nothing is called a fault for it")
    func noRights() throws {
        let checks = try examine(SpoolOnDisk()) { calls in calls.order { $0.failures[.open] = (0, EACCES) } }
        #expect(!checks.contains { $0.result == .fault })
        #expect(checks.contains { $0.code == .ledger && $0.result == .unseen })
    }

    // MARK: ledger and clock

    @Test("the ledger's trouble is told as it is")
    func ledger() throws {
        let troubles: [(Result<LedgerCondition, LedgerFault>, [String])] = [
            (.success(Self.condition(["page 3: never used"])), ["SAI SO_CAI ledger"]),
            (.success(Self.condition(journal: "delete")), ["SAI NHAT_KY_SO ledger"]),
            (.success(Self.condition(logBytes: 2 << 30)), ["CANH_BAO NHAT_KY_SO ledger"]),
            (.failure(LedgerFault(.notAGiaonhanLedger, "none")), ["SAI SO_CAI ledger"]),
            (.failure(LedgerFault(.busy, "busy")), ["KHONG_XEM_DUOC SO_CAI ledger"]),
        ]
        for (ledger, told) in troubles {
            #expect(complaints(try examine(SpoolOnDisk(), Patient(ledger: ledger))) == told)
        }
    }

    @Test("a clock before the last event, 35 days after it, before a claim, or apart from the file system's is told; --now is not asked")
    func clock() throws {
        let current = VietnamTime.current
        func told(_ seconds: Int64?) throws -> [String] {
            let last = seconds.map { current.advanced(bySeconds: $0) }
            return complaints(try examine(SpoolOnDisk(), Patient(ledger: .success(Self.condition(lastEventAt: last)), now: current)))
        }
        #expect(try told(0).isEmpty)
        #expect(try told(1) == ["SAI DONG_HO ledger"])
        #expect(try told(-35 * 86_400 + 1).isEmpty)
        #expect(try told(-35 * 86_400) == ["SAI DONG_HO ledger"])
        #expect(complaints(try examine(SpoolOnDisk(), Patient(now: current.advanced(bySeconds: 60)))) == ["CANH_BAO DONG_HO work"])
        #expect(complaints(try examine(SpoolOnDisk(), Patient(now: nil))) == ["KHONG_XEM_DUOC DONG_HO --now"])

        let disk = try SpoolOnDisk()
        disk.put("", at: disk.path + "/work/held/TN21261120-000001~21261120173000~0101234567~a.xml")
        #expect(complaints(try examine(disk)) == ["SAI DONG_HO work"])
    }

    // MARK: the daemon

    @Test("a daemon that holds the spool is named and goes on holding it")
    func daemon() throws {
        let disk = try SpoolOnDisk()
        func seen() throws -> Seen? { try examine(disk).first { $0.code == .daemon }?.seen }
        #expect(try seen() == .daemonDoesNotRun)
        let lock = try SpoolLock.acquire(spool: disk.path, calls: SystemFileCalls(), description: "process 1")
        #expect(try seen() == .daemonRuns("process 1"))
        #expect(throws: SpoolHeld.self) { try SpoolLock.acquire(spool: disk.path, calls: SystemFileCalls(), description: "process 2") }
        withExtendedLifetime(lock) {}
    }

    @Test("a machine on which files cannot be read by a confined process is told so")
    func reader() throws {
        #expect(complaints(try examine(SpoolOnDisk(), Patient(readerTrouble: "seccomp: refused"))) == ["SAI DOC_TEP giaonhan"])
    }

    @Test("what a killed look left in work/ is no claim, and the daemon tidies it away")
    func killed() throws {
        let disk = try SpoolOnDisk()
        disk.put("", at: disk.path + "/work/.probe~1")
        #expect(try disk.spool.claims().isEmpty)
        #expect(disk.names("work") == ["held"])
    }
}

extension VietnamTime {
    fileprivate static var current: VietnamTime { VietnamTime(secondsSince1970: Int64(Date().timeIntervalSince1970)) }
}
