/// Named tensors, however they are held.
public protocol TensorSource {
    var names: Set<String> { get }
    /// nil if there is no tensor of the name.
    func shape(of name: String) -> [Int]?
    /// Whether a tensor's values are stored as integers, and so are finite.
    func holdsIntegers(_ name: String) -> Bool
    /// Writes a tensor's values to memory that holds as many, if they are stored as 8-bit integers; returns whether they are.
    func copyIntegers(of name: String, to target: UnsafeMutableBufferPointer<Int8>) -> Bool
    /// Writes a tensor's values, of which there are as many as its shape says, to memory that holds as many.
    func copyValues(of name: String, to target: UnsafeMutableBufferPointer<Float>)
}

extension TensorSource {
    public func holdsIntegers(_ name: String) -> Bool { false }

    public func copyIntegers(of name: String, to target: UnsafeMutableBufferPointer<Int8>) -> Bool { false }

    /// Returns the values of the tensor with a name and a shape.
    public func tensor(_ name: String, shape: [Int], path: String) throws(SafetensorsError) -> [Float] {
        try check(name, shape: shape, path: path)
        let size = shape.reduce(1, *)
        return [Float](unsafeUninitializedCapacity: size) { buffer, count in
            copyValues(of: name, to: UnsafeMutableBufferPointer(rebasing: buffer[..<size]))
            count = size
        }
    }

    /// Sees to it that there is a tensor of a name and a shape.
    public func check(_ name: String, shape: [Int], path: String) throws(SafetensorsError) {
        guard let found = self.shape(of: name) else { throw .missing(path: path, tensor: name) }
        guard found == shape else {
            throw .mismatch(path: path, tensor: name, expected: "of shape \(shape)", found: "of shape \(found)")
        }
    }
}
