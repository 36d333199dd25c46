import Synchronization

// What fsync says once is said to one caller alone: the kernel tells of a failed write and forgets it, and the next fsync of the same
// file succeeds without its data. Several threads make files of one spool last, so after the first failure none of them may try any more.

/// Whether what a spool's files hold can still be made to last.
final class Durability: Sendable {
    /// What the first failure said.
    private let failed = Mutex<Int32?>(nil)

    /// Makes something last, one after the other; after a failure of any of them nothing is tried.
    func attempt(_ call: () throws(FileCallError) -> Void) throws(FileCallError) {
        try failed.withLock { (failed) throws(FileCallError) in
            if let failed { throw FileCallError(code: failed) }
            do throws(FileCallError) { try call() } catch {
                failed = error.code
                throw error
            }
        }
    }
}
