import Contributions
import Diagnosis
import Glibc
import LedgerCore
import Rulebook
import Spooling

// What `doctor` says of each thing that it saw, with what was expected where that is not plain. DoctorAdvice.swift says what to do.

extension Seen {
    func words(_ language: Language) -> String {
        switch self {
        case .foldersStand(let partners):
            language.say(
                "đủ các thư mục của spool và của \(partners) đơn vị", "all folders of the spool and of \(partners) partners are there")
        case .missing: language.say("không có", "is not there")
        case .notAFolder(let kind): language.say("không phải thư mục (\(kind.rawValue))", "is no folder (\(kind.rawValue))")
        case .otherFileSystem: language.say("nằm trên hệ tệp khác với spool", "lies on another file system than the spool")
        case .fileSystem(let system): Self.words(system, language)
        case .keepsWhatStands: language.say("không ghi đè tên đã có", "never replaces what stands under a name")
        case .replacesWhatStands: language.say("đã ghi đè tên đã có", "has replaced what stood under a name")
        case .synchronizing(let time):
            language.say(
                "ghi bền một tệp \(Self.milliseconds(time.file, language)), một thư mục \(Self.milliseconds(time.folder, language)) (trung vị)",
                "fsync of a file takes \(Self.milliseconds(time.file, language)), of a folder \(Self.milliseconds(time.folder, language)) (medians)"
            )
        case .leaseGranted: language.say("được cấp quyền giữ đọc", "a read lease is granted")
        case .leaseRefused(let errno):
            language.say(
                "không được cấp quyền giữ đọc (mã lỗi \(errno)): mỗi tệp sẽ được chép lại một lần",
                "no read lease is granted (error \(errno)): each file is copied once")
        case .ownedAsExpected(let user):
            language.say("thuộc người dùng \(user) hoặc root", "belongs to user \(user), or to root where it may")
        case .foreignOwner(let user, let expected):
            language.say("thuộc người dùng \(user), phải là \(expected)", "belongs to user \(user), expected \(expected)")
        case .modesAsExpected: language.say("không ai khác đọc hay ghi được", "nobody else reads or writes")
        case .openToOthers(let mode, _):
            language.say("quyền \(Self.octal(mode)): mọi tài khoản đều xem được", "mode \(Self.octal(mode)): any account may look into it")
        case .writableByOthers(let mode, _):
            language.say("quyền \(Self.octal(mode)): tài khoản khác ghi được", "mode \(Self.octal(mode)): other accounts may write to it")
        case .homeOfPartner(let mode):
            language.say(
                "quyền \(Self.octal(mode)): đơn vị có thể thay inbox, outbox bằng thứ khác",
                "mode \(Self.octal(mode)): the partner may put something else in the place of its inbox or outbox")
        case .inboxNotWritable(let mode):
            language.say(
                "quyền \(Self.octal(mode)): nhóm của đơn vị không đặt tệp vào được",
                "mode \(Self.octal(mode)): the partner's group cannot put files there")
        case .partnersApart(let count):
            language.say("\(count) đơn vị, không chung tài khoản hay nhóm", "\(count) partners, none with another's account or group")
        case .sameUser(let user, _):
            language.say("chung người dùng \(user): xem được tệp của nhau", "share user \(user), and may read each other's files")
        case .sameGroup(let group, _):
            language.say("chung nhóm \(group): xem được tệp của nhau", "share group \(group), and may read each other's files")
        case .freeBytes(let free, let wanted):
            language.say(
                "còn \(Self.gibibytes(free, language)), cần \(Self.gibibytes(wanted, language))",
                "\(Self.gibibytes(free, language)) free, \(Self.gibibytes(wanted, language)) wanted")
        case .freeInodes(let free, let wanted):
            language.say("còn \(free), cần \(wanted)", "\(free) free, \(wanted) wanted")
        case .notCounted: language.say("hệ tệp không giới hạn số inode", "the file system does not limit them")
        case .fileSystemClock(let ahead):
            language.say("giờ của hệ tệp lệch \(ahead) giây so với máy", "the file system's clock is \(ahead) s ahead of the machine's")
        case .lastEvent(let time):
            language.say("sự kiện cuối: \(Self.time(time, language))", "last event: \(Self.time(time, language))")
        case .clockBeforeLastEvent(let time):
            language.say("đồng hồ chậm hơn sự kiện cuối \(time.forPeople)", "the clock is before the last event, \(time.forPeople)")
        case .clockLongAfterLastEvent(let time, let days):
            language.say(
                "đồng hồ sau sự kiện cuối \(time.forPeople) đến \(days) ngày",
                "the clock is \(days) days after the last event, \(time.forPeople)")
        case .newestClaim(let time):
            language.say("tệp nhận gần nhất: \(Self.time(time, language))", "newest claim: \(Self.time(time, language))")
        case .claimFromTheFuture(let time):
            language.say(
                "có tệp nhận lúc \(time.forPeople), sau giờ của máy", "a file was claimed at \(time.forPeople), after the machine's time")
        case .fixedClock: language.say("giờ đã được cho cố định, nên không xét", "the time is given, so the clock is not asked")
        case .ledgerSound(let schema): language.say("cơ sở dữ liệu lành, lược đồ «\(schema)»", "the database is sound, schema «\(schema)»")
        case .ledgerDamaged(let complaints):
            language.say("cơ sở dữ liệu hỏng: ", "the database is damaged: ") + complaints.joined(separator: "; ")
        case .ledgerFault(let fault): language.say("không đọc được: ", "cannot be read: ") + fault.message
        case .journal(let mode): language.say("kiểu nhật ký là \(mode), phải là wal", "journal mode \(mode), expected wal")
        case .log(let bytes): language.say("nhật ký ghi trước dài \(bytes >> 20) MiB", "the write-ahead log has \(bytes >> 20) MiB")
        case .openFiles(let limit, let wanted):
            language.say("mở được \(limit) tệp, cần \(wanted)", "\(limit) files may be open, \(wanted) wanted")
        case .daemonRuns(let holder): language.say("đang chạy: \(holder)", "runs: \(holder)")
        case .daemonDoesNotRun: language.say("chương trình không chạy", "no daemon runs")
        case .readerIsConfined:
            language.say("tiến trình đọc tệp đã được cách ly và đọc được", "a confined process reads a document")
        case .noReader(let trouble): language.say("không đọc được tệp: ", "files cannot be read: ") + trouble
        case .versions(let versions): versions.joined(separator: ", ")
        case .failed(let fault), .notSeen(let fault): fault.sentence
        case .notReached: language.say("không xem được, vì thư mục này không ổn", "not reached, since this folder is out of order")
        }
    }

    private static func words(_ system: GroundFileSystem, _ language: Language) -> String {
        switch system.nature {
        case .local: system.name
        case .remote:
            language.say(
                "\(system.name), không phải hệ tệp cục bộ: chương trình sẽ không chạy",
                "\(system.name) is no local file system: the daemon does not start on it")
        case .memory: language.say("\(system.name): mất hết khi mất điện", "\(system.name): nothing on it outlives the machine's power")
        case .layered:
            language.say("\(system.name): mất cùng với container", "\(system.name): it is gone when the container is")
        }
    }

    private static func milliseconds(_ duration: Duration, _ language: Language) -> String {
        tenths(Int64(duration / .microseconds(100)), language) + " ms"
    }

    private static func gibibytes(_ bytes: Int64, _ language: Language) -> String { tenths(bytes / ((1 << 30) / 10), language) + " GiB" }

    /// A number with one decimal place. Thousands are not parted: at night a point is easily read as the wrong one.
    private static func tenths(_ number: Int64, _ language: Language) -> String {
        "\(number / 10)\(language.say(",", "."))\(number % 10)"
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func time(_ time: VietnamTime?, _ language: Language) -> String {
        time?.forPeople ?? language.say("chưa có", "none yet")
    }
}

extension SpoolFault {
    /// The fault without its path, which the check names, and without what to do, which stands below.
    fileprivate var sentence: String { "\(operation): \(detail ?? String(cString: strerror(errno))), error \(errno)" }
}
