import CZlib

extension ZipEntryReader {
    /// The version of the zlib that this process runs with.
    public static var libraryVersion: String { String(cString: zlibVersion()) }
}
