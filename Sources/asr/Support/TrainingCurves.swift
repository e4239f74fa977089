import Plotting
import Training

/// A run's log as a picture: the loss above, dev error rates below.
struct TrainingCurves {
    let records: [TrainingRecord]

    var chart: Chart {
        let steps = records.filter { $0.gradientNorm != nil }
        let evaluations = records.filter { $0.wer != nil }
        var loss: [LineChart.Series] = [
            .init("training, each step", points: Self.smoothed(steps.compactMap(Self.loss)))
        ]
        let epochs = records.filter { $0.gradientNorm == nil }.compactMap(Self.loss)
        if !epochs.isEmpty {
            loss.append(
                .init("training, mean of the epoch", points: epochs, style: .dashed))
        }
        var panels = [
            LineChart(title: "CTC loss", xLabel: "epoch", yLabel: "nats per label", series: loss, isLogarithmic: true)
        ]
        if !evaluations.isEmpty {
            var series: [LineChart.Series] = [
                .init("WER, dev sets", points: evaluations.map { ($0.epoch, 100 * ($0.wer ?? 0)) }),
                .init("CER, dev sets", points: evaluations.map { ($0.epoch, 100 * ($0.cer ?? 0)) }),
            ]
            let names = evaluations.last?.sets?.map(\.name) ?? []
            if names.count > 1 {
                for name in names {
                    let points = evaluations.compactMap { record in
                        record.sets?.first { $0.name == name }.map { (record.epoch, 100 * $0.wer) }
                    }
                    series.append(.init("WER, \(name)", points: points, style: .dashed))
                }
            }
            panels.append(LineChart(title: "Dev error, greedy", xLabel: "epoch", yLabel: "%", series: series))
        }
        return Chart(panels: panels)
    }

    private static func loss(_ record: TrainingRecord) -> (Double, Double)? {
        record.loss.map { (record.epoch, $0) }
    }

    /// At most about 500 points: means of neighbours.
    private static func smoothed(_ points: [(Double, Double)]) -> [(Double, Double)] {
        let size = max(1, points.count / 500)
        return stride(from: 0, to: points.count, by: size).map { start in
            let group = points[start..<min(start + size, points.count)]
            let count = Double(group.count)
            return (group.reduce(0) { $0 + $1.0 } / count, group.reduce(0) { $0 + $1.1 } / count)
        }
    }
}
