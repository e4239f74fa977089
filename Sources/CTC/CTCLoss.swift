import Dispatch

/// The CTC loss −ln p(transcript | logits) and its gradient.
///
/// Graves et al. 2006, equations 5 to 15. The softmax is inside, so that the gradient with respect to a logit is the
/// label's probability minus its posterior given the transcript.
///
/// The forward and backward variables are held as 32-bit mantissas with 32-bit exponents (`WideFloat`): the log
/// domain's range with plain multiplications and additions, each accurate to 2⁻²⁴ however long the utterance. Only
/// logits that lie more than min(2²¹, 2²⁷/T) nats below their frame's greatest are raised to that distance.
public enum CTCLoss {
    /// What the loss is computed from.
    public struct Utterance: Sendable {
        /// Unnormalised scores, T×K, row-major.
        public var logits: [Float]
        /// T.
        public var frames: Int
        /// K, the blank (label 0) among them.
        public var labelCount: Int
        /// The transcript: U labels, none of them the blank; may be empty.
        public var labels: [Int]

        public init(logits: [Float], frames: Int, labelCount: Int, labels: [Int]) {
            self.logits = logits
            self.frames = frames
            self.labelCount = labelCount
            self.labels = labels
        }
    }

    /// The loss of one utterance.
    public struct Value: Sendable, Equatable {
        /// −ln p(transcript | logits), in nats.
        public var loss: Double
        /// The derivative of `loss` with respect to each logit, T×K, row-major. Each frame's sums to 0.
        public var gradient: [Float]
    }

    /// The fewest frames in which a transcript can be spelled: one a label, and one more for the blank between two
    /// equal neighbours.
    public static func minimumFrames(for labels: [Int]) -> Int {
        labels.count + zip(labels, labels.dropFirst()).count { $0 == $1 }
    }

    /// Returns the loss and gradient of one utterance.
    ///
    /// - Throws: ``CTCLossError`` if the transcript does not fit into the frames, a label or the number of logits is
    ///   wrong, or a logit is not finite. No loss is ever infinite.
    /// - Complexity: O(T · (U + K)) in time and memory.
    public static func evaluate(_ utterance: Utterance) throws(CTCLossError) -> Value {
        let (frames, labelCount) = (utterance.frames, utterance.labelCount)
        guard frames >= 0, labelCount > 0, utterance.logits.count == frames * labelCount else {
            throw .shape(frames: frames, labelCount: labelCount, logits: utterance.logits.count)
        }
        if let position = utterance.labels.firstIndex(where: { $0 == Alphabet.blank || !(0..<labelCount).contains($0) })
        {
            throw .labelOutOfRange(utterance.labels[position], position: position, labelCount: labelCount)
        }
        let required = minimumFrames(for: utterance.labels)
        guard frames >= required else { throw .tooFewFrames(frames: frames, required: required) }
        if let index = utterance.logits.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(utterance.logits[index], frame: index / labelCount, label: index % labelCount)
        }
        return ForwardBackward(labels: utterance.labels, frames: frames, labelCount: labelCount)
            .evaluate(utterance.logits)
    }

    /// Returns the loss and gradient of each utterance, or why it has none; utterances are shared among the cores.
    ///
    /// An utterance's result does not depend on the others, nor on the number of cores.
    public static func evaluate(_ utterances: [Utterance]) -> [Result<Value, CTCLossError>] {
        var results = [Result<Value, CTCLossError>?](repeating: nil, count: utterances.count)
        results.withUnsafeMutableBufferPointer { buffer in
            // Each iteration writes its own element and no other.
            nonisolated(unsafe) let slots = buffer
            DispatchQueue.concurrentPerform(iterations: utterances.count) { index in
                slots[index] = Result { () throws(CTCLossError) in try evaluate(utterances[index]) }
            }
        }
        return results.compactMap { $0 }
    }
}
