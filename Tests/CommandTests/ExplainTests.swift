import ExchangeTesting
import Foundation
import Testing

// `explain` and `lookup`, on a spool where a batch came in part, was sent again in other and in the same bytes, and a cut file came.

struct ExplainTests {
    private static let partner = "9900001027"
    private static let batch = "TCDVT_9900001027_20261120_1000001.xml"
    private static let inbox = "s/partners/9900001027/inbox/"

    private static func once(_ time: String) -> String { "run --spool s --once --settle 0 --log-level error --now \(time)+07:00" }

    /// A spool on which all of it has happened, and the day is closed.
    private func history() throws -> CommandSpool {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 4 --faults 25 --partners 2")
        let text = try spool.text(Self.inbox + Self.batch)
        try spool.expectDone(Self.once("2026-11-20T17:30:00"))
        try spool.write(text.replacing("<MA_LO>20261120-S1-0001", with: "<MA_LO>L2"), to: Self.inbox + "second.xml")
        try spool.expectDone(Self.once("2026-11-20T17:31:00"))
        try spool.write(text, to: Self.inbox + "again.xml")
        try spool.expectDone(Self.once("2026-11-20T17:32:00"))
        try spool.write(String(text.prefix(300)), to: Self.inbox + "cut.xml")
        try spool.expectDone(Self.once("2026-11-20T17:33:00"))
        try spool.expectDone(Self.once("2026-11-21T08:00:00"))
        return spool
    }

    /// Each event as its word, its file's number and its time of day.
    private func events(_ spool: borrowing CommandSpool, _ key: String) throws -> (kinds: String, events: [String]) {
        let told = try spool.run("explain \(key) --spool s --json")
        #expect(told.code == 0, "\(key): \(told.error)")
        let story = try #require(try JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [String: Any])
        #expect(story["KHOA"] as? String == key)
        let list = try #require(story["DS_SU_KIEN"] as? [[String: Any]])
        return (
            try #require(story["LOAI"] as? String),
            list.map { event in
                let intake = (event["MA_TIEP_NHAN"] as? String)?.suffix(1) ?? "-"
                let time = (event["THOI_GIAN"] as? String)?.suffix(6) ?? ""
                return "\(time) \(intake) \(event["SU_KIEN"] as? String ?? "")"
            }
        )
    }

    @Test("every kind of key leads to what it names, oldest first; an unknown one to a sentence")
    func keys() throws {
        let spool = try history()
        let before = try spool.state(of: "s")
        let answers = ["173000 2 TRA_LOI", "173000 2 TRA_LOI", "173000 2 TRA_LOI"]
        let replay = [
            "173200 4 TIEP_NHAN", "173200 4 PHAT_LAI", "173200 4 TRA_LOI", "173200 4 TRA_LOI", "173200 4 TRA_LOI", "173200 4 LUU_TRU",
        ]
        let file =
            ["173000 2 TIEP_NHAN", "173000 2 QUYET_DINH"] + answers + ["173000 2 LUU_TRU"] + replay + ["080000 - MAU_01_XN"]
        let payment = [
            "173000 2 TIEP_NHAN", "173000 2 GHI_NHAN", "173000 2 TRA_LOI", "173100 3 TIEP_NHAN", "173100 3 GUI_LAI", "080000 - MAU_01_XN",
        ]
        let refused = ["173000 2 TIEP_NHAN", "173000 2 TU_CHOI", "173100 3 TIEP_NHAN", "173100 3 TU_CHOI"]
        let cut = ["173300 5 TIEP_NHAN", "173300 5 QUYET_DINH", "173300 5 TRA_LOI", "173300 5 TRA_LOI", "173300 5 CACH_LY"]
        let expected: [(String, String, [String])] = [
            ("TN20261120-000002", "MA_TIEP_NHAN", file),
            (Self.batch, "TEN_TEP", file),
            ("20261120-S1-0001", "MA_LO", file),
            ("again.xml", "TEN_TEP", replay),
            ("cut.xml", "TEN_TEP", cut),
            ("POS0000000014", "MA_XAC_NHAN", payment),
            ("GD001-00000001", "MA_GIAO_DICH", payment),
            ("BH26-HN/00101/E1:0156250", "BIEN_LAI", payment),
            ("GD001-00000004", "MA_GIAO_DICH", refused),
        ]
        for (key, kinds, events) in expected {
            let told = try self.events(spool, key)
            #expect(told.kinds == kinds, "\(key)")
            #expect(told.events == events, "\(key)")
        }
        let digest = try #require(try spool.run("explain again.xml --spool s").output.firstMatch(of: /SHA256 ([0-9a-f]{64})/)).1
        #expect(try events(spool, String(digest)).kinds == "SHA256")
        for unknown in ["x.xml", "POS0000000015", "POS0000000049", "BH26-HN/00101/E1:0156259", "TN20261120-000099"] {
            #expect(
                try spool.run("explain \(unknown) --spool s")
                    == BuiltProduct.Outcome(
                        output: "", error: "giaonhan: không có tệp, lô, khoản thu hay biên lai nào là «\(unknown)»\n", code: 1))
        }
        #expect(try spool.state(of: "s") == before)
    }

    @Test("people read the findings in either language, under the elements' names")
    func text() throws {
        let spool = try history()
        let story = try spool.run("explain cut.xml --spool s --lang en")
        let lines = story.output.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("SHA256") }.joined(separator: "\n")
        #expect(
            lines == """
                TEN_TEP cut.xml

                17:33:00 20/11/2026  TN20261120-000005  received
                    TEN_TEP cut.xml
                    MA_TCDVT 9900001027
                    SO_BYTE 300

                17:33:00 20/11/2026  TN20261120-000005  decided
                    TRANG_THAI TU_CHOI
                    MA_KET_QUA 201
                    SO_LUONG 0
                    SL_DUNG 0
                    SL_TRUNG 0
                    SL_LOI 0
                    TONG_TIEN_DUNG 0
                    PHIEN_BAN_DANH_MUC 39
                    DS_LOI_TEP
                      XML02 The XML ends while an element is open; the upload may have been cut, send the whole file again (10:3)

                17:33:00 20/11/2026  TN20261120-000005  answered
                    TEN_TEP cut_TN20261120-000005_TC.html
                    LOAI TC_HTML

                17:33:00 20/11/2026  TN20261120-000005  answered
                    TEN_TEP cut_TN20261120-000005_TC.xml
                    LOAI TC

                17:33:00 20/11/2026  TN20261120-000005  quarantined
                    DUONG_DAN quarantine/9900001027/TN20261120-000005_cut.xml

                """)
        #expect(
            try spool.run("explain GD001-00000004 --spool s").output.hasSuffix(
                """

                17:31:00 20/11/2026  TN20261120-000003  từ chối bản ghi
                    MA_GIAO_DICH GD001-00000004
                    MA_TCDVT 9900001027
                    STT 4
                    DONG 82
                    DS_LOI
                      HO_TEN: BG01 Thiếu HO_TEN hoặc để trống; cần 2 đến 80 chữ cái tiếng Việt, dấu cách, ' . hoặc -

                """))
    }

    @Test("a claim in work/ and a held one are told before they are posted, with a person's decision")
    func claims() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 2 --files 2 --partners 2")
        let claim = "TN20261120-000007~20261120173000~9900001027~\(Self.batch)"
        try spool.move(Self.inbox + Self.batch, to: "s/work/held/" + claim)
        let held = ["173000 7 TIEP_NHAN", "173000 7 GIU_LAI"]
        for key in ["TN20261120-000007", Self.batch] { #expect(try events(spool, key).events == held) }
        let bytes = try spool.run("explain TN20261120-000007 --spool s").output
        #expect(bytes.contains("DUONG_DAN work/held/\(claim)\n"))
        try spool.expectDone("refuse TN20261120-000007 --spool s")
        #expect(
            try events(spool, Self.batch).events == ["173000 7 TIEP_NHAN", "173000 7 DANG_XU_LY", "173000 7 NGUOI_TU_CHOI"])
        try spool.expectDone(Self.once("2026-11-20T17:40:00"))
        #expect(
            try events(spool, Self.batch).events
                == ["173000 7 TIEP_NHAN", "174000 7 QUYET_DINH", "174000 7 TRA_LOI", "174000 7 TRA_LOI", "174000 7 CACH_LY"])
    }

    @Test("a look-up needs a number of the participant's; whatever does not belong together is answered alike")
    func lookup() throws {
        let spool = try history()
        let found = try spool.run("lookup POS0000000014 --id 914166555555 --spool s --json")
        #expect(found.code == 0)
        let shown = try #require(try JSONSerialization.jsonObject(with: Data(found.output.utf8)) as? NSDictionary)
        let expected = """
            {"MA_XAC_NHAN": "POS0000000014", "TRANG_THAI": "GHI_NHAN", "HO_TEN": "Bùi Thị Thu Loan", "NGAY_SINH": "19660315",
             "GIOI_TINH": "2", "MA_SO_BHXH": "9001111111", "SO_DDCN": "914166555555", "LOAI_HINH": "IS", "SO_TIEN": 792000, "SO_THANG": 3,
             "NGAY_NOP_TIEN": "20261120", "NGAY_GHI_NHAN": "20261120", "MA_TCDVT": "9900001027", "TEN_TCDVT": "\(shown["TEN_TCDVT"] ?? "")",
             "MA_NHAN_VIEN_THU": "NVT899076000001", "TEN_NHAN_VIEN_THU": "\(shown["TEN_NHAN_VIEN_THU"] ?? "")", "MA_CQ_BHXH": "00101",
             "TEN_CQ_BHXH": "\(shown["TEN_CQ_BHXH"] ?? "")"}
            """
        #expect(shown == (try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSDictionary))
        for name in ["TEN_TCDVT", "TEN_NHAN_VIEN_THU", "TEN_CQ_BHXH"] { #expect((shown[name] as? String)?.isEmpty == false) }
        let text = try spool.run("lookup POS0000000014 --id 9001111111 --spool s --lang en").output
        #expect(
            text.hasPrefix("Code         POS0000000014\nStatus       recorded\nName         Bùi Thị Thu Loan\nBorn         15/03/1966\n"))
        for wrong in ["POS0000000014 --id 9001111112", "POS0000000022 --id 9001111111", "POS0000000049 --id 9001111111", "x --id x"] {
            #expect(
                try spool.run("lookup \(wrong) --spool s")
                    == BuiltProduct.Outcome(
                        output: "", error: "giaonhan: mã xác nhận và số không thuộc về nhau; hãy kiểm tra lại cả hai\n", code: 1))
        }
    }

    @Test("a look-up says in either language that a code was cancelled, and explain why")
    func cancelled() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 4 --faults 25 --partners 2")
        try spool.expectDone(Self.once("2026-11-20T17:30:00"))
        try spool.write(
            """
            <DIEU_CHINH PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_TCDVT>9900001027</MA_TCDVT><MA_CQ_BHXH>00101</MA_CQ_BHXH><MA_LO>D1</MA_LO>\
            <NGAY_LAP>20261120173500</NGAY_LAP><SO_LUONG>2</SO_LUONG></THONG_TIN_CHUNG><DS_HUY>
            <HUY><MA_XAC_NHAN>POS0000000014</MA_XAC_NHAN><LY_DO>Thu nhầm</LY_DO></HUY>
            <HUY><MA_XAC_NHAN>khong-co</MA_XAC_NHAN><LY_DO>Thu nhầm</LY_DO></HUY></DS_HUY></DIEU_CHINH>
            """, to: Self.inbox + "dc.xml")
        let checked = try spool.run("check \(Self.inbox)dc.xml --spool s --owner 9900001027 --json --now 2026-11-20T17:40:00+07:00").output
        #expect(checked.contains("\"MA_XAC_NHAN\"") && !checked.contains("MA_GIAO_DICH"), "\(checked)")
        try spool.expectDone(Self.once("2026-11-20T17:40:00"))
        let lookup = "lookup POS0000000014 --id 9001111111 --spool s"
        #expect(try spool.run(lookup).output.contains("ĐÃ HỦY, mã không còn giá trị\n"))
        #expect(try spool.run(lookup + " --lang en").output.contains("CANCELLED, the code is no longer valid\n"))
        #expect(try spool.run(lookup + " --json").output.contains("\"DA_HUY\""))
        let story = try spool.run("explain POS0000000014 --spool s").output
        #expect(story.contains("hủy mã xác nhận\n    MA_XAC_NHAN POS0000000014\n    NGAY_GHI_NHAN 20261120\n    LY_DO Thu nhầm\n"))
        #expect(try events(spool, "khong-co").kinds == "MA_XAC_NHAN")
        let entries = try spool.run("explain dc.xml --spool s").output
        #expect(entries.contains("    DS_XAC_NHAN\n      STT 1 POS0000000014\n"))
    }
}
