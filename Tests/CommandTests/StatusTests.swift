import ExchangeTesting
import Foundation
import Testing

struct StatusTests {
    private static let inbox = "s/partners/9900001027/inbox/"
    private static let batch = "TCDVT_9900001027_20261120_1000001.xml"
    private static let work = "TN20261120-000007~20261120173000~9900001027~"

    @Test("JSON has the keys of the contract, with the records of claimed and held files waiting")
    func json() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 3 --partners 2")
        try spool.move(Self.inbox + Self.batch, to: "s/work/held/" + Self.work + Self.batch)
        let before = try spool.state(of: "s")
        let status = try spool.run("status --spool s --json --now \(CommandSpool.now)")
        #expect(status.code == 1)
        #expect(status.error.isEmpty)
        #expect(try spool.state(of: "s") == before)
        let none =
            #""CHO": 0, "DANG_XU_LY": 0, "CACH_LY": 0, "SL_TRUNG": 0, "SL_LOI": 0, "CHENH_LECH": 0, "CHO_LAU_NHAT": 0, "CHENH_LECH_TEP": 0, "CHENH_LECH_TIEN": 0, "#
        let noMoney =
            #""TIEN_NHAN": 0, "TIEN_DUNG": 0, "TIEN_TRUNG": 0, "TIEN_LOI": 0, "SL_CON_LAI": 0, "TIEN_CON_LAI": 0, "SO_NGAY_CON_LAI": 0, "#
            + #""TIEN_KE_CHUA_CO_BAO_CO": 0, "SO_NGAY_KE": 0, "TIEN_BAO_CO_CHUA_KHOP": 0, "IM_LANG": 0"#
        let expected = """
            {"THOI_GIAN": "20261120173000", "DO": true,
             "LY_DO": ["9900001027: \(Self.batch) bị giữ lại, vì khi đọc tệp này chương trình đã bị ngắt; hãy gọi giaonhan release \
            TN20261120-000007 hoặc giaonhan refuse TN20261120-000007"],
             "DS_TO_CHUC": [
               {"MA_TCDVT": "agency", \(none) "GIU_LAI": 0, "SL_NHAN": 39, "SL_DUNG": 39, "SL_CHO": 0, "SL_TEP": 1, \(noMoney)},
               {"MA_TCDVT": "9900001027", \(none) "GIU_LAI": 1, "SL_NHAN": 0, "SL_DUNG": 0, "SL_CHO": 3, "SL_TEP": 0, \(noMoney)},
               {"MA_TCDVT": "9900001034", \(none) "GIU_LAI": 0, "SL_NHAN": 0, "SL_DUNG": 0, "SL_CHO": 0, "SL_TEP": 0, \(noMoney)}],
             "DS_CHU_Y": []}
            """
        #expect(try object(status.output) == object(expected))
    }

    @Test(
        "what the daemon's last pass ended with is red",
        arguments: [("vi", "ĐỎ  lượt làm việc gần nhất"), ("en", "RED  the daemon's last pass")])
    func faultOfTheLastPass(language: String, line: String) throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 1 --partners 2")
        #expect(try spool.run("status --spool s --now \(CommandSpool.now)").code == 0)
        try spool.write("process 42\nfault write work: No space left on device, error 28\nend\n", to: "s/.giaonhan.lock")
        let status = try spool.run("status --spool s --lang \(language) --now \(CommandSpool.now)")
        #expect(status.code == 1)
        #expect(status.output.contains(line) && status.output.contains("write work: No space left on device, error 28"), "\(status.output)")
    }

    /// What became of twenty payments, four of them faulty, in each language.
    static let tables = [
        (
            "vi",
            """
            Lúc 17:30:00 20/11/2026

            Tệp         Đang chờ  Chờ lâu nhất  Đang xử lý  Giữ lại  Đã trả lời  Cách ly
            agency             0       0:00:00           0        0           1        0
            9900001027         0       0:00:00           0        0           1        0
            9900001034         0       0:00:00           0        0           1        0
            ----------------------------------------------------------------------------
            Cộng               0       0:00:00           0        0           3        0

            Bản ghi     Nhận  Ghi nhận  Đã có  Từ chối  Chưa xét  Chênh lệch
            agency        39        39      0        0         0           0
            9900001027    10         8      0        2         0           0
            9900001034    10         8      0        2         0           0
            ----------------------------------------------------------------
            Cộng          59        55      0        4         0           0

            Số tiền (đ)        Nhận    Ghi nhận  Đã có    Từ chối
            agency                0           0      0          0
            9900001027    8.102.055   5.779.515      0  2.322.540
            9900001034    6.666.660   4.753.980      0  1.912.680
            -----------------------------------------------------
            Cộng         14.768.715  10.533.495      0  4.235.220

            Tiền về (đ)    Chưa nộp  Số mã  Số ngày  Kê chưa báo có  Số ngày  Báo có chưa khớp  Ngày im lặng
            agency                0      0        -               0        -                 0             -
            9900001027    5.779.515      8        0               0        -                 0             0
            9900001034    4.753.980      8        0               0        -                 0             0
            ------------------------------------------------------------------------------------------------
            Cộng         10.533.495     16        0               0        -                 0             0

            Không có tệp nào bị giữ lại hay chậm; mọi bản ghi đều khớp.

            """
        ),
        (
            "en",
            """
            At 17:30:00 20/11/2026

            Files       Waiting  Longest wait  In work  Held  Answered  Quarantined
            agency            0       0:00:00        0     0         1            0
            9900001027        0       0:00:00        0     0         1            0
            9900001034        0       0:00:00        0     0         1            0
            -----------------------------------------------------------------------
            Total             0       0:00:00        0     0         3            0

            Records     Received  Recorded  On record  Refused  Unposted  Difference
            agency            39        39          0        0         0           0
            9900001027        10         8          0        2         0           0
            9900001034        10         8          0        2         0           0
            ------------------------------------------------------------------------
            Total             59        55          0        4         0           0

            Money (đ)     Received    Recorded  On record    Refused
            agency               0           0          0          0
            9900001027   8.102.055   5.779.515          0  2.322.540
            9900001034   6.666.660   4.753.980          0  1.912.680
            --------------------------------------------------------
            Total       14.768.715  10.533.495          0  4.235.220

            Money's way (đ)  Outstanding  Codes  Days  Listed, not credited  Days  Credited, not listed  Silent days
            agency                     0      0     -                     0     -                     0            -
            9900001027         5.779.515      8     0                     0     -                     0            0
            9900001034         4.753.980      8     0                     0     -                     0            0
            --------------------------------------------------------------------------------------------------------
            Total             10.533.495     16     0                     0     -                     0            0

            Nothing is held or late, and every record is accounted for.

            """
        ),
    ]

    @Test("people get four tables in their language: files, records, money, the money's way, each with its sums", arguments: tables)
    func people(_ language: String, _ expected: String) throws {
        let spool = try CommandSpool()
        for line in [
            "init s", "sample s --payments 20 --files 2 --partners 2 --faults 20 --zip",
            "run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)",
        ] { try spool.expectDone(line) }
        #expect(
            try spool.run("status --spool s --lang \(language) --now \(CommandSpool.now)")
                == BuiltProduct.Outcome(output: expected, error: "", code: 0))
    }

    /// The money of a spool four days later: the first partner listed one of its payments and nothing came, the second fell silent and a
    /// credit that nobody listed came for it.
    static let moneysWay = [
        (
            "vi",
            """
            Tiền về (đ)   Chưa nộp  Số mã  Số ngày  Kê chưa báo có  Số ngày  Báo có chưa khớp  Ngày im lặng
            agency               0      0        -               0        -                 0             -
            9900001027   1.031.085      2        4         792.000        3                 0             0
            9900001034   2.494.200      2        4               0        -             5.000             4
            -----------------------------------------------------------------------------------------------
            Cộng         3.525.285      4        4         792.000        3             5.000             4

            Không có tệp nào bị giữ lại hay chậm; mọi bản ghi đều khớp.

            CẦN CHÚ Ý  9900001027: 792.000 đồng đã kê nộp mà chưa có báo có, sớm nhất từ 3 ngày trước; hãy gửi SAO_KE còn thiếu, hoặc hỏi \
            đơn vị về lệnh chuyển
            CẦN CHÚ Ý  9900001034: không gửi tệp nào trong 4 ngày; hãy hỏi đơn vị vì sao
            CẦN CHÚ Ý  9900001034: 5.000 đồng đã có báo có mà không khớp bảng kê nào; hãy nhắc đơn vị gửi hoặc sửa BANG_KE_NOP

            """
        ),
        (
            "en",
            """
            Money's way (đ)  Outstanding  Codes  Days  Listed, not credited  Days  Credited, not listed  Silent days
            agency                     0      0     -                     0     -                     0            -
            9900001027         1.031.085      2     4               792.000     3                     0            0
            9900001034         2.494.200      2     4                     0     -                 5.000            4
            --------------------------------------------------------------------------------------------------------
            Total              3.525.285      4     4               792.000     3                 5.000            4

            Nothing is held or late, and every record is accounted for.

            NOTE  9900001027: 792.000 đồng listed and not credited, the oldest for 3 days; send the SAO_KE that is missing, or ask the \
            partner about its transfer
            NOTE  9900001034: has sent no file for 4 days; ask the partner why
            NOTE  9900001034: 5.000 đồng credited that no listing agrees with; remind the partner to send its BANG_KE_NOP or to correct it

            """
        ),
    ]

    @Test("the money's way, and a note for what is listed and not credited, credited and not listed, silent", arguments: moneysWay)
    func wayOfMoney(_ language: String, _ expected: String) throws {
        let spool = try CommandSpool()
        for line in [
            "init s", "sample s --payments 4 --files 2 --partners 2",
            "run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)",
        ] { try spool.expectDone(line) }
        let answer = try #require(try spool.files(in: "s/partners/9900001027/outbox").first { $0.hasSuffix("_XN.xml") })
        let code = try first("MA_XAC_NHAN", in: spool.text("s/partners/9900001027/outbox/\(answer)"))
        let archived = try #require(try spool.files(in: "s/archive").first { $0.hasSuffix(Self.batch) })
        let batch = try spool.text("s/archive/\(archived)")
        let head = "<MA_CQ_BHXH>\(try first("MA_CQ_BHXH", in: batch))</MA_CQ_BHXH><MA_LO>X-1</MA_LO><NGAY_LAP>20261124060000</NGAY_LAP>"
        try spool.write(
            """
            <BANG_KE_NOP PHIEN_BAN="1"><THONG_TIN_CHUNG><MA_TCDVT>9900001027</MA_TCDVT>\(head)<SO_LUONG>1</SO_LUONG>
            <TONG_TIEN>\(try first("SO_TIEN", in: batch))</TONG_TIEN><MA_GIAO_DICH_NH>FT-1</MA_GIAO_DICH_NH><NGAY_CHUYEN>20261121</NGAY_CHUYEN>
            </THONG_TIN_CHUNG><DS_MA><MA_XAC_NHAN>\(code)</MA_XAC_NHAN></DS_MA></BANG_KE_NOP>
            """, to: Self.inbox + "KE.xml")
        try spool.write(
            """
            <SAO_KE PHIEN_BAN="1"><THONG_TIN_CHUNG>\(head)<SO_LUONG>1</SO_LUONG><TONG_TIEN>5000</TONG_TIEN></THONG_TIN_CHUNG><DS_BAO_CO>
            <BAO_CO><MA_GIAO_DICH_NH>FT-9</MA_GIAO_DICH_NH><NGAY_BAO_CO>20261123</NGAY_BAO_CO><SO_TIEN>5000</SO_TIEN>
            <MA_TCDVT>9900001034</MA_TCDVT></BAO_CO></DS_BAO_CO></SAO_KE>
            """, to: "s/agency/inbox/SK.xml")
        let later = "2026-11-24T07:00:00+07:00"
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(later)")

        let status = try spool.run("status --spool s --lang \(language) --now \(later)")
        #expect(status.code == 0, "notes are not red")
        let way = try #require(status.output.firstRange(of: language == "vi" ? "Tiền về" : "Money's way"))
        #expect(status.output[way.lowerBound...] == expected)
        let json = try object(try spool.run("status --spool s --json --now \(later)").output)
        let notes = try #require(json["DS_CHU_Y"] as? [String])
        #expect(json["DO"] as? Bool == false)
        if language == "vi" { #expect(notes.map { "CẦN CHÚ Ý  \($0)\n" }.joined() == expected.components(separatedBy: "\n\n").last) }
        let metrics = try spool.text("s/metrics.prom")
        for line in [
            "money_listed_not_credited_dong{ma_tcdvt=\"9900001027\"} 792000", "listed_oldest_days{ma_tcdvt=\"9900001027\"} 3",
            "outstanding_oldest_days{ma_tcdvt=\"9900001027\"} 4", "money_credited_not_listed_dong{ma_tcdvt=\"9900001034\"} 5000",
            "silent_days{ma_tcdvt=\"9900001034\"} 4", "silent_days{ma_tcdvt=\"agency\"} 0",
        ] { #expect(metrics.contains("\ngiaonhan_\(line)\n"), "\(line)") }
    }

    private func first(_ element: String, in xml: String) throws -> Substring {
        let start = try #require(xml.firstRange(of: "<\(element)>"))
        return xml[start.upperBound...].prefix { $0 != "<" }
    }

    @Test("late files, old uploads and folders that are none are red, each with what to do")
    func redLights() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 1 --partners 2")
        try spool.write("", to: Self.inbox + ".x.xml.part")
        try FileManager.default.removeItem(at: spool.url("s/partners/9900001034/inbox"))
        try FileManager.default.removeItem(at: spool.url("s/partners/9900001034/outbox"))
        symlink("/tmp", "\(spool.folder)/s/partners/9900001034/inbox")
        symlink("/tmp", "\(spool.folder)/s/partners/9900001034/outbox")
        // A century later everything has waited; how many hours is of no interest.
        let status = try spool.run("status --spool s --lang en --now 2126-11-20T07:00:00+07:00")
        let lights = status.output.split(separator: "\n").filter { $0.hasPrefix("RED") }
            .map { $0.replacing(/for \d+ hours/, with: "for N hours") }
        #expect(
            lights == [
                "RED  9900001027: waiting longer than 15 minutes: \(Self.batch); see that the daemon runs and what it logs",
                "RED  9900001027: .x.xml.part has been an upload under way for N hours; ask its sender, or remove it",
                "RED  9900001034: partners/9900001034/outbox is no real folder, so its answers wait; put a folder there",
                "RED  9900001034: open partners/9900001034/inbox (9900001034): Not a directory, error 20; put a real folder there; its files stay "
                    + "where they are until then",
                "RED  day 20261120 is over and not closed; see that the daemon runs and what it logs",
            ])
        #expect(status.code == 1)
        let vietnamese = try spool.run("status --spool s --now 2126-11-20T07:00:00+07:00").output
        #expect(vietnamese.contains("\nĐỎ  9900001027: chờ quá 15 phút: \(Self.batch); hãy xem chương trình"))
        #expect(vietnamese.contains("\nĐỎ  ngày 20261120 đã qua mà chưa khóa sổ; "))
    }

    @Test("release lets a held file go on; refuse has it answered TEP07")
    func held() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 2 --files 2 --partners 2")
        let other = "TCDVT_9900001034_20261120_1000002.xml"
        try spool.move(Self.inbox + Self.batch, to: "s/work/held/" + Self.work + Self.batch)
        try spool.move(
            "s/partners/9900001034/inbox/\(other)", to: "s/work/held/TN20261120-000008~20261120173000~9900001034~\(other)")
        #expect(
            try spool.run("release TN20261120-000007 --spool s --lang en")
                == BuiltProduct.Outcome(
                    output: "TN20261120-000007 is released; the daemon reads it again with its next pass\n", error: "", code: 0))
        #expect(
            try spool.run("refuse TN20261120-000008 --spool s")
                == BuiltProduct.Outcome(
                    output: "TN20261120-000008 bị từ chối; ở lượt tới chương trình sẽ trả lời bên gửi bằng mã TEP07\n", error: "", code: 0))
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)")
        #expect(try spool.files(in: "s/partners/9900001027/outbox").last?.hasSuffix("TN20261120-000007_XN.xml") == true)
        let answer = try spool.text("s/partners/9900001034/outbox/TCDVT_9900001034_20261120_1000002_TN20261120-000008_TC.xml")
        #expect(answer.contains("<MA_LOI>TEP07</MA_LOI>"))
        #expect(try spool.files(in: "s/quarantine/9900001034").first == "TN20261120-000008_\(other)")

        for command in ["release", "refuse"] {
            #expect(
                try spool.run("\(command) TN20261120-000008 --spool s --lang en")
                    == BuiltProduct.Outcome(
                        output: "", error: "giaonhan: TN20261120-000008 is not held; giaonhan status lists the held files\n", code: 1))
        }
    }

    private func object(_ json: String) throws -> NSDictionary {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSDictionary)
    }
}
