extension Utterance {
    /// A number that other utterances, another order, other texts or weights do not give, nor other parameters to start
    /// from.
    ///
    /// Paths have no part in it, so that a corpus may be moved while a run is stopped.
    static func fingerprint(of utterances: [Utterance], start: [Float] = []) -> UInt64 {
        var hash = StableHash()
        for utterance in utterances {
            for byte in "\(utterance.id)\n\(utterance.text)\n\(utterance.weight)\n".utf8 { hash.add(byte) }
            for word in utterance.words ?? [] {
                for byte in "\(word.text)\n\(word.start)\n\(word.end)\n".utf8 { hash.add(byte) }
            }
        }
        for value in start { hash.add(value.bitPattern) }
        return hash.value
    }
}
