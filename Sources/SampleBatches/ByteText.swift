// Text under construction, as bytes: one buffer that is filled, handed to the sink and filled again. Nothing on the way
// of a payment makes a String; tags are static strings, numbers are written digit by digit. A caller writes one record or
// row at a time and asks `isNearlyFull` between them; a record never comes near the room that is kept for it.

final class ByteText {
    private let base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0

    private static let capacity = 1 << 18
    /// More than the longest record, also a faulty one.
    private static let roomForRecord = 1 << 13

    init() { base = .allocate(capacity: Self.capacity) }
    deinit { base.deallocate() }

    /// Time to hand the bytes on.
    var isNearlyFull: Bool { count > Self.capacity - Self.roomForRecord }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    func removeAll() { count = 0 }

    /// Takes the bytes from `start` on away again, to be written anew.
    func takeBack(from start: Int) -> [UInt8] {
        precondition(start <= count)
        defer { count = start }
        return Array(bytes[start...])
    }

    func write(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        precondition(length <= Self.capacity - count)
        (base + count).update(from: text.utf8Start, count: length)
        count += length
    }

    func write(_ text: [UInt8]) {
        precondition(text.count <= Self.capacity - count)
        text.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { (base + count).update(from: start, count: source.count) }
        }
        count += text.count
    }

    /// For headers and rows of the registry only: a String is slow. Its own label keeps it from taking literals.
    func write(row text: String) { write(Array(text.utf8)) }

    /// The number in decimal, as many digits as it has.
    func write(number: Int) {
        var width = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            width += 1
        }
        write(number: number, digits: width)
    }

    /// The number in decimal with zeros before it; it must fit.
    func write(number: Int, digits: Int) {
        precondition(number >= 0 && digits <= Self.capacity - count)
        var rest = UInt(bitPattern: number)
        var place = count + digits
        while place > count {
            place -= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            base[place] = UInt8(truncatingIfNeeded: 48 + digit)
            rest = quotient
        }
        precondition(rest == 0, "number wider than its field")
        count += digits
    }
}
