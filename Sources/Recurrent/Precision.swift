import COneDNN

/// How the factors of the large matrix products of training are rounded. Sums, states, gradients and weights stay
/// 32-bit floats either way (Kalamkar et al., "A study of BFLOAT16 for deep learning training", 2019).
public enum Precision: String, Codable, Sendable, CaseIterable {
    /// Not at all.
    case float32
    /// To bfloat16, the upper half of a 32-bit float: twice as fast on processors that have it (AVX-512 BF16), and not
    /// done on others.
    case bfloat16

    /// bfloat16 where this machine's processor and oneDNN both have it.
    static let fastest: Precision =
        asr_has_bfloat16_products() && asr_processor_has_bfloat16() ? .bfloat16 : .float32

    /// This precision, or 32-bit floats where this machine does not have it.
    var available: Precision { self == .bfloat16 ? .fastest : self }
}
