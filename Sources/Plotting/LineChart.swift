import Foundation

/// Lines over a common horizontal axis, for example a loss by training step.
///
///     var chart = LineChart(title: "Training", xLabel: "step", yLabel: "loss", isLogarithmic: true)
///     chart.series.append(.init("train", points: [(0, 310), (100, 120), (200, 64)]))
///     try chart.write(png: "loss.png")
public struct LineChart: Sendable {
    /// A named line. Points that are not finite, or not positive on a logarithmic axis, are left out and the line is
    /// broken there.
    public struct Series: Sendable {
        public enum Style: Sendable {
            case solid
            case dashed
            /// Thin and pale: a noisy curve that lies under its own average.
            case faint
            /// With a dot at every point: few points, such as one an epoch.
            case marked
        }

        /// What the legend calls the line; an empty name keeps it out of the legend.
        public var name: String
        /// The points (x, y) in drawing order.
        public var points: [(Double, Double)]
        public var style: Style
        /// The colour, or `nil` for the palette's next.
        public var color: Color?

        public init(_ name: String, points: [(Double, Double)], style: Style = .solid, color: Color? = nil) {
            (self.name, self.points, self.style, self.color) = (name, points, style, color)
        }
    }

    public var title: String
    public var xLabel: String
    public var yLabel: String
    public var series: [Series]
    /// Whether the vertical axis is logarithmic.
    public var isLogarithmic: Bool
    /// Whether a linear vertical axis begins at zero, as that of an error rate should.
    public var includesZero: Bool

    public init(
        title: String, xLabel: String, yLabel: String, series: [Series] = [], isLogarithmic: Bool = false,
        includesZero: Bool = false
    ) {
        (self.title, self.xLabel, self.yLabel, self.series) = (title, xLabel, yLabel, series)
        (self.isLogarithmic, self.includesZero) = (isLogarithmic, includesZero)
    }

    /// Writes the chart as a PNG of twice `width × height` pixels.
    ///
    /// - Parameters:
    ///   - width: points, two pixels each; so is `height`.
    /// - Throws: ``PlotError`` if the size is impossible or the file cannot be written.
    public func write(png path: String, width: Int = 900, height: Int = 540) throws(PlotError) {
        try Chart(panels: [self]).write(png: path, width: width, height: height)
    }
}
