import Foundation

/// Triangular filters, equally wide and half overlapping on the mel scale 1127 ln(1 + f / 700), with an optional warp
/// of the frequency axis for the speaker's vocal-tract length.
///
/// As Kaldi's `mel-computations.cc`, in 32-bit floats throughout, so that a spectral line on the edge of a filter
/// falls to the same side.
struct MelFilterbank: Sendable {
    /// A filter: weights of consecutive lines of the spectrum.
    private struct Filter {
        /// The first line.
        let first: Int
        /// Where its weights start in `weights`.
        let offset: Int
        /// Its number of weights, with the zeros that fill up the last lanes.
        let count: Int
    }

    private let filters: [Filter]
    /// The filters' weights one after the other, each to whole lanes.
    private let weights: [Float]

    /// Number of filters.
    var count: Int { filters.count }

    /// - Parameters:
    ///   - length: points of the Fourier transform.
    ///   - warp: 1 for none; above 1 moves the filters down, for a shorter vocal tract's speech up.
    init(_ options: MelOptions, sampleRate: Int, length: Int, warp: Float) {
        let scale = MelScale(options, sampleRate: sampleRate, warp: warp)
        let lineWidth = Float(sampleRate) / Float(length)
        let lines = (0..<length / 2).map { MelScale.mel(lineWidth * Float($0)) }
        var filters: [Filter] = []
        var weights: [Float] = []
        for index in 0..<options.filters {
            let (left, center, right) = (scale.edge(index), scale.edge(index + 1), scale.edge(index + 2))
            let inside = lines.indices.filter { lines[$0] > left && lines[$0] < right }
            let own = inside.map { line in
                lines[line] <= center
                    ? (lines[line] - left) / (center - left) : (right - lines[line]) / (right - center)
            }
            let count = paddedToLanes(own.count)
            filters.append(Filter(first: inside.first ?? 0, offset: weights.count, count: count))
            weights += own + repeatElement(0, count: count - own.count)
        }
        self.filters = filters
        self.weights = weights
    }

    /// The index of a filter that no spectral line falls into, if there is one.
    var emptyFilter: Int? { filters.firstIndex { $0.count == 0 } }

    /// Sums a spectrum into `count` energies.
    ///
    /// - Parameters:
    ///   - power: the spectrum's lines, followed by eight floats of any finite value.
    func apply(_ power: UnsafePointer<Float>, energies: UnsafeMutablePointer<Float>) {
        weights.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            for (index, filter) in filters.enumerated() {
                var sum = SIMD8<Float>()
                for position in stride(from: 0, to: filter.count, by: 8) {
                    sum += power.lanes(at: filter.first + position) * weights.lanes(at: filter.offset + position)
                }
                energies[index] = sum.total
            }
        }
    }
}

/// Where the filters' edges lie.
private struct MelScale {
    let low: Float
    let high: Float
    let warpLow: Float
    let warpHigh: Float
    let warp: Float
    /// Distance of two edges, mel.
    let step: Float

    init(_ options: MelOptions, sampleRate: Int, warp: Float) {
        low = options.lowFrequency
        high = options.high(sampleRate: sampleRate)
        warpLow = options.vtlnLow
        warpHigh = options.warpHigh(sampleRate: sampleRate)
        self.warp = warp
        step = (Self.mel(high) - Self.mel(low)) / Float(options.filters + 1)
    }

    static func mel(_ frequency: Float) -> Float { 1127 * log(1 + frequency / 700) }

    static func frequency(_ mel: Float) -> Float { 700 * (exp(mel / 1127) - 1) }

    /// Edge `index`, mel.
    func edge(_ index: Int) -> Float {
        let edge = Self.mel(low) + Float(index) * step
        return warp == 1 ? edge : Self.mel(warped(Self.frequency(edge)))
    }

    /// The frequency that stands for `frequency` in a speaker of this warp: f / warp in the middle, joined by straight
    /// lines to the unmoved ends.
    func warped(_ frequency: Float) -> Float {
        guard frequency >= low, frequency <= high else { return frequency }
        let left = warpLow * max(1, warp)
        let right = warpHigh * min(1, warp)
        let scale = 1 / warp
        if frequency < left { return low + (scale * left - low) / (left - low) * (frequency - low) }
        if frequency < right { return scale * frequency }
        return high + (high - scale * right) / (high - right) * (frequency - high)
    }
}
