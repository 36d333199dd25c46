// Documents as trees, changed at random with a fixed seed: elements lost, doubled, moved, renamed; values at the edges of
// their formats and just over; text and blanks where they should not be.

import Glibc

/// A number from the environment. (Foundation cannot be imported beside libxml2: both bring headers of ICU.)
func setting(_ name: String, else standard: Int) -> Int { getenv(name).flatMap { Int(String(cString: $0)) } ?? standard }

/// SplitMix64: the same numbers everywhere for the same seed.
struct FixedRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

/// An element; its text is written as it is, references and all.
final class Element {
    var name: String
    var attributes = ""
    var text = ""
    var children: [Element] = []
    /// Written between the children.
    var filling = ""

    init(_ name: String) { self.name = name }

    func copy() -> Element {
        let copy = Element(name)
        (copy.attributes, copy.text, copy.filling) = (attributes, text, filling)
        copy.children = children.map { $0.copy() }
        return copy
    }

    /// All elements, this one first, each with its parent.
    func all(under parent: Element? = nil) -> [(element: Element, parent: Element?)] {
        [(self, parent)] + children.flatMap { $0.all(under: self) }
    }

    func write(to text: inout String) {
        // A comment inside a value is beyond what the XSD can see.
        let filling = children.isEmpty && self.filling.contains("<!--") ? "" : filling
        text += "<\(name)\(attributes)"
        if children.isEmpty, self.text.isEmpty, filling.isEmpty {
            text += name.utf8.count % 2 == 0 ? "/>" : "></\(name)>"
            return
        }
        text += ">" + self.text + filling
        for child in children {
            child.write(to: &text)
            text += filling
        }
        text += "</\(name)>"
    }

    /// Reads a document of ours: tags and text, nothing else.
    static func parse(_ document: String) -> Element {
        var open: [Element] = [Element("")]
        for piece in document.split(separator: "<").drop(while: { !($0.first?.isLetter ?? false) }) {
            let parts = piece.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
            if parts[0].hasPrefix("/") {
                open.removeLast()
                continue
            }
            let words = parts[0].split(separator: " ", maxSplits: 1)
            let element = Element(String(words[0]))
            element.attributes = words.count > 1 ? " " + words[1] : ""
            let text = parts.count > 1 ? String(parts[1]) : ""
            element.text = text.allSatisfy(\.isWhitespace) ? "" : text
            open.last!.children.append(element)
            open.append(element)
        }
        return open[0].children[0]
    }
}

/// Changes documents.
struct Mutator {
    var random: FixedRandom
    private let names: [String]

    init(seed: UInt64, names: [String]) {
        random = FixedRandom(state: seed)
        self.names = names
    }

    /// A document with one to three changes.
    mutating func mutant(of original: Element) -> String {
        let root = original.copy()
        for _ in 0...random.below(3) { change(root) }
        var text = random.chance(20) ? "\u{FEFF}" : ""
        if random.chance(50) { text += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" }
        root.write(to: &text)
        return random.chance(10) ? text.replacing("\n", with: "\r\n") : text
    }

    private mutating func change(_ root: Element) {
        let all = root.all()
        let (element, parent) = all[random.below(all.count)]
        let place = parent?.children.firstIndex { $0 === element }
        switch random.below(16) {
        case 0: if let parent, let place { parent.children.remove(at: place) }
        case 1: if let parent, let place { parent.children.insert(element.copy(), at: place) }
        case 2:
            if let parent, let place {
                let other = random.below(parent.children.count)
                parent.children.swapAt(place, other)
            }
        case 3:
            // An element of elsewhere, at a random place.
            let copy = all[random.below(all.count)].element.copy()
            if parent != nil || !element.children.isEmpty {
                element.children.insert(copy, at: random.below(element.children.count + 1))
            }
        case 4: element.name = random.chance(70) ? names[random.below(names.count)] : element.name.lowercased()
        case 5: element.filling = ["\n", " \t", "\r\n  ", "<!-- lời -->", "x", "&#32;", "\u{A0}"][random.below(7)]
        case 6:
            element.attributes =
                ["", " PHIEN_BAN=\"1\"", " PHIEN_BAN='2'", " PHIEN_BAN=\"\"", " PHIEN_BAN=\" 1\"", " MA=\"1\""][random.below(6)]
        case 7: element.children.removeAll()
        default:
            let leaves = all.filter { $0.element.children.isEmpty }
            if !leaves.isEmpty { changeValue(leaves[random.below(leaves.count)].element) }
        }
    }

    private static let characters = [
        "0", "9", "1", "a", "z", "A", "Z", ".", "_", "-", "/", "@", " ", "&amp;", "&lt;", "'", "’", "ế", "Ỹ", "\u{301}", "\u{36F}",
        "\u{370}", "\u{BF}", "\u{C0}",
        "\u{D7}", "\u{24F}", "\u{250}", "\u{1DFF}", "\u{1E00}", "\u{1EFF}", "\u{1F00}", "\u{2FF}", "\u{300}", "\u{1F600}", "\n", "\t",
        "\r\n", "&#13;", "&#10;",
        "\u{7F}", "!", "~", "?", "=", "+", "Đ", "０", "٣", "\u{2028}", "\u{85}", ">", "]]", "\u{202E}", ",",
    ]

    private mutating func changeValue(_ leaf: Element) {
        let character = Self.characters[random.below(Self.characters.count)]
        var value = leaf.text.contains("&") ? [leaf.text] : leaf.text.map(String.init)
        switch random.below(6) {
        case 0: leaf.text = random.chance(60) ? "" : character
        case 1: leaf.text = leaf.text + character
        case 2: leaf.text = character + leaf.text
        case 3:
            if !value.isEmpty { value[random.below(value.count)] = random.chance(30) ? "" : character }
            leaf.text = value.joined()
        case 4:
            // Lengths about the edges of the formats.
            let counts = [
                1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26, 36, 37, 40, 41, 50, 51, 63, 64,
                80, 81, 200,
                201,
            ]
            let unit = ["0", "1", "9", "A", "Z", "n", "ế", "-", "\u{1F600}"][random.below(9)]
            leaf.text = String(repeating: unit, count: counts[random.below(counts.count)])
        default:
            leaf.text =
                [
                    "IS", "BI", "AR", "TM", "ON", "DT", "DB", "DL", "N", "CN", "BT", "VS", "TH", "12", "TUNG_PHAN", "TRON_LO", "1990",
                    "202612", "0912345678",
                    "a@b", "a@b@c", "@", "Nguyễn Văn A", "BH26-HN/00101/E", "O'B", "0.5", "1e5", "-1", "+1", "01", "00",
                ][random.below(31)]
        }
    }
}
