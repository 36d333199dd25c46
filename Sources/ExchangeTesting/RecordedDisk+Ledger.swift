// SQLite's calls on the ledger take part in the numbering: CRecordedVFS asks here before each of them. An errno becomes the result
// code by which SQLite's own file layer would report it.

import CRecordedVFS
import Glibc
import Synchronization

extension RecordedDisk {
    private var folder: String { spool + "/ledger/" }

    func watchLedger() {
        let code = recorded_watch(
            folder, { context, event in Unmanaged<RecordedDisk>.fromOpaque(context!).takeUnretainedValue().asked(event!.pointee) },
            Unmanaged.passUnretained(self).toOpaque())
        precondition(code == 0, "too many disks are recorded at the same time")
    }

    func unwatchLedger() { recorded_unwatch(folder) }

    private func asked(_ event: recorded_event) -> Int32 {
        let path = String(cString: event.path)
        guard let kind = DiskCall.Kind(event.call) else {
            state.withLock { $0.openLedgerFiles -= 1 }
            return 0
        }
        let (answer, _) = ask(kind, relative(path))
        if case .fails(let code) = answer { return Self.resultCode(of: kind, code) }
        state.withLock { state in
            switch kind {
            case .ledgerOpen: state.openLedgerFiles += 1
            case .ledgerWrite, .ledgerTruncate:
                state.unsettled.changedLedger(
                    path,
                    LedgerChange(
                        offset: event.offset, bytes: kind == .ledgerWrite ? bytes(event.bytes, event.count) : nil,
                        old: bytes(event.old, event.old_count), size: event.size))
            case .ledgerSynchronize:
                if case .goesOn = answer { state.unsettled.synchronizedLedger(path) }
            case .ledgerDelete: state.unsettled.synchronizedLedger(path)
            default: break
            }
        }
        return 0
    }

    private func bytes(_ start: UnsafeRawPointer?, _ count: Int64) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count)))
    }

    private static func resultCode(of kind: DiskCall.Kind, _ code: Int32) -> Int32 {
        switch kind {
        case .ledgerOpen: recorded_cannot_open
        case .ledgerRead: recorded_io_read
        case .ledgerWrite: code == ENOSPC ? recorded_full : recorded_io_write
        case .ledgerTruncate: recorded_io_truncate
        case .ledgerSynchronize: recorded_io_sync
        case .ledgerDelete: recorded_io_delete
        default: recorded_io_map
        }
    }
}

extension DiskCall.Kind {
    fileprivate init?(_ call: recorded_call) {
        switch call {
        case RECORDED_OPEN: self = .ledgerOpen
        case RECORDED_READ: self = .ledgerRead
        case RECORDED_WRITE: self = .ledgerWrite
        case RECORDED_TRUNCATE: self = .ledgerTruncate
        case RECORDED_SYNC: self = .ledgerSynchronize
        case RECORDED_DELETE: self = .ledgerDelete
        case RECORDED_MAP: self = .ledgerMap
        default: return nil
        }
    }
}
