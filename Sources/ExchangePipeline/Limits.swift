public import ConfinedReading
import XMLReading
import ZipReading

// The limits of exchange.md section 1, each printed in the refusal that it causes.

/// How much one file may be and hold.
public struct ExchangeLimits: Sendable {
    /// A file as dropped, bytes (TEP04).
    public var fileBytesMax: Int64 = 2 << 30
    /// Records of one document (LO06).
    public var recordsMax = 2_000_000
    /// What reading it may cost (TEP07).
    public var budgets = ReadingBudgets()
    /// What a ZIP may inflate to (ZIP07).
    var zip = ZipLimits()
    /// Depth, names, attributes, text, tokens (XML05).
    var xml = XMLLimits()

    public init() {}

    var reading: ReadingLimits { ReadingLimits(zip: zip, xml: xml, recordsMax: recordsMax) }

    public var inflatedBytesMax: Int64 {
        get { zip.inflatedBytesMax }
        set { zip.inflatedBytesMax = newValue }
    }
    /// Inflated bytes per compressed byte.
    public var ratioMax: Int {
        get { zip.ratioMax }
        set { zip.ratioMax = newValue }
    }
    public var textBytesMax: Int {
        get { xml.textBytesMax }
        set { xml.textBytesMax = newValue }
    }
    public var depthMax: Int {
        get { xml.depthMax }
        set { xml.depthMax = newValue }
    }
    public var nameBytesMax: Int {
        get { xml.nameBytesMax }
        set { xml.nameBytesMax = newValue }
    }
    public var attributesMax: Int {
        get { xml.attributesMax }
        set { xml.attributesMax = newValue }
    }
}
