import Foundation

/// One axis of a panel: the range that it shows, and the ticks on it.
struct Axis {
    struct Tick {
        let value: Double
        let label: String
    }

    let range: ClosedRange<Double>
    let isLogarithmic: Bool
    let ticks: [Tick]
    /// Where a faint line helps the eye between ticks; logarithmic axes only.
    let minorTicks: [Double]

    /// Makes an axis that shows all of `values`.
    ///
    /// - Parameters:
    ///   - values: finite numbers, positive ones on a logarithmic axis. Without any, the axis shows 0…1.
    ///   - tickCount: about how many ticks there is room for.
    ///   - roundsOutward: whether the range grows until it begins and ends at a tick.
    init(covering values: [Double], tickCount: Int, isLogarithmic: Bool = false, roundsOutward: Bool = false) {
        self.isLogarithmic = isLogarithmic
        let fallback = isLogarithmic ? 0.1...1.0 : 0.0...1.0
        let (low, high) = Self.widened(values.min() ?? fallback.lowerBound, values.max() ?? fallback.upperBound)
        if isLogarithmic {
            let margin = roundsOutward ? pow(10, 0.04 * (log10(high) - log10(low))) : 1
            range = (low / margin)...(high * margin)
            (ticks, minorTicks) = Self.logarithmicTicks(in: range, count: tickCount)
        } else {
            let step = Self.step(for: high - low, count: tickCount)
            range =
                roundsOutward
                ? ((low / step).rounded(.down) * step)...((high / step).rounded(.up) * step) : low...high
            (ticks, minorTicks) = (Self.linearTicks(in: range, step: step), [])
        }
    }

    /// Where a value lies: 0 at the range's beginning, 1 at its end.
    func fraction(_ value: Double) -> Double {
        let (low, high) = (range.lowerBound, range.upperBound)
        return isLogarithmic ? (log(value) - log(low)) / (log(high) - log(low)) : (value - low) / (high - low)
    }

    /// Whether this axis has a place for a value: a number that leaves room for arithmetic, positive if logarithmic.
    static func canShow(_ value: Double, isLogarithmic: Bool) -> Bool {
        abs(value) < 1e290 && (!isLogarithmic || value > 1e-290)
    }

    /// A range of some extent: a single value gets room around it.
    private static func widened(_ low: Double, _ high: Double) -> (Double, Double) {
        let magnitude = max(abs(low), abs(high))
        guard high - low <= 1e-9 * magnitude || high - low < 1e-290 else { return (low, high) }
        return magnitude < 1e-290 ? (low, low + 1) : (low - magnitude / 2, high + magnitude / 2)
    }

    /// The distance between ticks, 1, 2 or 5 times a power of ten, nearest to `extent / count`.
    ///
    /// P. S. Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990.
    private static func step(for extent: Double, count: Int) -> Double {
        let raw = extent / Double(max(count, 1))
        let power = pow(10, log10(raw).rounded(.down))
        let nice = [1.0, 2, 5, 10].min { abs(log($0 * power / raw)) < abs(log($1 * power / raw)) } ?? 1
        return nice * power
    }

    private static func linearTicks(in range: ClosedRange<Double>, step: Double) -> [Tick] {
        let slack = 1e-6
        let first = (range.lowerBound / step - slack).rounded(.up)
        let last = (range.upperBound / step + slack).rounded(.down)
        return stride(from: first, through: last, by: 1).map { Tick(value: $0 * step, label: label($0 * step, step)) }
    }

    /// Powers of ten, with 2 and 5 times them where there is room; evenly spaced ticks in less than a decade.
    private static func logarithmicTicks(in range: ClosedRange<Double>, count: Int) -> ([Tick], [Double]) {
        let decades = log10(range.upperBound) - log10(range.lowerBound)
        guard decades > 0.8 else {
            let step = step(for: range.upperBound - range.lowerBound, count: count)
            return (linearTicks(in: range, step: step).filter { $0.value > 0 }, [])
        }
        let mantissas: [Double] = decades < Double(count) / 2.5 ? [1, 2, 5] : [1]
        let skip = max(1, (decades / Double(count)).rounded(.up))
        let first = log10(range.lowerBound).rounded(.down)
        let exponents = stride(from: first, through: log10(range.upperBound), by: 1)
        let ticks = exponents.filter { $0.remainder(dividingBy: skip) == 0 }.flatMap { exponent in
            mantissas.map { $0 * pow(10, exponent) }
        }
        let minor = skip > 1 ? [] : exponents.flatMap { exponent in (2...9).map { Double($0) * pow(10, exponent) } }
        return (
            ticks.filter(range.contains).map { Tick(value: $0, label: label($0, $0)) }, minor.filter(range.contains)
        )
    }

    /// A tick's number, with the decimals that a step needs.
    private static func label(_ value: Double, _ step: Double) -> String {
        guard abs(value) >= step / 2 else { return "0" }
        let decimals = max(0, -log10(step * 1.000001).rounded(.down))
        let text =
            abs(value) >= 1e7 || decimals > 5
            ? String(format: "%.4g", value) : String(format: "%.\(Int(decimals))f", value)
        return text.replacing("-", with: "−")
    }
}
