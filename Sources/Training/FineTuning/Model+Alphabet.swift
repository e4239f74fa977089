import CTC
import Recognition

extension Model {
    /// The model with an output for another alphabet, and the rest as it is.
    ///
    /// A label that the model has keeps its weights; one that it lacks takes those of its base letter (é those of e),
    /// or begins with weights drawn from the seed. What belongs to the old alphabet, its language model and what makes
    /// confidences, is left behind.
    ///
    /// - Throws: `NetworkError` where the alphabet is impossibly large.
    public func adopting(_ alphabet: Alphabet, seed: UInt64 = 1) throws -> Model {
        var configuration = configuration
        configuration.alphabet = alphabet
        configuration.confidence = nil
        configuration.voice = nil
        var model = try Model(configuration, seed: seed)
        let old = self.alphabet.labels
        let sources = alphabet.labels.map { label in
            old.firstIndex(of: label)
                ?? label.decomposedStringWithCanonicalMapping.unicodeScalars.first.flatMap {
                    old.firstIndex(of: String($0))
                }
        }
        var values = model.parameters
        for (entry, depth) in zip(model.network.layout.entries, model.network.depths) {
            guard let own = network.layout.entries.first(where: { $0.name == entry.name }) else { continue }
            guard depth == configuration.network.layers else {
                values.replaceSubrange(entry.range, with: parameters[own.range])
                continue
            }
            // The rows of the output's weight, and the elements of its bias, belong to a label each.
            let width = entry.range.count / alphabet.count
            for (label, source) in sources.enumerated() {
                guard let source else { continue }
                let target = entry.range.lowerBound + label * width
                let start = own.range.lowerBound + source * width
                values.replaceSubrange(target..<target + width, with: parameters[start..<start + width])
            }
        }
        model.parameters = values
        return model
    }
}
