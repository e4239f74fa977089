import Foundation

/// A sine of amplitude 1.
func sine(_ frequency: Double, rate: Double, count: Int) -> [Float] {
    (0..<count).map { Float(sin(2 * Double.pi * frequency * Double($0) / rate)) }
}

/// The amplitude of a frequency in samples: the length of their projection on sine and cosine under a Hann window.
func tone(_ frequency: Double, rate: Double, in samples: [Float]) -> Double {
    var (real, imaginary, weight) = (0.0, 0.0, 0.0)
    for (index, sample) in samples.enumerated() {
        let window = 0.5 - 0.5 * cos(2 * Double.pi * (Double(index) + 0.5) / Double(samples.count))
        let angle = 2 * Double.pi * frequency * Double(index) / rate
        real += window * Double(sample) * cos(angle)
        imaginary += window * Double(sample) * sin(angle)
        weight += window
    }
    return 2 * (real * real + imaginary * imaginary).squareRoot() / weight
}
