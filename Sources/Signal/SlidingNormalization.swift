/// Mean and variance normalisation over a window that slides along frames that come block by block.
///
/// Sums over the window are kept while it moves by a frame; in 64-bit floats nothing is lost over hours.
struct SlidingNormalization: Sendable {
    private let options: SlidingOptions
    private let size: Int
    /// The frames that the window holds or will hold, from frame `offset` of the utterance on.
    private var pending: Features
    private var offset = 0
    private var next = 0
    private var window = 0..<0
    private var sum: [Double] = []
    private var squares: [Double] = []

    init(_ options: SlidingOptions, dimension: Int) {
        self.options = options
        size = dimension
        pending = Features(dimension: dimension)
        clear()
    }

    /// Takes the next frames and returns those whose window is complete.
    mutating func append(_ frames: consuming Features) -> Features {
        pending.append(frames)
        return advance(frames: nil)
    }

    /// Returns the frames that the utterance's end completes; what follows is another utterance.
    mutating func finish() -> Features {
        let rest = advance(frames: offset + pending.frames)
        pending = Features(dimension: size)
        clear()
        return rest
    }

    private mutating func clear() {
        (offset, next, window) = (0, 0, 0..<0)
        sum = Array(repeating: 0, count: size)
        squares = sum
        // The front end takes no prior that is still to be measured.
        guard options.priorFrames > 0 else { return }
        for d in 0..<size {
            let mean = Double(options.prior.mean[d])
            let deviation = Double(options.prior.deviation[d])
            sum[d] = priorFrames * mean
            squares[d] = priorFrames * (deviation * deviation + mean * mean)
        }
    }

    private var priorFrames: Double { Double(options.priorFrames) }

    /// - Parameter frames: the utterance's frames; nil while more may come.
    private mutating func advance(frames: Int?) -> Features {
        var output = Features(dimension: size)
        let available = offset + pending.frames
        while next < available {
            let wanted = range(around: next, frames: frames)
            guard wanted.upperBound <= available else { break }
            for index in window.upperBound..<wanted.upperBound { add(index, 1) }
            for index in window.lowerBound..<wanted.lowerBound { add(index, -1) }
            window = wanted
            normalize(next, into: &output)
            next += 1
        }
        // Dropped in large pieces, so that each frame is moved once or twice only.
        let unneeded = min(window.lowerBound, next) - offset
        if unneeded > options.length {
            pending.removeFirst(unneeded)
            offset += unneeded
        }
        return output
    }

    private mutating func add(_ index: Int, _ sign: Double) {
        let row = (index - offset) * size
        for d in 0..<size {
            let value = Double(pending.values[row + d])
            sum[d] += sign * value
            squares[d] += sign * value * value
        }
    }

    private func normalize(_ frame: Int, into output: inout Features) {
        let row = (frame - offset) * size
        let count = Double(window.count) + priorFrames
        for d in 0..<size {
            let mean = sum[d] / count
            let variance = max(squares[d] / count - mean * mean, CepstralStatistics.varianceFloor)
            let scale = options.normalizesVariance ? 1 / variance.squareRoot() : 1
            output.values.append(Float((Double(pending.values[row + d]) - mean) * scale))
        }
        output.frames += 1
    }

    /// The frames that frame `frame` is normalised by; neither end ever moves back as the frame moves on.
    ///
    /// Kaldi's rule: a centred window keeps its length and is shifted inside the utterance; a causal one holds the
    /// `length` frames before its own, and at the start at least `minimum`, looking ahead for them.
    private func range(around frame: Int, frames: Int?) -> Range<Int> {
        var start = options.isCentered ? frame - options.length / 2 : frame - options.length
        var end = options.isCentered ? start + options.length : frame + 1
        if start < 0 {
            end = options.isCentered ? end - start : max(frame + 1, options.minimum)
            start = 0
        }
        if let frames, end > frames {
            start = max(0, start - (end - frames))
            end = frames
        }
        return start..<end
    }
}
