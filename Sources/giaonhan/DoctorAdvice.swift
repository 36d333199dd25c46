import Diagnosis
import Glibc
import LedgerCore
import Rulebook
import Spooling

// What a person has to do about a check of `doctor` that is not right; nothing for one that is.

extension GroundCheck {
    /// - Parameter spool: its absolute path, so that a command can be said as it stands.
    func advice(_ language: Language, spool: String) -> String? {
        if result == .ok { return nil }
        let path = subject == "." ? spool : "\(spool)/\(subject)"
        return switch seen {
        case .missing:
            subject.hasPrefix("partners/")
                ? language.say(
                    "khởi động lại chương trình: nó tạo lại thư mục của đơn vị", "start the daemon again: it makes partners' folders")
                : language.say(
                    "khôi phục thư mục từ bản sao; nếu spool còn trống thì gọi giaonhan init",
                    "restore the folder from a copy; if the spool was empty, giaonhan init makes it")
        case .notAFolder: language.say("đặt lại thư mục thật ở đó", "put a real folder there")
        case .otherFileSystem:
            language.say("đặt cả spool trên cùng một hệ tệp cục bộ", "put the whole spool on one local file system")
        case .fileSystem, .replacesWhatStands:
            language.say("chuyển spool sang hệ tệp cục bộ như ext4 hoặc xfs", "move the spool to a local file system such as ext4 or xfs")
        case .synchronizing:
            language.say(
                "xem đĩa có hỏng hay quá tải không (iostat, dmesg)", "see whether the disk is failing or overloaded (iostat, dmesg)")
        case .leaseRefused:
            language.say(
                "không bắt buộc; cấp CAP_LEASE thì đỡ tốn chỗ và nhanh hơn",
                "nothing must be done; with CAP_LEASE it is faster and saves space")
        case .foreignOwner(_, let expected):
            language.say("chown \(expected) \(path), chạy bằng root", "as root: chown \(expected) \(path)")
        case .openToOthers(_, let change), .writableByOthers(_, let change): "chmod \(change) \(path)"
        case .homeOfPartner, .inboxNotWritable:
            language.say("chạy lại samples/sftp/own-folders.sh cho đơn vị", "run samples/sftp/own-folders.sh for the partner again")
        case .sameUser, .sameGroup:
            language.say(
                "cho mỗi đơn vị một tài khoản và nhóm riêng, rồi chạy lại samples/sftp/own-folders.sh",
                "give each partner an account and a group of its own, then run samples/sftp/own-folders.sh again")
        case .freeBytes, .freeInodes: language.say("giải phóng hoặc nới rộng hệ tệp", "free some of it, or enlarge the file system")
        case .fileSystemClock: language.say("đặt spool trên đĩa cục bộ; xem timedatectl", "put the spool on a local disk; see timedatectl")
        case .clockBeforeLastEvent, .claimFromTheFuture:
            language.say(
                "dừng chương trình, chỉnh lại giờ của máy (timedatectl), rồi chạy lại",
                "stop the daemon, put the machine's clock right (timedatectl), then start it")
        case .clockLongAfterLastEvent:
            language.say(
                "so giờ của máy với một đồng hồ khác; nếu đúng thì chỉ là đã lâu không có tệp",
                "compare the machine's clock with another; if it is right, there merely was no file for long")
        case .fixedClock: language.say("bỏ --now để xét đồng hồ", "leave --now out to have the clock looked at")
        case .ledgerDamaged: Self.restore(language)
        case .ledgerFault(let fault):
            switch fault.kind {
            case .busy: language.say("thử lại sau", "try again in a while")
            case .notAGiaonhanLedger:
                language.say("xem thư mục ledger/; khôi phục từ bản sao nếu đã mất", "look into ledger/; restore a copy if it is lost")
            case .full, .io, .notDurable, .corrupt, .invariant: Self.restore(language)
            }
        case .journal: language.say("khởi động lại chương trình: nó đặt lại wal", "start the daemon again: it sets wal")
        case .log:
            language.say(
                "tìm và kết thúc chương trình đang đọc sổ cái quá lâu, rồi khởi động lại",
                "find and end what has been reading the ledger for long, then start the daemon again")
        case .openFiles:
            language.say("nâng giới hạn (LimitNOFILE, ulimit -n)", "raise the limit (LimitNOFILE, ulimit -n)")
        case .noReader:
            language.say(
                "cho phép prctl, capset, seccomp và thêm một tiến trình (SystemCallFilter, RLIMIT_NPROC, cấu hình container)",
                "allow prctl, capset, seccomp and one more process (SystemCallFilter, RLIMIT_NPROC, the container's profile)")
        case .failed(let fault), .notSeen(let fault): fault.advice(language)
        case .notReached: language.say("sửa mục THU_MUC trước", "put THU_MUC right first")
        case .foldersStand, .keepsWhatStands, .leaseGranted, .ownedAsExpected, .modesAsExpected, .partnersApart, .notCounted, .lastEvent,
            .newestClaim, .ledgerSound, .daemonRuns, .daemonDoesNotRun, .readerIsConfined, .versions:
            nil
        }
    }

    private static func restore(_ language: Language) -> String {
        language.say(
            "dừng chương trình, giữ nguyên đĩa, gọi giaonhan verify, khôi phục ledger/ từ bản sao",
            "stop the daemon, keep the disk as it is, say giaonhan verify, restore ledger/ from a copy")
    }
}

extension SpoolFault {
    fileprivate func advice(_ language: Language) -> String {
        switch errno {
        case EACCES, EPERM:
            language.say("chạy lại bằng người dùng của chương trình hoặc root", "run this again as the daemon's user or as root")
        case ENOENT: language.say("sửa mục THU_MUC trước", "put THU_MUC right first")
        case ENOSPC, EDQUOT: language.say("giải phóng chỗ trên hệ tệp", "free space on the file system")
        case EROFS: language.say("gắn lại hệ tệp cho phép ghi", "mount the file system writable")
        case EINVAL, ENOSYS, EOPNOTSUPP:
            language.say("chuyển spool sang hệ tệp cục bộ như ext4 hoặc xfs", "move the spool to a local file system such as ext4 or xfs")
        default: language.say("kiểm tra đĩa (dmesg)", "check the disk (dmesg)")
        }
    }
}
