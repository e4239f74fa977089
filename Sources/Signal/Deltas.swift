/// Slopes of features over time, as Kaldi's `add-deltas`.
///
/// The slope at frame t is Σ j x[t + j] / Σ j², j = −W … W; a slope's slope is the same sum over slopes, written as one
/// sum over the features.
struct Deltas: Sendable {
    /// Weights of order 0, 1, … over neighbouring frames, each centred on the frame itself.
    private let scales: [[Float]]
    /// Frames to each side that the highest order looks at.
    let reach: Int

    init(_ options: DeltaOptions) {
        let window = options.window
        var scales: [[Float]] = [[1]]
        let norm = Float((-window...window).reduce(0) { $0 + $1 * $1 })
        for _ in 0..<options.order {
            let previous = scales[scales.count - 1]
            var next = [Float](repeating: 0, count: previous.count + 2 * window)
            for j in -window...window {
                for (k, scale) in previous.enumerated() { next[j + window + k] += Float(j) * scale }
            }
            scales.append(next.map { $0 / norm })
        }
        self.scales = scales
        reach = options.order * window
    }

    /// Returns, for each frame with `reach` neighbours on both sides, its (order + 1) × D values: the features, their
    /// slopes, the slopes' slopes…
    func apply(to features: Features) -> Features {
        let size = features.dimension
        let wide = size * scales.count
        let frames = max(0, features.frames - 2 * reach)
        var values = [Float](repeating: 0, count: frames * wide)
        for frame in 0..<frames {
            for (order, scales) in scales.enumerated() {
                let row = frame * wide + order * size
                for (index, scale) in scales.enumerated() where scale != 0 {
                    let neighbour = frame + reach + index - scales.count / 2
                    for d in 0..<size { values[row + d] += scale * features.values[neighbour * size + d] }
                }
            }
        }
        return Features(frames: frames, dimension: wide, values: values)
    }
}
