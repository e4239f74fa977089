/// Best-path decoding: the most probable label of each frame, repeats merged, blanks removed.
///
/// Graves et al. 2006, section 3.2. The fastest decoder; it misses readings whose probability is spread over many
/// paths, which ``PrefixBeamSearch`` finds.
public struct GreedyDecoder: Sendable {
    public init() {}

    /// Returns the reading of the best path.
    ///
    /// - Complexity: O(T · K).
    public func decode(_ logProbabilities: LogProbabilities) -> Hypothesis {
        var labels: [Int] = []
        var frames: [Int] = []
        var total = 0.0
        var previous = Alphabet.blank
        for frame in 0..<logProbabilities.frames {
            let label = logProbabilities.best(inFrame: frame)
            let value = logProbabilities[frame, label]
            total += Double(value)
            if label != Alphabet.blank {
                if label != previous {
                    labels.append(label)
                    frames.append(frame)
                } else if value > logProbabilities[frames[frames.count - 1], label] {
                    frames[frames.count - 1] = frame
                }
            }
            previous = label
        }
        return Hypothesis(labels: labels, frames: frames, logProbability: Float(total))
    }
}
