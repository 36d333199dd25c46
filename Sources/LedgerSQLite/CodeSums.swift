import Contributions
import LedgerCore

// Two tables that must say the same of each code are held against each other without a look-up per row and without sorting: of
// either, the hashes of its rows are summed by groups of neighbouring codes, and equal sets of rows have equal sums. The hash is
// Hasher's, which is keyed anew in each process, so nobody can choose rows whose sums happen to agree. Where a group
// differs, its rows' hashes are gathered and compared one by one (KeyAudit). 16 bytes for 4,096 codes.

struct CodeSums {
    /// Codes of one group: `group << shift ..< (group + 1) << shift`.
    static let shift: Int64 = 12

    /// Of one side less the other's.
    private var sums: [UInt64] = []

    static func hash(_ body: (inout Hasher) -> Void) -> UInt64 {
        var hasher = Hasher()
        body(&hasher)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    static func group(of code: Int64) -> Int { Int(code >> shift) }
    static func codes(of group: Int) -> ClosedRange<Int64> { Int64(group) << shift...(Int64(group + 1) << shift) - 1 }

    mutating func add(_ hash: UInt64, code: Int64) {
        let group = Self.group(of: code)
        if group >= sums.count { sums.append(contentsOf: repeatElement(0, count: group + 1 - sums.count)) }
        sums[group] &+= hash
    }

    /// False when no row of that side has any code so high.
    mutating func subtract(_ hash: UInt64, code: Int64) -> Bool {
        let group = Self.group(of: code)
        guard code > 0, group < sums.count else { return false }
        sums[group] &-= hash
        return true
    }

    var groupsThatDiffer: [Int] { sums.indices.filter { sums[$0] != 0 } }
}

/// Two sides' rows of some groups, as code and hash.
struct CodeRows {
    private let groups: Set<Int>
    private var expected: [Row] = []
    private var found: [Row] = []

    private struct Row: Comparable {
        var code: Int64
        var hash: UInt64
        static func < (left: Row, right: Row) -> Bool { left.code == right.code ? left.hash < right.hash : left.code < right.code }
    }

    init(of groups: some Sequence<Int>) { self.groups = Set(groups) }

    mutating func expect(_ hash: UInt64, code: Int64) { expected.append(Row(code: code, hash: hash)) }

    mutating func find(_ hash: UInt64, code: Int64) {
        if code > 0, groups.contains(CodeSums.group(of: code)) { found.append(Row(code: code, hash: hash)) }
    }

    /// The codes of which one side has a row that the other has not, ascending.
    consuming func codesThatDiffer() -> [Int64] {
        expected.sort()
        found.sort()
        var codes: [Int64] = []
        var (left, right) = (0, 0)
        while left < expected.count || right < found.count {
            if left < expected.count, right < found.count, expected[left] == found[right] {
                left += 1
                right += 1
                continue
            }
            let isLeft = right == found.count || (left < expected.count && expected[left] < found[right])
            let code = isLeft ? expected[left].code : found[right].code
            if codes.last != code { codes.append(code) }
            if isLeft { left += 1 } else { right += 1 }
        }
        return codes
    }
}
