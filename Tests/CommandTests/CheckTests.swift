import ExchangeTesting
import Foundation
import Testing

struct CheckTests {
    private static let batch = "TCDVT_9900001027_20261120_1000001.xml"
    private static let inbox = "s/partners/9900001027/inbox/"

    @Test("without a spool the file alone speaks: a missing name is refused, an unknown collector is not noticed")
    func fileAlone() throws {
        let spool = try CommandSpool()
        try spool.expectDone("sample m --payments 10 --faults 20")
        try spool.move("m/partners/9900001027/inbox/\(Self.batch)", to: Self.batch)
        let checked = try spool.run("check \(Self.batch) --lang en --now \(CommandSpool.now)")
        #expect(
            checked.output == """
                \(Self.batch): MOT_PHAN: SO_LUONG 10, SL_DUNG 9, SL_TRUNG 0, SL_LOI 1
                \(Self.batch):103: STT 5 GD001-00000005: HO_TEN: BG01 HO_TEN is missing or empty; 2 to 80 Vietnamese letters, blanks, ' . or - \
                expected

                """)
        #expect(checked.error.isEmpty)
        #expect(checked.code == 1)
    }

    @Test("a good file, a registry and an archive pass without a spool")
    func good() throws {
        let spool = try CommandSpool()
        try spool.expectDone("sample m --payments 3 --zip")
        let registry = "m/agency/inbox/DANH_MUC_20261120_P1C4.xml"
        let batch = "m/partners/9900001027/inbox/TCDVT_9900001027_20261120_1000001.zip"
        let checked = try spool.run("check \(registry) \(batch) --now \(CommandSpool.now)")
        #expect(
            checked.output == """
                \(registry): CHAP_NHAN: SO_LUONG 26, SL_DUNG 26, SL_TRUNG 0, SL_LOI 0
                \(batch): CHAP_NHAN: SO_LUONG 3, SL_DUNG 3, SL_TRUNG 0, SL_LOI 0

                """)
        #expect(checked.code == 0)
    }

    @Test("with a spool it is the daemon's verdict, and nothing in the spool changes")
    func withSpool() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 10 --faults 20 --partners 2")
        let before = try spool.state(of: "s")
        let line = "check --spool s --owner 9900001027 --now \(CommandSpool.now) \(Self.inbox)\(Self.batch)"
        let checked = try spool.run(line)
        #expect(
            checked.output == """
                \(Self.inbox)\(Self.batch): MOT_PHAN: SO_LUONG 10, SL_DUNG 8, SL_TRUNG 0, SL_LOI 2
                \(Self.inbox)\(Self.batch):103: STT 5 GD001-00000005: HO_TEN: BG01 Thiếu HO_TEN hoặc để trống; cần 2 đến 80 chữ cái tiếng Việt, dấu \
                cách, ' . hoặc -
                \(Self.inbox)\(Self.batch):211: STT 10 GD001-00000010: MA_NHAN_VIEN_THU «NVT800000000000»: DM01 Nhân viên thu «NVT800000000000» không \
                có trong danh mục; hãy kiểm tra mã hoặc đăng ký với cơ quan BHXH

                """)
        #expect(checked.code == 1)
        #expect(try spool.state(of: "s") == before)

        let json = try spool.run(line + " --json")
        #expect(json.code == 1)
        #expect(
            try shape(json.output)
                == shape(
                    """
                    [{"TEN_TEP": "\(Self.batch)", "TRANG_THAI": "MOT_PHAN", "SO_LUONG": 10, "SL_DUNG": 8, "SL_TRUNG": 0, "SL_LOI": 2,
                      "DS_LOI_TEP": [], "DS_TU_CHOI": [
                        {"STT": 5, "DONG": 103, "MA_GIAO_DICH": "GD001-00000005", "DS_LOI": [{"TEN_TRUONG": "HO_TEN", "MA_LOI": "BG01",
                          "MO_TA_LOI": "Thiếu HO_TEN hoặc để trống; cần 2 đến 80 chữ cái tiếng Việt, dấu cách, ' . hoặc -", "GIA_TRI": ""}]},
                        {"STT": 10, "DONG": 211, "MA_GIAO_DICH": "GD001-00000010", "DS_LOI": [{"TEN_TRUONG": "MA_NHAN_VIEN_THU",
                          "MA_LOI": "DM01", "MO_TA_LOI": "Nhân viên thu «NVT800000000000» không có trong danh mục; hãy kiểm tra mã hoặc đăng ký \
                    với cơ quan BHXH", "GIA_TRI": "NVT800000000000"}]}]}]
                    """))
    }

    @Test("another's batch, and a document from the wrong sender, are refused as the daemon would")
    func wrongSender() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 1 --partners 2")
        let path = Self.inbox + Self.batch
        let line = "check --lang en --now \(CommandSpool.now) --spool s"
        #expect(
            try spool.run("\(line) --owner 9900001034 \(path)").output == """
                \(path): TU_CHOI: SO_LUONG 1, SL_DUNG 0, SL_TRUNG 0, SL_LOI 1
                \(path): MA_TCDVT «9900001027»: LO02 MA_TCDVT is «9900001027» but the folder belongs to 9900001034; give the right code, \
                or use the right folder

                """)
        #expect(
            try spool.run("\(line) --owner agency \(path)").output == """
                \(path): TU_CHOI: SO_LUONG 1, SL_DUNG 0, SL_TRUNG 0, SL_LOI 1
                \(path): «DANH_SACH_THU»: LO10 The document «DANH_SACH_THU» is not accepted from the agency; its folder accepts DANH_MUC, \
                DIEU_CHINH and SAO_KE

                """)
    }

    @Test("the same bytes again are answered as before")
    func replay() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 2 --partners 2")
        try FileManager.default.copyItem(at: spool.url(Self.inbox + Self.batch), to: spool.url(Self.batch))
        try spool.expectDone("run --spool s --once --settle 0 --log-level error --now \(CommandSpool.now)")
        let checked = try spool.run("check --lang en --spool s --owner 9900001027 --now \(CommandSpool.now) \(Self.batch)")
        #expect(
            checked.output == """
                \(Self.batch): CHAP_NHAN: SO_LUONG 2, SL_DUNG 0, SL_TRUNG 2, SL_LOI 0; the same bytes as TN20261120-000002, whose answers would \
                be published again

                """)
        #expect(checked.code == 0)
    }

    /// A hostile or odd file: its name, how it is made, and the words after its name.
    static let hostile: [(name: String, text: String, says: String)] = [
        ("empty.xml", "", " TU_CHOI\nempty.xml: TEP01 The file is empty (0 bytes); export it again and send it again\n"),
        ("odd~name.xml", "<a/>", " TU_CHOI\nodd~name.xml: «odd%7Ename.xml»: TEP02 "),
        ("text.xml", "hello", " TU_CHOI\ntext.xml: TEP06 "),
        ("not.zip", "<a/>", " TU_CHOI\nnot.zip: TEP06 "),
        ("bad.zip", "PK\u{3}\u{4}", " TU_CHOI\nbad.zip: ZIP01 "),
        ("root.xml", "<a/>", " TU_CHOI\nroot.xml:1:1: XML07 The root «a» is not a document of the exchange; "),
        ("cut.xml", "<DANH_SACH_THU PHIEN_BAN='1'>", " TU_CHOI\ncut.xml:1:30: XML02 "),
        ("entity.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", " TU_CHOI\nentity.xml:1:1: XML03 "),
        ("up.xml.part", "<", " CHO: the name of an upload under way, left alone\n"),
        ("good.xml.sha256", "", " CHO: read together with good.xml\n"),
    ]

    @Test("hostile files get their code", arguments: hostile)
    func hostileFiles(_ file: (name: String, text: String, says: String)) throws {
        let spool = try CommandSpool()
        try spool.write(file.text, to: file.name)
        let checked = try spool.run("check --lang en \(file.name)")
        #expect(checked.output.hasPrefix("\(file.name):\(file.says)"), "\(checked.output)")
        #expect(checked.code == (file.says.hasPrefix(" CHO") ? 0 : 1))
        #expect(checked.error.isEmpty)
    }

    @Test("what is no plain file of one link is not read", arguments: ["link", "hardlink", "folder", "pipe"])
    func notPlain(_ kind: String) throws {
        let spool = try CommandSpool()
        try spool.write("<a/>", to: "target")
        switch kind {
        case "link": symlink("target", "\(spool.folder)/x.xml")
        case "hardlink": link("\(spool.folder)/target", "\(spool.folder)/x.xml")
        case "folder": try spool.makeFolder("x.xml")
        default: mkfifo("\(spool.folder)/x.xml", 0o600)
        }
        let checked = try spool.run("check --lang en x.xml")
        #expect(checked.output.hasPrefix("x.xml: TU_CHOI\nx.xml: «x.xml»: TEP03 This is a "))
        #expect(checked.code == 1)
    }

    @Test("a sidecar is believed when it is well-formed and differs")
    func sidecar() throws {
        let spool = try CommandSpool()
        try spool.write("<a/>", to: "x.xml")
        try spool.write(String(repeating: "0", count: 64) + "  x.xml\n", to: "x.xml.sha256")
        #expect(try spool.run("check x.xml").output.hasPrefix("x.xml: TU_CHOI\nx.xml: TEP05 "))
        try spool.write("7e5cbd4a45b7a5a5b5b9", to: "x.xml.sha256")
        #expect(try spool.run("check x.xml --lang en").output.contains("TEP05 The .sha256 is malformed"))
    }

    @Test("a limit is printed in the refusal that it causes")
    func limit() throws {
        let spool = try CommandSpool()
        try spool.write("<a/>", to: "x.xml")
        let checked = try spool.run("check x.xml --max-file-bytes 3 --json")
        #expect(
            try shape(checked.output)
                == shape(
                    """
                    [{"TEN_TEP": "x.xml", "TRANG_THAI": "TU_CHOI", "SO_LUONG": 0, "SL_DUNG": 0, "SL_TRUNG": 0, "SL_LOI": 0, "DS_LOI_TEP":
                      [{"MA_LOI": "TEP04", "MO_TA_LOI": "Tệp có 4 byte, lớn hơn giới hạn 3 byte; hãy chia thành nhiều lô nhỏ hơn"}], "DS_TU_CHOI": []}]
                    """))
    }

    private func shape(_ json: String) throws -> NSArray {
        try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSArray)
    }
}
