extension Utterance {
    /// A number that other utterances, another order, other texts or weights do not give: FNV-1a, 64 bits.
    ///
    /// Paths have no part in it, so that a corpus may be moved while a run is stopped.
    static func fingerprint(of utterances: [Utterance]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for utterance in utterances {
            for byte in "\(utterance.id)\n\(utterance.text)\n\(utterance.weight)\n".utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        return hash
    }
}
