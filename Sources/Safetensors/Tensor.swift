/// A named tensor's contents: 32-bit floats in row-major order with their shape.
public struct Tensor: Sendable, Equatable {
    /// The extents, outermost first; empty for a scalar.
    public var shape: [Int]
    /// `shape.reduce(1, *)` values, row-major.
    public var values: [Float]

    public init(shape: [Int], values: [Float]) {
        precondition(shape.reduce(1, *) == values.count, "a tensor's shape must match its number of values")
        self.shape = shape
        self.values = values
    }
}

/// How a tensor's elements are stored in a file that does not hold integers.
public enum StorageType: String, Sendable, CaseIterable {
    /// IEEE 754 binary32.
    case float32 = "F32"
    /// IEEE 754 binary16: half the size, 11 significant bits.
    case float16 = "F16"

    var byteCount: Int {
        switch self {
        case .float32: 4
        case .float16: 2
        }
    }
}
