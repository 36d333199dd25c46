// The sample's DANH_MUC as XML: offices, communes, partners, points, collectors and receipt books, as exchange.md section 5
// shows it. Its bytes depend on the date (in the header), the number of partners and collectors and the set of books, never
// on the seed within a set; its name and MA_LO say all four, so two different ones never claim to be the same.

import Contributions

struct RegistryDocument {
    let plan: SamplePlan
    let registry: SampleRegistry

    /// In force since long before any date that a plan can have.
    private static let since = "<TU_NGAY>20190101</TU_NGAY>"

    private var shape: String {
        "P\(plan.partners)C\(registry.collectorsPerPartner)" + (registry.bookSet == 0 ? "" : "Q\(registry.bookSet + 1)")
    }

    var file: SampleFile { SampleFile(owner: .agency, name: "DANH_MUC_\(plan.date)_\(shape).xml") }

    /// Writes the document; `handOn` is called between rows.
    func write(to text: ByteText, handOn: () throws -> Void) throws {
        text.write(
            row: """
                <?xml version="1.0" encoding="UTF-8"?>
                <DANH_MUC PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                    <MA_CQ_BHXH>\(SamplePartner.officeCode(0))</MA_CQ_BHXH>
                    <MA_LO>DM-\(plan.date)-\(shape)</MA_LO>
                    <NGAY_LAP>\(plan.date)060000</NGAY_LAP>
                  </THONG_TIN_CHUNG>

                """)
        try section("DS_CO_QUAN", 0..<registry.offices, text, handOn) { officeRow($0) }
        try section("DS_XA", 0..<registry.offices * SamplePartner.communesPerOffice, text, handOn) { communeRow($0) }
        try section("DS_TO_CHUC", registry.partners, text, handOn) { partnerRow($0) }
        let points = 0..<registry.partners.count * SamplePartner.pointsMax
        try section("DS_DIEM_THU", points, text, handOn) { pointRow($0) }
        let collectors = 0..<registry.partners.count * registry.collectorsPerPartner
        try section("DS_NHAN_VIEN", collectors, text, handOn) { collectorRow($0) }
        try section("DS_QUYEN_BIEN_LAI", collectors, text, handOn) { bookRow($0) }
        text.write("</DANH_MUC>\n")
        try handOn()
    }

    private func section<Rows: Sequence>(
        _ name: String, _ rows: Rows, _ text: ByteText, _ handOn: () throws -> Void, _ row: (Rows.Element) -> String
    ) throws {
        text.write(row: "  <\(name)>\n")
        for item in rows {
            text.write(row: "    \(row(item))\n")
            if text.isNearlyFull { try handOn() }
        }
        text.write(row: "  </\(name)>\n")
    }

    private func officeRow(_ office: Int) -> String {
        """
        <CO_QUAN><MA_CQ_BHXH>\(SamplePartner.officeCode(office))</MA_CQ_BHXH><TEN>Bảo hiểm xã hội cơ sở Minh Họa \(office + 1)</TEN>\
        <TEN_CAP_TREN>Bảo hiểm xã hội thành phố Minh Họa</TEN_CAP_TREN>\(Self.since)</CO_QUAN>
        """
    }

    private func communeRow(_ index: Int) -> String {
        let office = index / SamplePartner.communesPerOffice
        let commune = SamplePartner.commune(office: office, index)
        return "<XA><MA_XA>\(commune)</MA_XA><TEN>Xã Minh Họa \(index + 1)</TEN><MA_TINH>01</MA_TINH>\(Self.since)</XA>"
    }

    private func partnerRow(_ partner: SamplePartner) -> String {
        let communes = (0..<SamplePartner.pointsMax).map { "<MA_XA>\(partner.commune(ofPoint: $0))</MA_XA>" }.joined()
        let number = Digits.padded(partner.number + 1, to: 4)
        return """
            <TO_CHUC><MA_TCDVT>\(partner.code)</MA_TCDVT><TEN>Tổ chức dịch vụ thu Minh Họa \(partner.number + 1)</TEN>\
            <MA_CQ_BHXH>\(partner.officeCode)</MA_CQ_BHXH><SO_HOP_DONG>\(number)/2019/HĐ-BHXH</SO_HOP_DONG>\
            <BAO_LANH>5000000000</BAO_LANH><CHE_DO_NHAN>TUNG_PHAN</CHE_DO_NHAN><DIA_BAN>\(communes)</DIA_BAN>\(Self.since)</TO_CHUC>
            """
    }

    private func pointRow(_ index: Int) -> String {
        let partner = registry.partners[index / SamplePartner.pointsMax]
        let point = index % SamplePartner.pointsMax
        return """
            <DIEM_THU><MA_DIEM_THU>\(partner.pointCode(point))</MA_DIEM_THU><TEN>Điểm thu số \(point + 1)</TEN>\
            <MA_TCDVT>\(partner.code)</MA_TCDVT><MA_XA>\(partner.commune(ofPoint: point))</MA_XA>\
            <DIA_CHI>Nhà văn hóa thôn \(point + 1)</DIA_CHI><BIEN_HIEU>1</BIEN_HIEU>\(Self.since)</DIEM_THU>
            """
    }

    private func collectorRow(_ index: Int) -> String {
        let (partner, collector) = collector(index)
        let name = ByteText()
        collector.name.write(female: collector.isFemale, to: name)
        return """
            <NHAN_VIEN><MA_NHAN_VIEN_THU>\(collector.code)</MA_NHAN_VIEN_THU><HO_TEN>\(String(decoding: name.bytes, as: UTF8.self))</HO_TEN>\
            <SO_DDCN>\(collector.personalNumber)</SO_DDCN><MA_TCDVT>\(partner.code)</MA_TCDVT>\
            <MA_DIEM_THU>\(partner.pointCode(collector.point))</MA_DIEM_THU>\(Self.since)</NHAN_VIEN>
            """
    }

    private func bookRow(_ index: Int) -> String {
        let (_, collector) = collector(index)
        let numbers = SampleRegistry.receiptNumbers
        return """
            <QUYEN><KY_HIEU_BIEN_LAI>\(collector.serial)</KY_HIEU_BIEN_LAI><TU_SO>\(Digits.padded(numbers.lowerBound, to: 7))</TU_SO>\
            <DEN_SO>\(numbers.upperBound)</DEN_SO><MA_NHAN_VIEN_THU>\(collector.code)</MA_NHAN_VIEN_THU>\(Self.since)</QUYEN>
            """
    }

    private func collector(_ index: Int) -> (SamplePartner, SampleCollector) {
        let partner = registry.partners[index / registry.collectorsPerPartner]
        return (partner, registry.collector(index % registry.collectorsPerPartner, of: partner))
    }
}
