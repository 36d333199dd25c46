import Contributions
import ExchangeTesting
import Foundation
import LedgerCore
import SampleBatches
import Spooling

@testable import ExchangePipeline

// What the daemon is stopped at: each kind of file and of ending, and a day's closing. Each begins with the same spool, which knows
// the master data and a batch of each partner. Of one partner or with one file an owner, so that the order of claims is given.

struct CrashScenario: Sendable, CustomStringConvertible {
    let description: String
    var clock = "20261120093000"
    /// A fault may put one owner's file behind another's; a stop does not.
    var isOfSeveralOwners = false
    /// A disk that keeps some of several claims and loses others, against their order, puts a file behind later ones.
    var isOfManyClaims = false
    var bounds = GroupBounds()
    /// The other hand begins when it is waited for, so the next files are posted before these are answered; else it is done at once.
    var isLate = false
    /// A person lets go what is held.
    var releases = false
    /// What stands there when the daemon starts.
    let prepare: @Sendable (CrashSpool) throws -> Void

    private static let one = PipelineSpool.one
    private static let other = PipelineSpool.other

    /// The batch of each partner that is on record from the beginning.
    static func first(_ partner: String) -> String {
        Documents.batch("L-0", partner: partner, [Documents.payment(1, partner: partner), Documents.payment(2, partner: partner)])
    }

    private static func batch(_ name: String, _ numbers: [Int], faulty: Set<Int> = [], partner: String = PipelineSpool.one) -> String {
        Documents.batch(
            name, partner: partner, numbers.map { Documents.payment($0, partner: partner, faulty.contains($0) ? ["GIOI_TINH": "3"] : [:]) })
    }

    static let all: [CrashScenario] = [
        CrashScenario(description: "accepted, of each partner one", isOfSeveralOwners: true) {
            try $0.drop(batch("L-1", [3, 4]), "a.xml")
            try $0.drop(batch("L-1", [3], partner: other), "a.xml", for: .partner(other))
        },
        CrashScenario(description: "with a sidecar") {
            let text = batch("L-1", [3, 4])
            try $0.drop(text, "a.xml")
            try $0.drop(DiskPicture.digest(Array(text.utf8)) + "  a.xml\n", "a.xml.sha256")
        },
        CrashScenario(description: "partly refused") { try $0.drop(batch("L-1", [3, 4, 5], faulty: [4]), "a.xml") },
        CrashScenario(description: "refused") { try $0.drop(batch("L-1", [3, 4], faulty: [3, 4]), "a.xml") },
        CrashScenario(description: "replayed, its first answers taken away") {
            for name in try FileManager.default.contentsOfDirectory(atPath: $0.path + "/partners/\(one)/outbox") {
                try removeFile($0.path + "/partners/\(one)/outbox/" + name)
            }
            try $0.drop(first(one), "again.xml")
        },
        CrashScenario(description: "quarantined, and one whose name is refused") {
            try $0.drop("<DANH_SACH_THU", "broken.xml")
            try $0.drop(batch("L-1", [3]), "b\n.xml")
        },
        CrashScenario(description: "packed") {
            var packed: [UInt8] = []
            var zip = SampleZip(entry: "a.xml", date: Day("20261120")!, deflater: StoringDeflater())
            let emit: (UnsafeRawBufferPointer) -> Void = { packed += $0 }
            try zip.start(emit)
            try Array(batch("L-1", [3, 4]).utf8).withUnsafeBytes { try zip.write($0, emit) }
            try zip.finish(emit)
            try $0.drop(packed, "a.zip")
        },
        CrashScenario(description: "master data with a new partner") {
            try $0.drop(Documents.registry("DM-2").replacing(other, with: "9900000003"), "danh-muc-2.xml", for: .agency)
        },
        CrashScenario(description: "cancelled and listed") {
            try $0.drop(Documents.adjustment("DC-1", cancelling: [Documents.code(1)]), "a.xml")
            try $0.drop(Documents.listing("BK-1", transfer: "FT1", [Documents.code(2)]), "b.xml")
        },
        CrashScenario(description: "credited") {
            try $0.drop(Documents.statement("SK-1", [Documents.credit("FT1", 683_100, on: "20261120")]), "c.xml", for: .agency)
        },
        CrashScenario(description: "several in one pass", isOfManyClaims: true) { spool in
            for number in 3...9 { try spool.drop(batch("L-\(number)", [number, number + 10], faulty: [15]), "\(number).xml") }
        },
        CrashScenario(
            description: "several groups, each answered when the next is posted", isOfManyClaims: true, bounds: .groupsOfTwo, isLate: true
        ) {
            for number in 3...7 { try $0.drop(batch("L-\(number)", [number, number + 10], faulty: [15]), "\(number).xml") }
        },
        CrashScenario(description: "large, so rendered while it is posted", bounds: .everyFileIsLarge) {
            try $0.drop(batch("L-1", [3, 4, 5], faulty: [4]), "a.xml")
            try $0.drop(batch("L-2", [6]), "b.xml")
        },
        CrashScenario(description: "large, and rendered late", bounds: .everyFileIsLarge, isLate: true) {
            try $0.drop(batch("L-1", [3, 4]), "a.xml")
        },
        CrashScenario(description: "still open for writing, so copied") {
            try $0.drop(batch("L-1", [3]), "a.xml")
            $0.writers.append(open($0.inbox(.partner(one)) + "a.xml", O_WRONLY | O_CLOEXEC))
        },
        CrashScenario(description: "a foreign file in the answer's place") {
            try $0.drop(batch("L-1", [3]), "a.xml")
            try Data("foreign".utf8).write(to: URL(filePath: $0.path + "/partners/\(one)/outbox/a_TN20261120-000004_XN.xml"))
        },
        CrashScenario(description: "held after three endings, then released", releases: true) {
            let name = "TN20261120-000004~20261120090000~\(one)~a.xml"
            try $0.drop(batch("L-1", [3]), "a.xml")
            try moveFile($0.inbox(.partner(one)) + "a.xml", to: $0.path + "/work/" + name)
            let lock = try SpoolLock.acquire(spool: $0.path, calls: SystemFileCalls(), description: "a test")
            lock.beganReading([IntakeNumber("TN20261120-000004")!: 3])
        },
        CrashScenario(description: "a closing day with its reports", clock: "20261121080000") { _ in },
    ]

    /// Those whose claims have the same numbers also when one owner had to wait.
    static let ofOneOwner = all.filter { !$0.isOfSeveralOwners }

    func time() -> VietnamTime { VietnamTime(clock)! }
}

extension GroupBounds {
    static let groupsOfTwo = {
        var bounds = GroupBounds()
        bounds.filesMax = 2
        bounds.unaidedBytesMax = 0
        return bounds
    }()

    static let everyFileIsLarge = {
        var bounds = GroupBounds()
        bounds.smallBytesMax = 0
        bounds.unaidedBytesMax = 0
        return bounds
    }()
}

/// Deflate's stored blocks, and CRC-32 bit by bit: what is packed here is small.
private struct StoringDeflater: SampleDeflater {
    private var remainder = ~UInt32(0)
    var crc: UInt32 { ~remainder }

    mutating func compress(_ bytes: UnsafeRawBufferPointer, finish: Bool, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
        }
        let count = UInt16(bytes.count)
        let header = [finish ? 1 : 0, UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8)]
        try (header + Array(bytes)).withUnsafeBytes(emit)
    }
}
