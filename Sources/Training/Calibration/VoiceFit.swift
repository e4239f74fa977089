import Recognition

/// A gate between speech and noise, and how good one is for speakers and noises that it has not seen.
///
/// Speakers and noises are dealt into two halves; each half is judged by a gate fitted on the other. The gate itself is
/// then fitted on all.
public struct VoiceFit: Sendable {
    /// The share of right words that the gate may cost.
    public static let tolerance = 0.01

    public let gate: VoiceGate
    /// Words made of noise, and those of them that the other half's gates let pass.
    public private(set) var falseWords = (before: 0, after: 0)
    /// Right words, and those of them that the other half's gates let pass.
    public private(set) var rightWords = (before: 0, after: 0)

    /// - Throws: ``CalibrationError`` where half of the speakers have no right word, or half of the noises no word.
    public init(speech: [WordOutcome], noise: [WordOutcome]) throws(CalibrationError) {
        gate = try Self.fit(speech, noise)
        let halves = Halves((speech + noise).map(\.speaker))
        for half in 0..<2 {
            let others = try Self.fit(
                speech.filter { halves[$0.speaker] != half }, noise.filter { halves[$0.speaker] != half })
            func passing(_ words: [WordOutcome]) -> Int { words.count { others.score($0.voice) >= 0 } }
            let right = speech.filter { halves[$0.speaker] == half && $0.isRight }
            rightWords.before += right.count
            rightWords.after += passing(right)
            let wrong = noise.filter { halves[$0.speaker] == half }
            falseWords.before += wrong.count
            falseWords.after += passing(wrong)
        }
    }

    private static func fit(_ speech: [WordOutcome], _ noise: [WordOutcome]) throws(CalibrationError) -> VoiceGate {
        let right = speech.filter(\.isRight)
        guard !right.isEmpty, !noise.isEmpty else { throw .nothingToLearn(words: speech.count + noise.count) }
        let words = speech.map { ($0, true) } + noise.map { ($0, false) }
        let regression = LogisticRegression(
            words.map { [$0.0.voice.activity, $0.0.voice.entropy] }, outcomes: words.map(\.1))
        var gate = VoiceGate(bias: 0, activity: regression.weights[0], entropy: regression.weights[1])
        let scores = right.map { gate.score($0.voice) }.sorted()
        gate.bias = -scores[Int(tolerance * Double(scores.count))]
        return gate
    }
}
