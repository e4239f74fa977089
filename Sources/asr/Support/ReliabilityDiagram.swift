import Plotting
import Recognition
import Training

/// How often words of each confidence are right: on the diagonal, as often as stated.
struct ReliabilityDiagram {
    let fits: [(kind: DecodingKind, fit: ConfidenceFit)]

    var chart: Chart {
        Chart(
            panels: fits.map { kind, fit in
                LineChart(
                    title: "Confidence, \(kind.rawValue): speakers held out", xLabel: "mean confidence of the words",
                    yLabel: "share of them that is right",
                    series: [
                        .init("as stated", points: [(0, 0), (1, 1)], style: .dashed),
                        .init("before", points: Self.points(fit.before), style: .marked),
                        .init("calibrated", points: Self.points(fit.after), style: .marked),
                    ])
            })
    }

    /// One for each tenth that holds at least ten words: of fewer, the share says little.
    private static func points(_ reliability: Reliability) -> [(Double, Double)] {
        reliability.bins.filter { $0.count >= 10 }.map { ($0.probability, $0.accuracy) }
    }
}
