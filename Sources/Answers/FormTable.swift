// What form 01-XN says to people (exchange.md section 4): its columns, the words above them and those below. The sheet and the
// page are both drawn from this.

import Contributions
import LedgerCore

enum FormTable {
    static let sheetName = "01-XN"

    static var columns: ReportColumns<FormRow> {
        ReportColumns([
            ReportColumn("STT", .count, width: 6.5) { .number(Int64($0.ordinal)) },
            ReportColumn("Mã xác nhận", .code, width: 16) { .text($0.code) },
            ReportColumn("Họ và tên", .text, width: 24) { .text($0.fields[.fullName]) },
            ReportColumn("Mã số BHXH/số ĐDCN", .code, width: 14) { .text($0.personNumber) },
            ReportColumn("Ngày nộp tiền", .day, width: 11.5) { .day($0.payment.paidOn) },
            ReportColumn("Loại hình tham gia", .code, width: 8) { .text($0.fields[.kind]) },
            ReportColumn("Số tháng đóng", .count, width: 7.5) { row in row.fields.number(.months).map { .number(Int64($0)) } ?? .empty },
            ReportColumn("BHXH tự nguyện", in: "Số tiền", .money, width: 15.5) { $0.payment.kind.isPension ? $0.amount : .empty },
            ReportColumn("BHYT", in: "Số tiền", .money, width: 15.5) { $0.payment.kind.isPension ? .empty : $0.amount },
            ReportColumn("Tổng số", in: "Số tiền", .money, width: 16.5) { $0.amount },
            ReportColumn("Ký hiệu", in: "Biên lai", .code, width: 18) { .text($0.fields[.receiptSerial]) },
            ReportColumn("Số", in: "Biên lai", .code, width: 9) { .text($0.fields[.receiptNumber]) },
            ReportColumn("Mã nhân viên thu", .code, width: 18) { .text($0.fields[.collector]) },
            ReportColumn("Ghi chú", .text, width: 14) { row in row.remark.map { .words($0) } ?? .empty },
        ])
    }

    static func heading(_ form: ReportOwed, _ names: FormNames, rowCount: Int) -> ReportHeading {
        ReportHeading(
            superior: names.superior, office: names.office, form: "Mẫu 01-XN",
            issuedWith: "(Ban hành kèm theo Công văn số 2381/BHXH-TST ngày 03/8/2023 của BHXH Việt Nam)",
            title: "TỔNG HỢP SỐ TIỀN THU BHXH, BHYT THEO MÃ XÁC NHẬN", day: ReportHeading.day(of: form.day), number: "Số: \(form.number)",
            facts: ["Tên tổ chức dịch vụ thu: \(names.partner)", "Mã tổ chức dịch vụ thu: \(form.between.partner)"],
            unit: "Đơn vị tính: đồng", rowCount: rowCount)
    }

    static func closing(_ money: Dong) -> ReportClosing {
        ReportClosing(
            amountInWords: VietnameseWords.dong(money.amount),
            notes: [
                "Loại hình tham gia: IS - BHXH tự nguyện; BI - BHYT hộ gia đình; "
                    + "AR - BHYT hộ nông, lâm, ngư, diêm nghiệp có mức sống trung bình."
            ],
            signer: "Cán bộ thu")
    }
}

extension FormRow {
    /// MA_SO_BHXH, or SO_DDCN of a participant without one.
    fileprivate var personNumber: UnsafeRawBufferPointer {
        let insuranceNumber = fields[.insuranceNumber]
        return insuranceNumber.isEmpty ? fields[.personalNumber] : insuranceNumber
    }

    fileprivate var amount: ReportValue { .number(payment.amount) }
}
