import Foundation

/// A feature picture with its panels' places worked out, ready to be drawn.
struct FeatureLayout {
    private let picture: FeaturePicture
    private let time: Axis
    private let waveform: CGRect
    private let maps: [CGRect]

    private static let (left, right, top, bottom) = (72.0, 84.0, 34.0, 44.0)
    /// What stands between two panels: the upper one's axis and the lower one's title.
    private static let gap = 36.0

    init(_ picture: FeaturePicture, width: Double, height: Double) {
        self.picture = picture
        let duration = picture.heatMaps.map { Double($0.frames) * $0.hop }
            .reduce(Double(picture.samples.count) / picture.sampleRate, max)
        let plotWidth = width - Self.left - Self.right
        time = Axis(covering: [0, duration], tickCount: max(2, Int(plotWidth / 80)))
        // A heat map is twice as high as the waveform.
        let parts = 1 + 2 * picture.heatMaps.count
        let gaps = Self.gap * Double(picture.heatMaps.count)
        let part = (height - Self.top - Self.bottom - gaps) / Double(parts)
        waveform = CGRect(x: Self.left, y: Self.top, width: plotWidth, height: part)
        maps = picture.heatMaps.indices.map { index in
            let y = Self.top + part + Self.gap + Double(index) * (2 * part + Self.gap)
            return CGRect(x: Self.left, y: y, width: plotWidth, height: 2 * part)
        }
    }

    func draw(on canvas: borrowing Canvas) {
        drawWaveform(on: canvas)
        for (map, area) in zip(picture.heatMaps, maps) { draw(map, in: area, on: canvas) }
        let last = maps.last ?? waveform
        drawTime(in: last, on: canvas, isLabelled: true)
        for area in [waveform] + maps where area != last { drawTime(in: area, on: canvas, isLabelled: false) }
    }

    private func x(_ seconds: Double) -> Double {
        Self.left + time.fraction(seconds) * waveform.width
    }

    private func drawTime(in area: CGRect, on canvas: borrowing Canvas, isLabelled: Bool) {
        for tick in time.ticks {
            let x = x(tick.value)
            canvas.line(from: CGPoint(x: x, y: area.maxY), to: CGPoint(x: x, y: area.maxY + 4), color: .axis)
            guard isLabelled else { continue }
            canvas.text(tick.label, at: CGPoint(x: x, y: area.maxY + 17), .tick, alignment: .center)
        }
        guard isLabelled else { return }
        canvas.text("time in s", at: CGPoint(x: area.midX, y: area.maxY + 35), .label, alignment: .center)
    }

    private func drawHeading(_ title: String, label: String, of area: CGRect, on canvas: borrowing Canvas) {
        canvas.outline(area, color: .axis)
        canvas.text(title, at: CGPoint(x: area.minX, y: area.minY - 9), .title)
        let middle = CGPoint(x: 24, y: area.midY)
        canvas.text(label, at: middle, .label, alignment: .center, isVertical: true)
    }
}

// MARK: - Waveform

extension FeatureLayout {
    /// Draws the lowest and highest sample of every pixel column: no peak is lost, whatever the length.
    private func drawWaveform(on canvas: borrowing Canvas) {
        drawHeading(picture.title, label: "amplitude", of: waveform, on: canvas)
        let samples = picture.samples
        let peak = samples.lazy.filter(\.isFinite).map { Double(abs($0)) }.max() ?? 0
        let scale = peak > 0 ? 0.46 * waveform.height / peak : 0
        let width = x(Double(samples.count) / picture.sampleRate) - Self.left
        let columns = min(samples.count, Int(width * Double(Canvas.scale)))
        canvas.line(
            from: CGPoint(x: waveform.minX, y: waveform.midY), to: CGPoint(x: waveform.maxX, y: waveform.midY),
            color: .grid)
        guard columns > 1 else { return }
        var upper: [CGPoint] = []
        var lower: [CGPoint] = []
        for column in 0..<columns {
            let piece = samples[(column * samples.count / columns)..<((column + 1) * samples.count / columns)]
            let finite = piece.lazy.filter(\.isFinite).map(Double.init)
            let x = Self.left + (Double(column) + 0.5) * width / Double(columns)
            upper.append(CGPoint(x: x, y: waveform.midY - (finite.max() ?? 0) * scale))
            lower.append(CGPoint(x: x, y: waveform.midY - (finite.min() ?? 0) * scale))
        }
        let envelope = upper + lower.reversed()
        canvas.polygon(envelope, color: Color.palette[0])
        canvas.polyline(envelope, color: Color.palette[0], width: 0.5)
        for (value, y) in [(peak, waveform.midY - peak * scale), (-peak, waveform.midY + peak * scale)] {
            let text = String(format: "%.3g", value).replacing("-", with: "−")
            canvas.text(text, at: CGPoint(x: waveform.minX - 8, y: y + 4), .tick, alignment: .right)
        }
    }
}

// MARK: - Heat maps

extension FeatureLayout {
    private func draw(_ map: FeaturePicture.HeatMap, in area: CGRect, on canvas: borrowing Canvas) {
        let range = Self.shownRange(of: map.values)
        let width = x(Double(map.frames) * map.hop) - Self.left
        let columns = min(map.frames, Int(width * Double(Canvas.scale)))
        let cells = CGRect(x: area.minX, y: area.minY, width: width, height: area.height)
        canvas.cells(columns: columns, rows: map.dimension, in: cells) { column, row in
            // A column is one frame, or the mean of those that share it.
            let frames = (column * map.frames / columns)..<((column + 1) * map.frames / columns)
            let mean = frames.reduce(Float(0)) { $0 + map.values[$1 * map.dimension + row] } / Float(frames.count)
            guard mean.isFinite else { return ColorMap.missing }
            return ColorMap.color(Double((mean - range.lowerBound) / (range.upperBound - range.lowerBound)))
        }
        drawHeading(map.title, label: map.label, of: area, on: canvas)
        drawIndices(map.dimension, in: area, on: canvas)
        drawScale(range, beside: area, on: canvas)
    }

    /// Ticks at the middle of the cells that they name.
    private func drawIndices(_ dimension: Int, in area: CGRect, on canvas: borrowing Canvas) {
        let axis = Axis(covering: [0, Double(dimension - 1)], tickCount: max(2, Int(area.height / 40)))
        for tick in axis.ticks where tick.value == tick.value.rounded() {
            let y = area.maxY - (tick.value + 0.5) / Double(dimension) * area.height
            canvas.line(from: CGPoint(x: area.minX - 4, y: y), to: CGPoint(x: area.minX, y: y), color: .axis)
            canvas.text(tick.label, at: CGPoint(x: area.minX - 8, y: y + 4), .tick, alignment: .right)
        }
    }

    private func drawScale(_ range: ClosedRange<Float>, beside area: CGRect, on canvas: borrowing Canvas) {
        let bar = CGRect(x: area.maxX + 14, y: area.minY, width: 12, height: area.height)
        canvas.cells(columns: 1, rows: 128, in: bar) { _, row in ColorMap.color(Double(row) / 127) }
        canvas.outline(bar, color: .axis)
        let bounds = [Double(range.lowerBound), Double(range.upperBound)]
        for tick in Axis(covering: bounds, tickCount: max(2, Int(area.height / 50))).ticks {
            let fraction = (tick.value - bounds[0]) / (bounds[1] - bounds[0])
            canvas.text(tick.label, at: CGPoint(x: bar.maxX + 6, y: bar.maxY - fraction * bar.height + 4), .tick)
        }
    }

    /// The 1st to the 99th percentile: a few extreme values must not wash out the rest. O(n log n).
    private static func shownRange(of values: [Float]) -> ClosedRange<Float> {
        let sorted = values.filter(\.isFinite).sorted()
        guard let first = sorted.first, let last = sorted.last, first < last else {
            let only = sorted.first ?? 0
            return (only - 1)...(only + 1)
        }
        let low = sorted[sorted.count / 100]
        let high = sorted[sorted.count - 1 - sorted.count / 100]
        return low < high ? low...high : first...last
    }
}
