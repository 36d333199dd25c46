import Contributions
import ExchangeFormat
import FormatOracle
import Testing

/// The program and the XSDs agree: a document is valid if and only if nothing of XML07, XML08, LO01 and BG01 to BG03 is in it
/// (exchange.md section 2).
@Suite("The reader against the XSDs")
struct SchemaTests {
    private func expectAgreement(
        _ document: String, _ oracle: SchemaOracle, expected: Bool? = nil, location: SourceLocation = #_sourceLocation
    ) throws {
        let bytes = Array(document.utf8)
        let schema = oracle.accepts(bytes)
        let ours = try FormatVerdict(bytes).isGood
        let longWay = try FormatVerdict(bytes, road: .longWay).isGood
        if schema != ours || ours != longWay || schema != expected ?? schema {
            Issue.record(
                "XSD \(schema), reader \(ours), by libxml2 alone \(longWay), expected \(expected ?? schema): \(document)",
                sourceLocation: location)
        }
    }

    @Test("good documents are valid, with all sections, each alone, and every pair in order")
    func goodDocuments() throws {
        let list = try #require(SchemaOracle(.paymentList))
        let master = try #require(SchemaOracle(.masterData))
        try expectAgreement(Documents.paymentList(), list, expected: true)
        let optional = Documents.payment.map(\.name).filter { name in
            PaymentField.allCases.contains { $0.element == name && !$0.shape.isRequired }
        }
        try expectAgreement(Documents.paymentList(Documents.entry(leavingOut: Set(optional))), list, expected: true)
        for name in Documents.payment.map(\.name) {
            try expectAgreement(Documents.paymentList(Documents.entry(leavingOut: [name])), list, expected: optional.contains(name))
            try expectAgreement(Documents.paymentList(Documents.entry([name: ""])), list, expected: optional.contains(name))
        }
        try expectAgreement(Documents.masterData(), master, expected: true)
        try expectAgreement(Documents.masterData([]), master, expected: false)
        for first in Documents.sections.indices {
            try expectAgreement(Documents.masterData([Documents.sections[first]]), master, expected: true)
            for second in Documents.sections.indices {
                try expectAgreement(
                    Documents.masterData([Documents.sections[first], Documents.sections[second]]), master, expected: first < second)
            }
        }
    }

    @Test("good documents of the money's way are valid; a list, an element or an entry less is so exactly if it may be missing")
    func goodTrailDocuments() throws {
        let adjustment = try #require(SchemaOracle(.adjustment))
        let (huy, huyKe) = (Documents.cancellations, Documents.takingsBack)
        for (lists, isGood) in [
            (huy + huyKe, true), (huy, true), (huyKe, true), ("", false), (huyKe + huy, false), (huy + huy, false), (huyKe + huyKe, false),
            ("<DS_HUY/>", false), ("<DS_HUY/>" + huyKe, false), (huy + "<DS_HUY_KE/>", false), (huy + "<DS_HUY_KE></DS_HUY_KE>", false),
            (huy.replacing("<LY_DO>x</LY_DO>", with: ""), false), (huy.replacing("<LY_DO>x</LY_DO>", with: "<LY_DO/>"), false),
            (huy.replacing("mã không rõ", with: " "), true), (huyKe.replacing("FT26325/001", with: "số lạ #"), true),
            (huy.replacing("<LY_DO>x<", with: "<LY_DO>" + String(repeating: "ế", count: 200) + "<"), true),
            (huy.replacing("<LY_DO>x<", with: "<LY_DO>" + String(repeating: "ế", count: 201) + "<"), false),
        ] { try expectAgreement(Documents.adjustment(lists), adjustment, expected: isGood) }

        let listing = try #require(SchemaOracle(.remittanceListing))
        for (codes, isGood) in [
            (Documents.codes, true), ("<MA_XAC_NHAN>x</MA_XAC_NHAN>", true), ("<MA_XAC_NHAN>a&amp;b\n</MA_XAC_NHAN>", true), ("", false),
            ("<MA_XAC_NHAN/>", false), ("<MA_XAC_NHAN></MA_XAC_NHAN>" + Documents.codes, false),
            ("<MA_XAC_NHAN><MA_XAC_NHAN>x</MA_XAC_NHAN></MA_XAC_NHAN>", false), (Documents.codes + "<X/>", false),
            ("<MA>x</MA>", false), (Documents.codes + "x", false),
        ] { try expectAgreement(Documents.listing(codes), listing, expected: isGood) }

        let statement = try #require(SchemaOracle(.bankStatement))
        for (from, to, isGood) in [
            ("", "", true), ("<NOI_DUNG>Nộp BHXH, lô 1</NOI_DUNG>", "", true), ("Nộp BHXH, lô 1", "", true),
            ("<SO_TIEN>1</SO_TIEN>", "", false), (">1<", "><", false), (">1<", ">0<", false),
            (">1<", ">999999999999999999<", true), (">1<", ">1000000000000000000<", false), (">x<", ">x y<", false),
            ("<MA_TCDVT>0109</MA_TCDVT>", "", false), ("Nộp BHXH", String(repeating: "ế", count: 201), false),
        ] {
            let credits = from.isEmpty ? Documents.credits : Documents.credits.replacing(from, with: to)
            #expect(from == to || credits != Documents.credits)
            try expectAgreement(Documents.statement(credits), statement, expected: isGood)
        }
    }

    @Test("a document of the other kind, or none of them, is not valid")
    func roots() throws {
        let list = try #require(SchemaOracle(.paymentList))
        let master = try #require(SchemaOracle(.masterData))
        #expect(!list.accepts(Array(Documents.masterData().utf8)))
        #expect(!master.accepts(Array(Documents.paymentList().utf8)))
        for document in [
            "<X/>", "<TIEM_NANG PHIEN_BAN=\"1\"/>", "<DIEU_CHINH PHIEN_BAN=\"1\"/>", "<DANH_MUC/>", "<DANH_MUC PHIEN_BAN='1'/>", "",
        ] {
            try expectAgreement(document, master, expected: false)
            try expectAgreement(document, list, expected: false)
        }
    }

    /// `GIAONHAN_MUTATIONS=1000000 swift test -c release --filter SchemaTests` for the long run.
    private static let mutations = setting("GIAONHAN_MUTATIONS", else: 3000)
    private static let seed = UInt64(setting("GIAONHAN_SEED", else: 20_261_120))

    @Test("thousands of documents changed at random get the same verdict from both", arguments: DocumentKind.allCases)
    func mutations(kind: DocumentKind) throws {
        let oracle = try #require(SchemaOracle(kind))
        let shape = try #require(DocumentShape.all.first { $0.kind == kind })
        let names =
            ["THONG_TIN_CHUNG", "X", kind.rawValue] + shape.header.map(\.name)
            + shape.sections.flatMap { [$0.list, $0.entry] + $0.fields.map(\.name) }
        let originals =
            switch kind {
            case .paymentList:
                [
                    Documents.paymentList(),
                    Documents.paymentList(
                        Documents.entry() + Documents.entry(leavingOut: ["MA_SO_BHXH", "MA_HO_GD", "EMAIL", "GHI_CHU", "MA_XA"])),
                ]
            case .masterData:
                [Documents.masterData(), Documents.masterData(Array(Documents.sections[2...3])), Documents.partner("<MA_XA>00007</MA_XA>")]
            case .adjustment:
                [Documents.adjustment(), Documents.adjustment(Documents.cancellations), Documents.adjustment(Documents.takingsBack)]
            case .remittanceListing: [Documents.listing()]
            case .bankStatement: [Documents.statement()]
            }
        let trees = originals.map(Element.parse)
        var mutator = Mutator(seed: Self.seed, names: names)
        var good = 0
        for count in 0..<Self.mutations / 2 {
            let document = mutator.mutant(of: trees[count % trees.count])
            try expectAgreement(document, oracle)
            if oracle.accepts(Array(document.utf8)) { good += 1 }
        }
        // The changes must not all be fatal, nor harmless, or they would test nothing.
        #expect(good > Self.mutations / 50 && good < Self.mutations / 2 - Self.mutations / 50, "\(good) good ones")
    }
}
