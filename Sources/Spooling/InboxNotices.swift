// The kernel's notices of what happens in the inboxes. They only bring the next look forward, and tell which names were
// renamed into place by their sender; whatever is lost here (an overflow, too many watches) costs no more than waiting
// for the next look and settling there.

public import Contributions
import CFileCalls
import Glibc
import Synchronization

/// inotify on all inboxes.
public final class InboxNotices: Sendable {
    /// What has happened since the last time.
    public struct News: Sendable {
        /// Inboxes into which somebody moved or wrote something.
        public var touched: Set<Owner> = []
        /// Names that were renamed into place, and not written anew since; of one inbox 4,096 at most, further ones settle.
        public var renamedIn: [Owner: Set<[UInt8]>] = [:]
        /// Notices were lost: look everywhere.
        public var overflowed = false

        public init() {}
    }

    private struct Watches: Sendable {
        var owners: [Int32: Owner] = [:]
        var numbers: [Owner: (watch: Int32, folder: Observation)] = [:]
    }

    /// Readable when there is news; for poll or a dispatch source. Not to be read or closed by others.
    public let descriptor: Int32
    private let spool: Spool
    private let calls: any FileCalls
    private let watches = Mutex(Watches())

    private static let namesMax = 4_096
    private static let events = UInt32(IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR)

    public init(of spool: Spool) throws(SpoolFault) {
        self.spool = spool
        calls = spool.calls
        do { descriptor = try spool.calls.openNotices() } catch {
            throw SpoolFault(operation: "inotify", path: ".", errno: error.code, scope: .spool)
        }
    }

    deinit { calls.close(descriptor) }

    /// Watches the inboxes of these owners from now on; call it again when owners come, and before each look, since an
    /// inbox may have been replaced. An inbox that cannot be watched is left to the looks.
    public func watch(_ owners: [Owner]) {
        for owner in owners {
            guard let inbox = try? spool.inbox(of: owner) else { continue }
            watches.withLock { watches in
                if let known = watches.numbers[owner] {
                    if known.folder.isSameFile(as: inbox.identity) { return }
                    calls.unwatch(known.watch, with: descriptor)
                    watches.owners[known.watch] = nil
                    watches.numbers[owner] = nil
                }
                guard let number = try? calls.watch(inbox.descriptor, with: descriptor, events: Self.events) else { return }
                watches.owners[number] = owner
                watches.numbers[owner] = (number, inbox.identity)
            }
        }
    }

    /// Takes all news there is, without waiting. Call it before the look that it shall inform.
    public func drain() -> News {
        var news = News()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while let count = try? retrying({ () throws(FileCallError) in try calls.read(descriptor, into: buffer) }), count > 0 {
            var offset = 0
            while offset + 16 <= count {
                let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                let name = Array(buffer[(offset + 16)..<(offset + 16 + Int(event.len))].prefix { $0 != 0 })
                note(event, name, in: &news)
                offset += 16 + Int(event.len)
            }
        }
        if news.overflowed { news.renamedIn = [:] }
        return news
    }

    private func note(_ event: inotify_event, _ name: [UInt8], in news: inout News) {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
            news.overflowed = true
            spool.ownMoves.forget()
            return
        }
        guard let owner = watches.withLock({ $0.owners[event.wd] }) else { return }
        if event.mask & UInt32(IN_IGNORED) != 0 {
            // The folder is gone; the next `watch` finds the new one.
            watches.withLock {
                $0.owners[event.wd] = nil
                $0.numbers[owner] = nil
            }
            return
        }
        if event.mask & UInt32(IN_MOVED_TO) != 0 {
            if !spool.ownMoves.consume(name, owner: owner), news.renamedIn[owner, default: []].count < Self.namesMax {
                news.renamedIn[owner, default: []].insert(name)
            }
            news.touched.insert(owner)
        } else if event.mask & UInt32(IN_CLOSE_WRITE) != 0 {
            news.touched.insert(owner)
        } else {
            // Removed, or made anew: an earlier rename says nothing of what stands there now.
            news.renamedIn[owner]?.remove(name)
            if event.mask & UInt32(IN_CREATE) != 0 { news.touched.insert(owner) }
        }
    }
}

/// Moves into inboxes that the spool itself makes, so that they are not taken for a sender's renaming into place.
final class OwnMoves: Sendable {
    private let expected = Mutex<[Owner: [[UInt8]: Int]]>([:])
    private static let namesMax = 10_000

    func expect(_ name: [UInt8], owner: Owner) {
        expected.withLock {
            if $0[owner, default: [:]].count >= Self.namesMax { $0[owner] = [:] }
            $0[owner, default: [:]][name, default: 0] += 1
        }
    }

    /// Whether such a move was expected; it is no longer.
    func consume(_ name: [UInt8], owner: Owner) -> Bool {
        expected.withLock {
            guard let count = $0[owner]?[name] else { return false }
            $0[owner]?[name] = count > 1 ? count - 1 : nil
            return true
        }
    }

    func forget() { expected.withLock { $0 = [:] } }
}
