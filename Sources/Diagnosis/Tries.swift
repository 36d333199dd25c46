import Spooling

// What the file system is, and what it does with small files: the daemon's promises rest on renames and links that never replace,
// on fsync, and, to spare a copy, on read leases. And how much is left of it.

extension Doctor {
    /// A fsync that takes longer makes a file of a few payments take seconds: a file needs some dozen of them.
    static let synchronizingMax = Duration.milliseconds(100)
    /// An odd number, whose middle one counts.
    static let synchronizedFiles = 5

    /// Below it the daemon may stop in the middle of any file: the ledger's log alone may take 512 MiB, and a large file's answers
    /// as much again.
    static let freeBytesMin: Int64 = 1 << 30
    /// The largest file may lie there as a copy beside itself, as scratch records, and as answers.
    static let largestFilesWanted: Int64 = 3
    /// A file with its answers takes up to five names, so this is a day of 2,000 files.
    static let freeInodesMin: Int64 = 10_000
    static let freeInodesWanted: Int64 = 100_000

    func checkFileSystem() -> [GroundCheck] {
        let result: GroundCheck.Result =
            switch ground.fileSystem.nature {
            case .local: .ok
            case .memory, .layered: .warning
            case .remote: .fault
            }
        return [GroundCheck(.fileSystem, result, ground.path, .fileSystem(ground.fileSystem))]
    }

    func tries() -> [GroundCheck] {
        looking(.rename) { () throws(SpoolFault) in [keeping(.rename, try ground.renameKeepsWhatStands())] }
            + looking(.link) { () throws(SpoolFault) in [keeping(.link, try ground.linkKeepsWhatStands())] }
            + looking(.synchronizing) { () throws(SpoolFault) in
                let time = try ground.synchronizingTime(files: Self.synchronizedFiles)
                let isSlow = max(time.file, time.folder) > Self.synchronizingMax
                return [GroundCheck(.synchronizing, isSlow ? .warning : .ok, "work", .synchronizing(time))]
            }
            + looking(.lease) { () throws(SpoolFault) in
                guard let errno = try ground.leaseRefusal() else { return [GroundCheck(.lease, .ok, "work", .leaseGranted)] }
                return [GroundCheck(.lease, .warning, "work", .leaseRefused(errno: errno))]
            }
    }

    private func keeping(_ code: GroundCheck.Code, _ isKept: Bool) -> GroundCheck {
        GroundCheck(code, isKept ? .ok : .fault, "work", isKept ? .keepsWhatStands : .replacesWhatStands)
    }

    func checkRoom() -> [GroundCheck] {
        looking(.room) { () throws(SpoolFault) in
            let room = try ground.room()
            let wanted = max(Self.freeBytesMin, fileBytesMax.multipliedReportingOverflow(by: Self.largestFilesWanted).partialValue)
            let inodes: GroundCheck
            if room.inodes == 0 {
                inodes = GroundCheck(.inodes, .ok, ground.path, .notCounted)
            } else {
                inodes = GroundCheck(
                    .inodes, judge(room.freeInodes, least: Self.freeInodesMin, wanted: Self.freeInodesWanted), ground.path,
                    .freeInodes(room.freeInodes, wanted: Self.freeInodesWanted))
            }
            let bytes = GroundCheck(
                .room, judge(room.freeBytes, least: Self.freeBytesMin, wanted: wanted), ground.path,
                .freeBytes(room.freeBytes, wanted: wanted))
            return [bytes, inodes]
        }
    }

    private func judge(_ free: Int64, least: Int64, wanted: Int64) -> GroundCheck.Result {
        free < least ? .fault : free < wanted ? .warning : .ok
    }
}
