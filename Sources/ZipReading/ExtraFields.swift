// Extra fields: the tagged blocks behind a name, in the directory and in local headers. Two of them can change what an
// archive means and are read here: ZIP64's sizes (APPNOTE 4.5.3) and the Unicode name (4.6.9). All others are skipped
// and not compared, because writers put times and owners there as they please.

/// The blocks of one header that matter to us.
struct ExtraFields {
    /// The content of the ZIP64 block.
    let zip64: ArraySlice<UInt8>?
    /// The name inside the Unicode name block.
    private let unicodeName: ArraySlice<UInt8>?

    private static let zip64Tag: UInt16 = 0x0001
    private static let unicodeNameTag: UInt16 = 0x7075

    /// Splits `bytes` into blocks. Refused: a block longer than what is left, a ZIP64 or Unicode name block given twice.
    init(_ bytes: ArraySlice<UInt8>) throws(ZipTrouble) {
        var zip64: ArraySlice<UInt8>?
        var unicodeName: ArraySlice<UInt8>?
        var rest = bytes
        while rest.count >= 4 {
            let tag = rest.uint16(at: 0)
            let length = Int(rest.uint16(at: 2))
            rest = rest.dropFirst(4)
            guard length <= rest.count else { throw .finding(.extraFieldDamaged) }
            let content = rest.prefix(length)
            rest = rest.dropFirst(length)

            switch tag {
            case Self.zip64Tag:
                guard zip64 == nil else { throw .finding(.extraFieldDamaged) }
                zip64 = content
            case Self.unicodeNameTag:
                // One byte of version and four of CRC-32 stand before the name.
                guard unicodeName == nil, length >= 5 else { throw .finding(.extraFieldDamaged) }
                unicodeName = content.dropFirst(5)
            default:
                break
            }
        }
        // Some writers align the data with a few zeros, too few to be a block.
        guard rest.allSatisfy({ $0 == 0 }) else { throw .finding(.extraFieldDamaged) }
        self.zip64 = zip64
        self.unicodeName = unicodeName
    }

    /// Refuses a Unicode name that is not the header's name, byte for byte: a reader may show either.
    func checkUnicodeName(against name: ArraySlice<UInt8>) throws(ZipTrouble) {
        guard let unicodeName else { return }
        guard unicodeName.elementsEqual(name) else { throw .finding(.unicodeNameDiffers) }
    }
}

/// A header's number that a mark (all bits set) moves into the ZIP64 block.
struct Zip64Number {
    /// What the header says, and after `resolve` what is meant.
    private(set) var value: UInt64
    private let isMarked: Bool
    private let wideBytes: Int

    /// A size or place of 32 bits, 64 bits in the block.
    init(_ plain: UInt32) { (value, isMarked, wideBytes) = (UInt64(plain), plain == .max, 8) }

    /// A disk's number of 16 bits, 32 bits in the block.
    init(disk: UInt16) { (value, isMarked, wideBytes) = (UInt64(disk), disk == .max, 4) }

    /// Resolves a directory record's `numbers`, given in the block's order, or returns false when the block does not fit.
    ///
    /// By the specification the block holds the marked numbers and no others. Go's writer always gives size, compressed
    /// size and place, so a block that spells out unmarked numbers too is good when it repeats what the header says.
    static func resolve(_ numbers: inout [Zip64Number], from block: ArraySlice<UInt8>?) -> Bool {
        guard let block else { return !numbers.contains(where: \.isMarked) }
        let holdsMarkedOnly = block.count == numbers.reduce(0) { $0 + ($1.isMarked ? $1.wideBytes : 0) }
        var rest = block
        for index in numbers.indices {
            let number = numbers[index]
            if holdsMarkedOnly, !number.isMarked { continue }
            guard rest.count >= number.wideBytes else {
                if number.isMarked { return false }
                continue
            }
            let wide = number.wideBytes == 8 ? rest.uint64(at: 0) : UInt64(rest.uint32(at: 0))
            guard number.isMarked || wide == number.value else { return false }
            numbers[index].value = wide
            rest = rest.dropFirst(number.wideBytes)
        }
        return rest.isEmpty
    }
}
