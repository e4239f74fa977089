/// A sequence of feature vectors, one a frame.
public struct Features: Sendable, Equatable {
    /// Number of frames, T.
    public var frames: Int
    /// Values a frame, D.
    public var dimension: Int
    /// T × D values, row-major: frame t's are at `t * dimension ..< (t + 1) * dimension`.
    public var values: [Float]

    public init(frames: Int, dimension: Int, values: [Float]) {
        precondition(values.count == frames * dimension, "features of T frames and D values must have T × D values")
        self.frames = frames
        self.dimension = dimension
        self.values = values
    }

    /// No frames yet of a dimension.
    public init(dimension: Int) {
        self.init(frames: 0, dimension: dimension, values: [])
    }

    /// The values of frame `index`.
    public subscript(index: Int) -> ArraySlice<Float> {
        values[index * dimension..<(index + 1) * dimension]
    }

    /// Appends the frames of another sequence of the same dimension.
    public mutating func append(_ other: Features) {
        precondition(other.dimension == dimension, "only features of one dimension can be joined")
        frames += other.frames
        values += other.values
    }
}
