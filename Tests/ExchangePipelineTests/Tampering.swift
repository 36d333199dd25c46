import Foundation

// What a hostile or clumsy hand does to folders.

func removeFile(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

func moveFile(_ path: String, to other: String) throws { try FileManager.default.moveItem(atPath: path, toPath: other) }

/// Replaces a folder by a link to somewhere else; `mend` puts it back.
func replaceByLink(_ folder: String) throws {
    try FileManager.default.moveItem(atPath: folder, toPath: folder + ".aside")
    try FileManager.default.createDirectory(atPath: folder + ".elsewhere", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: folder, withDestinationPath: folder + ".elsewhere")
}

func mend(_ folder: String) throws {
    try FileManager.default.removeItem(atPath: folder)
    try FileManager.default.moveItem(atPath: folder + ".aside", toPath: folder)
}
