import CTC
import Foundation

/// Tells words from what a network makes of noise: speech is heard as many decided labels, noise as few and undecided
/// ones. Fitted on speech and noise by `asr calibrate --noise`.
public struct VoiceGate: Codable, Sendable, Equatable {
    public var bias: Double
    /// The weight of the mean probability that a step is no blank.
    public var activity: Double
    /// The weight of the mean entropy.
    public var entropy: Double

    public init(bias: Double, activity: Double, entropy: Double) {
        (self.bias, self.activity, self.entropy) = (bias, activity, entropy)
    }

    /// 0 or more for what passes.
    public func score(_ evidence: VoiceEvidence) -> Double {
        bias + activity * evidence.activity + entropy * evidence.entropy
    }
}

/// What the network's outputs around a word tell of whether somebody speaks.
public struct VoiceEvidence: Sendable, Equatable {
    /// The mean probability that a step is no blank.
    public var activity: Double
    /// The mean entropy of the steps, in nats.
    public var entropy: Double

    public init(activity: Double, entropy: Double) {
        (self.activity, self.entropy) = (activity, entropy)
    }
}

/// The outputs of an utterance's steps as they come, so far as ``VoiceEvidence`` needs them.
public struct VoiceTrace: Sendable {
    /// Steps before a word's middle, and behind it, that are looked at: 1.2 s each where a step takes 30 ms. Fewer tell
    /// less, more tell hardly more (docs/streaming.md).
    public static let reach = 40

    /// Sums from the utterance's start to each step, so that a stretch takes two look-ups.
    private var activity = [0.0]
    private var entropy = [0.0]
    /// The step that the first sum lies before.
    private var offset = 0

    public init() {}

    /// Takes the steps that follow those already seen.
    public mutating func append(_ piece: LogProbabilities) {
        for frame in 0..<piece.frames {
            activity.append(activity[activity.count - 1] + Double(1 - exp(piece[frame, Alphabet.blank])))
            entropy.append(entropy[entropy.count - 1] + Double(piece.entropy(of: frame..<frame + 1)))
        }
    }

    /// Forgets what no word from a step on needs.
    mutating func forget(before step: Int) {
        let count = step - Self.reach - offset
        guard count > 0 else { return }
        activity.removeFirst(count)
        entropy.removeFirst(count)
        offset += count
    }

    /// The evidence around a word; what has not come yet is left out.
    public func evidence(around word: Range<Int>) -> VoiceEvidence {
        let middle = (word.lowerBound + word.upperBound) / 2 - offset
        let start = max(0, middle - Self.reach)
        let end = min(activity.count - 1, middle + Self.reach)
        let steps = Double(max(1, end - start))
        return VoiceEvidence(
            activity: (activity[end] - activity[start]) / steps, entropy: (entropy[end] - entropy[start]) / steps)
    }
}
