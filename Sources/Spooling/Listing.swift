// The names of a folder, piece by piece as the kernel hands them over: however many there are, a few hundred are held at a time.
// What comes or goes meanwhile may be seen or not.

/// One walk through a folder's names.
final class Listing {
    private let folder: Folder
    private let descriptor: Int32
    private var piece: [[UInt8]] = []
    private var place = 0
    /// What comes behind the piece, as far as it was asked for.
    private var following: [[UInt8]]?

    init(of folder: Folder) throws(SpoolFault) {
        self.folder = folder
        descriptor = try folder.attempt("list", []) { () throws(FileCallError) in try folder.calls.beginNames(in: folder.descriptor) }
    }

    deinit { folder.calls.close(descriptor) }

    /// The next name; nil at the end.
    func next() throws(SpoolFault) -> [UInt8]? {
        while place == piece.count {
            if following == nil { following = try nextPiece() }
            guard let next = following else { return nil }
            (piece, place, following) = (next, 0, nil)
        }
        defer { place += 1 }
        return piece[place]
    }

    /// Whether any name may be such a one: false when the first piece is all that there is, and none in it is. To be asked at the beginning.
    func mayHold(_ isSuch: ([UInt8]) -> Bool) throws(SpoolFault) -> Bool {
        piece = try nextPiece() ?? []
        following = try nextPiece()
        return following != nil || piece.contains(where: isSuch)
    }

    private func nextPiece() throws(SpoolFault) -> [[UInt8]]? {
        try folder.attempt("list", []) { () throws(FileCallError) in try folder.calls.nextNames(descriptor) }
    }
}
