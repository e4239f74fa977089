import Foundation

/// A file that is there when it is finished and not before: it is written under another name beside its place. What is no
/// file, as a device or a pipe, is written to at once and stays what it is.
final class AtomicFile {
    private let path: String
    /// nil where there is no file to be replaced.
    private let part: String?
    private let output: OutputFile
    private var isFinished = false

    init(_ path: String) throws(OutputError) {
        // A link stays a link.
        self.path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        part = OutputFile.canReplace(path) ? "\(self.path).\(getpid()).part" : nil
        do throws(OutputError) {
            output = try OutputFile(part ?? path)
        } catch {
            guard case .unwritable(_, let reason) = error else { throw error }
            throw .unwritable(path: path, reason: reason)
        }
    }

    deinit {
        if !isFinished, let part { unlink(part) }
    }

    func write(_ text: String) throws(OutputError) {
        try output.write(text)
    }

    /// Puts the file in its place.
    func finish() throws(OutputError) {
        if let part {
            guard output.isOnDisk(), rename(part, path) == 0 else {
                throw .unwritable(path: path, reason: String(cString: strerror(errno)))
            }
        }
        isFinished = true
    }
}
