// What form 01-XN says (exchange.md section 4): its columns, the words above them and those below.

import Contributions
import LedgerCore

enum FormTable {
    static let sheetName = "01-XN"
    /// The part of the form that names the codes cancelled that day.
    static let cancelledList: StaticString = "DIEU_CHINH_GIAM"

    static var columns: ReportColumns<FormRow> {
        ReportColumns(
            sheetName: sheetName, list: "DS_XAC_NHAN", entry: "XAC_NHAN",
            [
                ReportColumn("STT", "STT", .count, width: 6.5) { .number(Int64($0.ordinal)) },
                ReportColumn("MA_XAC_NHAN", "Mã xác nhận", .code, width: 16) { .text($0.code) },
                ReportColumn("HO_TEN", "Họ và tên", .text, width: 23) { .text($0.fields[.fullName]) },
                ReportColumn("MA_SO_BHXH") { .text($0.fields[.insuranceNumber]) },
                ReportColumn("SO_DDCN") { .text($0.fields[.personalNumber]) },
                ReportColumn(nil, "Mã số BHXH/số ĐDCN", .code, width: 13) { .text($0.personNumber) },
                ReportColumn("NGAY_NOP_TIEN", "Ngày nộp tiền", .day, width: 11) { .day($0.payment.paidOn) },
                ReportColumn("LOAI_HINH", "Loại hình tham gia", .code, width: 8) { .text($0.fields[.kind]) },
                ReportColumn("SO_THANG", "Số tháng đóng", .count, width: 7.5) { row in
                    row.fields.number(.months).map { .number(Int64($0)) } ?? .empty
                },
                ReportColumn(nil, "BHXH tự nguyện", in: "Số tiền", .money, width: 15.5) { $0.payment.kind.isPension ? $0.amount : .empty },
                ReportColumn(nil, "BHYT", in: "Số tiền", .money, width: 15.5) { $0.payment.kind.isPension ? .empty : $0.amount },
                ReportColumn("SO_TIEN", "Tổng số", in: "Số tiền", .money, width: 16.5) { $0.amount },
                ReportColumn("KY_HIEU_BIEN_LAI", "Ký hiệu", in: "Biên lai", .code, width: 20.5) { .text($0.fields[.receiptSerial]) },
                ReportColumn("SO_BIEN_LAI", "Số", in: "Biên lai", .code, width: 9) { .text($0.fields[.receiptNumber]) },
                ReportColumn("MA_DIEM_THU") { .text($0.fields[.point]) },
                ReportColumn("MA_NHAN_VIEN_THU", "Mã nhân viên thu", .code, width: 18) { .text($0.fields[.collector]) },
                ReportColumn("GHI_CHU", "Ghi chú", .text, width: 14) { row in row.remark.map { .words($0) } ?? .empty },
            ])
    }

    static func heading(_ form: ReportOwed, _ names: FormNames) -> ReportHeading {
        ReportHeading(
            root: "MAU_01_XN",
            identity: [
                ("SO", String(form.number)), ("NGAY_GHI_NHAN", form.day.description), ("MA_CQ_BHXH", form.office),
                ("TEN_CQ_BHXH", names.office), ("MA_TCDVT", form.between.partner), ("TEN_TCDVT", names.partner),
                ("THOI_GIAN_LAP", form.closedAt.description),
            ],
            superior: names.superior, office: names.office, form: "Mẫu 01-XN",
            issuedWith: "(Ban hành kèm theo Công văn số 2381/BHXH-TST ngày 03/8/2023 của BHXH Việt Nam)",
            title: "TỔNG HỢP SỐ TIỀN THU BHXH, BHYT THEO MÃ XÁC NHẬN", day: ReportHeading.day(of: form.day), number: "Số: \(form.number)",
            facts: ReportNames.facts(names.partner, form.between.partner), unit: ReportHeading.dong)
    }

    static func closing(_ money: MoneySum) -> ReportClosing {
        ReportClosing(
            amountInWords: VietnameseWords.dong(money),
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
