import CSndfile
import Foundation

/// An open descriptor of what audio is read from: a file, or a pipe that cannot be sought in.
struct AudioSource {
    /// The name that stands for standard input.
    static let standardInput = "-"

    let descriptor: Int32
    /// Bytes of a file; nil for a pipe or a device.
    let size: Int?
    /// Whether the descriptor cannot be sought in.
    let isPipe: Bool

    /// Opens a path that is neither a folder nor empty, or standard input for "-".
    init(path: String) throws(AudioError) {
        let descriptor =
            path == Self.standardInput
            ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT, ENOTDIR: throw .missing(path: path)
            case EACCES, EPERM: throw .permissionDenied(path: path)
            case let code: throw .unreadable(path: path, reason: String(cString: strerror(code)))
            }
        }
        var status = stat()
        let isKnown = fstat(descriptor, &status) == 0
        switch status.st_mode & S_IFMT {
        case S_IFDIR where isKnown:
            close(descriptor)
            throw .folder(path: path)
        case S_IFREG where isKnown && status.st_size == 0:
            close(descriptor)
            throw .empty(path: path)
        case S_IFREG where isKnown:
            (self.descriptor, size, isPipe) = (descriptor, Int(status.st_size), false)
        default:
            size = nil
            isPipe = lseek(descriptor, 0, SEEK_CUR) < 0
            // libsndfile 1.2 loses the beginning of a FLAC stream that cannot be sought in.
            if isPipe, Self.beginning(of: descriptor) == Array("fLaC".utf8) {
                self.descriptor = try Self.spooled(descriptor, path: path)
            } else {
                self.descriptor = descriptor
            }
        }
    }

    /// The first four bytes of a pipe, which stay in it; fewer if it is no pipe or ends before.
    private static func beginning(of descriptor: Int32) -> [UInt8] {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return [] }
        defer { ends.forEach { close($0) } }
        var bytes = [UInt8](repeating: 0, count: 4)
        // A writer may fill the pipe byte by byte: the four are looked at again until they are there, or it ends.
        for _ in 0..<100 {
            let count = Int(tee(descriptor, ends[1], bytes.count, 0))
            guard count > 0 else { return [] }
            if read(ends[0], &bytes, count) == bytes.count { return bytes }
            usleep(10_000)
        }
        return []
    }

    /// Copies a pipe to its end into a file without a name.
    private static func spooled(_ descriptor: Int32, path: String) throws(AudioError) -> Int32 {
        defer { close(descriptor) }
        let folder = FileManager.default.temporaryDirectory.path
        var name = Array("\(folder)/asr-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else {
            throw .unreadable(
                path: path, reason: "no file can be made in \(folder): \(String(cString: strerror(errno)))")
        }
        unlink(&name)
        let pipe = FileHandle(fileDescriptor: descriptor)
        let spool = FileHandle(fileDescriptor: file)
        do {
            while let bytes = try pipe.read(upToCount: 1 << 20), !bytes.isEmpty { try spool.write(contentsOf: bytes) }
            try spool.seek(toOffset: 0)
        } catch {
            close(file)
            throw .unreadable(path: path, reason: "it cannot be copied into \(folder): \(error.localizedDescription)")
        }
        return file
    }
}
