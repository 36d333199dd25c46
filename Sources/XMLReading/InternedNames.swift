import CLibXML2

// The vocabulary as libxml2 knows it: a dictionary of interned names below those of all parsers, and a table from a name's address to
// its number. Made once and shared, since a small file's reading costs little more than this would. It never changes, so parsers of
// several threads may use it at once.

final class InternedNames: Sendable {
    fileprivate typealias Slot = (address: UInt, name: UInt16)

    nonisolated(unsafe) let dictionary: xmlDictPtr
    /// Open addressing over interned pointers.
    private nonisolated(unsafe) let slots: UnsafeMutableBufferPointer<Slot>

    /// Nil when there is no memory for it.
    init?(_ names: [String]) {
        guard let dictionary = giaonhan_xml_names_new() else { return nil }
        self.dictionary = dictionary
        var capacity = 64
        while capacity < names.count * 4 { capacity *= 2 }
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: (0, XMLEvent.unknown))
        for (index, name) in names.enumerated() {
            guard let interned = giaonhan_xml_intern(dictionary, name) else { return nil }
            let address = UInt(bitPattern: interned)
            var slot = Self.hash(address) & (capacity - 1)
            while slots[slot].address != 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = (address, UInt16(index))
        }
    }

    deinit {
        slots.deallocate()
        xmlDictFree(dictionary)
    }

    /// The table for whoever asks it once an element: without a count of references. It stands as long as the names do.
    var table: Table { Table(slots: UnsafePointer(slots.baseAddress!), mask: slots.count - 1) }

    struct Table {
        fileprivate let slots: UnsafePointer<Slot>
        fileprivate let mask: Int

        /// The number of an interned name.
        @inline(__always)
        func index(of name: UnsafePointer<UInt8>) -> UInt16 {
            let address = UInt(bitPattern: name)
            var slot = InternedNames.hash(address) & mask
            while true {
                let candidate = slots[slot]
                if candidate.address == address { return candidate.name }
                if candidate.address == 0 { return XMLEvent.unknown }
                slot = (slot + 1) & mask
            }
        }
    }

    @inline(__always)
    fileprivate static func hash(_ address: UInt) -> Int { Int(truncatingIfNeeded: (address >> 2) &* 0x9E37_79B9_7F4A_7C15 >> 40) }
}
