import Foundation
import Recognition
import Training

/// The example of docs/finetuning.md, word for word.
func tune(base: URL, recordings: String, output: URL) async throws -> FineTuningSummary? {
    let model = try Model(folder: base)
    let checked = DataCheck(model: model).run(train: [Manifest.load(recordings)])
    print(checked.report)
    let split = DevSplit(checked.train)
    var options = FineTuningOptions()
    options.epochs = 4
    let tuning = try FineTuning(
        model, options: options, train: split.train, dev: [.init(name: "mine", utterances: split.dev)],
        output: output)
    var summary: FineTuningSummary?
    for try await event in tuning.events() {
        switch event {
        case .training(.evaluated(let record, _)): print(record.epoch, record.wer ?? 1)
        case .finished(let result): summary = result
        default: break
        }
    }
    return summary
}
