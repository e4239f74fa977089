import Foundation

/// A folder of WAV files that is gone when the test is over.
final class WAVFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("asr-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String {
        url.appendingPathComponent(name).path
    }

    /// Writes 32-bit float samples at 16 kHz and returns the file's path.
    @discardableResult
    func write(_ samples: [Float], to name: String) throws -> String {
        var data = Data("RIFF".utf8)
        func append<T>(_ value: T) {
            withUnsafeBytes(of: value) { data.append(contentsOf: $0) }
        }
        let bytes = UInt32(4 * samples.count)
        append(36 + bytes)
        data.append(Data("WAVEfmt ".utf8))
        append(UInt32(16))
        for value: UInt16 in [3, 1] { append(value) }
        for value: UInt32 in [16_000, 64_000] { append(value) }
        for value: UInt16 in [4, 32] { append(value) }
        data.append(Data("data".utf8))
        append(bytes)
        samples.withUnsafeBytes { data.append(contentsOf: $0) }
        try data.write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    /// Writes a tone that swells and fades.
    @discardableResult
    func writeTone(_ frequency: Double, seconds: Double, to name: String) throws -> String {
        let count = Int(seconds * 16_000)
        return try write(
            (0..<count).map { index in
                let swell = sin(.pi * Double(index) / Double(count))
                return Float(0.5 * swell * sin(2 * .pi * frequency * Double(index) / 16_000))
            }, to: name)
    }
}
