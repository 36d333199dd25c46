import ExchangeTesting
import Glibc
import Testing

@testable import ExchangePipeline

// The matrix itself under test: one rule of the protocol is broken on purpose, and the matrix must tell.

@Suite("The protocol broken on purpose")
struct BrokenProtocolTests {
    /// A partly refused file with a power cut that loses all that it may, from the last change to the first, until something is found.
    private static func violations(
        _ lies: RecordedDisk.Lies, in scenario: CrashScenario = CrashScenario.all[2], every step: Int = 1
    ) throws -> [String] {
        let matrix = try CrashMatrix(scenario, lies: lies)
        for place in stride(from: matrix.changes, through: 0, by: -step) where matrix.violations.isEmpty {
            try matrix.run(stops: [.init(after: place, cut: .everything)])
        }
        return matrix.violations
    }

    private static func skipping(_ skips: @escaping @Sendable (String) -> Bool) -> RecordedDisk.Lies {
        var lies = RecordedDisk.Lies()
        lies.skipsSynchronizing = skips
        return lies
    }

    @Test("with the protocol as it is nothing is found")
    func unbroken() throws { #expect(try Self.violations(RecordedDisk.Lies(), every: CrashExtent.step(of: 150, short: 10)) == []) }

    @Test("without the fsync of archive/'s folders the matrix fails")
    func archiveFolder() throws {
        let found = try Self.violations(Self.skipping { $0 == "archive/20261120/9900000001" })
        #expect(!found.isEmpty)
    }

    @Test("without the fsync of what was rendered the matrix fails")
    func renderedAnswer() throws {
        // By then it bears its name in archive/ already.
        let found = try Self.violations(Self.skipping { $0.hasPrefix("archive/") && $0.hasSuffix("_XN.xml") })
        #expect(!found.isEmpty)
    }

    @Test("without the fsync of the inbox after a claim's rename the matrix fails")
    func claimedName() throws {
        let found = try Self.violations(Self.skipping { $0.hasSuffix("/inbox") })
        #expect(!found.isEmpty)
    }

    @Test("without the fsync of the claimed file itself the matrix fails")
    func claimedFile() throws {
        let found = try Self.violations(Self.skipping { $0.hasPrefix("work/TN") })
        #expect(!found.isEmpty)
    }

    @Test("without the fsync of the ledger's log the matrix fails")
    func ledger() throws {
        let found = try Self.violations(Self.skipping { $0 == "ledger/ledger.sqlite-wal" })
        #expect(!found.isEmpty)
    }

    @Test("without the synchronization that the claims of files side by side share the matrix fails")
    func sharedSynchronization() throws {
        let side = try #require(CrashScenario.all.first { $0.description == "several in one pass" })
        let found = try Self.violations(Self.skipping { $0 == "work" }, in: side)
        #expect(!found.isEmpty)
    }

    @Test("with a link into the outbox before the digest is stored the matrix fails")
    func earlyLink() throws {
        var lies = RecordedDisk.Lies()
        lies.afterChange = { spool, call in
            guard call.kind == .rename, call.path.hasPrefix("archive/"), call.path.hasSuffix("_XN.xml") else { return }
            link("\(spool)/\(call.path)", "\(spool)/partners/9900000001/outbox/\(call.path.split(separator: "/").last!)")
        }
        let found = try Self.violations(lies)
        #expect(found.contains { $0.contains("shows and is not on record") }, "\(found.prefix(3))")
    }
}
