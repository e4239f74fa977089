/// How the weights of the recurrent layers are rounded where sequences are only run, one at a time. Sums, states, gates
/// and the output layer stay 32-bit floats either way.
public enum InferencePrecision: Sendable, CaseIterable {
    /// Not at all.
    case float32
    /// To bfloat16: half the memory to read at every step. Where the processor multiplies bfloat16 itself, the inputs of
    /// the layers are rounded as well; elsewhere their products are of 32-bit floats.
    case bfloat16
    /// To 8-bit integers, a scale a row, and so are the vectors that they are multiplied with; where the processor has no
    /// instruction for it, weights so rounded are taken as ``bfloat16``.
    case int8
}
