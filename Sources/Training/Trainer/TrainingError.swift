/// What stops a run before it starts.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    case noData(refused: Int, first: String?)
    case otherRun(path: String)
    case alreadyThere(path: String)
    /// The output folder holds a model that no run of this kind can go on from.
    case modelThere(path: String)
    /// A file that is to be a training log has no line of one.
    case noRecords(path: String)
    case otherShape
    case noNoise
    case noWordTimes
    /// The model to start from cannot get more layers.
    case cannotDeepen(layers: Int)
    case tooManyFrozen(asked: Int, layers: Int)
    /// So many batches one after the other gave no finite gradient.
    case diverged(batches: Int, step: Int)

    public var description: String {
        switch self {
        case .noData(let refused, let first):
            "no utterance can be trained on; \(refused) were refused" + (first.map { ", the first: \($0)" } ?? "")
        case .otherRun(let path):
            "\(path) belongs to a run with another configuration or other data. "
                + "Go on with the same options and data, or choose another --output"
        case .otherShape:
            "the model to start from has another front end, network or alphabet than the configuration. "
                + "Copy these parts of its config.json"
        case .cannotDeepen(let layers):
            "the model to start from has \(layers) recurrent layers. Only GRU layers with layer_norm can get more, "
                + "and with merge concat where they are bidirectional; copy the network of its config.json"
        case .noNoise:
            "augmentation.noise_share is above 0, and no recordings of noise are given. Name a manifest of them "
                + "(--noise noise.jsonl), or set it to 0"
        case .noWordTimes:
            "augmentation.splice_share is above 0, and no utterance has the times of its words. Make a manifest that has "
                + "(asr align --manifest train.jsonl --format manifest --output timed.jsonl), or set it to 0"
        case .tooManyFrozen(let asked, let layers):
            "\(asked) layers are to be frozen, and the network has \(layers) recurrent layers"
        case .diverged(let batches, let step):
            "step \(step): \(batches) batches in a row gave a gradient that is not finite. The best weights so far are kept; "
                + "lower the learning rate, and look at the clips named above"
        case .noRecords(let path):
            "\(path) holds no records of training. A run writes them to training/log.jsonl in its folder"
        case .modelThere(let path):
            "\(path) is there already, and no checkpoint that could be gone on from. Choose another --output"
        case .alreadyThere(let path):
            "\(path) is there already. Add --resume to go on from it, or choose another --output"
        }
    }
}
