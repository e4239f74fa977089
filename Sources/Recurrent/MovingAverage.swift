import CKernels

/// Exponential moving average of weights (Polyak & Juditsky 1992); the averaged weights are the ones to evaluate and
/// keep.
public struct MovingAverage: Sendable, Equatable {
    /// Share of the old average that stays at each update.
    public let decay: Float
    public private(set) var values: [Float]
    /// Updates so far.
    public private(set) var updates: Int

    public init(decay: Float, values: [Float], updates: Int = 0) {
        self.decay = decay
        self.values = values
        self.updates = updates
    }

    /// Takes in the weights after a step. Early on the decay is held at (1 + n)/(10 + n), so that the draw of the
    /// initial weights is forgotten soon.
    public mutating func update(with weights: [Float]) {
        precondition(weights.count == values.count, "weights that do not fit the average")
        let current = min(decay, Float(1 + updates) / Float(10 + updates))
        updates += 1
        let count = values.count
        weights.withUnsafeBufferPointer { weights in
            values.withUnsafeMutableBufferPointer { values in
                guard let weights = weights.baseAddress, let values = values.baseAddress else { return }
                asr_moving_average(count, current, weights, values)
            }
        }
    }
}
