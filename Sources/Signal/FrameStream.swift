/// Static features from blocks of samples.
///
/// The frames that all calls return together are bit-equal to those of the whole utterance, however its samples are
/// cut into blocks. A copy of a stream goes its own way from where it was copied.
public struct FrameStream: Sendable {
    private let computer: FrameComputer
    private var scratch: FrameComputer.Scratch
    /// The samples that later frames need, from sample `offset` of the utterance on.
    private var pending: [Float] = []
    private var offset = 0
    private var nextFrame = 0

    /// Samples that are looked at in one go: few enough to stay in the processor's cache.
    private static let blockSize = 16_384

    init(_ computer: FrameComputer) {
        self.computer = computer
        scratch = computer.makeScratch()
    }

    /// Takes the utterance's next samples, in [-1, 1], and returns the frames that are complete.
    public mutating func append(_ samples: [Float]) -> Features {
        var features = Features(dimension: computer.dimension)
        features.values.reserveCapacity(
            computer.framing.frameCount(samples: pending.count + samples.count, isComplete: true) * computer.dimension)
        for start in stride(from: 0, to: samples.count, by: Self.blockSize) {
            pending += samples[start..<min(start + Self.blockSize, samples.count)]
            emit(into: &features, isComplete: false)
            let unneeded = computer.framing.firstSampleNeeded(from: nextFrame) - offset
            if unneeded > 0 {
                let count = min(unneeded, pending.count)
                pending.removeFirst(count)
                offset += count
            }
        }
        return features
    }

    /// Returns the frames that the utterance's end completes. The stream is then ready for another utterance.
    public mutating func finish() -> Features {
        var features = Features(dimension: computer.dimension)
        emit(into: &features, isComplete: true)
        pending.removeAll(keepingCapacity: true)
        offset = 0
        nextFrame = 0
        return features
    }

    /// Computes the frames from `nextFrame` on that the samples make.
    private mutating func emit(into features: inout Features, isComplete: Bool) {
        let end = computer.framing.frameCount(samples: offset + pending.count, isComplete: isComplete)
        guard nextFrame < end else { return }
        let frames = nextFrame..<end
        let start = features.values.count
        features.values += repeatElement(0, count: frames.count * computer.dimension)
        features.frames += frames.count
        pending.withUnsafeBufferPointer { samples in
            features.values.withUnsafeMutableBufferPointer { values in
                guard let output = values.baseAddress else { return }
                computer.compute(
                    frames, of: FrameComputer.Stretch(samples: samples, offset: offset), scratch: &scratch,
                    output: output + start)
            }
        }
        nextFrame = end
    }
}
