// Deflate streams and CRC-32 made without zlib, so that the reader is not tested against itself (RFC 1951, RFC 1952).

/// The content in deflate's stored blocks of at most `blockBytes` each.
func deflateStored(_ content: [UInt8], blockBytes: Int = 65_535) -> [UInt8] {
    var stream: [UInt8] = []
    var rest = content[...]
    repeat {
        let block = rest.prefix(blockBytes)
        rest = rest.dropFirst(block.count)
        stream += [rest.isEmpty ? 1 : 0] + le16(UInt16(block.count)) + le16(~UInt16(block.count)) + block
    } while !rest.isEmpty
    return stream
}

/// One deflate block that inflates to `1 + 258 * repeats` letters `A`: two bits for each 258, the most that deflate can do.
///
/// A dynamic block with four codes: `A` 10, end of block 11, length 258 is 0, distance 1 is 0.
func deflateRun(repeats: Int) -> [UInt8] {
    var bits = BitWriter()
    bits.number(1, 1)  // last block
    bits.number(2, 2)  // dynamic codes
    bits.number(29, 5)  // 286 literals and lengths
    bits.number(0, 5)  // 1 distance
    bits.number(14, 4)  // 18 code lengths, in the order 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1
    for length in [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2] { bits.number(length, 3) }
    // Their codes: 18 (a run of zeros, 11 more than the 7 bits say) is 0, 1 is 10, 2 is 11.
    func zeros(_ count: Int) {
        bits.code("0")
        bits.number(count - 11, 7)
    }
    zeros(65)
    bits.code("11")  // A
    zeros(138)
    zeros(52)
    bits.code("11")  // end of block
    zeros(28)
    bits.code("10")  // length 258
    bits.code("10")  // distance 1
    bits.code("10")  // one A
    for _ in 0..<repeats { bits.code("00") }
    bits.code("11")
    return bits.finished
}

/// Numbers go in with the lowest bit first, codes with the highest first.
struct BitWriter {
    private var bytes: [UInt8] = []
    private var bitCount = 0

    mutating func bit(_ isSet: Bool) {
        if bitCount % 8 == 0 { bytes.append(0) }
        if isSet { bytes[bytes.count - 1] |= 1 << (bitCount % 8) }
        bitCount += 1
    }

    mutating func number(_ value: Int, _ width: Int) { for place in 0..<width { bit(value >> place & 1 == 1) } }
    mutating func code(_ digits: String) { for digit in digits { bit(digit == "1") } }
    var finished: [UInt8] { bytes }
}

private let checksumTable: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
}

func checksum32(_ content: [UInt8]) -> UInt32 {
    ~content.reduce(UInt32.max) { checksumTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
}
