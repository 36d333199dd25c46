import ExchangeTesting
import Foundation
import GRDB
import Testing

// `doctor` as an operator reads it. What each trouble is told as stands in SpoolingTests; here are the words, the codes, and that
// a daemon beside it is not disturbed.

@Suite("doctor on the command line")
struct DoctorCommandTests {
    /// What differs from machine to machine, and is compared by its form alone.
    private static let machinesOwn = ["HE_TEP", "GHI_BEN", "KHOA_DOC", "DUNG_LUONG", "INODE", "TEP_MO", "PHIEN_BAN"]

    /// The lines of what does not depend on the machine, without the sum at the end.
    private func stable(_ output: String, _ spool: borrowing CommandSpool) -> [String] {
        var lines: [String] = []
        var isDropped = false
        for line in output.split(separator: "\n").dropLast().map(String.init) {
            let isAdvice = line.hasPrefix(" ")
            if !isAdvice { isDropped = Self.machinesOwn.contains { line.contains(" \($0) ") } }
            if isDropped { continue }
            lines.append(
                line.replacing("\(spool.folder)/", with: "/srv/").replacing("user \(geteuid()),", with: "user N,")
                    .replacing("người dùng \(geteuid()) ", with: "người dùng N "))
        }
        return lines
    }

    @Test("a sound spool, in both languages")
    func sound() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        func state() throws -> [String: String] { try spool.state(of: "s").filter { $0.key != "work" } }
        let before = try state()
        let english = try spool.run("doctor --spool s --lang en")
        #expect(english.code == 0)
        #expect(english.error.isEmpty)
        #expect(try state() == before)
        #expect(try spool.files(in: "s/work").isEmpty)
        #expect(
            stable(english.output, spool) == [
                "ok        THU_MUC     .: all folders of the spool and of 0 partners are there",
                "ok        DOI_TEN     work: never replaces what stands under a name",
                "ok        LIEN_KET    work: never replaces what stands under a name",
                "ok        CHU_SO_HUU  .: belongs to user N, or to root where it may",
                "ok        QUYEN       .: nobody else reads or writes",
                "ok        DON_VI      partners: 0 partners, none with another's account or group",
                "ok        SO_CAI      ledger: the database is sound, schema «1 files, payments, money trail, registry, days»",
                "ok        NHAT_KY_SO  ledger: the write-ahead log has 0 MiB",
                "ok        DONG_HO     work: the file system's clock is 0 s ahead of the machine's",
                "ok        DONG_HO     ledger: last event: none yet",
                "ok        DONG_HO     work: newest claim: none yet",
                "ok        TIEN_TRINH  .giaonhan.lock: no daemon runs",
                "ok        DOC_TEP     giaonhan: a confined process reads a document",
            ])
        let machines = [
            #/ HE_TEP      /\S+: \S/#, #/ GHI_BEN     work: fsync of a file takes \d+\.\d ms, of a folder \d+\.\d ms \(medians\)\n/#,
            #/ KHOA_DOC    work: \S/#, #/ DUNG_LUONG  /\S+: \d+\.\d GiB free, 6\.0 GiB wanted\n/#, #/ INODE       /\S+: \S/#,
            #/ TEP_MO      ulimit -n: \d+ files may be open, 1360 wanted\n/#,
            #/ PHIEN_BAN   giaonhan: SQLite 3\.\S+, libxml2 2\.\S+, zlib 1\.\S+, libxlsxwriter [1-9]\.\S+, Linux \S+\n/#,
            #/\nLooked at 20 things: \S.*\n$/#,
        ]
        for form in machines { #expect(english.output.firstMatch(of: form) != nil, "\(form) in \(english.output)") }
        #expect(
            stable(try spool.run("doctor --spool s").output, spool) == [
                "đúng      THU_MUC     .: đủ các thư mục của spool và của 0 đơn vị",
                "đúng      DOI_TEN     work: không ghi đè tên đã có",
                "đúng      LIEN_KET    work: không ghi đè tên đã có",
                "đúng      CHU_SO_HUU  .: thuộc người dùng N hoặc root",
                "đúng      QUYEN       .: không ai khác đọc hay ghi được",
                "đúng      DON_VI      partners: 0 đơn vị, không chung tài khoản hay nhóm",
                "đúng      SO_CAI      ledger: cơ sở dữ liệu lành, lược đồ «1 files, payments, money trail, registry, days»",
                "đúng      NHAT_KY_SO  ledger: nhật ký ghi trước dài 0 MiB",
                "đúng      DONG_HO     work: giờ của hệ tệp lệch 0 giây so với máy",
                "đúng      DONG_HO     ledger: sự kiện cuối: chưa có",
                "đúng      DONG_HO     work: tệp nhận gần nhất: chưa có",
                "đúng      TIEN_TRINH  .giaonhan.lock: chương trình không chạy",
                "đúng      DOC_TEP     giaonhan: tiến trình đọc tệp đã được cách ly và đọc được",
            ])
    }

    @Test("a sick spool, in both languages: the worst first, and below it what to do")
    func sick() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        for path in ["s/quarantine", "s/ledger/ledger.sqlite"] { try FileManager.default.removeItem(at: spool.url(path)) }
        chmod("\(spool.folder)/s/work", 0o777)
        chmod("\(spool.folder)/s/partners", 0o775)
        try spool.write("", to: "s/work/TN21261120-000001~21261120173000~agency~x.xml")
        let english = try spool.run("doctor --spool s --lang en --now \(CommandSpool.now)")
        #expect(english.code == 1)
        #expect(english.error.isEmpty)
        #expect(
            stable(english.output, spool).filter { !$0.hasPrefix("ok ") } == [
                "FAULT     THU_MUC     quarantine: is not there",
                "          -> restore the folder from a copy; if the spool was empty, giaonhan init makes it",
                "FAULT     QUYEN       work: mode 0777: other accounts may write to it",
                "          -> chmod go-rwx /srv/s/work",
                "FAULT     SO_CAI      ledger: cannot be read: there is no ledger at /srv/s/ledger/ledger.sqlite",
                "          -> look into ledger/; restore a copy if it is lost",
                "WARNING   QUYEN       partners: mode 0775: other accounts may write to it",
                "          -> chmod go-w /srv/s/partners",
                "NOT SEEN  DONG_HO     --now: the time is given, so the clock is not asked",
                "          -> leave --now out to have the clock looked at",
            ])
        #expect(english.output.contains(/\nLooked at 18 things: 3 faults, \d warnings?, 1 not looked at\n$/))
        #expect(
            stable(try spool.run("doctor --spool s").output, spool).filter { !$0.hasPrefix("đúng ") } == [
                "SAI       THU_MUC     quarantine: không có",
                "          -> khôi phục thư mục từ bản sao; nếu spool còn trống thì gọi giaonhan init",
                "SAI       QUYEN       work: quyền 0777: tài khoản khác ghi được",
                "          -> chmod go-rwx /srv/s/work",
                "SAI       SO_CAI      ledger: không đọc được: there is no ledger at /srv/s/ledger/ledger.sqlite",
                "          -> xem thư mục ledger/; khôi phục từ bản sao nếu đã mất",
                "SAI       DONG_HO     work: có tệp nhận lúc 17:30:00 20/11/2126, sau giờ của máy",
                "          -> dừng chương trình, chỉnh lại giờ của máy (timedatectl), rồi chạy lại",
                "CẢNH BÁO  QUYEN       partners: quyền 0775: tài khoản khác ghi được",
                "          -> chmod go-w /srv/s/partners",
            ])
        #expect(try spool.files(in: "s/ledger") == ["ledger.sqlite-shm", "ledger.sqlite-wal"], "a ledger that is gone is not made anew")
    }

    @Test("JSON has each check with its code, result, subject, what was seen and what to do")
    func json() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        chmod("\(spool.folder)/s/archive", 0o755)
        let outcome = try spool.run("doctor --spool s --json --now \(CommandSpool.now)")
        #expect(outcome.code == 1)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(object["THOI_GIAN"] as? String == "20261120173000")
        #expect(object["TOT"] as? Bool == false)
        let checks = try #require(object["DS_KIEM_TRA"] as? [[String: String]])
        #expect(
            checks.first == [
                "MA": "QUYEN", "KET_QUA": "SAI", "DOI_TUONG": "archive", "MO_TA": "quyền 0755: mọi tài khoản đều xem được",
                "VIEC_CAN_LAM": "chmod go-rwx \(spool.folder)/s/archive",
            ])
        #expect(
            checks.contains {
                $0 == [
                    "MA": "THU_MUC", "KET_QUA": "DUNG", "DOI_TUONG": ".", "MO_TA": "đủ các thư mục của spool và của 0 đơn vị",
                    "VIEC_CAN_LAM": "",
                ]
            })
    }

    @Test("a ledger with a ruined page is a fault, and the clock is not asked of it")
    func ruinedLedger() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        let ledger = spool.url("s/ledger/ledger.sqlite")
        let root = try DatabaseQueue(path: ledger.path).read {
            try UInt64.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'payment'")
        }
        let file = try FileHandle(forUpdating: ledger)
        try file.seek(toOffset: 4096 * (try #require(root) - 1))
        try file.write(contentsOf: Data(repeating: 0x5A, count: 4096))
        try file.close()
        let outcome = try spool.run("doctor --spool s --lang en")
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("FAULT     SO_CAI      ledger: "))
        #expect(
            outcome.output.contains("-> stop the daemon, keep the disk as it is, say giaonhan verify, restore ledger/ from a copy\n"))
    }

    @Test("a running daemon is named, and does its work while it is looked at")
    func besideTheDaemon() throws {
        let spool = try CommandSpool()
        try spool.prepare(sample: "--payments 400 --files 20 --partners 2")
        // What `sample` makes before the registry is on record is nobody's secret.
        for partner in CommandSpool.partners { chmod("\(spool.folder)/s/partners/\(partner)/inbox", 0o750) }
        let daemon = try spool.start("run --spool s --settle 0 --log-level error --now \(CommandSpool.now)")
        let isNamed = try eventually {
            let outcome = try spool.run("doctor --spool s --lang en --now \(CommandSpool.now)")
            #expect(outcome.code == 0, "\(outcome.output)")
            return outcome.output.contains("TIEN_TRINH  .giaonhan.lock: runs: process \(daemon.processID) on ")
        }
        #expect(isNamed)
        let isDone = try eventually {
            #expect(try spool.run("doctor --spool s --now \(CommandSpool.now)").code == 0)
            return try spool.files(in: "s/partners").count { $0.hasSuffix("_XN.xml") } == 20
        }
        #expect(isDone)
        daemon.terminate()
        let ended = daemon.wait()
        #expect(ended.code == 0)
        #expect(ended.error.isEmpty)
        #expect(try spool.files(in: "s/work").isEmpty)
    }

    @Test("a start tells what is wrong with the ground, in the words of doctor, and goes on")
    func start() throws {
        let spool = try CommandSpool()
        try spool.expectDone("init s")
        #expect(try Shell.run("chmod 777 s/archive", in: spool.folder).code == 0)
        let started = try spool.run("run --spool s --once --settle 0 --log-level info --now \(CommandSpool.now)")
        #expect(started.code == 0)
        #expect(started.error.contains("other accounts may write to it"), "\(started.error)")
        #expect(started.error.contains("check=QUYEN"), "\(started.error)")
    }
}
