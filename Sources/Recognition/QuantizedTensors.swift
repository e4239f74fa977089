import Recurrent
import Safetensors

/// Matrices of a file as 8-bit integers: beside the tensor `weight` of whole numbers in −127…127 stands `weight.scale`,
/// for each row what one of them is worth (symmetric quantisation by output).
enum QuantizedTensors {
    /// What the tensor with a matrix's scales is called.
    static func scale(of name: String) -> String { name + ".scale" }

    /// Whether a file has any.
    static func areIn(_ source: some TensorSource) -> Bool { source.names.contains { $0.hasSuffix(".scale") } }

    /// Rounds all matrices of a file, and returns their names.
    static func quantize(_ file: inout SafetensorsFile) -> Set<String> {
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

    /// The scales of a parameter's rows; nil if it is not quantised.
    static func scales(
        of entry: ParameterLayout.Entry, in source: some TensorSource, path: String
    ) throws(SafetensorsError) -> [Float]? {
        let name = scale(of: entry.name)
        guard source.shape(of: name) != nil, let rows = entry.shape.first, rows > 0 else { return nil }
        return try source.tensor(name, shape: [rows], path: path)
    }
}
