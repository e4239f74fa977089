import CKernels

/// The weights of a network as single sequences run through it fastest: made once, and shared by all that run it. Of the
/// recurrent layers' matrices nothing else is kept.
public struct InferenceWeights: Sendable {
    /// By layer and direction.
    let scans: [[ScanWeights]]
    /// Those behind the recurrent layers: of the layer norms and the linear output.
    let rest: ParameterSpan
    /// How many parameters they were made from.
    let count: Int

    /// - Parameter values: the parameters in a range of the network's layout, which holds whole entries.
    public init(of network: RecurrentNetwork, precision: InferencePrecision, values: (Range<Int>) -> [Float]) {
        scans = network.layers.map { layer in
            layer.scans.map { ScanWeights($0, precision: precision, values: values) }
        }
        count = network.layout.count
        let recurrent = network.layers.last?.scans.last?.parameters.upperBound ?? 0
        rest = ParameterSpan(start: recurrent, values: values(recurrent..<count))
    }

    /// - Parameter parameters: in the order of the network's layout.
    public init(_ parameters: [Float], of network: RecurrentNetwork, precision: InferencePrecision) {
        precondition(parameters.count == network.layout.count, "parameters that do not fit the network")
        self.init(of: network, precision: precision) { Array(parameters[$0]) }
    }
}

/// The weights of one direction of a layer.
struct ScanWeights: Sendable {
    /// For the inputs of all steps at once.
    let input: any WeightFactor
    /// For the state of one sequence before each step.
    let hidden: any WeightFactor
    let biases: ParameterSpan

    /// - Parameter values: the parameters in a range of the network's layout.
    init(_ scan: Scan, precision: InferencePrecision, values: (Range<Int>) -> [Float]) {
        func factor(_ range: Range<Int>, columns: Int, _ make: (MatrixView) -> any WeightFactor) -> any WeightFactor {
            ParameterSpan(start: range.lowerBound, values: values(range)).withView {
                make($0.matrix(range, columns: columns))
            }
        }
        let input: (MatrixView) -> any WeightFactor
        let hidden: (MatrixView) -> any WeightFactor
        switch precision {
        case .int8 where asr_has_int8_products() != 0:
            (input, hidden) = (QuantizedWeights.init, PackedQuantizedWeights.init)
        case .float32:
            (input, hidden) = (TransposedWeights.init, TransposedWeights.init)
        case .bfloat16, .int8:
            input = Precision.fastest == .bfloat16 ? RoundedWeights.init : TransposedWeights.init
            hidden = PackedWeights.init
        }
        self.input = factor(scan.weightInput, columns: scan.inputSize, input)
        self.hidden = factor(scan.weightHidden, columns: scan.hiddenSize, hidden)
        let range = scan.biasInput.lowerBound..<scan.biasHidden.upperBound
        biases = ParameterSpan(start: range.lowerBound, values: values(range))
    }
}
