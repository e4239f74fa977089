import CZlib
import Foundation

/// Reads text line by line: plain or gzipped, `.xz` through the `xz` program, "-" for standard input.
enum TextFile {
    /// What is wrong with a line that is no text here.
    static let foreignEncoding = "it is not UTF-8; convert it with iconv"

    /// Calls a function with each line's bytes, in normal form C as alphabets are, without the line feed, and with its
    /// number from 1. Lines that are not UTF-8 come as they are.
    static func forEachLine(
        of path: String, _ body: (UnsafeBufferPointer<UInt8>, Int) throws(LanguageModelError) -> Void
    ) throws(LanguageModelError) {
        if path.hasSuffix(".xz") {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["xz", "-dc", path]
            let pipe = Pipe()
            process.standardOutput = pipe
            do { try process.run() } catch { throw .unreadable(path: path, reason: "xz cannot be started") }
            try forEachLine(descriptor: dup(pipe.fileHandleForReading.fileDescriptor), path: path, body)
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw .unreadable(path: path, reason: "xz failed on it") }
        } else if path == "-" {
            try forEachLine(descriptor: dup(STDIN_FILENO), path: "standard input", body)
        } else {
            let descriptor = open(path, O_RDONLY)
            guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
            try forEachLine(descriptor: descriptor, path: path, body)
        }
    }

    /// - Parameter descriptor: is closed.
    private static func forEachLine(
        descriptor: Int32, path: String,
        _ body: (UnsafeBufferPointer<UInt8>, Int) throws(LanguageModelError) -> Void
    ) throws(LanguageModelError) {
        guard let file = gzdopen(descriptor, "rb") else {
            close(descriptor)
            throw .unreadable(path: path, reason: "no memory is left")
        }
        var isOpen = true
        defer { if isOpen { gzclose_r(file) } }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var (held, number) = (0, 0)
        while true {
            if held == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
            let space = buffer.count - held
            let count = buffer.withUnsafeMutableBytes {
                gzread(file, $0.baseAddress?.advanced(by: held), UInt32(space))
            }
            guard count >= 0 else {
                var code: Int32 = 0
                gzerror(file, &code)
                let reason = code == Z_ERRNO ? String(cString: strerror(errno)) : "its compressed data is damaged"
                throw .unreadable(path: path, reason: reason)
            }
            held += Int(count)
            let isLast = count == 0
            var start = 0
            try buffer.withBytes { bytes throws(LanguageModelError) in
                while let end = bytes[start..<held].firstIndex(of: 0x0A) ?? (isLast && start < held ? held : nil) {
                    number += 1
                    try composed(UnsafeBufferPointer(rebasing: bytes[start..<end])) { line throws(LanguageModelError) in
                        try body(line, number)
                    }
                    start = min(end + 1, held)
                }
            }
            buffer.replaceSubrange(0..<held - start, with: buffer[start..<held])
            held -= start
            if isLast { break }
        }
        isOpen = false
        guard gzclose_r(file) == Z_OK else {
            throw .unreadable(path: path, reason: "its compressed data ends too early")
        }
    }

    /// Calls a function with a line in normal form C.
    private static func composed(
        _ line: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>) throws(LanguageModelError) -> Void
    ) throws(LanguageModelError) {
        guard line.contains(where: { $0 >= 0x80 }), let text = String(validating: line, as: UTF8.self) else {
            return try body(line)
        }
        try Array(text.precomposedStringWithCanonicalMapping.utf8).withBytes(body)
    }

    /// Calls a function with each word of a line: what white space separates.
    @inline(__always)
    static func forEachWord(
        of line: UnsafeBufferPointer<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>) throws(LanguageModelError) -> Void
    ) throws(LanguageModelError) {
        var start = 0
        for (index, byte) in line.enumerated() where byte <= 0x20 {
            if index > start { try body(UnsafeBufferPointer(rebasing: line[start..<index])) }
            start = index + 1
        }
        if start < line.count { try body(UnsafeBufferPointer(rebasing: line[start...])) }
    }
}

extension [UInt8] {
    /// `withUnsafeBufferPointer`, through which a typed throw does not pass.
    func withBytes(
        _ body: (UnsafeBufferPointer<UInt8>) throws(LanguageModelError) -> Void
    ) throws(LanguageModelError) {
        let failure: LanguageModelError? = withUnsafeBufferPointer { bytes in
            do throws(LanguageModelError) {
                try body(bytes)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }
}
