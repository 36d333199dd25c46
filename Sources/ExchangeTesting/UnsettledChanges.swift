// What a power cut may take back. A folder's entry lasts when that folder was synchronized, a file's bytes when that file was; the
// two are apart. A rename is one change and lasts when both folders were synchronized. Changes of one entry are kept in order: what
// a lasting change builds on lasts too. Everything else may be lost, in any combination.

import Glibc

/// What the cut loses of all that was not made durable.
public enum PowerCut: Hashable, Sendable, CustomStringConvertible {
    /// `kill -9`: the kernel keeps everything.
    case none
    case everything
    case contents
    case entries
    /// Each by the toss of a coin; of the ledger's writes also parts, down to a sector.
    case some(seed: UInt64)

    /// A later change may last where an earlier one is lost.
    public var isInAnyOrder: Bool { if case .some = self { true } else { false } }

    public var description: String {
        switch self {
        case .none: "process death"
        case .everything: "power cut"
        case .contents: "power cut, contents only"
        case .entries: "power cut, entries only"
        case .some(let seed): "power cut, seed \(seed)"
        }
    }
}

/// A name in a folder.
struct FolderEntry: Hashable {
    /// Absolute.
    let path: [UInt8]
    /// The folder's inode.
    let folder: UInt64

    var exists: Bool {
        var status = stat()
        return lstat(text, &status) == 0
    }

    var text: [CChar] { path.map { CChar(bitPattern: $0) } + [0] }
}

/// A write to one of the ledger's files, or (without bytes) its cut to `offset`.
struct LedgerChange {
    let offset: Int64
    let bytes: [UInt8]?
    /// What it replaced from `offset` on, and the size before.
    let old: [UInt8]
    let size: Int64

    /// The same as several changes, one for each page of the file that it touches.
    func byPages(of pageBytes: Int64) -> [LedgerChange] {
        guard let bytes else { return [self] }
        var pages: [LedgerChange] = []
        var start = 0
        while start < bytes.count {
            let place = offset + Int64(start)
            let end = min(bytes.count, start + Int(pageBytes - place % pageBytes))
            pages.append(
                LedgerChange(
                    offset: place, bytes: Array(bytes[start..<end]), old: Array(old.dropFirst(start).prefix(end - start)),
                    size: max(size, start == 0 ? 0 : place)))
            start = end
        }
        return pages
    }
}

struct UnsettledChanges {
    private enum Kind {
        case made
        case madeFolder
        case removed(aside: String?)
        case renamed(replaced: String?)
    }

    private struct Entry {
        let kind: Kind
        /// One place, or of a rename the old and the new one.
        let places: [FolderEntry]
        /// Folders that are still to be synchronized.
        var folders: Set<UInt64>

        func touches(_ paths: Set<[UInt8]>) -> Bool { places.contains { paths.contains($0.path) } }
    }

    private struct Content {
        var size: Int64
        /// What stood there, when it was written over in place.
        var overwritten: [UInt8]?
        let byUs: Bool
    }

    private let spool: String
    /// Where the inodes are kept that lost their names, beside the spool.
    private let asideFolder: String
    private var asides = 0
    private var entries: [Entry] = []
    private var contents: [UInt64: Content] = [:]
    private var ledger: [String: [LedgerChange]] = [:]

    init(spool: String) {
        self.spool = spool
        asideFolder = spool + ".aside"
    }

    // MARK: keeping account

    mutating func made(_ place: FolderEntry) { entries.append(Entry(kind: .made, places: [place], folders: [place.folder])) }
    mutating func madeFolder(_ place: FolderEntry) { entries.append(Entry(kind: .madeFolder, places: [place], folders: [place.folder])) }
    mutating func removed(_ place: FolderEntry, _ aside: String?) {
        entries.append(Entry(kind: .removed(aside: aside), places: [place], folders: [place.folder]))
    }
    mutating func renamed(_ from: FolderEntry, _ to: FolderEntry, replaced: String?) {
        entries.append(Entry(kind: .renamed(replaced: replaced), places: [from, to], folders: [from.folder, to.folder]))
    }

    /// Keeps what is about to lose its name, for as long as the loss may be taken back.
    mutating func putAside(_ place: FolderEntry) -> String? {
        mkdir(asideFolder, 0o700)
        asides += 1
        let name = "\(asideFolder)/\(asides)"
        return link(place.text, name) == 0 ? name : nil
    }

    /// - Parameter size: the file's before the write.
    mutating func wrote(_ inode: UInt64, size: Int64, byUs: Bool) {
        if contents[inode] == nil || size == 0 { contents[inode] = Content(size: size, byUs: byUs) }
    }

    mutating func overwrote(_ inode: UInt64, _ old: [UInt8]) {
        if contents[inode] == nil { contents[inode] = Content(size: Int64(old.count), overwritten: old, byUs: true) }
    }

    /// Everything of the spool's file system: contents, entries and the ledger's writes.
    mutating func synchronizedAll() {
        contents = [:]
        for entry in entries { forget(entry) }
        entries = []
        ledger = [:]
    }

    /// A file or a folder.
    mutating func synchronized(_ inode: UInt64) {
        contents[inode] = nil
        for index in entries.indices { entries[index].folders.remove(inode) }
        // What a lasting change of the same name builds on lasts too.
        var lasting: Set<[UInt8]> = []
        var rest: [Entry] = []
        for entry in entries.reversed() {
            if entry.folders.isEmpty || entry.touches(lasting) {
                lasting.formUnion(entry.places.map(\.path))
                forget(entry)
            } else {
                rest.append(entry)
            }
        }
        entries = rest.reversed()
    }

    private func forget(_ entry: Entry) {
        switch entry.kind {
        case .removed(let aside?), .renamed(let aside?): unlink(aside)
        default: break
        }
    }

    /// A disk keeps a long write by its pages, some of them and not others.
    mutating func changedLedger(_ path: String, _ change: LedgerChange) {
        ledger[path, default: []] += change.byPages(of: 4096)
    }
    mutating func synchronizedLedger(_ path: String) { ledger[path] = nil }

    /// Removes what was kept aside.
    func forgetAsides() { removeTree(asideFolder) }

    // MARK: the cut

    mutating func cut(_ cut: PowerCut, isRelied: (String) -> Bool) {
        guard cut != .none else { return }
        defer { (entries, contents, ledger) = ([], [:], [:]) }
        var coins = Coins(cut)
        for path in ledger.keys.sorted() { dropWrites(path, &coins) }
        dropEntries(&coins)
        dropContents(&coins, isRelied)
    }

    private func dropEntries(_ coins: inout Coins) {
        var dropped: [Entry] = []
        var (paths, folders): (Set<[UInt8]>, [[UInt8]]) = ([], [])
        for entry in entries {
            let isInside = entry.places.contains { place in folders.contains { place.path.starts(with: $0) } }
            guard coins.dropsEntry() || isInside || entry.touches(paths) else { continue }
            dropped.append(entry)
            paths.formUnion(entry.places.map(\.path))
            if case .madeFolder = entry.kind { folders.append(entry.places[0].path + [0x2F]) }
        }
        for entry in dropped.reversed() {
            let first = entry.places[0].text
            switch entry.kind {
            case .made: unlink(first)
            case .madeFolder: removeTree(String(decoding: entry.places[0].path, as: UTF8.self))
            case .removed(let aside): if let aside { Glibc.rename(aside, first) }
            case .renamed(let replaced):
                Glibc.rename(entry.places[1].text, first)
                if let replaced { Glibc.rename(replaced, entry.places[1].text) }
            }
        }
    }

    private func dropContents(_ coins: inout Coins, _ isRelied: (String) -> Bool) {
        for (path, inode) in Self.files(under: spool) {
            guard let content = contents[inode], content.byUs || isRelied(path), coins.dropsContent() else { continue }
            let descriptor = Glibc.open(path, O_WRONLY)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            var status = stat()
            fstat(descriptor, &status)
            if let old = content.overwritten { pwrite(descriptor, old, old.count, 0) }
            ftruncate(descriptor, off_t(content.size))
            // Some file systems keep the new size and lose the bytes.
            if coins.keepsSize() { ftruncate(descriptor, status.st_size) }
        }
    }

    /// Back to what was synchronized last, and then once more what the disk happened to write.
    private func dropWrites(_ path: String, _ coins: inout Coins) {
        let descriptor = Glibc.open(path, O_RDWR)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var lost: [Int: Int] = [:]
        for (index, change) in ledger[path]!.enumerated() { lost[index] = coins.bytesLost(of: change.bytes?.count ?? 1) }
        guard lost.values.contains(where: { $0 > 0 }) else { return }
        for change in ledger[path]!.reversed() {
            pwrite(descriptor, change.old, change.old.count, off_t(change.offset))
            ftruncate(descriptor, off_t(change.size))
        }
        for (index, change) in ledger[path]!.enumerated() {
            guard let bytes = change.bytes else {
                if lost[index] == 0 { ftruncate(descriptor, off_t(change.offset)) }
                continue
            }
            pwrite(descriptor, bytes, bytes.count - lost[index]!, off_t(change.offset))
        }
    }

    private static func files(under folder: String) -> [(path: String, inode: UInt64)] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var found: [(String, UInt64)] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name == "." || name == ".." { continue }
            let path = "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: found += files(under: path)
            case S_IFREG: found.append((path, UInt64(status.st_ino)))
            default: break
            }
        }
        return found.sorted { $0.0 < $1.0 }
    }
}

/// The tosses of one cut.
private struct Coins {
    private let cut: PowerCut
    private var state: UInt64

    init(_ cut: PowerCut) {
        self.cut = cut
        state = 0
        if case .some(let seed) = cut { state = seed }
    }

    mutating func dropsEntry() -> Bool {
        switch cut {
        case .some: toss(2) == 0
        default: cut == .everything || cut == .entries
        }
    }

    mutating func dropsContent() -> Bool {
        switch cut {
        case .some: toss(2) == 0
        default: cut == .everything || cut == .contents
        }
    }

    mutating func keepsSize() -> Bool {
        if case .some = cut { return toss(2) == 0 }
        return false
    }

    /// All, none, or whole sectors from the end.
    mutating func bytesLost(of count: Int) -> Int {
        guard case .some = cut else { return dropsContent() ? count : 0 }
        switch toss(4) {
        case 0: return count
        case 1: return count / 512 > 1 ? toss(count / 512) * 512 : 0
        default: return 0
        }
    }

    /// SplitMix64, so that a seed means the same everywhere.
    private mutating func toss(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(sides))
    }
}

/// Removes a folder with everything in it, if it is there.
private func removeTree(_ folder: String) {
    if let stream = opendir(folder) {
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name == "." || name == ".." { continue }
            if unlink("\(folder)/\(name)") != 0 { removeTree("\(folder)/\(name)") }
        }
        closedir(stream)
        rmdir(folder)
    }
}
