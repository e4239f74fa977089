import Foundation

/// A file that is written whole or not at all, whoever writes it.
enum WholeFile {
    /// Sees to it that a file could be written, as far as can be seen before.
    static func check(_ path: String) throws(OutputError) {
        guard OutputFile.canReplace(path) else { return }
        let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw .unwritable(path: path, reason: "there is no folder \(folder.path); create it first")
        }
        guard access(folder.path, W_OK) == 0 else {
            throw .unwritable(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// Has a file written beside its place, under another name with the same ending, and puts it there. A link stays a
    /// link; what is no file, as a device or a pipe, is written to and stays what it is.
    ///
    /// - Parameter write: writes to the path that it is given.
    static func write(_ path: String, _ write: (_ path: String) throws -> Void) throws {
        try check(path)
        let place = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        let isFile = OutputFile.canReplace(path)
        let folder = isFile ? place.deletingLastPathComponent() : FileManager.default.temporaryDirectory
        let part = folder.appendingPathComponent(".\(getpid()).\(place.lastPathComponent)").path
        defer { unlink(part) }
        do {
            try write(part)
        } catch where "\(error)".contains(part) {
            throw OutputError.unwritable(path: path, reason: "the disk may be full, or the folder may not be written")
        }
        if isFile {
            guard rename(part, place.path) == 0 else {
                throw OutputError.unwritable(path: path, reason: String(cString: strerror(errno)))
            }
        } else {
            try OutputFile(path).write(Data(contentsOf: URL(fileURLWithPath: part), options: .alwaysMapped))
        }
    }
}
