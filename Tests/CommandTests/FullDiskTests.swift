import ExchangeTesting
import Foundation
import Glibc
import Testing

// A real disk that is full: a small file system of memory, mounted for the test. Where the machine does not allow that, the test
// passes over and says so.

@Suite("A full disk")
struct FullDiskTests {
    private static let files = 50

    @Test("a disk that fills up during 50 files costs no answer, turns status red, and is worked on when there is space")
    func fillsUp() throws {
        let mounted = try MountedDisk(megabytes: 24)
        defer { mounted.unmount() }
        guard let disk = mounted.path else {
            print("A full disk: passed over, since this machine lets nobody mount a file system: \(mounted.trouble)")
            return
        }
        let batches = try DroppedBatches(under: disk, files: Self.files)
        // Uploaded while there is space; renames need none.
        try batches.upload()
        let daemon = try batches.spool.start("run --spool s --settle 0 --poll 0.05 --now \(CommandSpool.now)")
        for _ in 0..<15 { try batches.dropNext(uploaded: true) }
        #expect(try patiently { try batches.answered() >= 5 }, "\(daemon.errorSoFar)")

        let filler = disk + "/filler"
        fill(filler)
        while !batches.isEmpty { try batches.dropNext(uploaded: true) }
        let status = "status --spool s --lang en --now \(CommandSpool.now)"
        #expect(try patiently { try batches.spool.run(status).output.contains("RED  the daemon's last pass met a fault") })
        let (before, answers) = (try batches.answered(), try batches.spool.files(in: "s/partners"))
        #expect(before < Self.files)
        #expect(try batches.spool.run(status).code == 1)
        #expect(Set(try batches.spool.files(in: "s/partners")).isSuperset(of: answers.filter { $0.contains("/outbox/") }))

        try FileManager.default.removeItem(atPath: filler)
        #expect(try patiently { try batches.answered() == Self.files }, "\(daemon.errorSoFar)")
        #expect(try patiently { try batches.spool.run(status).code == 0 })
        daemon.terminate()
        #expect(daemon.wait().code == 0)
        try batches.reckon()
        print("crash: 1 full disks; \(before) of \(Self.files) files were answered before there was space again")
    }

    /// Writes until nothing more fits.
    private func fill(_ path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(file) }
        var block = 1 << 20
        let bytes = [UInt8](repeating: 0x78, count: block)
        while block > 0 { if write(file, bytes, block) <= 0 { block /= 2 } }
    }

    /// Waits until something can be seen, at most two minutes: the machine may be busy.
    private func patiently(_ isSo: () throws -> Bool) throws -> Bool {
        for _ in 0..<12 where try eventually(isSo) { return true }
        return false
    }
}

/// A file system of its own.
private final class MountedDisk {
    private(set) var path: String?
    private(set) var trouble = ""

    init(megabytes: Int) throws {
        let folder = "/tmp/giaonhan-disk-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let outcome = try Shell.run("mount -t tmpfs -o size=\(megabytes)m giaonhan-test '\(folder)'", in: "/tmp")
        if outcome.code == 0 {
            path = folder
        } else {
            trouble = outcome.text
            rmdir(folder)
        }
    }

    func unmount() {
        guard let path else { return }
        _ = try? Shell.run("umount -l '\(path)'", in: "/tmp")
        rmdir(path)
        self.path = nil
    }
}
