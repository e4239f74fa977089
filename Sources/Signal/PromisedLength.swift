import Foundation

/// What the header of a WAV, AIFF or AU file says of its samples' bytes. libsndfile believes the file's size instead, and so
/// reads one that was cut off without a word.
struct PromisedLength {
    /// Sizes from here on stand for one that was not known when the header was written: arecord writes 0x7FFFFFFF less a
    /// header, SoX into a pipe 0x7F000000 or more, others 0xFFFFFFFF.
    private static let unknown = 0x7F00_0000
    /// A file with more chunks before its samples is none.
    private static let mostChunks = 1000

    private let descriptor: Int32
    private let size: Int

    /// Seconds that the header promises, where the file holds fewer; nil for whole files and other formats.
    ///
    /// - Parameters:
    ///   - descriptor: of the file; its position stays.
    ///   - size: the file's bytes.
    static func seconds(descriptor: Int32, size: Int) -> Double? {
        let file = PromisedLength(descriptor: descriptor, size: size)
        return switch (file.name(at: 0), file.name(at: 8)) {
        case ("RIFF", "WAVE"): file.ofWAV()
        case ("FORM", "AIFF"), ("FORM", "AIFC"): file.ofAIFF()
        case (".snd", _): file.ofAU()
        default: nil
        }
    }

    private func ofWAV() -> Double? {
        var bytesPerSecond = 0
        for chunk in chunks(.little) {
            if chunk.name == "fmt " { bytesPerSecond = number(4, at: chunk.start + 8, .little) ?? 0 }
            if chunk.name == "data" {
                return isCut(chunk.start, chunk.length) && bytesPerSecond > 0 ? Double(chunk.length) / Double(bytesPerSecond) : nil
            }
        }
        return nil
    }

    private func ofAIFF() -> Double? {
        var seconds: Double?
        for chunk in chunks(.big) {
            // Of this compression the frames that are told of are packets.
            if chunk.name == "COMM", name(at: chunk.start + 18) != "ima4", let frames = number(4, at: chunk.start + 2, .big),
                let rate = extendedFloat(at: chunk.start + 8), rate > 0
            {
                seconds = Double(frames) / rate
            }
            if chunk.name == "SSND" { return isCut(chunk.start, chunk.length) ? seconds : nil }
        }
        return nil
    }

    private func ofAU() -> Double? {
        let fields = (1...5).compactMap { number(4, at: 4 * $0, .big) }
        guard fields.count == 5 else { return nil }
        let (start, length, encoding, rate, channels) = (fields[0], fields[1], fields[2], fields[3], fields[4])
        // µ-law, integers of 8 to 32 bits, floats, A-law.
        let bytes = [1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 4, 7: 8, 27: 1][encoding]
        guard let bytes, rate > 0, channels > 0, isCut(start, length) else { return nil }
        return Double(length) / (Double(bytes) * Double(channels) * Double(rate))
    }

    // MARK: -

    private enum Endian { case little, big }

    private typealias Chunk = (name: String, start: Int, length: Int)

    /// Whether samples of so many bytes go on behind the file's end.
    private func isCut(_ start: Int, _ length: Int) -> Bool { length < Self.unknown && start + length > size }

    /// The chunks of a RIFF or IFF file.
    private func chunks(_ endian: Endian) -> some Sequence<Chunk> {
        sequence(state: 12) { offset -> Chunk? in
            guard let name = name(at: offset), let length = number(4, at: offset + 4, endian) else { return nil }
            let start = offset + 8
            // They begin at even bytes.
            offset = start + length + length % 2
            return (name, start, length)
        }
        .prefix(Self.mostChunks)
    }

    private func name(at offset: Int) -> String? { bytes(4, at: offset).map { String(decoding: $0, as: UTF8.self) } }

    private func number(_ count: Int, at offset: Int, _ endian: Endian) -> Int? {
        bytes(count, at: offset).map { (endian == .big ? $0 : $0.reversed()).reduce(0) { $0 << 8 | Int($1) } }
    }

    /// A positive number of 80 bits, as IEEE 754 calls extended.
    private func extendedFloat(at offset: Int) -> Double? {
        guard let exponent = number(2, at: offset, .big), let high = number(4, at: offset + 2, .big) else { return nil }
        return Double(high) * exp2(Double(exponent & 0x7FFF) - 16383 - 31)
    }

    private func bytes(_ count: Int, at offset: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, off_t(offset)) == count ? bytes : nil
    }
}
