// One look at an inbox, entry by entry: a folder of any size is seen without being held. Each file comes with its sidecar, which is
// asked for by name, since the two may lie far apart in the folder; not in a small folder, whose names show that it holds none.

/// The entries of an inbox, one after the other, in the folder's own order.
public final class InboxLook {
    private let inbox: Folder
    private let names: Listing
    private let pairs: Bool
    private let hasSidecars: Bool

    init(at inbox: Folder, pairs: Bool) throws(SpoolFault) {
        self.inbox = inbox
        self.pairs = pairs
        names = try Listing(of: inbox)
        hasSidecars = try names.mayHold { $0.hasSuffix(NameClass.sidecarSuffix) }
    }

    /// The next entry; nil at the end. What disappears during the look is left out, and so is a sidecar that has its file.
    public func next() throws(SpoolFault) -> Sighting? {
        while let name = try names.next() {
            guard let status = try inbox.status(name) else { continue }
            var sidecar: Observation?
            switch NameClass(name) {
            case .file where pairs && hasSidecars:
                let beside = try inbox.status(name + NameClass.sidecarSuffix)
                if beside?.kind == .plain { sidecar = beside?.observation }
            case .sidecar(let file) where status.kind == .plain:
                if try inbox.status(Array(file.utf8)) != nil { continue }
            case .file, .sidecar, .uploadUnderWay, .refused: break
            }
            return Sighting(rawName: name, kind: status.kind, observation: status.observation, sidecar: sidecar)
        }
        return nil
    }
}
