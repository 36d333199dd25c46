// What one look at an inbox saw of one entry. A sighting is a fact about a moment: whether the file is whole is decided
// by the WaitingRoom, and whether it is still the same when it is claimed, by the claim.

public import Contributions

/// One entry of an inbox, as one look saw it.
public struct Sighting: Hashable, Sendable {
    /// The name as the folder holds it.
    public let rawName: [UInt8]
    public let kind: FileKind
    public let observation: Observation
    /// The plain file `<name>.sha256` beside it, when its name is an allowed one.
    public let sidecar: Observation?
    /// Nobody's to take: an upload under way, or a sidecar without its file.
    public let isLeftAlone: Bool

    public init(rawName: [UInt8], kind: FileKind, observation: Observation, sidecar: Observation? = nil) {
        self.rawName = rawName
        self.kind = kind
        self.observation = observation
        self.sidecar = sidecar
        isLeftAlone =
            switch NameClass(rawName) {
            case .uploadUnderWay: true
            case .file, .refused: false
            // A folder or a link under a sidecar's name is nobody's sidecar: refused for its name.
            case .sidecar: kind == .plain
            }
    }

    public var nameClass: NameClass { NameClass(rawName) }

    /// When it was last written, by its own account.
    public var modifiedAt: VietnamTime {
        VietnamTime(secondsSince1970: (observation.modified - (observation.modified < 0 ? 999_999_999 : 0)) / 1_000_000_000)
    }

    /// The name for people and logs: bytes outside `[A-Za-z0-9._~/-]` as %XX.
    public var shownName: String { Shown.name(rawName) }

    /// The order in which an inbox is claimed: oldest mtime first, then by name.
    public func precedes(_ other: Sighting) -> Bool {
        observation.modified == other.observation.modified
            ? rawName.lexicographicallyPrecedes(other.rawName) : observation.modified < other.observation.modified
    }

    var sidecarName: [UInt8] { rawName + NameClass.sidecarSuffix }
}
