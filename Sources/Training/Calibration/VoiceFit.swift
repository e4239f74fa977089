import Recognition

/// A gate between speech and noise, and how good one is for speakers and noises that it has not seen.
///
/// Speakers and noises are dealt into two halves; each half is judged by a gate fitted on the other. The gate itself is
/// then fitted on all.
public struct VoiceFit: Sendable {
    /// The share of the words recognised in speech that the gate may cost. Wrong words count: they have right letters.
    public static let tolerance = 0.01

    public let gate: VoiceGate
    /// Words made of noise, and those of them that the other half's gates let pass.
    public private(set) var falseWords = (before: 0, after: 0)
    /// Words recognised in speech, right or wrong, and those of them that the other half's gates let pass.
    public private(set) var spokenWords = (before: 0, after: 0)

    /// - Throws: ``CalibrationError`` where half of the speakers, or half of the noises, have no word.
    public init(speech: [WordOutcome], noise: [WordOutcome]) throws(CalibrationError) {
        gate = try Self.fit(speech, noise)
        // Each list by itself, or names could put all speech into one half and all noise into the other.
        let (speakers, noises) = (Halves(speech.map(\.speaker)), Halves(noise.map(\.speaker)))
        for half in 0..<2 {
            let others = try Self.fit(
                speech.filter { speakers[$0.speaker] != half }, noise.filter { noises[$0.speaker] != half })
            func passing(_ words: [WordOutcome]) -> Int { words.count { others.score($0.voice) >= 0 } }
            let spoken = speech.filter { speakers[$0.speaker] == half }
            spokenWords.before += spoken.count
            spokenWords.after += passing(spoken)
            let unspoken = noise.filter { noises[$0.speaker] == half }
            falseWords.before += unspoken.count
            falseWords.after += passing(unspoken)
        }
    }

    private static func fit(_ speech: [WordOutcome], _ noise: [WordOutcome]) throws(CalibrationError) -> VoiceGate {
        guard !speech.isEmpty, !noise.isEmpty else { throw .nothingToLearn(words: speech.count + noise.count) }
        let words = speech.map { ($0, true) } + noise.map { ($0, false) }
        let regression = LogisticRegression(
            words.map { [$0.0.voice.activity, $0.0.voice.entropy] }, outcomes: words.map(\.1))
        var gate = VoiceGate(bias: 0, activity: regression.weights[0], entropy: regression.weights[1])
        let scores = speech.map { gate.score($0.voice) }.sorted()
        gate.bias = -scores[Int(tolerance * Double(scores.count))]
        return gate
    }
}
