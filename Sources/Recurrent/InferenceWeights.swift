import CKernels

/// The weights of a network as single sequences run through it fastest: made once, and shared by all that run it.
public struct InferenceWeights: Sendable {
    let parameters: [Float]
    /// By layer and direction.
    let scans: [[ScanWeights]]

    /// - Parameter parameters: in the order of the network's layout.
    public init(_ parameters: [Float], of network: RecurrentNetwork, precision: InferencePrecision) {
        precondition(parameters.count == network.layout.count, "parameters that do not fit the network")
        self.parameters = parameters
        scans = parameters.withUnsafeBufferPointer { buffer in
            let view = ParameterView(buffer)
            return network.layers.map { layer in
                layer.scans.map { ScanWeights($0, parameters: view, precision: precision) }
            }
        }
    }
}

/// The weight matrices of one direction of a layer.
struct ScanWeights: Sendable {
    /// For the inputs of all steps at once.
    let input: any WeightFactor
    /// For the state of one sequence before each step.
    let hidden: any WeightFactor

    init(_ scan: Scan, parameters: ParameterView, precision: InferencePrecision) {
        let input = parameters.matrix(scan.weightInput, columns: scan.inputSize)
        let hidden = parameters.matrix(scan.weightHidden, columns: scan.hiddenSize)
        switch precision {
        case .int8 where asr_has_int8_products() != 0:
            self.input = QuantizedWeights(input)
            self.hidden = PackedQuantizedWeights(hidden)
        case .float32:
            self.input = TransposedWeights(input)
            self.hidden = TransposedWeights(hidden)
        case .bfloat16, .int8:
            self.input = Precision.fastest == .bfloat16 ? RoundedWeights(input) : TransposedWeights(input)
            self.hidden = PackedWeights(hidden)
        }
    }
}
