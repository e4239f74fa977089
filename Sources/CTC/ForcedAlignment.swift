/// Where in time the labels of a known text lie: the most probable path that spells them.
///
/// ```swift
/// let alignment = try ForcedAlignment(of: alphabet.encode("it's"), to: logProbabilities)
/// alignment.labels[0].frames          // where the "i" is
/// ```
///
/// The Viterbi search keeps the scores of every 1024th frame only, and computes those between them once more, near the
/// path alone, on its way back (Hirschberg's idea of 1975, one level deep): an hour of speech with its text takes about
/// a hundred megabytes.
public struct ForcedAlignment: Sendable, Equatable {
    /// A label of the text on the path.
    public struct Label: Sendable, Equatable {
        /// Its index in the alphabet.
        public let label: Int
        /// The frames in which the path emits it; never empty, and before those of the next label.
        public let frames: Range<Int>
        /// Its greatest log-probability in them.
        public let peak: Float
    }

    /// The labels of the text, in their order. Frames between them are blanks.
    public let labels: [Label]
    /// ln of the path's probability.
    public let logProbability: Double

    /// Aligns a text's labels with the frames in which it is spoken.
    ///
    /// - Parameter labels: none of them the blank; may be empty.
    /// - Throws: ``ForcedAlignmentError`` if the frames are too few or give the text no probability.
    /// - Complexity: O(T · U) time, O(T / 1024 · U + 1024 · min(U, 1024)) memory.
    public init(of labels: [Int], to logProbabilities: LogProbabilities) throws(ForcedAlignmentError) {
        try self.init(of: labels, to: logProbabilities, checkpointInterval: 1024)
    }

    /// - Parameter checkpointInterval: frames from one row of scores that is kept to the next; changes no result.
    package init(
        of labels: [Int], to logProbabilities: LogProbabilities, checkpointInterval: Int
    ) throws(ForcedAlignmentError) {
        precondition(
            labels.allSatisfy { $0 != Alphabet.blank && (0..<logProbabilities.labels).contains($0) },
            "labels of the log-probabilities' alphabet, none of them the blank")
        let required = CTCLoss.minimumFrames(for: labels)
        guard logProbabilities.frames >= required else {
            throw .tooFewFrames(frames: logProbabilities.frames, required: required)
        }
        let trellis = AlignmentTrellis(labels: labels, logProbabilities: logProbabilities)
        guard let path = trellis.bestPath(checkpointInterval: checkpointInterval) else { throw .impossible }
        self.labels = zip(labels, path.runs).map { label, frames in
            Label(
                label: label, frames: frames,
                peak: frames.reduce(-.infinity) { max($0, logProbabilities[$1, label]) })
        }
        logProbability = path.score
    }
}

/// Why a text cannot be aligned with a recording.
public enum ForcedAlignmentError: Error, Equatable, CustomStringConvertible {
    /// The text needs more frames than there are.
    case tooFewFrames(frames: Int, required: Int)
    /// Every path that spells the text has the probability zero.
    case impossible

    public var description: String {
        switch self {
        case .tooFewFrames(let frames, let required):
            """
            the text is too long for the recording: it needs at least \(required) steps of the network (one a \
            character, one more between equal neighbours), and the recording gives \(frames); check that they belong \
            together
            """
        case .impossible:
            "the network gives this text a probability of zero; check that the text belongs to the recording"
        }
    }
}
