import Foundation

/// A file that is there when it is finished and not before: it is written under another name beside its place.
final class AtomicFile {
    private let path: String
    private let part: String
    private let output: OutputFile
    private var isFinished = false

    init(_ path: String) throws(OutputError) {
        // A link stays a link.
        self.path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        part = "\(self.path).\(getpid()).part"
        do throws(OutputError) {
            output = try OutputFile(part)
        } catch {
            guard case .unwritable(_, let reason) = error else { throw error }
            throw .unwritable(path: path, reason: reason)
        }
    }

    deinit {
        if !isFinished { unlink(part) }
    }

    func write(_ text: String) throws(OutputError) {
        try output.write(text)
    }

    /// Puts the file in its place.
    func finish() throws(OutputError) {
        guard output.isOnDisk(), rename(part, path) == 0 else {
            throw .unwritable(path: path, reason: String(cString: strerror(errno)))
        }
        isFinished = true
    }
}
