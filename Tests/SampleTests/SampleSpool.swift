import Assembly
import Contributions
import ExchangePipeline
import ExchangeTesting
import Foundation
import Logging
import Spooling

// A fresh spool for one case, with samples/registry on record, and the little that sending and collecting takes. What is
// looked at are the folders, as a partner and an operator see them; nothing reaches into the ledger.

final class SampleSpool: Sendable {
    static let samples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "samples")
    static let registryTime = VietnamTime("20261120080000")!

    private let path: String
    private let log = Logger(label: "samples") { _ in SwiftLogNoOpLogHandler() }

    /// A spool with the registry on record, of which each case gets a copy: recording it for each would take most of the time.
    private static let prepared = Result { try SampleSpool(preparedAt: newPath()) }

    init() throws {
        path = Self.newPath()
        try FileManager.default.copyItem(atPath: try Self.prepared.get().path, toPath: path)
    }

    private init(preparedAt newPath: String) throws {
        path = newPath
        try Assembly.initialize(SpoolSettings(path: path), prefix: "POS")
        for name in try SampleFolder.names(in: Self.samples.appending(path: "registry")) {
            try FileManager.default.copyItem(
                atPath: Self.samples.appending(path: "registry/\(name)").path, toPath: "\(path)/agency/inbox/\(name)")
        }
        try work(settings(at: Self.registryTime))
        for (name, bytes) in try collect(from: .agency) where name.hasSuffix("_TC.xml") {
            throw SampleTrouble("samples/registry is refused:\n\(String(decoding: bytes, as: UTF8.self))")
        }
        // It lives as long as the process.
        atexit { if case .success(let spool) = SampleSpool.prepared { try? FileManager.default.removeItem(atPath: spool.path) } }
    }

    private static func newPath() -> String { FileManager.default.temporaryDirectory.appending(path: "samples-\(UUID().uuidString)").path }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    // MARK: sending and collecting

    /// Drops a step's entries and works until nothing is left. Returns what `check` said of it before, if there is one file only.
    func send(_ step: SampleStep) throws -> [String]? {
        let inbox = step.owner == .agency ? "\(path)/agency/inbox" : "\(path)/partners/\(step.owner)/inbox"
        for drop in step.drops { try drop.make(in: inbox, otherName: "\(path)/other-name") }
        var settings = try settings(at: step.now)
        for (name, value) in step.limits { try settings.limits.lower(name, to: value) }
        let said = try examine(step, in: inbox, settings)
        try work(settings)
        guard try SampleFolder.names(in: URL(filePath: inbox)).isEmpty else { throw SampleTrouble("something is left in the inbox") }
        return said
    }

    /// Its files are read by the built program, confined, as in service.
    private func settings(at now: VietnamTime) throws -> SpoolSettings {
        SpoolSettings(path: path, now: now, readerProgram: try BuiltProduct.path("giaonhan"))
    }

    private func work(_ settings: SpoolSettings) throws {
        let intake = try Intake(try pipeline(settings), settle: .zero) { false }
        for _ in 0..<20 {
            let outcome = try intake.pass(now: { ContinuousClock.now })
            if !outcome.blocked.isEmpty { throw SampleTrouble("blocked: \(outcome.blocked)") }
            if outcome.done == 0, outcome.waiting == 0 { return }
        }
        throw SampleTrouble("still something to do after 20 passes")
    }

    /// Other tests begin processes all the time, which until they are another program hold whatever this one has open: also the lock that
    /// the step before has let go.
    private func pipeline(_ settings: SpoolSettings) throws -> Pipeline {
        for _ in 0..<10_000 {
            do { return try Assembly.makePipeline(settings, log: log) } catch is SpoolHeld { usleep(1000) }
        }
        return try Assembly.makePipeline(settings, log: log)
    }

    /// Takes the answers out of an owner's outbox. Nobody else may have got any.
    func collect(from owner: Owner) throws -> [String: [UInt8]] {
        var answers: [String: [UInt8]] = [:]
        for file in try files(in: "agency/outbox") + files(in: "partners") {
            let isOwners = file.hasPrefix(owner == .agency ? "agency/outbox/" : "partners/\(owner)/outbox/")
            guard isOwners else { throw SampleTrouble("an answer lies in another's folder: \(file)") }
            answers[String(file.split(separator: "/").last!)] = try SampleFolder.bytes(URL(filePath: "\(path)/\(file)"))
            try FileManager.default.removeItem(atPath: "\(path)/\(file)")
        }
        return answers
    }

    // MARK: looking

    /// Every file, link or other entry that is no folder, relative to the spool.
    func files(in folder: String) throws -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: "\(path)/\(folder)") else { return [] }
        return walk.compactMap { $0 as? String }.map { "\(folder)/\($0)" }.filter { !isFolder($0) }.sorted()
    }

    /// The originals that are kept now: in archive/ and quarantine/, without answers and what lies beside an original.
    func originals() throws -> [String] {
        let archived = try FileManager.default.subpathsOfDirectory(atPath: "\(path)/archive").map { "archive/\($0)" }
        let quarantined = try FileManager.default.subpathsOfDirectory(atPath: "\(path)/quarantine").map { "quarantine/\($0)" }
        return (archived + quarantined).filter { file in
            let name = file.split(separator: "/").last!
            return name.hasPrefix("TN") && !name.hasSuffix(".sha256") && !name.hasSuffix(".reason.json")
        }.sorted()
    }

    func absolute(_ relative: String) -> String { "\(path)/\(relative)" }

    func text(_ relative: String) -> String? {
        FileManager.default.contents(atPath: absolute(relative)).map { String(decoding: $0, as: UTF8.self) }
    }

    private func isFolder(_ relative: String) -> Bool {
        let type = try? FileManager.default.attributesOfItem(atPath: absolute(relative))[.type] as? FileAttributeType
        return type == .typeDirectory
    }
}

struct SampleTrouble: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension ExchangeLimits {
    /// Sets a limit by the name that case.txt uses.
    fileprivate mutating func lower(_ name: String, to value: Int) throws {
        switch name {
        case "fileBytesMax": fileBytesMax = Int64(value)
        case "inflatedBytesMax": inflatedBytesMax = Int64(value)
        case "ratioMax": ratioMax = value
        case "recordsMax": recordsMax = value
        case "textBytesMax": textBytesMax = value
        case "depthMax": depthMax = value
        case "nameBytesMax": nameBytesMax = value
        case "attributesMax": attributesMax = value
        default: throw SampleTrouble("no such limit: \(name)")
        }
    }
}
