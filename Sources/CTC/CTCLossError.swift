/// Why the loss of an utterance cannot be computed.
public enum CTCLossError: Error, Equatable, CustomStringConvertible {
    /// The transcript needs more frames than there are: no path spells it, its loss would be infinite.
    case tooFewFrames(frames: Int, required: Int)
    /// The number of logits is not frames times labels.
    case shape(frames: Int, labelCount: Int, logits: Int)
    /// A label of the transcript is the blank or outside the network's labels.
    case labelOutOfRange(Int, position: Int, labelCount: Int)
    /// A logit is NaN or infinite.
    case notFinite(Float, frame: Int, label: Int)

    public var description: String {
        switch self {
        case .tooFewFrames(let frames, let required):
            """
            the transcript needs at least \(required) frames (one a label, one more between equal neighbours), and \
            the audio gives \(frames); leave the utterance out, check its transcript, or use a smaller frame stride
            """
        case .shape(let frames, let labelCount, let logits):
            "\(logits) logits do not fill \(frames) frames of \(labelCount) labels"
        case .labelOutOfRange(let label, let position, let labelCount):
            "label \(label) at position \(position) of the transcript is not in 1..<\(labelCount)"
        case .notFinite(let value, let frame, let label):
            "the logit of label \(label) in frame \(frame) is \(value); lower the learning rate or clip the gradient"
        }
    }
}
