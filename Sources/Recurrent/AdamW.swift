import CKernels

/// AdamW (Loshchilov & Hutter 2019) with clipping of the gradient by its global norm (Pascanu et al. 2013).
///
/// Its state is its value: a checkpoint is a copy.
public struct AdamW: Sendable, Equatable {
    /// What does not change during a run.
    public struct Options: Codable, Sendable, Equatable {
        /// Decay of the first moment.
        public var beta1: Float = 0.9
        /// Decay of the second moment.
        public var beta2: Float = 0.98
        /// Added to the root of the second moment.
        public var epsilon: Float = 1e-8
        /// Share of a weight that a step of rate 1 would take away. Biases and gains are spared.
        public var weightDecay: Float = 0.01
        /// The gradient is scaled down to this norm where it is longer; 0 switches clipping off.
        public var maximumNorm: Float = 5

        public init() {}

        enum CodingKeys: String, CodingKey {
            case beta1, beta2, epsilon
            case weightDecay = "weight_decay"
            case maximumNorm = "maximum_norm"
        }

        /// Missing keys take the default.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            beta1 = try values.decodeIfPresent(Float.self, forKey: .beta1) ?? beta1
            beta2 = try values.decodeIfPresent(Float.self, forKey: .beta2) ?? beta2
            epsilon = try values.decodeIfPresent(Float.self, forKey: .epsilon) ?? epsilon
            weightDecay = try values.decodeIfPresent(Float.self, forKey: .weightDecay) ?? weightDecay
            maximumNorm = try values.decodeIfPresent(Float.self, forKey: .maximumNorm) ?? maximumNorm
        }
    }

    public let options: Options
    /// Steps taken.
    public private(set) var step: Int
    /// First and second moments in the order of the parameters.
    public private(set) var firstMoment: [Float]
    public private(set) var secondMoment: [Float]

    public init(_ options: Options = Options(), count: Int) {
        self.init(
            options, step: 0, firstMoment: [Float](repeating: 0, count: count),
            secondMoment: [Float](repeating: 0, count: count))
    }

    /// Goes on from a saved state.
    public init(_ options: Options, step: Int, firstMoment: [Float], secondMoment: [Float]) {
        precondition(firstMoment.count == secondMoment.count, "moments of unequal sizes")
        self.options = options
        self.step = step
        self.firstMoment = firstMoment
        self.secondMoment = secondMoment
    }

    /// Takes one step.
    ///
    /// - Parameters:
    ///   - rate: the learning rate.
    ///   - scales: what each of the layout's entries has the rate multiplied by, 0 to leave it as it is; nil for 1.
    /// - Returns: the norm of the gradient before clipping. Where it is not finite, no step is taken and nothing changes.
    public mutating func update(
        _ parameters: inout [Float], gradients: [Float], rate: Float, layout: ParameterLayout, scales: [Float]? = nil
    ) -> Float {
        precondition(
            parameters.count == firstMoment.count && gradients.count == parameters.count,
            "parameters that do not fit the optimiser")
        let norm = gradients.withUnsafeBufferPointer { gradients in
            gradients.baseAddress.map { Float(asr_sum_of_squares(gradients.count, $0).squareRoot()) } ?? 0
        }
        guard norm.isFinite else { return norm }
        let scale = options.maximumNorm > 0 && norm > options.maximumNorm ? options.maximumNorm / norm : 1
        step += 1
        let correction1 = 1 - power(options.beta1, step)
        let correction2 = 1 - power(options.beta2, step)
        parameters.withUnsafeMutableBufferPointer { parameters in
            gradients.withUnsafeBufferPointer { gradients in
                firstMoment.withUnsafeMutableBufferPointer { first in
                    secondMoment.withUnsafeMutableBufferPointer { second in
                        for (index, entry) in layout.entries.enumerated() {
                            guard let parameters = parameters.baseAddress, let gradients = gradients.baseAddress,
                                let first = first.baseAddress, let second = second.baseAddress
                            else { return }
                            let rate = rate * (scales?[index] ?? 1)
                            if rate == 0 { continue }
                            let start = entry.range.lowerBound
                            asr_adamw(
                                entry.range.count, parameters + start, gradients + start, first + start,
                                second + start, scale, rate, options.beta1, options.beta2, options.epsilon,
                                entry.shape.count > 1 ? options.weightDecay : 0, correction1, correction2)
                        }
                    }
                }
            }
        }
        return norm
    }

    private func power(_ base: Float, _ exponent: Int) -> Float {
        var result = 1.0
        var factor = Double(base)
        var remaining = exponent
        while remaining > 0 {
            if remaining & 1 == 1 { result *= factor }
            factor *= factor
            remaining >>= 1
        }
        return Float(result)
    }
}
