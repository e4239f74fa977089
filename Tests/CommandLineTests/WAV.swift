import Foundation

/// WAV files at 16 kHz, made byte by byte.
enum WAV {
    /// 16-bit PCM.
    static func file(_ samples: [Int16], channels: Int = 1) -> Data { file(tag: 1, samples, channels: channels) }

    /// 32-bit floats.
    static func file(_ samples: [Float]) -> Data { file(tag: 3, samples) }

    /// The samples of a file of 16-bit PCM, in [−1, 1].
    static func samples(_ file: Data) -> [Float] {
        file.dropFirst(44).withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 2).map {
                Float(bytes.loadUnaligned(fromByteOffset: $0, as: Int16.self)) / 32_768
            }
        }
    }

    private static func file<Sample>(tag: UInt16, _ samples: [Sample], channels: Int = 1) -> Data {
        let size = MemoryLayout<Sample>.size
        var data = Data("RIFF".utf8)
        func append<T>(_ values: T...) {
            for value in values { withUnsafeBytes(of: value) { data.append(contentsOf: $0) } }
        }
        append(UInt32(36 + size * samples.count))
        data.append(Data("WAVEfmt ".utf8))
        append(UInt32(16))
        append(tag, UInt16(channels))
        append(UInt32(16_000), UInt32(16_000 * size * channels))
        append(UInt16(size * channels), UInt16(8 * size))
        data.append(Data("data".utf8))
        append(UInt32(size * samples.count))
        samples.withUnsafeBytes { data.append(contentsOf: $0) }
        return data
    }
}
