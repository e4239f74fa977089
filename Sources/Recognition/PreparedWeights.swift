import Recurrent
import Synchronization

/// A model's weights as recordings run through them: made when they are first asked for, and then shared.
final class PreparedWeights: Sendable {
    private let weights = Mutex<InferenceWeights?>(nil)

    func weights(_ make: () -> InferenceWeights) -> InferenceWeights {
        weights.withLock { weights in
            if let weights { return weights }
            let made = make()
            weights = made
            return made
        }
    }
}
