import Safetensors

/// A network's weights as tensors hold them: checked at first, and read when they are asked for.
public struct StoredWeights: Sendable {
    private let source: any TensorSource & Sendable
    private let layout: ParameterLayout

    /// Sees to it that every weight is there, of the right shape and finite, and that nothing else is.
    ///
    /// - Parameter path: what an error message calls the tensors' file.
    public init(
        _ source: any TensorSource & Sendable, layout: ParameterLayout, path: String
    ) throws(SafetensorsError) {
        self.source = source
        self.layout = layout
        // Before memory is asked for: a damaged configuration may describe a network that no memory holds.
        for entry in layout.entries {
            try source.check(entry.name, shape: entry.shape, path: path)
            try QuantizedTensors.check(entry, in: source, path: path)
        }
        let names = layout.entries.flatMap { [$0.name, QuantizedTensors.scale(of: $0.name)] }
        if let stranger = source.names.subtracting(names).min() {
            throw .unfit(path: path, reason: "tensor '\(stranger)' has no place in the network")
        }
        for entry in layout.entries {
            let isFinite =
                source.holdsIntegers(entry.name)
                ? QuantizedTensors.hasFiniteScales(entry, in: source) : values(entry.range).allSatisfy(\.isFinite)
            guard isFinite else {
                throw .unfit(path: path, reason: "tensor '\(entry.name)' holds NaN or infinity")
            }
        }
    }

    /// All weights, in the order of the layout.
    public var all: [Float] { values(0..<layout.count) }

    /// The matrix at a range of the layout, rounded to 8-bit integers, which it may be already.
    func quantized(_ range: Range<Int>, columns: Int) -> QuantizedMatrix {
        if let entry = layout.entries.first(where: { $0.range == range }), let matrix = QuantizedMatrix(entry, in: source) {
            return matrix
        }
        return ParameterSpan(range, values).withView {
            QuantizedMatrix($0.matrix(range, columns: columns))
        }
    }

    /// The weights in a range of the layout that holds whole entries.
    public func values(_ range: Range<Int>) -> [Float] {
        [Float](unsafeUninitializedCapacity: range.count) { buffer, count in
            for entry in layout.entries where range.contains(entry.range.lowerBound) {
                let start = entry.range.lowerBound - range.lowerBound
                let target = UnsafeMutableBufferPointer(rebasing: buffer[start..<start + entry.range.count])
                source.copyValues(of: entry.name, to: target)
                QuantizedTensors.scale(target, of: entry, in: source)
            }
            count = range.count
        }
    }
}
