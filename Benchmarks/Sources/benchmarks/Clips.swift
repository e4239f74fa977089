import Signal
import Training

/// The recordings that are transcribed and turned into features.
struct Clips {
    let paths: [String]
    /// Their samples at 16 kHz.
    let samples: [[Float]]
    /// Length of all, s.
    let seconds: Double

    static let sampleRate = 16_000

    /// Takes a manifest's clips in their order, again from the first where they do not suffice, until they are longer
    /// than `seconds`.
    init(manifest: String, seconds: Double) throws {
        let utterances = try Manifest.read(manifest).utterances
        var (paths, samples, count) = ([String](), [[Float]](), 0)
        while Double(count) < seconds * Double(Self.sampleRate) {
            let path = utterances[paths.count % utterances.count].audio
            let clip = try AudioReader.samples(path: path, sampleRate: Self.sampleRate)
            paths.append(path)
            samples.append(clip)
            count += clip.count
        }
        self.paths = paths
        self.samples = samples
        self.seconds = Double(count) / Double(Self.sampleRate)
    }
}
