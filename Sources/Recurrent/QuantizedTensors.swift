import Safetensors

/// Matrices of a file as 8-bit integers: beside the tensor `weight` of whole numbers in −127…127 stands `weight.scale`,
/// for each row what one of them is worth (symmetric quantisation by output).
public enum QuantizedTensors {
    /// What the tensor with a matrix's scales is called.
    static func scale(of name: String) -> String { name + ".scale" }

    /// Whether a file has any.
    public static func areIn(_ source: some TensorSource) -> Bool { source.names.contains { $0.hasSuffix(".scale") } }

    /// Rounds all matrices of a file, and returns their names.
    public static func quantize(_ file: inout SafetensorsFile) -> Set<String> {
        var names: Set<String> = []
        for (name, tensor) in file.tensors where tensor.shape.count == 2 {
            let (rows, columns) = (tensor.shape[0], tensor.shape[1])
            var (integers, scales) = (tensor.values, [Float](repeating: 0, count: rows))
            for row in 0..<rows {
                let range = row * columns..<(row + 1) * columns
                let greatest = integers[range].reduce(0) { max($0, abs($1)) }
                scales[row] = greatest / 127
                for index in range where greatest > 0 { integers[index] = (integers[index] / scales[row]).rounded() }
            }
            file.tensors[name] = Tensor(shape: tensor.shape, values: integers)
            file.tensors[scale(of: name)] = Tensor(shape: [rows], values: scales)
            names.insert(name)
        }
        return names
    }

    /// Sees to it that a parameter has a scale for each of its rows, if it is quantised.
    static func check(
        _ entry: ParameterLayout.Entry, in source: some TensorSource, path: String
    ) throws(SafetensorsError) {
        let name = scale(of: entry.name)
        if source.shape(of: name) != nil { try source.check(name, shape: Array(entry.shape.prefix(1)), path: path) }
    }

    /// Whether what the whole numbers of a parameter are multiplied with is finite, if they are multiplied.
    static func hasFiniteScales(_ entry: ParameterLayout.Entry, in source: some TensorSource) -> Bool {
        guard let shape = source.shape(of: scale(of: entry.name)) else { return true }
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: shape.reduce(1, *)) { scales in
            source.copyValues(of: scale(of: entry.name), to: scales)
            // With the greatest integer that can be read, too.
            return scales.allSatisfy { ($0 * 0x1p63).isFinite }
        }
    }

    /// Writes a matrix's 8-bit integers and scales to memory that holds as many; returns whether it has any.
    static func copy(
        _ entry: ParameterLayout.Entry, in source: some TensorSource, integers: UnsafeMutablePointer<Int8>,
        scales: UnsafeMutablePointer<Float>
    ) -> Bool {
        let name = scale(of: entry.name)
        guard source.shape(of: name) != nil, let rows = entry.shape.first else { return false }
        source.copyValues(of: name, to: UnsafeMutableBufferPointer(start: scales, count: rows))
        return source.copyIntegers(
            of: entry.name, to: UnsafeMutableBufferPointer(start: integers, count: entry.range.count))
    }

    /// Makes of a parameter's whole numbers what they are worth; leaves it alone if it is not quantised.
    static func scale(
        _ values: UnsafeMutableBufferPointer<Float>, of entry: ParameterLayout.Entry, in source: some TensorSource
    ) {
        let name = scale(of: entry.name)
        guard source.shape(of: name) != nil, let rows = entry.shape.first, rows > 0 else { return }
        let columns = values.count / rows
        withUnsafeTemporaryAllocation(of: Float.self, capacity: rows) { scales in
            source.copyValues(of: name, to: scales)
            for row in 0..<rows {
                for index in row * columns..<(row + 1) * columns { values[index] *= scales[row] }
            }
        }
    }
}
