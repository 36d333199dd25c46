import ExchangeTesting
import Testing

struct UsageTests {
    private static let noSpool =
        "giaonhan: open missing: No such file or directory, error 2; is --spool the folder that giaonhan init has made?"

    /// A bad command line: its words, its exit code, and the first line on stderr.
    static let badLines: [(line: String, code: Int32, says: String)] = [
        ("frob", 2, "Error: Unexpected argument 'frob'"),
        ("init", 2, "Error: Missing expected argument '<spool>'"),
        ("init s --prefix pos", 2, "Error: --prefix is three letters A to Z, not: pos"),
        ("init missing/s", 3, "giaonhan: mkdir missing/s: No such file or directory, error 2"),
        ("run --spool s --settle soon", 2, "Error: The value 'soon' is invalid for '--settle <settle>'"),
        ("run --spool missing --once", 3, noSpool),
        (
            "run --spool s --log-format xml", 2,
            "Error: The value 'xml' is invalid for '--log-format <log-format>'. Please provide one of 'text' and 'json'."
        ),
        ("check", 2, "Error: Missing expected argument '<files> ...'"),
        ("check missing.xml", 2, "giaonhan: missing.xml: no such file"),
        ("check .", 2, "giaonhan: .: it ends in no file's name"),
        ("check --spool s x.xml", 2, "Error: --spool needs --owner: a MA_TCDVT such as 0101234567, or agency"),
        ("check --owner agency x.xml", 2, "Error: --owner needs --spool: the folder that giaonhan init has made"),
        ("check --owner no --spool s x.xml", 2, "Error: The value 'no' is invalid for '--owner <owner>'"),
        ("check --json --lang en x.xml", 2, "Error: --lang is for people; leave it out with --json, whose messages are Vietnamese"),
        ("check --max-depth 0 x.xml", 2, "Error: --max-depth must be at least 1, not 0"),
        ("check --now yesterday x.xml", 2, "Error: The value 'yesterday' is invalid for '--now <now>'"),
        ("report 02-xn --spool s --date 20261120", 2, "Error: no such report: 02-xn; this version has 01-xn"),
        ("report 01-xn --spool s --date 20261131", 2, "Error: The value '20261131' is invalid for '--date <date>'"),
        ("status", 2, "Error: Missing expected argument '--spool <spool>'"),
        ("status --spool missing", 3, noSpool),
        (
            "status --spool s --json --lang vi", 2,
            "Error: --lang is for people; leave it out with --json, whose LY_DO is Vietnamese"
        ),
        ("backup", 2, "Error: Missing expected argument '<to>'"),
        ("backup to --spool missing", 3, noSpool),
        ("explain", 2, "Error: Missing expected argument '<key>'"),
        ("explain x.xml --spool missing", 3, noSpool),
        ("lookup POS0000000014 --spool s", 2, "Error: Missing expected argument '--id <id>'"),
        (
            "explain x --spool s --json --lang en", 2,
            "Error: --lang is for people; leave it out with --json, whose messages are Vietnamese"
        ),
        ("verify", 2, "Error: Missing expected argument '--spool <spool>'"),
        ("verify --spool missing", 3, noSpool),
        ("republish --spool s", 2, "Error: Missing expected argument '<key>'"),
        (
            "schema DANH", 2,
            "Error: The value 'DANH' is invalid for '<document>'. "
                + "Please provide one of 'DANH_SACH_THU', 'DANH_MUC', 'DIEU_CHINH', 'BANG_KE_NOP' or 'SAO_KE'."
        ),
        ("rules --lang fr", 2, "Error: The value 'fr' is invalid for '--lang <lang>'. Please provide one of 'vi' and 'en'."),
        ("sample o", 2, "Error: Missing expected argument '--payments <payments>'"),
        ("sample o --payments 0", 2, "giaonhan: payments must be from 1 to 10000000: 0; giaonhan sample --help tells the limits"),
        ("sample missing/o --payments 1", 2, "giaonhan: missing/o: the folder it shall be made in does not exist"),
        ("release TN1 --spool s", 2, "Error: The value 'TN1' is invalid for '<intake>'"),
        ("refuse TN20261120-1 --spool s", 2, "Error: The value 'TN20261120-1' is invalid for '<intake>'"),
    ]

    @Test("a bad command line names what is wrong", arguments: badLines)
    func badLine(_ bad: (line: String, code: Int32, says: String)) throws {
        let spool = try CommandSpool()
        let outcome = try spool.run(bad.line)
        #expect(outcome.error.prefix { $0 != "\n" } == bad.says)
        #expect(outcome.output.isEmpty)
        #expect(outcome.code == bad.code)
        #expect(try spool.files(in: "").isEmpty)
    }

    @Test(
        "help begins with what a command does, and shows an example",
        arguments: [
            "init", "run", "check", "report", "status", "explain", "lookup", "verify", "republish", "release", "refuse", "backup", "schema",
            "rules", "sample",
        ])
    func help(_ command: String) throws {
        let spool = try CommandSpool()
        let outcome = try spool.run("\(command) --help")
        #expect(outcome.code == 0)
        #expect(outcome.error.isEmpty)
        #expect(outcome.output.hasPrefix("OVERVIEW: "))
        #expect(outcome.output.contains("  giaonhan \(command)"))
        #expect(outcome.output.contains("--now <now>"))
        #expect(try spool.run("--help").output.contains("\n  \(command) "))
    }

    @Test("schema lists the documents, and prints each one's XSD")
    func schema() throws {
        let spool = try CommandSpool()
        let documents = ["DANH_SACH_THU", "DANH_MUC", "DIEU_CHINH", "BANG_KE_NOP", "SAO_KE"]
        #expect(try spool.run("schema") == BuiltProduct.Outcome(output: documents.map { $0 + "\n" }.joined(), error: "", code: 0))
        for document in documents {
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
