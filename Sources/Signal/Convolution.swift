/// Convolution of recordings with an impulse response of up to 8192 samples, by overlap-add with FFTW.
public struct Convolution: Sendable {
    /// Samples of an impulse response at most.
    public static let maximumLength = 8192

    private static let length = 2 * maximumLength
    private static let forward = FourierTransform(length: length)
    private static let inverse = InverseFourierTransform(length: length)

    /// The response's transform, real and imaginary parts in turn, divided by the transform's length.
    private let spectrum: [Float]
    private let taps: Int

    /// - Parameter response: at least one sample and at most ``maximumLength``.
    public init(_ response: [Float]) {
        precondition((1...Self.maximumLength).contains(response.count), "an impulse response has 1…8192 samples")
        taps = response.count
        spectrum = Self.transformed(response[...]).map { $0 / Float(Self.length) }
    }

    /// The recording as it sounds through the response, as long as it was: the tail behind its end is cut off.
    ///
    /// - Complexity: O(T log M) for a response of at most M samples.
    public func applied(to samples: [Float]) -> [Float] {
        var result = [Float](repeating: 0, count: samples.count)
        let hop = Self.length - taps + 1
        for start in stride(from: 0, to: samples.count, by: hop) {
            var product = Self.transformed(samples[start..<min(start + hop, samples.count)])
            for bin in stride(from: 0, to: product.count, by: 2) {
                let (real, imaginary) = (product[bin], product[bin + 1])
                product[bin] = real * spectrum[bin] - imaginary * spectrum[bin + 1]
                product[bin + 1] = real * spectrum[bin + 1] + imaginary * spectrum[bin]
            }
            Self.withBuffers { complex, real in
                complex.update(from: product, count: product.count)
                Self.inverse.execute(complex, real)
                for index in start..<min(start + Self.length, samples.count) { result[index] += real[index - start] }
            }
        }
        return result
    }

    /// The transform of samples followed by zeros.
    private static func transformed(_ samples: ArraySlice<Float>) -> [Float] {
        withBuffers { complex, real in
            for (index, sample) in samples.enumerated() { real[index] = sample }
            for index in samples.count..<length { real[index] = 0 }
            forward.execute(real, complex)
            return Array(UnsafeBufferPointer(start: complex, count: length + 2))
        }
    }

    private static func withBuffers<Result>(
        _ body: (_ complex: UnsafeMutablePointer<Float>, _ real: UnsafeMutablePointer<Float>) -> Result
    ) -> Result {
        let floats = 2 * length + 16
        return withUnsafeTemporaryAllocation(byteCount: floats * 4, alignment: FourierTransform.alignment) { bytes in
            let base = bytes.bindMemory(to: Float.self)
            guard let complex = base.baseAddress else { preconditionFailure("an allocation of bytes has an address") }
            // N + 2 complex floats, rounded up to the alignment.
            return body(complex, complex + length + 16)
        }
    }
}
