import Foundation

/// The shape that a frame is multiplied by before its Fourier transform, over n = 0 … N − 1 with a = 2π / (N − 1).
public enum WindowShape: String, Codable, Sendable, CaseIterable {
    /// (½ − ½ cos an)^0.85: like Hamming's, but 0 at the edges (D. Povey, Kaldi).
    case povey
    /// 0.54 − 0.46 cos an.
    case hamming
    /// ½ − ½ cos an.
    case hanning
    /// c − ½ cos an + (½ − c) cos 2an, with the coefficient c of the options.
    case blackman
    /// 1.
    case rectangular
    /// sin(an / 2).
    case sine

    /// The window's N = `length` values.
    func coefficients(length: Int, blackman: Float) -> [Float] {
        let step = 2 * Double.pi / Double(length - 1)
        let c = Double(blackman)
        return (0..<length).map { n in
            let angle = step * Double(n)
            return switch self {
            case .povey: Float(pow(0.5 - 0.5 * cos(angle), 0.85))
            case .hamming: Float(0.54 - 0.46 * cos(angle))
            case .hanning: Float(0.5 - 0.5 * cos(angle))
            case .blackman: Float(c - 0.5 * cos(angle) + (0.5 - c) * cos(2 * angle))
            case .rectangular: 1
            case .sine: Float(sin(0.5 * angle))
            }
        }
    }
}
