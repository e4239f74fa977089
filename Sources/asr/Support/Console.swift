import Foundation

/// Standard error: messages, and a line that is redrawn in place on a terminal.
enum Console {
    /// Whether somebody watches standard error.
    static let isTerminal = isatty(FileHandle.standardError.fileDescriptor) == 1

    /// Writes a message on a line of its own.
    static func message(_ text: String) {
        write(isTerminal ? "\r\u{1B}[K\(text)\n" : "\(text)\n")
    }

    /// Writes an error message on a line of its own.
    static func error(_ text: String) {
        message("asr: \(text)")
    }

    /// Redraws the live line, cut to the terminal's width; nothing where no terminal is.
    static func status(_ text: String) {
        guard isTerminal else { return }
        let width = width(of: FileHandle.standardError.fileDescriptor)
        write("\r\u{1B}[K\(text.prefix(width - 1))")
    }

    /// Shows which of several items is worked on, by its index from 0, on the live line.
    static func progress(_ index: Int, of count: Int, _ name: String) {
        status("[\(index + 1)/\(count)] \(name)")
    }

    /// Columns of a terminal; 80 where it does not say.
    static func width(of descriptor: Int32) -> Int {
        var size = winsize()
        let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        return known && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Takes the live line away.
    static func clearStatus() {
        if isTerminal { write("\r\u{1B}[K") }
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
