import Contributions
import ExchangeTesting
import Rulebook
import Testing

@Suite("DM and BL: the registry and receipts")
struct RegistryRulesTests {
    typealias Row = (what: String, changes: [PaymentField: String], expected: String)

    static let collectors: [Row] = [
        ("unknown: neither its partner nor its books are asked for", [.collector: "KHONGCO"], "DM01 MA_NHAN_VIEN_THU"),
        ("over the day before", [.collector: "NVTCU", .receiptNumber: "0001001"], "DM01 MA_NHAN_VIEN_THU"),
        ("on its last day", [.collector: "NVTCU", .receiptNumber: "0001001", .paidOn: "20261119"], ""),
        ("before its first day", [.collector: "NVTMOI"], "DM01 MA_NHAN_VIEN_THU"),
        ("another partner's", [.collector: "NVTKHAC", .receiptNumber: "0002001"], "DM02 MA_NHAN_VIEN_THU"),
        ("another partner's from that day on", [.collector: "NVTCHUYEN"], "DM02 MA_NHAN_VIEN_THU"),
        ("this partner's until the day before, but without a book", [.collector: "NVTCHUYEN", .paidOn: "20261119"], "BL01 SO_BIEN_LAI"),
    ]

    static let points: [Row] = [
        ("unknown", [.point: "KHONGCO"], "DM03 MA_DIEM_THU"),
        ("over the day before", [.point: "DIEMCU"], "DM03 MA_DIEM_THU"),
        ("on its last day", [.point: "DIEMCU", .paidOn: "20261119"], ""),
        ("before its first day", [.point: "DIEMMOI"], "DM03 MA_DIEM_THU"),
        ("another partner's", [.point: "0109999999TH0001"], "DM04 MA_DIEM_THU"),
        ("another partner's from that day on", [.point: "DIEMCHUYEN"], "DM04 MA_DIEM_THU"),
        ("this partner's until the day before", [.point: "DIEMCHUYEN", .paidOn: "20261119"], ""),
    ]

    static let receipts: [Row] = [
        ("the last number of the book", [.receiptNumber: "0001000"], ""),
        ("behind the book: in another collector's", [.receiptNumber: "0001001"], "BL01 SO_BIEN_LAI"),
        ("number 0000000", [.receiptNumber: "0000000"], "BL01 SO_BIEN_LAI"),
        ("a serial without books", [.receiptSerial: "BH27"], "BL01 SO_BIEN_LAI"),
        (
            "several faults, in the order of the page", [.collector: "KHONGCO", .point: "0109999999TH0001", .birthDate: "19901301"],
            "NG01 NGAY_SINH, DM01 MA_NHAN_VIEN_THU, DM04 MA_DIEM_THU"
        ),
    ]

    static let silence: [Row] = [
        (
            "a malformed payment day silences DM and BL01", [.paidOn: "2026112", .collector: "KHONGCO", .point: "KHONGCO"],
            "BG03 NGAY_NOP_TIEN"
        ),
        ("so does one that does not exist", [.paidOn: "20261131", .collector: "KHONGCO", .receiptNumber: "9999999"], "NG01 NGAY_NOP_TIEN"),
        ("a malformed collector silences DM01 and BL01", [.collector: "x", .receiptNumber: "9999999"], "BG03 MA_NHAN_VIEN_THU"),
        ("a malformed point silences DM03", [.point: "x"], "BG03 MA_DIEM_THU"),
        ("a malformed serial silences BL01", [.receiptSerial: "b", .receiptNumber: "9999999"], "BG03 KY_HIEU_BIEN_LAI"),
        ("a malformed number silences BL01", [.receiptNumber: "1"], "BG03 SO_BIEN_LAI"),
        (
            "any other failed element silences none of them", [.amount: "x", .collector: "KHONGCO", .point: "KHONGCO"],
            "BG03 SO_TIEN, DM01 MA_NHAN_VIEN_THU, DM03 MA_DIEM_THU"
        ),
    ]

    @Test("the day asked about is the day of payment, not the day received")
    func dayOfPayment() {
        let payment = PaymentBuilder.household.with([.paidOn: "20251231", .amount: "631800"])
        #expect(Judged(payment, received: "20260101").text == "DM01 MA_NHAN_VIEN_THU, DM03 MA_DIEM_THU")
        #expect(Judged(payment.with([.paidOn: "20260101"]), received: "20260101").text == "")
    }

    static let areas: [(what: String, registry: [MasterDataEntry], office: String, details: [String]?)] = [
        ("a commune of the area", MasterDataEntry.sample, "00101", nil),
        (
            "a commune outside it", MasterDataEntry.sample + [.commune("00071"), .point(commune: "00071")], "00101",
            ["outside", "00071", "00101", "20/11/2026"]
        ),
        (
            "in another contract's area", MasterDataEntry.sample + [.office("00102"), .partner(office: "00102", area: ["00071"])], "00102",
            ["outside", "00070", "00102", "20/11/2026"]
        ),
        ("no contract with the office", MasterDataEntry.sample, "00102", ["noContract", "", "00102", "20/11/2026"]),
        (
            "a contract that was over on the day of payment", MasterDataEntry.sample + [.partner(to: "20261119")], "00101",
            ["noContract", "", "00101", "20/11/2026"]
        ),
        ("an area widened from the day on", MasterDataEntry.sample + [.partner(area: ["00071"], from: "20261121")], "00101", nil),
    ]

    @Test("the point lies in the area of the contract with the batch's office on the day of payment", arguments: areas)
    func area(row: (what: String, registry: [MasterDataEntry], office: String, details: [String]?)) {
        let judged = Judged(.household, registry: Registry(row.registry), office: row.office)
        #expect(judged.details(of: .DM05) == row.details, "\(row.what)")
        #expect(judged.text == (row.details == nil ? "" : "DM05 MA_DIEM_THU"), "\(row.what)")
    }

    @Test("collectors, points and books on the day of payment", arguments: collectors + points + receipts + silence)
    func table(row: Row) {
        #expect(Judged(.household.with(row.changes)).text == row.expected, "\(row.what)")
    }

    static let used: [(what: String, changes: [PaymentField: String], history: RecordHistory, expected: String)] = [
        ("by a recorded payment", [:], RecordHistory { $0.usedReceipt = .anothers }, "BL02 SO_BIEN_LAI"),
        ("by an earlier record of the file", [:], RecordHistory { $0.usedReceipt = .inFile(3) }, "BL02 SO_BIEN_LAI"),
        (
            "an unknown collector does not silence BL02", [.collector: "KHONGCO"], RecordHistory { $0.usedReceipt = .anothers },
            "DM01 MA_NHAN_VIEN_THU, BL02 SO_BIEN_LAI"
        ),
        (
            "nor does another's", [.collector: "NVTKHAC"], RecordHistory { $0.usedReceipt = .anothers },
            "DM02 MA_NHAN_VIEN_THU, BL02 SO_BIEN_LAI"
        ),
        (
            "nor a payment day that does not exist", [.paidOn: "20261131"], RecordHistory { $0.usedReceipt = .anothers },
            "NG01 NGAY_NOP_TIEN, BL02 SO_BIEN_LAI"
        ),
        ("BL01 does", [.receiptNumber: "9999999"], RecordHistory { $0.usedReceipt = .anothers }, "BL01 SO_BIEN_LAI"),
        ("a malformed serial does", [.receiptSerial: "b"], RecordHistory { $0.usedReceipt = .anothers }, "BG03 KY_HIEU_BIEN_LAI"),
        ("a malformed number does", [.receiptNumber: "1"], RecordHistory { $0.usedReceipt = .inFile(1) }, "BG03 SO_BIEN_LAI"),
    ]

    @Test("a receipt used before", arguments: used.indices)
    func usedReceipt(index: Int) {
        let row = Self.used[index]
        #expect(Judged(.household.with(row.changes), history: row.history).text == row.expected, "\(row.what)")
    }

    @Test("what the messages name: why, the day, the book, the earlier payment if it is one's own")
    func details() {
        #expect(Judged(.household.with([.collector: "KHONGCO"])).details(of: .DM01) == ["unknown", "20/11/2026"])
        #expect(Judged(.household.with([.collector: "NVTMOI"])).details(of: .DM01) == ["notInForce", "20/11/2026"])
        #expect(Judged(.household.with([.collector: "NVTKHAC"])).details(of: .DM02) == ["20/11/2026"])
        #expect(Judged(.household.with([.point: "DIEMCU"])).details(of: .DM03) == ["notInForce", "20/11/2026"])
        #expect(Judged(.household.with([.point: "KHONGCO"])).details(of: .DM03) == ["unknown", "20/11/2026"])
        #expect(Judged(.household.with([.point: "DIEMCHUYEN"])).details(of: .DM04) == ["20/11/2026"])
        let stray = Judged(.household.with([.receiptNumber: "9999999"]))
        #expect(stray.details(of: .BL01) == ["BH26-HN/00101/E", "NVT001190000001", "20/11/2026"])
        #expect(stray.findings.first?.value == "9999999")

        let own = RecordHistory { $0.usedReceipt = .own(1) }
        #expect(Judged(.household, history: own).details(of: .BL02) == ["code", ConfirmationCode(prefix: "POS", number: 1).description])
        #expect(Judged(.household, history: RecordHistory { $0.usedReceipt = .anothers }).details(of: .BL02) == ["other"])
        #expect(Judged(.household, history: RecordHistory { $0.usedReceipt = .inFile(2) }).details(of: .BL02) == ["file", "2"])
    }

    @Test("without a registry only what the file alone tells is judged")
    func fileAlone() {
        let payment = PaymentBuilder.household.with([.collector: "KHONGCO", .point: "KHONGCO", .receiptSerial: "BH27"])
        #expect(Judged(payment, registry: nil, partner: nil).verdict == .good)
        #expect(Judged(payment, history: RecordHistory { $0.usedReceipt = .inFile(1) }, registry: nil).text == "BL02 SO_BIEN_LAI")
    }

    @Test("an owner whom the registry does not know owns nothing in it")
    func unknownOwner() {
        #expect(Judged(.household, partner: "LA00").text == "DM02 MA_NHAN_VIEN_THU, DM04 MA_DIEM_THU")
    }

    @Test("serials are numbered as the registry does, or in the order of the file when there is none")
    func serials() {
        let payments: [PaymentBuilder] = [
            .household.with([.receiptSerial: "B"]), .household, .household.with([.receiptSerial: "B"]),
            .household.with([.receiptNumber: "x"]),
            .household.with(fault: "HO_TEN"), .household.with([.receiptSerial: "b"]),
        ]
        let numbers = { (registry: Registry?) in
            var serials = ReceiptSerials(registry)
            var numbers: [Int?] = []
            RecordChunk(payments).forEachPayment { record, _ in
                let context = RuleContext(
                    registry: registry, partner: "0101234567", office: "00101", received: Day("20261120")!, prefix: "POS")
                _ = RecordRules.whole.judge(&record, history: .none, context: context)
                numbers.append(serials.number(of: record))
            }
            return numbers
        }
        #expect(numbers(.town) == [nil, 0, nil, nil, nil, nil])
        #expect(numbers(nil) == [0, 1, 0, nil, nil, nil])
    }
}
