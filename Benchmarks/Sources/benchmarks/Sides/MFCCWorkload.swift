import Foundation
import Signal

/// MFCC with 40 filters and 40 cepstra of every clip, Kaldi's options without dither, no normalisation.
struct MFCCWorkload: Workload {
    private let frontEnd: FrontEnd
    private let clips: [[Float]]

    init(folder: URL) throws {
        var options = FrontEndOptions()
        options.normalization = .none
        frontEnd = try FrontEnd(options)
        let lengths = try String(contentsOf: folder.appendingPathComponent("clips.txt"), encoding: .utf8)
            .split(separator: "\n").compactMap { Int($0) }
        let samples = try Floats.read(folder.appendingPathComponent("clips.f32"), count: lengths.reduce(0, +))
        var start = 0
        clips = lengths.map { length in
            defer { start += length }
            return Array(samples[start..<start + length])
        }
    }

    /// The number of frames and the sum of the cepstra's magnitudes.
    func check() -> [Double] {
        let features = clips.map { frontEnd.features(of: $0) }
        let magnitude = features.reduce(0) { sum, clip in clip.values.reduce(sum) { $0 + Double(abs($1)) } }
        return [Double(features.reduce(0) { $0 + $1.frames }), magnitude]
    }

    func run() {
        for clip in clips { _ = frontEnd.features(of: clip) }
    }
}
