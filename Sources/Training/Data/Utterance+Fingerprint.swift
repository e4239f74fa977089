extension Utterance {
    /// A number that other utterances, another order, other texts, lengths or weights do not give, nor other parameters to
    /// start from.
    ///
    /// Paths have no part in it, so that a corpus may be moved while a run is stopped.
    static func fingerprint(of utterances: [Utterance], start: [Float] = []) -> UInt64 {
        var hash = StableHash()
        for utterance in utterances {
            // Batches are made by lengths.
            let piece = [utterance.offset, utterance.duration].map { $0.map { "\($0)" } ?? "-" }.joined(separator: "+")
            hash.add("\(utterance.id)\n\(utterance.text)\n\(piece)\n\(utterance.weight)\n")
            for word in utterance.words ?? [] { hash.add("\(word.text)\n\(word.start)\n\(word.end)\n") }
        }
        for value in start { hash.add(value.bitPattern) }
        return hash.value
    }
}
