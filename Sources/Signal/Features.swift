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

    /// Appends one frame's values so many times.
    mutating func append(_ frame: ArraySlice<Float>, times: Int) {
        precondition(frame.count == dimension, "a frame of another dimension")
        frames += times
        for _ in 0..<times { values += frame }
    }

    /// Takes frames away from the beginning.
    public mutating func removeFirst(_ count: Int) {
        frames -= count
        values.removeFirst(count * dimension)
    }

    /// The values of the first and of the last frame.
    var first: ArraySlice<Float> { self[0] }
    var last: ArraySlice<Float> { self[frames - 1] }
}
