/// The squared magnitude of a frame's Fourier transform, or the magnitude.
struct PowerSpectrum: Sendable {
    /// Points of the transform, N.
    let length: Int
    private let isMagnitude: Bool
    private let transform: FourierTransform

    init(length: Int, isMagnitude: Bool) {
        self.length = length
        self.isMagnitude = isMagnitude
        transform = FourierTransform(length: length)
    }

    /// Values of a spectrum that filters use: the Nyquist frequency's is left out, as in Kaldi.
    var bins: Int { length / 2 }

    /// Floats that the complex spectrum takes, to whole lanes.
    var spectrumSize: Int { 2 * paddedToLanes(bins) + 8 }

    /// - Parameters:
    ///   - frame: N windowed samples, aligned for the transform. Destroyed.
    ///   - spectrum: `spectrumSize` floats of scratch, aligned for the transform.
    ///   - power: receives `bins` values, to whole lanes.
    func compute(
        _ frame: UnsafeMutablePointer<Float>, spectrum: UnsafeMutablePointer<Float>,
        power: UnsafeMutablePointer<Float>
    ) {
        transform.execute(frame, spectrum)
        for index in stride(from: 0, to: bins, by: 8) {
            let low = spectrum.lanes(at: 2 * index)
            let high = spectrum.lanes(at: 2 * index + 8)
            let real = SIMD8(lowHalf: low.evenHalf, highHalf: high.evenHalf)
            let imaginary = SIMD8(lowHalf: low.oddHalf, highHalf: high.oddHalf)
            let squared = real * real + imaginary * imaginary
            power.store(isMagnitude ? squared.squareRoot() : squared, at: index)
        }
    }
}
