import Recurrent

/// A model's weights in the forms that training and recordings need: who only transcribes never holds those of a file as
/// 32-bit floats.
final class ModelWeights: Sendable {
    private enum Source: Sendable {
        case parameters([Float])
        case stored(StoredWeights)
    }

    private let source: Source
    private let all = MadeOnce<[Float]>()
    private let inference = MadeOnce<InferenceWeights>()

    init(_ parameters: [Float]) { source = .parameters(parameters) }

    init(_ stored: StoredWeights) { source = .stored(stored) }

    /// All of them, in the order of the network's layout.
    var parameters: [Float] {
        switch source {
        case .parameters(let parameters): parameters
        case .stored(let stored): all.value { stored.all }
        }
    }

    /// As recordings run through them.
    func inference(of network: RecurrentNetwork, precision: InferencePrecision) -> InferenceWeights {
        inference.value {
            switch source {
            case .parameters(let parameters): InferenceWeights(parameters, of: network, precision: precision)
            case .stored(let stored): InferenceWeights(of: network, precision: precision, values: stored.values)
            }
        }
    }
}
