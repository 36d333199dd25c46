import ExchangeTesting
import Testing

struct UsageTests {
    private static let noName =
        "giaonhan: no spool is named: say --spool SPOOL, or set GIAONHAN_SPOOL, or write \"spool\" into the file that --config or "
        + "GIAONHAN_CONFIG names"
    private static let noSpool =
        "giaonhan: open missing: No such file or directory, error 2; is --spool the folder that giaonhan init has made?"

    /// A bad command line: its words, its exit code, and the first line on stderr.
    static let badLines: [(line: String, code: Int32, says: String)] = [
        ("frob", 2, "Error: Unexpected argument 'frob'"),
        ("init", 2, "Error: Missing expected argument '<spool>'"),
        ("init s --prefix pos", 2, "Error: --prefix is three letters A to Z, not: pos"),
        ("init missing/s", 3, "giaonhan: mkdir missing/s: No such file or directory, error 2"),
        ("run --spool s --settle soon", 2, "Error: The value 'soon' is invalid for '--settle <settle>': expected seconds, 0 to 86400"),
        ("run --spool missing --once", 3, noSpool),
        (
            "run --spool s --log-format xml", 2,
            "Error: The value 'xml' is invalid for '--log-format <log-format>': expected text or json"
        ),
        ("check", 2, "Error: Missing expected argument '<files> ...'"),
        ("check missing.xml", 2, "giaonhan: missing.xml: no such file"),
        ("check .", 2, "giaonhan: .: it ends in no file's name"),
        ("check --spool s x.xml", 2, "Error: --spool needs --owner: a MA_TCDVT such as 0101234567, or agency"),
        ("check --owner agency x.xml", 2, noName),
        ("check --owner no --spool s x.xml", 2, "Error: The value 'no' is invalid for '--owner <owner>'"),
        ("check --json --lang en x.xml", 2, "Error: --lang is for people; leave it out with --json, whose messages are Vietnamese"),
        (
            "check --max-depth 0 x.xml", 2,
            "Error: The value '0' is invalid for '--max-depth <max-depth>': expected a whole number, 1 or more"
        ),
        ("check --now yesterday x.xml", 2, "Error: The value 'yesterday' is invalid for '--now <now>'"),
        (
            "report 02-xn --spool s --date 20261120", 2,
            "Error: no such report: 02-xn; there are 01-xn, c17-ts, cham-nop, tong-hop, doi-chieu, nvt, dia-ban"
        ),
        ("report 01-xn --spool s --date 20261131", 2, "Error: The value '20261131' is invalid for '--date <date>'"),
        ("status", 2, noName),
        ("status --spool missing", 3, noSpool),
        (
            "status --spool s --json --lang en", 2,
            "Error: --lang is for people; leave it out with --json, whose messages are Vietnamese"
        ),
        ("backup", 2, "Error: Missing expected argument '<to>'"),
        ("backup to --spool missing", 3, noSpool),
        ("doctor", 2, noName),
        ("doctor --spool missing", 3, noSpool),
        (
            "doctor --spool s --json --lang en", 2,
            "Error: --lang is for people; leave it out with --json, whose messages are Vietnamese"
        ),
        ("explain", 2, "Error: Missing expected argument '<key>'"),
        ("explain x.xml --spool missing", 3, noSpool),
        ("lookup POS0000000014 --spool s", 2, "Error: Missing expected argument '--id <id>'"),
        (
            "explain x --spool s --json --lang en", 2,
            "Error: --lang is for people; leave it out with --json, whose messages are Vietnamese"
        ),
        ("verify", 2, noName),
        ("verify --spool missing", 3, noSpool),
        ("republish --spool s", 2, "Error: Missing expected argument '<key>'"),
        ("report tong-hop --date 20261120 --partner X --spool s", 2, "Error: TONG-HOP is of all partners: leave out --partner"),
        (
            "schema DANH", 2,
            "Error: The value 'DANH' is invalid for '<document>'. Please provide one of 'DANH_SACH_THU', 'DANH_MUC', 'DIEU_CHINH', "
                + "'BANG_KE_NOP' or 'SAO_KE'."
        ),
        ("rules --lang fr", 2, "Error: The value 'fr' is invalid for '--lang <lang>': expected vi or en"),
        ("settings --poll -1", 2, "Error: Missing value for '--poll <poll>'"),
        ("settings --config missing.json", 2, "giaonhan: the file of settings «missing.json»: No such file or directory"),
        ("sample o", 2, "Error: Missing expected argument '--payments <payments>'"),
        ("sample o --payments 0", 2, "giaonhan: --payments must be from 1 to 10000000, not 0"),
        ("sample missing/o --payments 1", 2, "giaonhan: missing/o: the folder it shall be made in does not exist"),
        ("release TN1 --spool s", 2, "Error: The value 'TN1' is invalid for '<intake>'"),
        ("refuse TN20261120-1 --spool s", 2, "Error: The value 'TN20261120-1' is invalid for '<intake>'"),
    ]

    @Test("a bad command line names what is wrong", arguments: badLines)
    func badLine(_ bad: (line: String, code: Int32, says: String)) throws {
        let spool = try CommandSpool()
        let outcome = try spool.run(bad.line, environment: ["LANG": "en_US.UTF-8"])
        #expect(outcome.error.prefix { $0 != "\n" } == bad.says)
        #expect(outcome.output.isEmpty)
        #expect(outcome.code == bad.code)
        #expect(try spool.files(in: "").isEmpty)
    }

    /// Sentences of our own, in Vietnamese: a line, its exit code, what stderr says.
    static let vietnameseLines: [(line: String, code: Int32, says: String)] = [
        ("check missing.xml", 2, "missing.xml: không có tệp này"),
        ("check .", 2, ".: đường dẫn không kết thúc bằng tên tệp"),
        (
            "status --spool missing", 3,
            "open missing: No such file or directory, error 2; --spool có phải là thư mục do giaonhan init lập không?"
        ),
        ("sample o --payments 0", 2, "--payments phải từ 1 đến 10000000, không phải 0"),
        ("sample o --payments 1 --faults 101", 2, "--faults phải từ 0 đến 100, không phải 101.0"),
        ("sample o --payments 5 --files 6", 2, "5 khoản thu không đủ cho 6 tệp; mỗi tệp có ít nhất một khoản thu"),
        ("sample o --payments 2000001", 2, "1 tệp là quá ít; mỗi tệp có nhiều nhất 2000000 khoản thu"),
        ("sample missing/o --payments 1", 2, "missing/o: chưa có thư mục cha để lập nó"),
    ]

    @Test("what the caller can put right is said in the caller's language", arguments: vietnameseLines)
    func vietnamese(_ bad: (line: String, code: Int32, says: String)) throws {
        let outcome = try CommandSpool().run(bad.line)
        #expect(outcome == BuiltProduct.Outcome(output: "", error: "giaonhan: \(bad.says)\n", code: bad.code))
    }

    @Test("the locale chooses the language, and --lang before it", arguments: [("C.UTF-8", "vi"), ("en_US.UTF-8", "en"), ("vi_VN", "vi")])
    func locale(_ locale: String, _ language: String) throws {
        let words = ["vi": "giaonhan: x: không có tệp này\n", "en": "giaonhan: x: no such file\n"]
        let spool = try CommandSpool()
        #expect(try spool.run("check x", environment: ["LANG": locale]).error == words[language])
        for asked in ["vi", "en"] { #expect(try spool.run("check x --lang \(asked)", environment: ["LANG": locale]).error == words[asked]) }
    }

    @Test(
        "help begins with what a command does, and shows an example",
        arguments: [
            "init", "run", "check", "report", "status", "doctor", "explain", "lookup", "verify", "republish", "release", "refuse", "backup",
            "settings", "schema", "rules", "sample",
        ])
    func help(_ command: String) throws {
        let spool = try CommandSpool()
        let outcome = try spool.run("\(command) --help")
        #expect(outcome.code == 0)
        #expect(outcome.error.isEmpty)
        #expect(outcome.output.hasPrefix("OVERVIEW: "))
        #expect(outcome.output.contains("  giaonhan \(command)"))
        #expect(outcome.output.contains("--now <now>"))
        #expect(outcome.output.contains("--lang <lang>"))
        #expect(try spool.run("--help").output.contains("\n  \(command) "))
    }

    @Test("schema lists the documents, and prints each one's XSD")
    func schema() throws {
        let spool = try CommandSpool()
        let documents = """
            DANH_SACH_THU  danh sách thu: một lô khoản thu của tổ chức dịch vụ thu
            DANH_MUC       danh mục của cơ quan BHXH
            DIEU_CHINH     điều chỉnh: hủy mã xác nhận, hủy kê
            BANG_KE_NOP    bảng kê nộp tiền của tổ chức dịch vụ thu
            SAO_KE         sao kê báo có của cơ quan BHXH

            """
        #expect(try spool.run("schema") == BuiltProduct.Outcome(output: documents, error: "", code: 0))
        let english = """
            DANH_SACH_THU  a batch of payments, from a partner
            DANH_MUC       the registry's entries, from the agency
            DIEU_CHINH     codes cancelled and listings taken back, from a partner or the agency
            BANG_KE_NOP    the codes that one transfer pays for, from a partner
            SAO_KE         the transfers that arrived, from the agency

            """
        #expect(try spool.run("schema --lang en").output == english)
        for document in ["DANH_SACH_THU", "DANH_MUC", "DIEU_CHINH", "BANG_KE_NOP", "SAO_KE"] {
            let printed = try spool.run("schema \(document)")
            #expect(printed.code == 0)
            #expect(printed.output.contains("<xs:element name=\"\(document)\""))
        }
    }

    @Test("rules prints the catalogue in either language")
    func rules() throws {
        let spool = try CommandSpool()
        #expect(try spool.run("rules").output.hasPrefix("Mã      Ý nghĩa "))
        let english = try spool.run("rules --lang en")
        #expect(english.output.hasPrefix("Code    Meaning "))
        #expect(english.output.contains("\nTEP02   The file's name is outside the allowed form "))
        #expect(english.code == 0)
    }
}
