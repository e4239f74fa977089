import ArgumentParser
import Training

/// How a model is tuned.
struct FineTuningFlags: ParsableArguments {
    @Option(help: ArgumentHelp("Passes over the data (by the amount of speech if not given).", valueName: "n"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Seconds of audio in a batch (by the amount of speech if not given).", valueName: "s"))
    var batchSeconds: Double?

    @Option(help: ArgumentHelp("Leave out clips that are longer.", valueName: "s"))
    var maximumSeconds = FineTuningOptions().maximumSeconds

    @Option(help: ArgumentHelp("The learning rate.", valueName: "x"))
    var rate = FineTuningOptions().rate

    @Option(help: ArgumentHelp("Leave the n lowest recurrent layers as they are.", valueName: "n"))
    var freeze = FineTuningOptions().freeze

    @Option(
        help: ArgumentHelp(
            "What the rate is multiplied by for each layer further from the output: 0.5 halves it.", valueName: "x"))
    var layerDecay = FineTuningOptions().layerDecay

    @Option(help: ArgumentHelp("End after n evaluations without a better one; 0 for never.", valueName: "n"))
    var earlyStopping = FineTuningOptions().earlyStopping

    @Option(help: ArgumentHelp("Decay of the weights' moving average; 0 for none.", valueName: "x"))
    var averageDecay = FineTuningOptions().averageDecay

    @Option(
        help: ArgumentHelp(
            "The base's share of the new model's weights: more forgets less and learns less.", valueName: "x"))
    var baseShare = FineTuningOptions().baseShare

    @Option(help: ArgumentHelp("What all that is random is drawn from.", valueName: "n"))
    var seed = FineTuningOptions().seed

    func validate() throws {
        if let epochs, epochs < 1 { throw ValidationError("--epochs must be 1 or more.") }
        if let batchSeconds, !(batchSeconds > 0) { throw ValidationError("--batch-seconds must be above 0.") }
        if !(rate > 0 && rate <= 0.1) { throw ValidationError("--rate must be above 0 and at most 0.1.") }
        if !(1...3600).contains(maximumSeconds) {
            throw ValidationError("--maximum-seconds must lie between 1 and 3600.")
        }
        if freeze < 0 { throw ValidationError("--freeze must not be negative.") }
        if !(layerDecay > 0 && layerDecay <= 1) {
            throw ValidationError("--layer-decay must be above 0 and at most 1.")
        }
        if earlyStopping < 0 { throw ValidationError("--early-stopping must not be negative.") }
        if !(0..<1).contains(baseShare) { throw ValidationError("--base-share must be 0 or more and below 1.") }
        if !(0..<1).contains(averageDecay) { throw ValidationError("--average-decay must be 0 or more and below 1.") }
    }

    var options: FineTuningOptions {
        var options = FineTuningOptions()
        options.epochs = epochs
        options.batchSeconds = batchSeconds
        options.maximumSeconds = maximumSeconds
        options.rate = rate
        options.freeze = freeze
        options.layerDecay = layerDecay
        options.earlyStopping = earlyStopping
        options.averageDecay = averageDecay
        options.baseShare = baseShare
        options.seed = seed
        return options
    }
}
