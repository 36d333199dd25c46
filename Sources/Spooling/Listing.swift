// The names of a folder, piece by piece as the kernel hands them over: however many there are, a few hundred are held at a time.
// What comes or goes meanwhile may be seen or not.

/// One walk through a folder's names.
final class Listing {
    private let folder: Folder
    private let descriptor: Int32
    private var piece: [[UInt8]] = []
    private var place = 0

    init(of folder: Folder) throws(SpoolFault) {
        self.folder = folder
        descriptor = try folder.attempt("list", []) { () throws(FileCallError) in try folder.calls.beginNames(in: folder.descriptor) }
    }

    deinit { folder.calls.close(descriptor) }

    /// The next name; nil at the end.
    func next() throws(SpoolFault) -> [UInt8]? {
        while place == piece.count {
            let next = try folder.attempt("list", []) { () throws(FileCallError) in try folder.calls.nextNames(descriptor) }
            guard let next else { return nil }
            (piece, place) = (next, 0)
        }
        defer { place += 1 }
        return piece[place]
    }
}
