import Recurrent
import Signal

/// Makes new utterances of runs of words that others speak, so that a network with little speech does not learn its
/// sentences by heart (aligned data augmentation: Lam et al. 2021, "On-the-fly aligned data augmentation for
/// sequence-to-sequence ASR").
package struct Splicer: Sendable {
    /// Words in a run at most.
    private static let longestRun = 5
    /// How often the next run is the same speaker's, where there is more of them.
    private static let sameSpeaker = 0.5
    /// Seconds kept before an utterance's first word and behind its last.
    private static let margin = 0.15
    /// Seconds over which a run fades in and out.
    private static let fade = 0.003
    /// How much louder or softer a run becomes at most.
    private static let greatestScale: Float = 10

    private let share: Double
    private let pool: [Utterance]
    private let bySpeaker: [String: [Int]]
    private let cache: AudioCache
    private let sampleRate: Double

    /// - Parameter utterances: what there is to take runs from: those of them with times of their words.
    package init(share: Double, utterances: [Utterance], cache: AudioCache, sampleRate: Int) {
        self.share = share
        let pool = share > 0 ? utterances.filter { $0.words?.isEmpty == false } : []
        bySpeaker = Dictionary(grouping: pool.indices.filter { pool[$0].speaker != nil }) { pool[$0].speaker ?? "" }
        self.pool = pool
        self.cache = cache
        self.sampleRate = Double(sampleRate)
    }

    /// Another utterance in place of one with word times, about as long: a run of its words and runs of others', up to one
    /// that cannot be had. Nil where this one stays as it is.
    ///
    /// - Throws: what keeps this utterance from being read.
    package func spliced(
        _ utterance: Utterance, random: inout SplitMix64
    ) throws(AudioError) -> (samples: [Float], text: String)? {
        guard share > 0, utterance.words?.isEmpty == false, Double.random(in: 0..<1, using: &random) < share
        else { return nil }
        let own = try cache.samples(of: utterance)
        var samples: [Float] = []
        var words: [String] = []
        var next = utterance
        repeat {
            guard let clip = samples.isEmpty ? own : try? cache.samples(of: next) else { break }
            let run = run(of: next, in: clip, random: &random)
            guard !run.samples.isEmpty, samples.isEmpty || samples.count + run.samples.count <= own.count else { break }
            let scale = samples.isEmpty ? 1 : (samples.meanSquare / max(run.samples.meanSquare, 1e-12)).squareRoot()
            let limited = min(max(scale, 1 / Self.greatestScale), Self.greatestScale)
            samples += run.samples.map { $0 * limited }
            words += run.words
            next = following(next, random: &random)
        } while samples.count < own.count
        return samples.isEmpty ? nil : (samples, words.joined(separator: " "))
    }

    /// The utterance that the next run is taken from.
    private func following(_ utterance: Utterance, random: inout SplitMix64) -> Utterance {
        if let speaker = utterance.speaker, let own = bySpeaker[speaker], own.count > 1,
            Double.random(in: 0..<1, using: &random) < Self.sameSpeaker
        {
            return pool[own[Int.random(in: own.indices, using: &random)]]
        }
        return pool[Int.random(in: pool.indices, using: &random)]
    }

    /// Some words of an utterance that follow each other, cut in the middle between them and their neighbours; none where
    /// they lie behind its end.
    private func run(
        of utterance: Utterance, in clip: [Float], random: inout SplitMix64
    ) -> (samples: [Float], words: [String]) {
        let words = utterance.words ?? []
        let first = Int.random(in: words.indices, using: &random)
        let last = min(words.count - 1, first + Int.random(in: 0..<Self.longestRun, using: &random))
        let start = first > 0 ? (words[first - 1].end + words[first].start) / 2 : words[first].start - Self.margin
        let end =
            last + 1 < words.count ? (words[last].end + words[last + 1].start) / 2 : words[last].end + Self.margin
        guard words[last].end <= Double(clip.count) / sampleRate + Self.margin else { return ([], []) }
        let lower = min(clip.count, max(0, Int(start * sampleRate)))
        let upper = min(clip.count, max(lower, Int(end * sampleRate)))
        var samples = Array(clip[lower..<upper])
        let fade = min(Int(Self.fade * sampleRate), samples.count / 2)
        for index in 0..<fade {
            let factor = Float(index) / Float(fade)
            samples[index] *= factor
            samples[samples.count - 1 - index] *= factor
        }
        return (samples, words[first...last].map(\.text))
    }
}
