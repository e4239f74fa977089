import Foundation

/// Lines of a pipe as they come.
struct LineReader {
    private let handle: FileHandle
    private var unread = Data()

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    /// The next line without its end; nil when the pipe is closed.
    mutating func next() -> String? {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeSubrange(...end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            let more = handle.availableData
            if more.isEmpty { return nil }
            unread += more
        }
    }
}
