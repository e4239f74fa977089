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
        var state = State()
        state.advance(logProbabilities)
        return state.hypothesis
    }

    /// A decoding under way. It can be fed an utterance in pieces: the result is that of the whole.
    public struct State: Sendable {
        private var labels: [Int] = []
        private var labelFrames: [Int] = []
        /// The last label's log-probability at its frame.
        private var peak: Float = 0
        private var previous = Alphabet.blank
        private var total = 0.0

        /// The frames seen so far.
        public private(set) var frames = 0

        public init() {}

        /// Goes on with the frames that follow those already seen.
        public mutating func advance(_ logProbabilities: LogProbabilities) {
            for frame in 0..<logProbabilities.frames {
                let label = logProbabilities.best(inFrame: frame)
                let value = logProbabilities[frame, label]
                total += Double(value)
                if label != Alphabet.blank {
                    if label != previous {
                        labels.append(label)
                        labelFrames.append(frames)
                        peak = value
                    } else if value > peak {
                        labelFrames[labelFrames.count - 1] = frames
                        peak = value
                    }
                }
                previous = label
                frames += 1
            }
        }

        /// The labels that nothing can change any more: all but the last, whose frame may still move.
        public var settledLabels: ArraySlice<Int> { labels.dropLast() }

        /// Their frames.
        public var settledFrames: ArraySlice<Int> { labelFrames.dropLast() }

        /// The reading so far.
        public var hypothesis: Hypothesis {
            Hypothesis(labels: labels, frames: labelFrames, logProbability: Float(total))
        }
    }
}
