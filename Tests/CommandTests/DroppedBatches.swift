import Contributions
import ExchangeTesting
import Foundation
import Testing

// Batches of three partners that a test drops one after another while the daemon runs, and the reckoning at the end: each file
// answered once, the codes gapless, the sums those of what was dropped.

final class DroppedBatches {
    let spool: CommandSpool
    private var waiting: [String]
    private(set) var dropped: [String] = []
    private let payments: Int

    /// A spool `s` that knows three partners, and so many batches of `perFile` payments, one in ten faulty, that wait beside it.
    init(under parent: String = "/tmp", files: Int, perFile: Int = 6) throws {
        spool = try CommandSpool(under: parent)
        payments = files * perFile
        try spool.expectDone("init s")
        try spool.expectDone("sample pool --payments \(payments) --files \(files) --partners 3 --faults 10")
        for registry in try spool.files(in: "pool/agency") { try spool.move("pool/agency/\(registry)", to: "s/agency/\(registry)") }
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)")
        waiting = try spool.files(in: "pool/partners").sorted { $0.split(separator: "/").last! < $1.split(separator: "/").last! }
        #expect(waiting.count == files)
    }

    var isEmpty: Bool { waiting.isEmpty }

    /// Puts all that wait into their inboxes, as uploads under way.
    func upload() throws {
        for file in waiting { try spool.move("pool/partners/\(file)", to: "s/partners/\(file).part") }
    }

    /// The next file comes into its inbox by one rename.
    func dropNext(uploaded: Bool = false) throws {
        guard let file = waiting.first else { return }
        waiting.removeFirst()
        try spool.move(uploaded ? "s/partners/\(file).part" : "pool/partners/\(file)", to: "s/partners/\(file)")
        dropped.append(file)
    }

    /// Files that are answered, by an XN or a TC.
    func answered() throws -> Int {
        let answers = try spool.files(in: "s/partners").filter { $0.hasSuffix("_XN.xml") || $0.hasSuffix("_TC.xml") }
        return Set(answers.map { $0.dropLast(7) }).count
    }

    /// Nothing lost, nothing twice.
    func reckon() throws {
        #expect(waiting.isEmpty)
        let outboxes = try spool.files(in: "s/partners")
        #expect(!outboxes.contains { $0.contains("/inbox/") })
        #expect(try spool.files(in: "s/work") == [])
        let originals = try spool.files(in: "s/archive")
        for file in dropped {
            let name = String(file.split(separator: "/").last!.dropLast(4))
            #expect(originals.count { $0.hasSuffix("_\(name).xml") && $0.contains("/TN") } == 1, "\(name)")
            let answers = outboxes.filter { $0.contains("/outbox/\(name)_TN") }
            #expect(Set(answers.map { $0.split(separator: "_").dropLast().joined() }).count == 1, "\(answers)")
        }
        var (codes, good, faulty): ([String], Int, Int) = ([], 0, 0)
        for file in outboxes where file.hasSuffix("_XN.xml") {
            let text = try spool.text("s/partners/" + file)
            codes += text.matches(of: /<MA_XAC_NHAN>([^<]+)</).map { String($0.1) }
            good += try Int(#require(text.firstMatch(of: /<SL_DUNG>(\d+)</)).1)!
        }
        for file in outboxes where file.hasSuffix("_TC.xml") {
            faulty += try Int(#require(try spool.text("s/partners/" + file).firstMatch(of: /<SL_LOI>(\d+)</)).1)!
        }
        #expect(codes.count == good)
        #expect(good + faulty == payments)
        let prefix = String(codes.first?.prefix(3) ?? "")
        #expect(Set(codes) == Set((0..<Int64(codes.count)).map { ConfirmationCode(prefix: prefix, number: $0 + 1).description }))
        let verified = try spool.run("verify --spool s")
        #expect(verified.code == 0, "\(verified.output)")
    }
}
