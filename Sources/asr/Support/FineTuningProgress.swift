import Foundation
import Training

/// Shows on standard error what fine-tuning does, and at the end what it came to.
struct FineTuningProgress {
    private let output: String
    private let training: TrainingProgress

    init(_ tuning: FineTuning) {
        output = tuning.output.relativePath
        training = TrainingProgress(log: tuning.trainer.logURL)
    }

    func show(_ event: FineTuningEvent) {
        switch event {
        case .scoring(let set, let before):
            Console.message("transcribing \(set) with the model \(before ? "before" : "after")")
        case .training(let event):
            training.show(event)
        case .interrupted(hasBegun: false):
            Console.message("stopped before training began; nothing was written")
        case .interrupted(hasBegun: true):
            Console.message(
                "stopped after a checkpoint; the best weights so far are in \(output). To go on, run the same command with "
                    + "--resume")
        case .finished(let summary):
            show(summary)
        }
    }

    private func show(_ summary: FineTuningSummary) {
        let width = summary.rows.map { $0.name.count + ($0.isReference ? 12 : 0) }.max() ?? 0
        var lines = [
            "",
            "".padding(toLength: width, withPad: " ", startingAt: 0)
                + "   clips    WER before → after      CER before → after",
        ]
        for row in summary.rows {
            let name = (row.name + (row.isReference ? " (reference)" : ""))
                .padding(toLength: width, withPad: " ", startingAt: 0)
            lines.append(
                name
                    + String(
                        format: "  %6d  %7.1f %% → %5.1f %%  %9.1f %% → %5.1f %%   (WER %+.0f %%; 95 %%: %.1f…%.1f)",
                        row.utterances,
                        100 * row.before.words.rate, 100 * row.after.words.rate, 100 * row.before.characters.rate,
                        100 * row.after.characters.rate, 100 * row.wordErrorRise,
                        100 * row.after.wordInterval.lowerBound, 100 * row.after.wordInterval.upperBound))
        }
        for (count, things) in [
            (summary.refused, "clips were left out, each named above"),
            (summary.skippedBatches, "batches were skipped, their gradients not being finite"),
        ] where count > 0 {
            lines.append("\(count) \(things)")
        }
        for row in summary.rows where row.isForgotten {
            lines.append(
                "warning: the model got worse at \(row.name). Mix in speech that it knows (--replay), or tune it less: a "
                    + "lower --rate, fewer --epochs")
        }
        if summary.bestEpoch == 0 {
            lines.append(
                "no epoch was better on the dev set than the model from which this began: its weights are kept. Give more "
                    + "speech, or look at the worst clips: asr evaluate --model \(output)")
        }
        lines.append(
            String(format: "%.1f minutes. Try it: asr transcribe --model %@ clip.wav", summary.seconds / 60, output))
        Console.message(lines.joined(separator: "\n"))
    }
}
