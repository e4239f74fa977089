import Foundation

/// Where results go, line by line: standard output or a file. What is written stays written, whatever comes after.
struct OutputFile {
    private let handle: FileHandle
    private let path: String

    /// - Parameter path: nil or "-" for standard output.
    init(_ path: String?) throws(OutputError) {
        guard let path, path != "-" else {
            handle = .standardOutput
            self.path = "standard output"
            return
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
        guard descriptor >= 0 else {
            throw .unwritable(path: path, reason: String(cString: strerror(errno)))
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.path = path
    }

    /// Whether a file can take the place of what is at a path: nothing or another, and no device, pipe or folder.
    static func canReplace(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    /// Makes a folder for results, and those above it, where it is missing.
    static func makeFolder(_ path: String) throws(OutputError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(path: path, reason: "the folder cannot be made, or a file is in its place")
        }
    }

    /// Whether somebody watches it.
    var isTerminal: Bool { isatty(handle.fileDescriptor) == 1 }

    /// Waits until what is written is on the disk; returns whether it is.
    func isOnDisk() -> Bool { fsync(handle.fileDescriptor) == 0 }

    /// Redraws the line under way, its end where it is longer than the terminal is wide; nothing where none is.
    func redraw(_ text: String) {
        guard isTerminal else { return }
        let width = Console.width(of: handle.fileDescriptor)
        try? handle.write(contentsOf: Data("\r\u{1B}[K\(text.suffix(width - 1))".utf8))
    }

    /// Writes a line.
    func line(_ text: String) throws(OutputError) {
        try write(text + "\n")
    }

    func write(_ text: String) throws(OutputError) {
        guard !text.isEmpty else { return }
        try write(Data(text.utf8))
    }

    func write(_ data: Data) throws(OutputError) {
        do {
            try handle.write(contentsOf: data)
        } catch {
            throw .unwritable(path: path, reason: "the disk may be full, or the reader gone")
        }
    }
}
