import ExchangeTesting
import Foundation
import Testing

struct SampleCommandTests {
    private static let batch = "partners/9900001027/inbox/TCDVT_9900001027_20261120_1000001"

    @Test("the same arguments give the same bytes, over the same folder too; no file stands half written")
    func repeated() throws {
        let spool = try CommandSpool()
        for folder in ["a", "b", "a"] { try spool.expectDone("sample \(folder) --payments 50 --zip") }
        let files = try spool.files(in: "a")
        #expect(files == ["agency/inbox/DANH_MUC_20261120_P1C4.xml", Self.batch + ".zip"])
        #expect(try spool.files(in: "b") == files)
        for file in files { #expect(try Data(contentsOf: spool.url("a/\(file)")) == Data(contentsOf: spool.url("b/\(file)"))) }
    }

    @Test("another file of the same name is not overwritten")
    func standing() throws {
        let spool = try CommandSpool()
        try spool.makeFolder("a/partners/9900001027/inbox")
        try spool.write("mine", to: "a/\(Self.batch).xml")
        let outcome = try spool.run("sample a --payments 1 --lang en")
        #expect(
            outcome.error == "giaonhan: a/\(Self.batch).xml stands there with other bytes; take another --seed or folder, or remove it\n")
        #expect(outcome.code == 1)
        #expect(try spool.text("a/\(Self.batch).xml") == "mine")
        #expect(try spool.files(in: "a").count == 2)
    }

    @Test("the day is that of --date, or that of --now")
    func day() throws {
        let spool = try CommandSpool()
        try spool.expectDone("sample a --payments 1 --date 20270102")
        try spool.expectDone("sample b --payments 1 --now 2027-01-02T10:00:00+07:00")
        #expect(try spool.files(in: "a") == spool.files(in: "b"))
        #expect(try spool.files(in: "a").first == "agency/inbox/DANH_MUC_20270102_P1C4.xml")
    }
}
