// The least first of what several sorted sources hand out: a binary heap of their heads. While one source goes on having the
// least, as the parts of a file that was in order already do, each head costs two comparisons, however many sources there are.

/// What a source hands out next, and which source it is.
protocol MergeHead: BitwiseCopyable {
    static func precedes(_ left: Self, _ right: Self) -> Bool
}

struct MergeHeap<Head: MergeHead> {
    /// Each before the two at twice its place, and one and two further.
    private var heads: [Head] = []

    init(_ heads: [Head]) {
        self.heads = heads
        for place in (0..<heads.count / 2).reversed() { sink(from: place) }
    }

    var least: Head? { heads.first }

    /// The source of the least has this one next; with nil it is at its end.
    mutating func replaceLeast(with head: Head?) {
        if let head {
            heads[0] = head
        } else {
            heads.swapAt(0, heads.count - 1)
            heads.removeLast()
        }
        sink(from: 0)
    }

    private mutating func sink(from start: Int) {
        heads.withUnsafeMutableBufferPointer { heads in
            guard start < heads.count else { return }
            let head = heads[start]
            var place = start
            while 2 * place + 1 < heads.count {
                var child = 2 * place + 1
                if child + 1 < heads.count, Head.precedes(heads[child + 1], heads[child]) { child += 1 }
                guard Head.precedes(heads[child], head) else { break }
                heads[place] = heads[child]
                place = child
            }
            heads[place] = head
        }
    }
}
