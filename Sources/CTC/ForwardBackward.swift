import Foundation

/// The forward-backward pass over one utterance (Graves et al. 2006, section 4.1).
///
/// The 2U+1 states (blank, label, blank, …, label, blank) are kept as two rows, blanks and labels, so that the
/// recursions run over neighbouring cells:
///
///     forward   blank[i] = (blank[i] + label[i−1]) · y(blank)
///               label[i] = (label[i] + blank[i] + skip[i] · label[i−1]) · y(labels[i])
///     backward  blank[i] = blank[i] + label[i]
///               label[i] = label[i] + blank[i+1] + skip[i+1] · label[i+1]
///
/// y are the softmax outputs, and skip[i] is 0 where label i equals its predecessor, else 1. A virtual frame before the
/// first (forward) or after the last (backward) holds the single 1 from which everything follows. Backward variables
/// leave out their own frame's y, so that a state's posterior is forward · backward / p(transcript).
///
/// Cells beyond U are padding. The forward pass may fill them, the backward pass keeps them zero; no posterior comes
/// from them.
struct ForwardBackward {
    private let labels: [Int]
    private let frames: Int
    private let labelCount: Int
    /// The cells of a row of blanks or labels: U + 1, rounded up to whole vectors.
    private let width: Int
    /// The elements of a row: a margin of zeros, then the cells. The next row's margin ends this one, too.
    private let stride: Int
    /// The elements of one frame's y: K, rounded up to whole vectors.
    private let outputWidth: Int

    /// Zeros around the cells of a row, so that neighbours can be read as whole vectors.
    private static let margin = WideFloat.lanes

    /// The transcript must fit into the frames, and hold labels of `1..<labelCount` only.
    init(labels: [Int], frames: Int, labelCount: Int) {
        self.labels = labels
        self.frames = frames
        self.labelCount = labelCount
        width = Self.roundedUp(labels.count + 1)
        stride = Self.margin + width
        outputWidth = Self.roundedUp(labelCount)
    }

    /// Returns the loss and gradient for finite logits, T×K.
    func evaluate(_ logits: [Float]) -> CTCLoss.Value {
        let outputs = WideFloatRow.allocate(count: frames * outputWidth, exponent: 0)
        let forward = zeros(frames: frames + 1)
        let backward = zeros(frames: 1)
        let labelOutputs = WideFloatRow.allocate(count: width, exponent: 0)
        let skips = makeSkips()
        defer { for row in [outputs, forward, backward, labelOutputs, skips] { row.deallocate() } }

        var gradient = softmax(logits, into: outputs)
        blanks(of: forward, frame: 0).setOne(at: 0)
        for frame in 0..<frames {
            let y = outputs + frame * outputWidth
            labelOutputs.gather(labels, from: y)
            stepForward(
                blanks(of: forward, frame: frame), into: blanks(of: forward, frame: frame + 1),
                blankOutput: y.first, labelOutputs: labelOutputs, skips: skips + Self.margin)
        }
        let last = blanks(of: forward, frame: frames)
        let total = WideFloat.sum((last + labels.count).first, (last + (stride + labels.count - 1)).first)

        let end = blanks(of: backward, frame: 0)
        end.setOne(at: labels.count)
        var posteriors = [Float](repeating: 0, count: width)
        for frame in (0..<frames).reversed() {
            let y = outputs + frame * outputWidth
            labelOutputs.gather(labels, from: y)
            let sums = stepBackward(
                end, forward: blanks(of: forward, frame: frame + 1), reciprocal: total.reciprocal,
                blankOutput: y.first, labelOutputs: labelOutputs, skips: skips + Self.margin,
                labelPosteriors: &posteriors)
            // The states' posteriors sum to 1; dividing by the computed sum takes out the rounding of both passes.
            let scale = 1 / (sums.blanks + sums.labels)
            let start = frame * labelCount
            gradient[start + Alphabet.blank] -= sums.blanks * scale
            for (index, label) in labels.enumerated() { gradient[start + label] -= posteriors[index] * scale }
        }
        return CTCLoss.Value(loss: max(0, -total.firstLogarithm), gradient: gradient)
    }

    /// Writes each frame's softmax to `outputs`, and returns it as a T×K matrix.
    private func softmax(_ logits: [Float], into outputs: WideFloatRow) -> [Float] {
        let lowest = -Float(min(1 << 21, (1 << 27) / max(1, frames)))
        var scores = [Float](repeating: lowest, count: outputWidth)
        var probabilities = [Float](repeating: 0, count: logits.count)
        for frame in 0..<frames {
            let start = frame * labelCount
            var maximum = logits[start]
            for label in 1..<labelCount { maximum = max(maximum, logits[start + label]) }
            for label in 0..<labelCount { scores[label] = max(lowest, logits[start + label] - maximum) }

            let y = outputs + frame * outputWidth
            var sum = SIMD8<Float>.zero
            for label in Swift.stride(from: 0, to: outputWidth, by: WideFloat.lanes) {
                y[label] = WideFloat(exp: SIMD8(scores[label..<label + WideFloat.lanes]))
                sum += y[label].values
            }
            let scale = WideFloat(mantissa: SIMD8(repeating: 1 / sum.sum()), exponent: .zero)
            for label in Swift.stride(from: 0, to: outputWidth, by: WideFloat.lanes) {
                y[label] = y[label] * scale
                let values = y[label].values
                for lane in 0..<min(WideFloat.lanes, labelCount - label) {
                    probabilities[start + label + lane] = values[lane]
                }
            }
        }
        return probabilities
    }

    /// The forward recursion, from one frame's row of blanks (its labels follow) to the next frame's.
    private func stepForward(
        _ old: WideFloatRow, into new: WideFloatRow,
        blankOutput: WideFloat, labelOutputs: WideFloatRow, skips: WideFloatRow
    ) {
        let (oldLabels, newLabels) = (old + stride, new + stride)
        for i in Swift.stride(from: 0, to: width, by: WideFloat.lanes) {
            let (blank, previous) = (old[i], oldLabels[i - 1])
            new[i] = .sum(blank, previous) * blankOutput
            newLabels[i] = .sum(oldLabels[i], blank, previous.scaled(skips[i])) * labelOutputs[i]
        }
    }

    /// The backward recursion, in place, on backward · y: from the next frame's row of blanks (its labels follow) to
    /// this frame's. Writes the posteriors of the label states, and returns the sums over both kinds of state.
    private func stepBackward(
        _ blanks: WideFloatRow, forward: WideFloatRow, reciprocal: WideFloat,
        blankOutput: WideFloat, labelOutputs: WideFloatRow, skips: WideFloatRow,
        labelPosteriors: inout [Float]
    ) -> (blanks: Float, labels: Float) {
        let (labels, forwardLabels) = (blanks + stride, forward + stride)
        var (blankSum, labelSum) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        labelPosteriors.withUnsafeMutableBytes { posteriors in
            for i in Swift.stride(from: 0, to: width, by: WideFloat.lanes) {
                // Cells from i + 8 on are still the next frame's.
                let newLabel = WideFloat.sum(labels[i], blanks[i + 1], labels[i + 1].scaled(skips[i + 1]))
                let newBlank = WideFloat.sum(blanks[i], labels[i])
                let posterior = newLabel.product(forwardLabels[i], reciprocal)
                posteriors.storeBytes(
                    of: posterior, toByteOffset: i * MemoryLayout<Float>.stride, as: SIMD8<Float>.self)
                labelSum += posterior
                blankSum += newBlank.product(forward[i], reciprocal)
                labels[i] = newLabel * labelOutputs[i]
                blanks[i] = newBlank * blankOutput
            }
        }
        return (blankSum.sum(), labelSum.sum())
    }
}

// MARK: - Memory

extension ForwardBackward {
    private static func roundedUp(_ count: Int) -> Int {
        (count + WideFloat.lanes - 1) / WideFloat.lanes * WideFloat.lanes
    }

    /// Rows of blanks and labels for some frames, all zero.
    private func zeros(frames: Int) -> WideFloatRow {
        .allocate(count: 2 * frames * stride + Self.margin, exponent: WideFloat.zeroExponent)
    }

    /// The first blank of a frame; its first label stands `stride` further.
    private func blanks(of rows: WideFloatRow, frame: Int) -> WideFloatRow {
        rows + (2 * frame * stride + Self.margin)
    }

    /// skip[i] as 1 or 0, in a row with both margins.
    private func makeSkips() -> WideFloatRow {
        let skips = WideFloatRow.allocate(count: stride + Self.margin, exponent: 0)
        for i in labels.indices.dropFirst() where labels[i] == labels[i - 1] { skips.setZero(at: Self.margin + i) }
        return skips
    }
}
