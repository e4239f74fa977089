import Foundation
import Training

extension Trainer {
    /// What a run will do, in a few words.
    var plan: String {
        let options = configuration.training
        let model = configuration.model
        var parts = [
            "\(options.epochs) epochs at most",
            String(format: "batches of %.0f s", options.batchSeconds),
            "learning rate \(options.schedule.peak)",
            "\(model.alphabet.count - 1) labels",
            model.languageModel == nil ? "no language model" : "a language model",
        ]
        if options.freeze > 0 { parts.append("\(options.freeze) layers frozen") }
        let judged = dev.map { "\($0.name)\($0.isReference ? " (reference)" : ""): \($0.utterances.count) clips" }
        return "plan: \(parts.joined(separator: ", ")). Judged on \(judged.joined(separator: ", ")). "
            + "\(train.count) clips are heard, replayed ones among them."
    }
}
