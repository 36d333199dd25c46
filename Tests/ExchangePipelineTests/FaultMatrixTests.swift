import ExchangeTesting
import Foundation
import Glibc
import Testing

@testable import ExchangePipeline

@Suite("Every call fails")
struct FaultMatrixTests {
    /// What a call of that kind may fail with. Access to a file refused while it is opened is the sender's (TEP08), and no fault.
    private static func errors(_ kind: DiskCall.Kind) -> [Int32] {
        switch kind {
        case .open: [EIO, EMFILE]
        case .read, .status, .names, .lock, .lease: [EIO]
        case .ledgerOpen, .ledgerRead, .ledgerMap: [EIO]
        case .synchronize, .ledgerSynchronize: [EIO, ENOSPC, EDQUOT]
        default: [ENOSPC, EIO, EACCES, EDQUOT]
        }
    }

    @Test("each call in turn fails once: it is a fault, told and red, and when it is over the same files come out", arguments: CrashScenario.all)
    func once(scenario: CrashScenario) throws {
        let matrix = try CrashMatrix(scenario)
        let step = CrashExtent.isWhole ? 1 : max(1, matrix.calls.count / 8)
        for place in stride(from: 1, through: matrix.calls.count, by: step) {
            let errors = Self.errors(matrix.calls[place - 1].kind)
            // Of the calls that only look, one errno each.
            let tried = CrashExtent.isWhole && matrix.calls[place - 1].kind.isChange ? errors : [errors[place % errors.count]]
            for errno in tried { try matrix.run(failing: place, errno: errno) }
        }
        report(matrix)
    }

    @Test("a disk that is full from some call on takes nothing in and answers nothing, until there is space", arguments: CrashScenario.all)
    func full(scenario: CrashScenario) throws {
        let matrix = try CrashMatrix(scenario)
        let places = matrix.calls.indices.filter { matrix.calls[$0].kind.needsSpace }
        let step = CrashExtent.isWhole ? 1 : max(1, places.count / 3)
        for index in stride(from: 0, to: places.count, by: step) {
            try matrix.run(failing: places[index] + 1, errno: index % 2 == 0 ? ENOSPC : EDQUOT, isLasting: true)
        }
        report(matrix)
    }

    @Test("signals in every call, and writes and reads of a few bytes, are not to be seen", arguments: CrashScenario.all)
    func interrupted(scenario: CrashScenario) throws {
        let matrix = try CrashMatrix(scenario)
        try matrix.runInterrupted()
        report(matrix)
    }
}

@Suite("The protocol broken on purpose")
struct BrokenProtocolTests {
    /// Every change of an accepted and a partly refused file, with a power cut that loses all that it may.
    private static func violations(_ lies: RecordedDisk.Lies) throws -> [String] {
        let matrix = try CrashMatrix(CrashScenario.all[2], lies: lies)
        for place in 0...matrix.changes {
            // The disk may lie where it wants: one violation is what is asked for.
            if !matrix.violations.isEmpty { break }
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
    func unbroken() throws { #expect(try Self.violations(RecordedDisk.Lies()) == []) }

    @Test("without the fsync of archive/'s folders the matrix fails")
    func archiveFolder() throws {
        let found = try Self.violations(Self.skipping { $0 == "archive/20261120/9900000001" })
        #expect(!found.isEmpty)
    }

    @Test("without the fsync of what was rendered the matrix fails")
    func renderedAnswer() throws {
        let found = try Self.violations(Self.skipping { $0.hasPrefix("work/.render~") })
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
