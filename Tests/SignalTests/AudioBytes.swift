import Foundation

/// Audio files made byte by byte, and what may be wrong with them.
enum AudioBytes {
    /// How a WAV file's samples are written: format tag and bits.
    enum Encoding: CaseIterable {
        case pcm8, pcm16, pcm24, pcm32, float32, float64, extensible16

        fileprivate var tag: UInt16 {
            switch self {
            case .pcm8, .pcm16, .pcm24, .pcm32: 1
            case .float32, .float64: 3
            case .extensible16: 0xFFFE
            }
        }

        var bits: UInt16 {
            switch self {
            case .pcm8: 8
            case .pcm16, .extensible16: 16
            case .pcm24: 24
            case .pcm32, .float32: 32
            case .float64: 64
            }
        }

        /// Half a step of the coarser of this encoding and a 32-bit float.
        var tolerance: Float { 1 / Float(1 << min(Int(bits), 24)) }

        fileprivate func encode(_ sample: Float) -> [UInt8] {
            func integer(_ bits: Int) -> Int32 {
                let fullScale = Double(1 << (bits - 1))
                return Int32(min((Double(sample) * fullScale).rounded(), fullScale - 1))
            }
            return switch self {
            case .pcm8: [UInt8(integer(8) + 128)]
            case .pcm16, .extensible16: bytes(Int16(integer(16)))
            case .pcm24: Array(bytes(integer(24)).prefix(3))
            case .pcm32: bytes(integer(32))
            case .float32: bytes(sample.bitPattern)
            case .float64: bytes(Double(sample).bitPattern)
            }
        }
    }

    /// A WAV file of interleaved samples.
    static func wav(_ samples: [Float], encoding: Encoding = .pcm16, channels: UInt16 = 1, rate: UInt32 = 16_000)
        -> Data
    {
        let size = encoding.bits / 8 * channels
        var format = [
            bytes(encoding.tag), bytes(channels), bytes(rate), bytes(rate * UInt32(size)), bytes(size),
            bytes(encoding.bits),
        ]
        if encoding == .extensible16 {
            // 22 more bytes, valid bits, no speaker positions, and the identifier of PCM.
            format += [bytes(UInt16(22)), bytes(encoding.bits), bytes(UInt32(0)), bytes(UInt16(1))]
            format += [[0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]]
        }
        return wav(format: format, data: samples.flatMap(encoding.encode))
    }

    /// A WAV file of G.711 codes: tag 6 for A-law, 7 for µ-law.
    static func g711(_ codes: [UInt8], tag: UInt16) -> Data {
        let rate = bytes(UInt32(8000))
        return wav(format: [bytes(tag), bytes(UInt16(1)), rate, rate, bytes(UInt16(1)), bytes(UInt16(8))], data: codes)
    }

    /// A 16-bit RF64 file whose header states a number of frames, true or not.
    static func rf64(_ samples: [Float], frames: UInt64) -> Data {
        let plain = [UInt8](wav(samples))
        return joined([
            text("RF64"), bytes(UInt32.max), text("WAVEds64"), bytes(UInt32(28)), bytes(UInt64(plain.count + 28)),
            bytes(frames &* 2), bytes(frames), bytes(UInt32(0)), Array(plain[12..<36]), text("data"),
            bytes(UInt32.max), Array(plain[44...]),
        ])
    }

    /// A 16-bit AIFF file.
    static func aiff(_ samples: [Float], rate: UInt32) -> Data {
        let data = samples.flatMap { bytes(Int16(min(($0 * 32_768).rounded(), 32_767)).bigEndian) }
        let zeros = rate.leadingZeroBitCount
        let size = UInt32(4 + 8 + 18 + 8 + 8 + data.count)
        return joined([
            text("FORM"), bytes(size.bigEndian), text("AIFFCOMM"), bytes(UInt32(18).bigEndian),
            bytes(UInt16(1).bigEndian), bytes(UInt32(samples.count).bigEndian), bytes(UInt16(16).bigEndian),
            // The rate as an 80-bit float: the exponent, and the mantissa shifted to the top.
            bytes(UInt16(16_383 + 31 - zeros).bigEndian), bytes((UInt64(rate) << (32 + zeros)).bigEndian),
            text("SSND"), bytes(UInt32(data.count + 8).bigEndian), bytes(UInt64(0)), data,
        ])
    }

    private static func wav(format: [[UInt8]], data: [UInt8]) -> Data {
        let format = Array(format.joined())
        return joined([
            text("RIFF"), bytes(UInt32(20 + format.count + data.count)), text("WAVEfmt "), bytes(UInt32(format.count)),
            format, text("data"), bytes(UInt32(data.count)), data,
        ])
    }

    private static func joined(_ parts: [[UInt8]]) -> Data { Data(parts.joined()) }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func bytes<T>(_ value: T) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("asr-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a file and returns its path.
    func write(_ data: Data, to name: String = "audio") throws -> String {
        let file = url.appendingPathComponent(name)
        try data.write(to: file)
        return file.path
    }
}
