import Foundation

/// A line chart with its place on a canvas: axes, legend rows and margins worked out, ready to be drawn.
struct PanelLayout {
    /// What the left of the plot needs for its numbers and the axis label.
    let leftMargin: Double

    private let chart: LineChart
    private let frame: CGRect
    private let xAxis, yAxis: Axis
    private let colors: [Color]
    private let legendRows: [[Int]]
    private let isEmpty: Bool

    private static let legendRowHeight = 18.0
    private static let swatch = 22.0
    private static let edge = 16.0

    init(_ chart: LineChart, in frame: CGRect, on canvas: borrowing Canvas) {
        (self.chart, self.frame) = (chart, frame)
        let drawable = chart.series.flatMap(\.points).filter { chart.canShow($0) }
        isEmpty = drawable.isEmpty
        xAxis = Axis(covering: drawable.map(\.0), tickCount: max(2, Int(frame.width / 90)))
        let zero = chart.includesZero && !chart.isLogarithmic && !isEmpty ? [0.0] : []
        yAxis = Axis(
            covering: drawable.map(\.1) + zero, tickCount: max(2, Int(frame.height / 60)),
            isLogarithmic: chart.isLogarithmic, roundsOutward: true)
        colors = Self.colors(of: chart.series)
        var widest = 0.0
        for tick in yAxis.ticks { widest = max(widest, canvas.width(of: tick.label, .tick)) }
        leftMargin = Self.edge + (chart.yLabel.isEmpty ? 0 : 22) + widest + 8
        legendRows = Self.legendRows(of: chart.series, width: frame.width - leftMargin - Self.edge, on: canvas)
    }

    func draw(on canvas: borrowing Canvas, leftMargin: Double) {
        let top = frame.minY + 40 + Double(legendRows.count) * Self.legendRowHeight
        let bottom = frame.maxY - (chart.xLabel.isEmpty ? 30 : 48)
        let plot = CGRect(
            x: leftMargin, y: top, width: frame.maxX - Self.edge - 4 - leftMargin, height: max(bottom - top, 20))
        canvas.text(chart.title, at: CGPoint(x: plot.minX, y: frame.minY + 23), .title)
        drawLegend(on: canvas, at: CGPoint(x: plot.minX, y: frame.minY + 34))
        drawAxes(on: canvas, plot)
        if isEmpty {
            let font = Canvas.Font(size: 13, color: .axis)
            canvas.text("no data", at: CGPoint(x: plot.midX, y: plot.midY), font, alignment: .center)
        }
        canvas.clipped(to: plot.insetBy(dx: -4, dy: -4)) { canvas in
            for (series, color) in zip(chart.series, colors) { draw(series, color, on: canvas, plot) }
        }
    }
}

// MARK: - Lines

extension PanelLayout {
    private func draw(_ series: LineChart.Series, _ color: Color, on canvas: borrowing Canvas, _ plot: CGRect) {
        for piece in series.points.split(whereSeparator: { !chart.canShow($0) }) {
            let points = piece.map { x, y in
                CGPoint(
                    x: plot.minX + xAxis.fraction(x) * plot.width, y: plot.maxY - yAxis.fraction(y) * plot.height)
            }
            series.style.drawLine(points, color: color, on: canvas)
            if series.style == .marked || points.count == 1 {
                for point in points { canvas.dot(at: point, radius: 3, color: color) }
            }
        }
    }

    /// Each series' own colour, or the palette's next for those without.
    private static func colors(of series: [LineChart.Series]) -> [Color] {
        var next = 0
        return series.map { series in
            if let color = series.color { return color }
            defer { next += 1 }
            return Color.palette[next % Color.palette.count]
        }
    }
}

extension LineChart.Series.Style {
    fileprivate func drawLine(_ points: [CGPoint], color: Color, on canvas: borrowing Canvas) {
        switch self {
        case .solid, .marked: canvas.polyline(points, color: color, width: 1.8)
        case .dashed: canvas.polyline(points, color: color, width: 1.8, isDashed: true)
        case .faint: canvas.polyline(points, color: color.opacity(0.35), width: 1)
        }
    }
}

extension LineChart {
    fileprivate func canShow(_ point: (Double, Double)) -> Bool {
        Axis.canShow(point.0, isLogarithmic: false) && Axis.canShow(point.1, isLogarithmic: isLogarithmic)
    }
}

// MARK: - Axes and legend

extension PanelLayout {
    private func drawAxes(on canvas: borrowing Canvas, _ plot: CGRect) {
        for value in yAxis.minorTicks {
            let y = plot.maxY - yAxis.fraction(value) * plot.height
            canvas.line(from: CGPoint(x: plot.minX, y: y), to: CGPoint(x: plot.maxX, y: y), color: .faintGrid)
        }
        for tick in yAxis.ticks {
            let y = plot.maxY - yAxis.fraction(tick.value) * plot.height
            canvas.line(from: CGPoint(x: plot.minX, y: y), to: CGPoint(x: plot.maxX, y: y), color: .grid)
            canvas.text(tick.label, at: CGPoint(x: plot.minX - 8, y: y + 4), .tick, alignment: .right)
        }
        for tick in xAxis.ticks {
            let x = plot.minX + xAxis.fraction(tick.value) * plot.width
            canvas.line(from: CGPoint(x: x, y: plot.minY), to: CGPoint(x: x, y: plot.maxY), color: .grid)
            canvas.text(tick.label, at: CGPoint(x: x, y: plot.maxY + 17), .tick, alignment: .center)
        }
        canvas.polyline(
            [
                CGPoint(x: plot.minX, y: plot.minY), CGPoint(x: plot.minX, y: plot.maxY),
                CGPoint(x: plot.maxX, y: plot.maxY),
            ], color: .axis)
        canvas.text(chart.xLabel, at: CGPoint(x: plot.midX, y: plot.maxY + 37), .label, alignment: .center)
        let yLabel = CGPoint(x: Self.edge + 10, y: plot.midY)
        canvas.text(chart.yLabel, at: yLabel, .label, alignment: .center, isVertical: true)
    }

    /// The indices of the named series, in rows that are no wider than `width`.
    private static func legendRows(
        of series: [LineChart.Series], width: Double, on canvas: borrowing Canvas
    ) -> [[Int]] {
        var rows: [[Int]] = []
        var used = Double.infinity
        for (index, series) in series.enumerated() where !series.name.isEmpty {
            let needed = legendWidth(series, on: canvas)
            if used + needed > width {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append(index)
            used += needed
        }
        return rows
    }

    private static func legendWidth(_ series: LineChart.Series, on canvas: borrowing Canvas) -> Double {
        swatch + 6 + canvas.width(of: series.name, .tick) + 18
    }

    private func drawLegend(on canvas: borrowing Canvas, at origin: CGPoint) {
        for (row, indices) in legendRows.enumerated() {
            var x = origin.x
            let y = origin.y + (Double(row) + 0.5) * Self.legendRowHeight
            for index in indices {
                let (series, color) = (chart.series[index], colors[index])
                let ends = [CGPoint(x: x, y: y), CGPoint(x: x + Self.swatch, y: y)]
                series.style.drawLine(ends, color: color, on: canvas)
                if series.style == .marked {
                    canvas.dot(at: CGPoint(x: x + Self.swatch / 2, y: y), radius: 3, color: color)
                }
                canvas.text(series.name, at: CGPoint(x: x + Self.swatch + 6, y: y + 4), .tick)
                x += Self.legendWidth(series, on: canvas)
            }
        }
    }
}
