import Foundation

/// How well a model predicts a text.
public struct Perplexity: Sendable, Equatable {
    public private(set) var sentences = 0
    /// Words, without the sentences' ends.
    public private(set) var words = 0
    /// Those of them that the model does not know.
    public private(set) var unknown = 0
    /// ln of the text's probability, the sentences' ends and unknown words among it.
    public private(set) var logProbability = 0.0
    /// The part of the unknown words in it.
    public private(set) var unknownLogProbability = 0.0

    /// Measures a text: plain or gzipped, `.xz`, or "-" for standard input; a sentence a line.
    ///
    /// - Parameter share: how much the model's companion weighs, if it has one.
    public init(of path: String, by model: LanguageModel, share: Float = 0) throws(LanguageModelError) {
        try TextFile.forEachLine(of: path) { line, number throws(LanguageModelError) in
            var history = model.start
            var sentence = share > 0 ? model.companion?.model.start : nil
            var isEmpty = true
            func score(_ word: UInt32) -> Double {
                var (logProbability, next) = model.score(word, after: history)
                history = next
                if let companion = model.companion, let stream = sentence {
                    if let number = companion.number(of: word) {
                        logProbability = LanguageModel.Companion.mixed(
                            logProbability, stream.score(of: number), share: share)
                    }
                    sentence?.advance(by: companion.history(of: word))
                }
                return Double(logProbability)
            }
            try TextFile.forEachWord(of: line) { spelling throws(LanguageModelError) in
                let word = model.vocabulary[spelling]
                let value = score(word)
                isEmpty = false
                words += 1
                logProbability += value
                if word == Vocabulary.unknown {
                    guard String(validating: spelling, as: UTF8.self) != nil else {
                        throw .badText(path: path, line: number, reason: TextFile.foreignEncoding)
                    }
                    unknown += 1
                    unknownLogProbability += value
                }
            }
            if !isEmpty {
                sentences += 1
                logProbability += score(Vocabulary.end)
            }
        }
    }

    /// Of all words and sentences' ends.
    public var value: Double { exp(-logProbability / Double(words + sentences)) }

    /// Of the known words and sentences' ends.
    public var ofKnownWords: Double {
        exp(-(logProbability - unknownLogProbability) / Double(words - unknown + sentences))
    }
}
