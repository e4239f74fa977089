import CTC
import Foundation
import Recognition

/// A recognised word and whether it was said.
public struct WordOutcome: Sendable, Equatable {
    public var evidence: WordEvidence
    /// What is heard around it.
    public var voice: VoiceEvidence
    /// Whether the alignment with the reference matches it with the same word.
    public var isRight: Bool
    /// Who spoke, or the recording where that is not known; words of one speaker are held out together.
    public var speaker: String

    public init(evidence: WordEvidence, voice: VoiceEvidence, isRight: Bool, speaker: String) {
        (self.evidence, self.voice) = (evidence, voice)
        (self.isRight, self.speaker) = (isRight, speaker)
    }

    /// Decodes an utterance and compares its words with the reference.
    public static func words(
        of utterance: Utterance, in logProbabilities: LogProbabilities, alphabet: Alphabet, decoding: Decoding
    ) -> [WordOutcome] {
        var search = Search(decoding)
        search.advance(logProbabilities)
        let words = search.hypotheses(1)[0].words(in: logProbabilities, alphabet: alphabet)
        let reference = utterance.text.precomposedStringWithCanonicalMapping.split(whereSeparator: \.isWhitespace)
        let alignment = EditAlignment(reference: reference.map(String.init), hypothesis: words.map(\.text))
        var isRight = [Bool](repeating: false, count: words.count)
        for case .match(_, let hypothesis) in alignment.operations { isRight[hypothesis] = true }
        var trace = VoiceTrace()
        trace.append(logProbabilities)
        return zip(words, isRight).map {
            WordOutcome(
                evidence: $0.evidence, voice: trace.evidence(around: $0.startFrame..<$0.endFrame), isRight: $1,
                speaker: utterance.speaker ?? utterance.id)
        }
    }
}
