import ConfinedReading
import Contributions
import ExchangeFormat
import ExchangePipeline
import FormatOracle
import Glibc
import LedgerCore

// Open, parse and check under libFuzzer, as `giaonhan check` goes without a spool. No bytes may make it trap or hang; its figures
// add up; and a list of payments that it takes as a whole is one that libxml2's tree and the XSD take, with as many records and as
// much money.

private func makeExaminer() -> Examiner {
    var limits = ExchangeLimits()
    // Enough for any seed; more would only be slow.
    limits.inflatedBytesMax = 1 << 22
    return Examiner(
        clock: FixedWallClock(VietnamTime(secondsSince1970: 1795170665)), limits: limits, reader: InProcessReading(), scratchFolder: folder)
}

private let folder: String = {
    var template = Array("\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/fuzz-check-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "no folder for files")
    return template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
}()

private let oracle = SchemaOracle(.paymentList)!

private func run(_ bytes: [UInt8]) throws {
    let isZip = bytes.starts(with: Array("PK".utf8))
    let path = folder + (isZip ? "/a.zip" : "/a.xml")
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(descriptor >= 0 && write(descriptor, bytes, bytes.count) == bytes.count && close(descriptor) == 0, "cannot write a file")

    let examiner = makeExaminer()
    let found = try examiner.examine(try examiner.look(at: Array(path.utf8)))
    let counts = found.counts
    precondition(counts.found == counts.recorded + counts.onRecord + counts.refused, "figures that do not add up: \(counts)")
    var refused = 0
    try found.refusals { _ in refused += 1 }
    precondition(found.findings.isEmpty ? refused == counts.refused : refused <= counts.found, "\(refused) refusals: \(counts)")
    try found.warnings { warned in precondition(warned.ordinal >= 1 && warned.ordinal <= counts.found, "a warning of no record") }

    guard !isZip, !found.isRefused, found.document == .paymentList else { return }
    guard let tree = Tree(bytes), oracle.accepts(tree) else { fatalError("taken, and not by the XSD") }
    let place = DocumentShape.paymentList.sections[0].fields.firstIndex { $0.name == "SO_TIEN" }!
    let money = tree.records(of: .paymentList).map { MoneySum(Int64($0[place])!) }
    precondition(money.count == counts.found && money.reduce(0, +) == counts.recordedMoney, "other records: \(counts)")
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    // A fault of ours (no memory, no disk) is no answer to any bytes.
    do { try run(Array(UnsafeBufferPointer(start: start, count: count))) } catch { fatalError("\(error)") }
    return 0
}
