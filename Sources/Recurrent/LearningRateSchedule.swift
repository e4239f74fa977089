import Foundation

/// How the learning rate goes through a run: a linear warm-up, then a cosine to the end or a fall on each plateau.
public struct LearningRateSchedule: Codable, Sendable, Equatable {
    public enum Decay: String, Codable, Sendable, CaseIterable {
        /// Half a cosine from the peak down to `final` of it (Loshchilov & Hutter 2017).
        case cosine
        /// Multiplied by `factor` whenever the dev score has not improved for `patience` evaluations.
        case plateau
        /// The peak to the end.
        case constant
    }

    /// The rate after the warm-up.
    public var peak: Float = 1e-3
    /// Steps of the warm-up.
    public var warmup = 200
    public var decay = Decay.cosine
    /// Cosine: share of the peak that is left at the end.
    public var final: Float = 0.01
    /// Plateau: what the rate is multiplied by.
    public var factor: Float = 0.5
    /// Plateau: evaluations without improvement before the rate falls.
    public var patience = 2

    public init() {}

    /// Missing keys take the default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        peak = try values.decodeIfPresent(Float.self, forKey: .peak) ?? peak
        warmup = try values.decodeIfPresent(Int.self, forKey: .warmup) ?? warmup
        decay = try values.decodeIfPresent(Decay.self, forKey: .decay) ?? decay
        final = try values.decodeIfPresent(Float.self, forKey: .final) ?? final
        factor = try values.decodeIfPresent(Float.self, forKey: .factor) ?? factor
        patience = try values.decodeIfPresent(Int.self, forKey: .patience) ?? patience
    }

    /// The rate at a step.
    ///
    /// - Parameters:
    ///   - step: steps taken before this one.
    ///   - total: steps of the run.
    ///   - falls: how often the rate has fallen on a plateau.
    public func rate(step: Int, total: Int, falls: Int) -> Float {
        if step < warmup { return peak * Float(step + 1) / Float(warmup) }
        switch decay {
        case .constant:
            return peak
        case .plateau:
            return peak * Float(pow(Double(factor), Double(falls)))
        case .cosine:
            let progress = min(1, Double(step - warmup) / Double(max(1, total - warmup)))
            return peak * (final + (1 - final) * Float(0.5 * (1 + cos(.pi * progress))))
        }
    }
}
