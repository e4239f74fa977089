import Recurrent
import Synchronization

/// A model's weights in the forms that training and recordings need, each made when it is first asked for, and then shared:
/// who only transcribes never holds those of a file as 32-bit floats.
final class ModelWeights: Sendable {
    private struct Forms: Sendable {
        var parameters: [Float]?
        var inference: InferenceWeights?
    }

    private let stored: StoredWeights?
    private let forms: Mutex<Forms>

    init(_ parameters: [Float]) {
        stored = nil
        forms = Mutex(Forms(parameters: parameters))
    }

    init(_ stored: StoredWeights) {
        self.stored = stored
        forms = Mutex(Forms())
    }

    /// All of them, in the order of the network's layout.
    var parameters: [Float] {
        forms.withLock { forms in
            if let parameters = forms.parameters { return parameters }
            let parameters = stored?.all ?? []
            forms.parameters = parameters
            return parameters
        }
    }

    /// As recordings run through them.
    func inference(of network: RecurrentNetwork, precision: InferencePrecision) -> InferenceWeights {
        forms.withLock { forms in
            if let inference = forms.inference { return inference }
            let inference: InferenceWeights
            if let stored {
                inference = InferenceWeights(of: network, precision: precision, values: stored.values)
            } else {
                inference = InferenceWeights(forms.parameters ?? [], of: network, precision: precision)
            }
            forms.inference = inference
            return inference
        }
    }
}
