import Safetensors

extension ParameterLayout {
    /// The parameters as named tensors.
    public func tensors(_ values: [Float]) -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for entry in entries { tensors[entry.name] = Tensor(shape: entry.shape, values: Array(values[entry.range])) }
        return tensors
    }
}
