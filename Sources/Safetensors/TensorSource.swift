/// Named tensors, however they are held.
public protocol TensorSource {
    var names: Set<String> { get }
    /// nil if there is no tensor of the name.
    func shape(of name: String) -> [Int]?
    /// Writes a tensor's values, of which there are as many as its shape says, to memory that holds as many.
    func copyValues(of name: String, to target: UnsafeMutableBufferPointer<Float>)
}

extension TensorSource {
    /// Writes the values of the tensor with a name and a shape to memory that holds as many.
    ///
    /// - Parameter path: what an error message calls the source.
    public func read(
        _ name: String, shape: [Int], path: String, into target: UnsafeMutableBufferPointer<Float>
    ) throws(SafetensorsError) {
        try check(name, shape: shape, path: path)
        precondition(target.count == shape.reduce(1, *), "memory that does not fit the tensor")
        copyValues(of: name, to: target)
    }

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
