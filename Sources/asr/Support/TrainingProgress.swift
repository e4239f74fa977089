import Foundation
import Plotting
import Training

/// Shows a run's events on standard error and keeps its curves drawn beside the log.
struct TrainingProgress {
    private let log: URL
    private let throttle = Throttle()

    init(log: URL) {
        self.log = log
    }

    func show(_ event: TrainingEvent) {
        switch event {
        case .started(let utterances, let seconds, let totalSteps, let resumedAt):
            let hours = String(format: "%.2f", seconds / 3600)
            Console.message("\(utterances) utterances, \(hours) h, about \(totalSteps) steps")
            if let resumedAt { Console.message("going on at step \(resumedAt)") }
        case .refused(let refusal):
            Console.message("left out: \(refusal)")
        case .skippedBatch(let step, let utterances):
            Console.message(
                "step \(step): the gradient of this batch is not finite, no step taken: "
                    + utterances.joined(separator: ", "))
        case .stepped(let record, let totalSteps, let remaining):
            let line = String(
                format: "epoch %.2f  step %d/%d  loss %.3f  rate %.2g  norm %.2f  %.0f× real time  %@ left",
                record.epoch, record.step, totalSteps, record.loss ?? 0, record.learningRate, record.gradientNorm ?? 0,
                record.audioRate ?? 0, Self.time(remaining))
            if Console.isTerminal {
                Console.status(line)
            } else if throttle.isDue(every: .seconds(30)) {
                Console.message(line)
            }
        case .evaluated(let record, let isBest):
            var line =
                record.loss.map { String(format: "epoch %.0f  loss %.3f", record.epoch, $0) } ?? "before the first step"
            if let wer = record.wer, let cer = record.cer {
                line += String(format: "  dev WER %.2f %%  CER %.2f %%", 100 * wer, 100 * cer)
            }
            let sets = (record.sets ?? []).map { String(format: "%@ %.1f/%.1f", $0.name, 100 * $0.wer, 100 * $0.cer) }
            Console.message(
                line + (isBest ? "  best so far" : "") + (sets.count > 1 ? "  (\(sets.joined(separator: ", ")))" : ""))
            draw()
        case .saved:
            break
        }
    }

    private func draw() {
        do {
            try TrainingCurves(records: TrainingLog(log).records()).chart
                .write(png: log.deletingLastPathComponent().appendingPathComponent("curves.png").path)
        } catch {
            Console.error("the curves could not be drawn: \(error)")
        }
    }

    /// "1 h 05 min", "12 min" or "40 s".
    private static func time(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "?" }
        let total = Int(seconds)
        if total >= 3600 { return "\(total / 3600) h \(String(format: "%02d", total % 3600 / 60)) min" }
        return total >= 60 ? "\(total / 60) min" : "\(total) s"
    }
}

/// Lets something happen at most once in a while.
final class Throttle {
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant?

    func isDue(every interval: Duration) -> Bool {
        let now = clock.now
        if let last, now - last < interval { return false }
        last = now
        return true
    }
}
