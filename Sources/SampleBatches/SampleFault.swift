// The faults of samples: a public table of edits, each of one element of an otherwise good payment, with the one finding
// that it must cause. Faulty payments go through the table in turn; a fault that a payment cannot carry (an IS fault on a
// BI payment, a partner's mix-up where there is one partner) gives its turn to the next. Edits never touch SO_TIEN, so a
// batch's totals stay right over all its records.

public import Contributions

public struct SampleFault: Sendable, Hashable {
    /// The rule that refuses the payment; it is the only one that does.
    public let code: RuleCode
    /// TEN_TRUONG of the finding.
    public let subject: String
    /// The element that is edited; almost always the subject.
    let element: String
    let edit: Edit
    let needs: Need

    enum Edit: Hashable {
        case leaveOut, empty, twice, cdata
        case value(String)
        /// Another element, with its text, before this one.
        case stranger(String, String)
        /// The next partner's collector or point.
        case anotherPartners
        /// The key, or the receipt's number, of an earlier good payment of this file.
        case earlierOnes
    }

    enum Need: Hashable {
        case nothing, anotherPartner, earlierKey, earlierReceipt
        case kind(PaymentKind)
    }

    private init(_ code: RuleCode, _ subject: String, _ edit: Edit, in element: String? = nil, needs: Need = .nothing) {
        self.code = code
        self.subject = subject
        self.element = element ?? subject
        self.edit = edit
        self.needs = needs
    }

    /// All faults in the order of their turns.
    public static let table: [SampleFault] = [
        SampleFault(.BG01, "HO_TEN", .leaveOut),
        SampleFault(.DM01, "MA_NHAN_VIEN_THU", .value("NVT800000000000")),
        SampleFault(.BG03, "GIOI_TINH", .value("3")),
        SampleFault(.BL01, "SO_BIEN_LAI", .value("0000000")),
        SampleFault(.BG02, "MA_VUNG", .stranger("MA_VUNG", "01"), in: "SO_TIEN"),
        SampleFault(.NG01, "NGAY_SINH", .value("19900231")),
        SampleFault(.DM02, "MA_NHAN_VIEN_THU", .anotherPartners, needs: .anotherPartner),
        SampleFault(.TR02, "MA_GIAO_DICH", .earlierOnes, needs: .earlierKey),
        SampleFault(.BG04, "MA_HO_GD", .leaveOut, needs: .kind(.household)),
        SampleFault(.DM03, "MA_DIEM_THU", .value("9900000000TH0190001001")),
        SampleFault(.BL02, "SO_BIEN_LAI", .earlierOnes, needs: .earlierReceipt),
        SampleFault(.BG03, "SO_DDCN", .value("01119900001")),
        SampleFault(.DM04, "MA_DIEM_THU", .anotherPartners, needs: .anotherPartner),
        SampleFault(.BG02, "GIOI_TINH", .twice),
        SampleFault(.NG01, "NGAY_NOP_TIEN", .value("20261131")),
        SampleFault(.BG04, "DOI_TUONG_HT", .leaveOut, needs: .kind(.voluntary)),
        SampleFault(.BG01, "NGAY_NOP_TIEN", .empty),
        SampleFault(.BG03, "HO_TEN", .value("Nguyễn Văn 2")),
        SampleFault(.BL01, "SO_BIEN_LAI", .value("BH26-HN/00101/E0"), in: "KY_HIEU_BIEN_LAI"),
        SampleFault(.NG01, "TU_THANG", .value("202613"), needs: .kind(.voluntary)),
        SampleFault(.BG02, "HO_TEN", .cdata),
        SampleFault(.BG04, "MA_HO_GD", .stranger("MA_HO_GD", "0000000001"), in: "SO_THANG", needs: .kind(.farming)),
        SampleFault(.NG01, "DEN_NGAY", .value("20270230"), needs: .kind(.household)),
        SampleFault(.BG01, "KY_HIEU_BIEN_LAI", .empty),
        SampleFault(.BG03, "SO_THANG", .value("0")),
        SampleFault(.BG04, "TU_NGAY", .leaveOut, needs: .kind(.farming)),
    ]

    /// The record with this edit; `borrowed` is the text of `.anotherPartners` and `.earlierOnes`. Each element has a line.
    func edited(_ record: [UInt8], borrowed: String) -> [UInt8] {
        let opening = Array("      <\(element)>".utf8)
        var start = 0
        while !record[start...].starts(with: opening) { start = Self.endOfLine(in: record, from: start) }
        let whole = start..<Self.endOfLine(in: record, from: start)
        let value = start + opening.count..<whole.upperBound - "</\(element)>\n".utf8.count
        var result = record
        switch edit {
        case .leaveOut: result.removeSubrange(whole)
        case .empty: result.removeSubrange(value)
        case .twice: result.insert(contentsOf: record[whole], at: whole.upperBound)
        case .cdata: result.replaceSubrange(value, with: "<![CDATA[".utf8 + record[value] + "]]>".utf8)
        case .value(let text): result.replaceSubrange(value, with: text.utf8)
        case .stranger(let name, let text): result.insert(contentsOf: "      <\(name)>\(text)</\(name)>\n".utf8, at: whole.lowerBound)
        case .anotherPartners, .earlierOnes: result.replaceSubrange(value, with: borrowed.utf8)
        }
        return result
    }

    /// Just after the next line feed. A record without the element is a bug: whoever chose the fault knew better.
    private static func endOfLine(in record: [UInt8], from start: Int) -> Int {
        guard let end = record[start...].firstIndex(of: UInt8(ascii: "\n")) else { preconditionFailure("the edited element is there") }
        return end + 1
    }
}
