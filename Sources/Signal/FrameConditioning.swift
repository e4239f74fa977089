import Foundation

/// What happens to a frame's samples before the Fourier transform, in Kaldi's order: dither, DC removal, raw
/// log-energy, pre-emphasis, window.
struct FrameConditioning: Sendable {
    /// Samples in a frame.
    let length: Int
    private let dither: Dither?
    private let removesDCOffset: Bool
    private let preEmphasis: Float
    /// The window, followed by zeros to a whole number of lanes.
    private let window: [Float]

    init(_ options: FrameOptions, sampleRate: Int) {
        length = options.length(sampleRate: sampleRate)
        dither = options.dither > 0 ? Dither(amplitude: options.dither, seed: options.ditherSeed) : nil
        removesDCOffset = options.removesDCOffset
        preEmphasis = options.preEmphasis
        let shape = options.window.coefficients(length: length, blackman: options.blackmanCoefficient)
        window = shape + repeatElement(0, count: paddedToLanes(length) - length)
    }

    /// Turns a frame's samples into what the Fourier transform takes.
    ///
    /// - Parameters:
    ///   - samples: the frame on the 16-bit scale, zeros up to a whole number of lanes after it, and one float before
    ///     it that may be written. Destroyed.
    ///   - output: receives the windowed frame, to a whole number of lanes.
    /// - Returns: the energy before pre-emphasis and window: the sum of squares.
    func apply(
        to samples: UnsafeMutablePointer<Float>, frame: Int, output: UnsafeMutablePointer<Float>
    ) -> Float {
        dither?.add(to: samples, count: length, frame: frame)
        if removesDCOffset { subtractMean(from: samples) }
        var energy = SIMD8<Float>()
        // The first sample is taken as its own predecessor.
        samples[-1] = samples[0]
        window.withUnsafeBufferPointer { window in
            guard let window = window.baseAddress else { return }
            for index in stride(from: 0, to: length, by: 8) {
                let lanes = samples.lanes(at: index)
                energy += lanes * lanes
                output.store((lanes - preEmphasis * samples.lanes(at: index - 1)) * window.lanes(at: index), at: index)
            }
        }
        return energy.total
    }

    private func subtractMean(from samples: UnsafeMutablePointer<Float>) {
        var sum = SIMD8<Float>()
        for index in stride(from: 0, to: length, by: 8) { sum += samples.lanes(at: index) }
        let mean = sum.total / Float(length)
        for index in stride(from: 0, to: length, by: 8) { samples.store(samples.lanes(at: index) - mean, at: index) }
        // Zeros stay zeros after the frame: they must not count in its energy.
        for index in length..<paddedToLanes(length) { samples[index] = 0 }
    }
}
