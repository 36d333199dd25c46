import Contributions
import ExchangeFormat
import FormatOracle

// The XML reader under libFuzzer: no bytes may make it trap or hang, both roads and every division into blocks give the same, and what
// it accepts is what libxml2's tree and the XSD accept, with the same records; and the other way round for what is plainly written.

enum XMLTarget {
    private static let oracles = Dictionary(uniqueKeysWithValues: DocumentKind.allCases.map { ($0, SchemaOracle($0)!) })

    static func run(_ document: [UInt8]) throws {
        let ours = try FormatVerdict(document)
        // The last byte divides it: equal inputs must come out equal.
        let other = try FormatVerdict(document, road: .longWay, block: 1 + Int(document.last ?? 0))
        precondition(ours.isGood == other.isGood && ours.fault == other.fault, "two roads, two verdicts: \(ours), \(other)")
        precondition(ours.fault != nil || FormatVerdict.areSame(ours.records, other.records), "two roads, two records: \(ours), \(other)")

        guard let tree = Tree(document), let kind = DocumentKind(rawValue: tree.root), let oracle = oracles[kind],
            oracle.accepts(tree)
        else {
            precondition(!ours.isGood, "accepted, and not by the XSD: \(ours)")
            return
        }
        if ours.isGood {
            let shape = DocumentShape.all.first { $0.kind == kind }!
            precondition(kind == ours.kind && FormatVerdict.areSame(tree.records(of: shape), ours.records), "other records: \(ours)")
        } else if tree.isPlainlyWritten, String(validating: document, as: UTF8.self) != nil {
            precondition(ours.fault?.code == .XML05, "not accepted, and valid under the XSD: \(ours)")
        }
    }
}
