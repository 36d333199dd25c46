import XMLReading
import ZipReading

// One file's order to the reader: a message of fixed length, with which the open file comes.

struct Request {
    static let bytes = 14 * 8
    private static let magic: Int64 = 0x474E_5231

    var file: FileToRead
    var limits: ReadingLimits

    init(_ file: FileToRead, _ limits: ReadingLimits) { (self.file, self.limits) = (file, limits) }

    var encoded: [Int64] {
        let (zip, xml) = (limits.zip, limits.xml)
        return [
            Self.magic, Int64(file.format.rawValue), file.bytes, Int64(limits.recordsMax), zip.inflatedBytesMax, Int64(zip.ratioMax),
            zip.ratioAppliesFromBytes, Int64(xml.textBytesMax), Int64(xml.depthMax), Int64(xml.nameBytesMax), Int64(xml.unknownNamesMax),
            Int64(xml.attributesMax), Int64(xml.tokenBytesMax), 0,
        ]
    }

    /// Nil when the message is none of ours.
    init?(_ numbers: [Int64], descriptor: Int32) {
        guard numbers.count * 8 == Self.bytes, numbers[0] == Self.magic,
            let format = FileToRead.Format(rawValue: UInt32(truncatingIfNeeded: numbers[1]))
        else { return nil }
        file = FileToRead(descriptor: descriptor, bytes: numbers[2], format: format)
        var xml = XMLLimits()
        xml.textBytesMax = Int(numbers[7])
        xml.depthMax = Int(numbers[8])
        xml.nameBytesMax = Int(numbers[9])
        xml.unknownNamesMax = Int(numbers[10])
        xml.attributesMax = Int(numbers[11])
        xml.tokenBytesMax = Int(numbers[12])
        limits = ReadingLimits(
            zip: ZipLimits(inflatedBytesMax: numbers[4], ratioMax: Int(numbers[5]), ratioAppliesFromBytes: numbers[6]), xml: xml,
            recordsMax: Int(numbers[3]))
    }
}
