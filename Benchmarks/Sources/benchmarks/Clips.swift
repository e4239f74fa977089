import Foundation
import Signal
import Training

/// The recordings that are transcribed and turned into features.
struct Clips {
    let paths: [String]
    /// What is said in them.
    let texts: [String]
    /// Their samples at 16 kHz.
    let samples: [[Float]]
    /// Length of all, s.
    let seconds: Double

    static let sampleRate = 16_000

    /// Takes a manifest's clips, again from the first where they do not suffice, until they are longer than `seconds`.
    ///
    /// They are taken in long strides (golden section) and not in order, in which neighbours are often of one speaker:
    /// the first few are then a fair part of all.
    init(manifest: String, seconds: Double) throws {
        let utterances = try Manifest.read(manifest).utterances
        func commonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : commonDivisor(b, a % b) }
        var stride = max(1, utterances.count * 618 / 1000)
        while commonDivisor(stride, utterances.count) != 1 { stride += 1 }
        var (paths, texts, samples, count) = ([String](), [String](), [[Float]](), 0)
        while Double(count) < seconds * Double(Self.sampleRate) {
            let utterance = utterances[paths.count * stride % utterances.count]
            let path = utterance.audio
            let clip = try AudioReader.samples(path: path, sampleRate: Self.sampleRate)
            paths.append(path)
            texts.append(utterance.text)
            samples.append(clip)
            count += clip.count
        }
        self.paths = paths
        self.texts = texts
        self.samples = samples
        self.seconds = Double(count) / Double(Self.sampleRate)
    }

    /// The first clips that are longer than some seconds together, how many and how long they are.
    func prefix(seconds: Double) -> (count: Int, seconds: Double) {
        var (count, length) = (0, 0)
        while count < samples.count, Double(length) < seconds * Double(Self.sampleRate) {
            length += samples[count].count
            count += 1
        }
        return (count, Double(length) / Double(Self.sampleRate))
    }

    /// Writes them as WAV files of 16 bits, so that nobody's time is that of a decoder of compressed audio.
    func writeWAV(to folder: URL) throws -> [String] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return try samples.enumerated().map { index, samples in
            let url = folder.appendingPathComponent(String(format: "%04d.wav", index))
            try Self.wav(samples).write(to: url)
            return url.path
        }
    }

    /// A mono WAV file.
    static func wav(_ samples: [Float]) -> Data {
        var data = Data()
        func append(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
        }
        let bytes = UInt32(2 * samples.count)
        data += Data("RIFF".utf8)
        append(36 + bytes)
        data += Data("WAVEfmt ".utf8)
        append(UInt32(16))
        append(UInt16(1))
        append(UInt16(1))
        append(UInt32(sampleRate))
        append(UInt32(2 * sampleRate))
        append(UInt16(2))
        append(UInt16(16))
        data += Data("data".utf8)
        append(bytes)
        for sample in samples { append(Int16(max(-32768, min(32767, (sample * 32768).rounded())))) }
        return data
    }
}
