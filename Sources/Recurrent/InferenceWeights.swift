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
        rest = ParameterSpan(network.recurrentEnd..<count, values)
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

    /// - Parameters:
    ///   - stepwise: whether inputs come one at a time, too.
    ///   - values: the parameters in a range of the network's layout.
    init(_ scan: Scan, precision: InferencePrecision, stepwise: Bool = false, values: (Range<Int>) -> [Float]) {
        input = precision.factor(
            of: ParameterSpan(scan.weightInput, values), columns: scan.inputSize, stepwise: stepwise)
        hidden = precision.factor(of: ParameterSpan(scan.weightHidden, values), columns: scan.hiddenSize, stepwise: true)
        biases = ParameterSpan(scan.biasInput.lowerBound..<scan.biasHidden.upperBound, values)
    }
}

extension InferencePrecision {
    /// A weight matrix in the form that it is multiplied in fastest.
    ///
    /// - Parameter stepwise: with one row at a time, instead of many.
    func factor(of weights: ParameterSpan, columns: Int, stepwise: Bool) -> any WeightFactor {
        weights.withView { view in
            let matrix = view.matrix(weights.range, columns: columns)
            return switch self {
            case .int8 where asr_has_int8_products() != 0: PackedQuantizedWeights(matrix)
            case .float32: TransposedWeights(matrix)
            case .bfloat16, .int8:
                if stepwise {
                    PackedWeights(matrix)
                } else {
                    Precision.fastest == .bfloat16 ? RoundedWeights(matrix) : TransposedWeights(matrix)
                }
            }
        }
    }
}
