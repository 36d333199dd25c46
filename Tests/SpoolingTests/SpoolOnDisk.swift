// A spool of its own for each test, in a temporary folder, with one partner; and the few things that senders do.

import Contributions
import ExchangeTesting
import Foundation
import Spooling

let partner = Owner.partner("0101234567")
let receivedAt = VietnamTime("20261120173105")!
let firstIntake = IntakeNumber("TN20261120-000001")!

final class SpoolOnDisk {
    let path: String
    let spool: Spool

    init(calls: any FileCalls = SystemFileCalls()) throws {
        path = NSTemporaryDirectory() + "/spooling-\(UUID().uuidString)"
        try Spool.create(at: path, calls: SystemFileCalls())
        spool = try Spool(openingAt: path, calls: calls)
        try Spool(openingAt: path, calls: SystemFileCalls()).makePartnerFolders(["0101234567"])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var inbox: String { path + "/partners/0101234567/inbox" }
    var outbox: String { path + "/partners/0101234567/outbox" }

    func drop(_ name: String, _ content: String = "<a/>") { drop(Array(name.utf8), content) }

    func drop(_ rawName: [UInt8], _ content: String = "<a/>") {
        let descriptor = open(Array(inbox.utf8) + [0x2F] + rawName, O_WRONLY | O_CREAT | O_TRUNC)
        _ = content.utf8.withContiguousStorageIfAvailable { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }

    func open(_ path: [UInt8], _ flags: Int32) -> Int32 {
        (path + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { Glibc.open($0.baseAddress!, flags, 0o644) }
        }
    }

    func sighting(_ rawName: [UInt8]) throws -> Sighting { try spool.look(in: partner).first { $0.rawName == rawName }! }

    func claim(_ name: String) throws -> Claim { try claim(Array(name.utf8)) }

    func claim(_ rawName: [UInt8]) throws -> Claim {
        try spool.claim(sighting(rawName), owner: partner, intake: firstIntake, at: receivedAt)!
    }

    /// A file that is suddenly there, anywhere.
    func put(_ content: String, at path: String) { _ = FileManager.default.createFile(atPath: path, contents: Data(content.utf8)) }

    func text(_ relative: String) -> String? {
        FileManager.default.contents(atPath: path + "/" + relative).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Every file below the spool with its content; links and other things by their kind; folders only when empty.
    func tree() -> [String: String] {
        var tree: [String: String] = [:]
        func walk(_ relative: String) {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + relative)) ?? [] {
                let child = relative.isEmpty ? name : relative + "/" + name
                let type = try? FileManager.default.attributesOfItem(atPath: path + "/" + child)[.type] as? FileAttributeType
                switch type {
                case .typeDirectory: walk(child)
                case .typeRegular: tree[child] = text(child)
                default: tree[child] = "(\(type?.rawValue ?? "?"))"
                }
            }
        }
        walk("")
        return tree
    }

    func names(_ relative: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + relative)) ?? []).sorted()
    }

    func publish(_ name: ArchivedName, _ content: String) throws -> PublishOutcome {
        let writer = try spool.beginArtifact(name)
        try writer.write(Array(content.utf8))
        try writer.finish()
        return try spool.publish(name, to: .partner("0101234567"))
    }
}

let answer = ArchivedName(day: receivedAt.day, owner: partner, name: "a_TN20261120-000001_XN.xml")
