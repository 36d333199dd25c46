import ExchangeFormat
import Testing

/// Entries take the fast road or libxml2's; nobody must see which.
@Suite("Two roads")
struct RoadTests {
    private static let mutations = setting("GIAONHAN_MUTATIONS", else: 3000) / 3

    /// What breaks plainness, well-formedness or encoding, put in anywhere.
    private static let pieces: [[UInt8]] =
        [
            "<", ">", "&", "&amp;", "&#10;", "]]>", "<!-- x -->", "<![CDATA[x]]>", "<?x?>", "<!DOCTYPE x>", "\r\n", "\n", "\t", " ", "\0",
            "\u{1}", "\"", "'", "/", "=",
            "<X/>", "<MA_XA>1</MA_XA>", "</KHOAN_THU>", "<KHOAN_THU>", "</DS_KHOAN_THU>", "ế", "\u{FFFF}", "\u{1F600}", "<KHOAN_THU/>",
            "/>", " a='1'", "<MA_XAC_NHAN>", "</MA_XAC_NHAN>", "<MA_XAC_NHAN/>", "</DS_MA>", "<HUY/>", "</HUY>", "<BAO_CO>",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xC3], [0xE1, 0xBB], [0x80], Array(repeating: 0x20, count: 4100), Array(repeating: 0x41, count: 4100),
        ]

    @Test("documents changed at random bytes come out the same by both roads and in blocks of any size")
    func randomBytes() throws {
        var random = FixedRandom(state: 7)
        let entries = Documents.entry() + Documents.entry(leavingOut: ["MA_HO_GD", "GHI_CHU"]) + Documents.entry(["HO_TEN": "O’Ê 'n"])
        let originals = [
            Documents.paymentList(entries), Documents.masterData(), Documents.listing(String(repeating: Documents.codes, count: 5)),
            Documents.adjustment(), Documents.statement(),
        ].map { Array($0.utf8) }
        for count in 0..<Self.mutations {
            var document = originals[count % originals.count]
            for _ in 0...random.below(3) {
                let place = random.below(document.count)
                switch random.below(4) {
                case 0: document.remove(at: place)
                case 1: document[place] = UInt8(truncatingIfNeeded: random.next())
                case 2: document.removeSubrange(place..<min(document.count, place + random.below(60)))
                default: document.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)], at: place)
                }
                if document.isEmpty { document = [0x3C] }
            }
            let block = 1 + random.below(400)
            let whole = try Reading(document)
            for (other, name) in [
                (try Reading(document, road: .longWay), "long way"), (try Reading(document, block: block), "blocks of \(block)"),
                (try Reading(document, block: block, road: .longWay), "long way in blocks of \(block)"),
            ] where other != whole {
                Issue.record("\(name): \(other), else \(whole): \(String(decoding: document, as: UTF8.self))")
            }
        }
    }

    @Test("every way to write an entry is read the same by both roads")
    func ways() throws {
        for (open, close) in [(">", "</GHI_CHU>"), (" >", "</GHI_CHU>"), (">", "</GHI_CHU >"), ("\n>", "</GHI_CHU\n>")] {
            for text in [
                "", "x", " ", "a > b", "a&#66;c", "]]", "a\tb", "a\nb", "\u{7F}", "\u{FFFD}", "ế", String(repeating: "ế", count: 300),
            ] {
                for before in ["", "\n", "\r\n\t", "<!-- -->", "  "] {
                    _ = try read(
                        Documents.paymentList(
                            "<KHOAN_THU>\(before)<GHI_CHU\(open)\(text)\(close)\(before)</KHOAN_THU>\(before)<KHOAN_THU></KHOAN_THU>"))
                }
            }
        }
        for empty in [
            "<GHI_CHU/>", "<GHI_CHU />", "<GHI_CHU\n/>", "<GHI_CHU  />", "<GHI_CHU></GHI_CHU>", "<GHI_CHU/ >", "<GHI_CHUX/>", "<GHI_CH/>",
        ] {
            _ = try read(Documents.paymentList("<KHOAN_THU>\(empty)</KHOAN_THU>\n" + Documents.entry()))
        }
    }

    @Test("every way to write an entry that is itself a value is read the same by both roads")
    func bareValues() throws {
        for (open, close) in [(">", "</MA_XAC_NHAN>"), (" >", "</MA_XAC_NHAN>"), (">", "</MA_XAC_NHAN >"), ("\n>", "</MA_XAC_NHAN\n>")] {
            for text in [
                "", "x", " ", "a > b", "a&#66;c", "]]", "a\tb", "a\nb", "\u{7F}", "ế", "<X/>", "x<X>y</X>", "<!-- -->", "x<![CDATA[y]]>",
                String(repeating: "ế", count: 300), String(repeating: "x", count: 4096), String(repeating: "x", count: 4097),
            ] {
                for between in ["", "\n", "\r\n\t", "<!-- -->"] {
                    let code = "<MA_XAC_NHAN\(open)\(text)\(close)"
                    _ = try read(Documents.listing(code + between + Documents.codes + between + code))
                }
            }
        }
        for other in ["<MA_XAC_NHAN/>", "<MA_XAC_NHAN />", "<MA_XAC_NHAN/ >", "<MA_XAC_NHANX/>", "<MA_XAC_NHA/>", "<MA_XAC_NHAN a='1'/>"] {
            _ = try read(Documents.listing(Documents.codes + other + "\n" + Documents.codes))
        }
    }

    @Test("values and blanks at the limit of a run of text are read the same by both roads")
    func limits() throws {
        for count in [4095, 4096, 4097] {
            let long = String(repeating: "x", count: count)
            let blanks = String(repeating: " ", count: count)
            for entry in [
                "<KHOAN_THU><GHI_CHU>\(long)</GHI_CHU></KHOAN_THU>", "<KHOAN_THU>\(blanks)<GHI_CHU/></KHOAN_THU>",
                "<KHOAN_THU><GHI_CHU/>\(blanks)</KHOAN_THU>",
                "<KHOAN_THU/>\(blanks)<KHOAN_THU/>", "<KHOAN_THU><GHI_CHU/></KHOAN_THU>\(blanks)",
            ] {
                let document = Array(Documents.paymentList(entry + "\n" + Documents.entry()).utf8)
                #expect(try Reading(document) == Reading(document, road: .longWay))
                #expect(try Reading(document, block: 1000) == Reading(document))
            }
        }
    }

    @Test("an entry longer than the fast road takes is read by the other one")
    func longEntry() throws {
        let values = Dictionary(uniqueKeysWithValues: Documents.payment.map { ($0.name, String(repeating: "9", count: 4096)) })
        let document = Array(Documents.paymentList(Documents.entry(values) + Documents.entry()).utf8)
        let found = try Reading(document)
        #expect(found == (try Reading(document, road: .longWay)))
        #expect(found.records.count == 2)
    }
}
