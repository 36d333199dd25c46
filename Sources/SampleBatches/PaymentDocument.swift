// A batch as XML: DANH_SACH_THU as exchange.md section 2 shows it, indented by two spaces. Static tags and numbers go
// straight into the buffer; what is the same for all payments of a collector is made ready once a file. A faulty payment is
// written well first and edited then, so that faults cost the good ones nothing.

import Contributions

struct PaymentDocument {
    private let plan: SamplePlan
    private let file: Int
    private let partner: SamplePartner
    private let registry: SampleRegistry
    /// Per collector: from the receipt's serial up to its number, and from there up to the point's end tag.
    private let collectorText: [(beforeReceipt: [UInt8], afterReceipt: [UInt8])]

    init(plan: SamplePlan, registry: SampleRegistry, file: Int) {
        self.plan = plan
        self.file = file
        self.registry = registry
        let partner = registry.partners[plan.partner(ofFile: file)]
        self.partner = partner
        collectorText = (0..<registry.collectorsPerPartner).map { number in
            let collector = registry.collector(number, of: partner)
            let before = "      <KY_HIEU_BIEN_LAI>\(collector.serial)</KY_HIEU_BIEN_LAI>\n      <SO_BIEN_LAI>"
            let after = """
                </SO_BIEN_LAI>
                      <MA_NHAN_VIEN_THU>\(collector.code)</MA_NHAN_VIEN_THU>
                      <MA_DIEM_THU>\(partner.pointCode(collector.point))</MA_DIEM_THU>

                """
            return (Array(before.utf8), Array(after.utf8))
        }
    }

    func writeStart(total: Int, to text: ByteText) {
        text.write(
            row: """
                <?xml version="1.0" encoding="UTF-8"?>
                <DANH_SACH_THU PHIEN_BAN="1">
                  <THONG_TIN_CHUNG>
                    <MA_TCDVT>\(partner.code)</MA_TCDVT>
                    <MA_CQ_BHXH>\(partner.officeCode)</MA_CQ_BHXH>
                    <MA_LO>\(plan.batchKey(ofFile: file))</MA_LO>
                    <NGAY_LAP>\(plan.date)170000</NGAY_LAP>
                    <SO_LUONG>\(plan.payments(inFile: file))</SO_LUONG>
                    <TONG_TIEN>\(total)</TONG_TIEN>
                  </THONG_TIN_CHUNG>
                  <DS_KHOAN_THU>

                """)
    }

    func writeEnd(to text: ByteText) { text.write("  </DS_KHOAN_THU>\n</DANH_SACH_THU>\n") }

    func write(_ payment: SamplePayment, to text: ByteText) {
        let start = text.count
        writeGood(payment, to: text)
        guard let fault = payment.fault else { return }
        text.write(SampleFault.table[fault].edited(text.takeBack(from: start), borrowed: borrowedText(payment, SampleFault.table[fault])))
    }

    private func writeGood(_ payment: SamplePayment, to text: ByteText) {
        text.write("    <KHOAN_THU>\n      <MA_GIAO_DICH>")
        writeKey(ofPayment: payment.index, to: text)
        switch payment.product {
        case .household: text.write("</MA_GIAO_DICH>\n      <LOAI_HINH>BI</LOAI_HINH>\n      <PHUONG_AN>")
        case .voluntary: text.write("</MA_GIAO_DICH>\n      <LOAI_HINH>IS</LOAI_HINH>\n      <PHUONG_AN>")
        case .farming: text.write("</MA_GIAO_DICH>\n      <LOAI_HINH>AR</LOAI_HINH>\n      <PHUONG_AN>")
        }
        text.write(payment.plan)
        text.write("</PHUONG_AN>\n")
        writePerson(payment.person, insuranceNumber: payment.extras.insuranceNumber, to: text)
        writeProduct(payment, to: text)
        if payment.statePart > 0 { write("      <TIEN_NSNN>", payment.statePart, "</TIEN_NSNN>\n", to: text) }
        if payment.localPart > 0 { write("      <TIEN_NSDP>", payment.localPart, "</TIEN_NSDP>\n", to: text) }
        write("      <SO_TIEN>", payment.amount, "</SO_TIEN>\n", to: text)
        write("      <NGAY_NOP_TIEN>", payment.paidOn.yyyyMMdd, "</NGAY_NOP_TIEN>\n", to: text)
        text.write(collectorText[payment.collector].beforeReceipt)
        text.write(number: payment.receipt, digits: 7)
        text.write(collectorText[payment.collector].afterReceipt)
        writeExtras(payment, to: text)
        text.write("    </KHOAN_THU>\n")
    }

    /// MA_GIAO_DICH: unique over all seeds, and so for each partner.
    private func writeKey(ofPayment index: Int, to text: ByteText) {
        text.write("GD")
        text.write(number: Int(plan.seed), digits: 3)
        text.write("-")
        text.write(number: index + 1, digits: 8)
    }

    private func writePerson(_ person: SamplePerson, insuranceNumber: Bool, to text: ByteText) {
        if insuranceNumber {
            text.write("      <MA_SO_BHXH>")
            text.write(number: person.insuranceNumber, digits: 10)
            text.write("</MA_SO_BHXH>\n")
        }
        write("      <SO_DDCN>", person.personalNumber, "</SO_DDCN>\n      <HO_TEN>", to: text)
        person.name.write(female: person.isFemale, to: text)
        write("</HO_TEN>\n      <NGAY_SINH>", person.birthDate, "</NGAY_SINH>\n", to: text)
        text.write(person.isFemale ? "      <GIOI_TINH>2</GIOI_TINH>\n" : "      <GIOI_TINH>1</GIOI_TINH>\n")
    }

    private func writeProduct(_ payment: SamplePayment, to text: ByteText) {
        switch payment.product {
        case .household(let code, let order, let from, let to):
            text.write("      <MA_HO_GD>")
            text.write(number: code, digits: 10)
            write("</MA_HO_GD>\n      <NGUOI_THU>", order, "</NGUOI_THU>\n", to: text)
            write("      <SO_THANG>", payment.months, "</SO_THANG>\n", to: text)
            writeCard(from, to, to: text)
        case .farming(let from, let to):
            write("      <SO_THANG>", payment.months, "</SO_THANG>\n", to: text)
            writeCard(from, to, to: text)
        case .voluntary(let group, let income, let from):
            text.write("      <DOI_TUONG_HT>")
            text.write(group.element)
            write("</DOI_TUONG_HT>\n      <PHUONG_THUC>", payment.months, "</PHUONG_THUC>\n", to: text)
            write("      <MUC_THU_NHAP>", income, "</MUC_THU_NHAP>\n", to: text)
            write("      <SO_THANG>", payment.months, "</SO_THANG>\n", to: text)
            write("      <TU_THANG>", from.year * 100 + from.month, "</TU_THANG>\n", to: text)
        }
    }

    private func writeCard(_ from: Day, _ until: Day, to text: ByteText) {
        write("      <TU_NGAY>", from.yyyyMMdd, "</TU_NGAY>\n      <DEN_NGAY>", to: text)
        text.write(number: until.yyyyMMdd)
        text.write("</DEN_NGAY>\n")
    }

    private func writeExtras(_ payment: SamplePayment, to text: ByteText) {
        let extras = payment.extras
        if let commune = extras.commune { write("      <MA_XA>", partner.commune(ofPoint: commune), "</MA_XA>\n", to: text) }
        if extras.phone {
            // 01 and eight digits: no subscriber has had such a number since 2018.
            text.write("      <SO_DIEN_THOAI>01")
            text.write(number: payment.person.insuranceNumber % 100_000_000, digits: 8)
            text.write("</SO_DIEN_THOAI>\n")
        }
        if extras.email { write("      <EMAIL>nguoi.", payment.index + 1, "@example.com</EMAIL>\n", to: text) }
        if let remark = extras.remark {
            text.write("      <GHI_CHU>")
            text.write(SamplePayment.Extras.remarks[remark])
            text.write("</GHI_CHU>\n")
        }
    }

    @inline(__always)
    private func write(_ before: StaticString, _ number: Int, _ after: StaticString, to text: ByteText) {
        text.write(before)
        text.write(number: number)
        text.write(after)
    }

    private func borrowedText(_ payment: SamplePayment, _ fault: SampleFault) -> String {
        switch fault.needs {
        case .nothing, .kind: return ""
        case .earlierKey:
            let key = ByteText()
            writeKey(ofPayment: payment.borrowed, to: key)
            return String(decoding: key.bytes, as: UTF8.self)
        case .earlierReceipt: return Digits.padded(payment.borrowed, to: 7)
        case .anotherPartner:
            let other = registry.partners[(partner.number + 1) % registry.partners.count]
            let collector = registry.collector(payment.collector, of: other)
            return fault.element == PaymentField.collector.element ? collector.code : other.pointCode(collector.point)
        }
    }
}
