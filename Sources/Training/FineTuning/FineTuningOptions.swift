import Foundation
import Recurrent

/// How a model is made the user's. The defaults are measured (docs/finetuning.md) and serve from a minute of speech to
/// hours of it: what depends on the amount is nil here, and chosen when the amount is known.
public struct FineTuningOptions: Sendable, Equatable {
    /// Passes over the data; nil for as many as the amount of speech asks for.
    public var epochs: Int?
    /// Seconds of audio in a batch; nil for as many as give enough steps.
    public var batchSeconds: Double?
    /// Clips longer than this are left out (s).
    public var maximumSeconds = TrainingOptions().maximumSeconds
    /// The learning rate after the warm-up.
    public var rate: Float = 5e-4
    /// Recurrent layers, counted from the input, whose weights stay as they are.
    public var freeze = 0
    /// What the rate is multiplied by for each layer further from the output.
    public var layerDecay: Float = 1
    /// Evaluations on the dev sets without a better one after which the run ends; 0 for none.
    public var earlyStopping = 5
    /// Decay of the weights' moving average; 0 switches averaging off.
    public var averageDecay: Float = 0.995
    /// Share of the base's weights in the new model's, below 1: what is won is won by the rest, and what is forgotten
    /// falls faster. Another alphabet takes none.
    public var baseShare: Float = 0.45
    public var augmentation = FineTuningOptions.augmentation
    public var seed: UInt64 = 1

    public init() {}

    /// Lighter than that of a model trained from nothing: the model knows many voices already.
    public static let augmentation = {
        var options = AugmentationOptions()
        options.gain = 6
        options.warp = 0.08
        options.frequencyWidth = 5
        options.timeMasks = 2
        options.timeWidth = 15
        options.timeShare = 0.1
        return options
    }()

    /// The training that these options mean for so many seconds of audio an epoch, replayed speech included.
    func training(for seconds: Double) -> TrainingOptions {
        var options = TrainingOptions()
        // Little speech takes more passes, much of it fewer: from 60 at a minute to 6 at some hours.
        options.epochs = epochs ?? max(6, min(60, Int((30 * pow(900 / max(seconds, 1), 0.4)).rounded())))
        options.batchSeconds = batchSeconds ?? max(20, min(70, seconds / 20))
        // About a dozen evaluations.
        options.evaluateEvery = max(1, options.epochs / 12)
        options.maximumSeconds = maximumSeconds
        options.earlyStopping = earlyStopping
        options.freeze = freeze
        options.layerDecay = layerDecay
        options.schedule.peak = rate
        options.schedule.warmup = 20
        options.optimizer.maximumNorm = 2
        options.averageDecay = averageDecay
        options.initialShare = baseShare
        options.augmentation = augmentation
        options.seed = seed
        return options
    }
}
