import CTC
import LanguageModel

extension PrefixBeamSearch.Options {
    /// Lets a language model take part in the search, behind the scorers that are there, with what it weighs.
    public mutating func add(_ model: LanguageModel, _ weights: LanguageModelOptions, alphabet: Alphabet) {
        blankPenalty = weights.blankPenalty
        scorers.append(WordScorer(model, options: weights, alphabet: alphabet))
    }
}

/// Lets a language model weigh what a search spells: each word when it ends, and one that is in no list as soon as no
/// word of the list begins so.
public struct WordScorer: LabelScorer {
    public let model: LanguageModel
    public let options: LanguageModelOptions
    /// By label: its spelling.
    private let spellings: [[UInt8]]

    /// - Parameter alphabet: whose labels are spelt.
    public init(_ model: LanguageModel, options: LanguageModelOptions, alphabet: Alphabet) {
        self.model = model
        self.options = options
        spellings = alphabet.labels.enumerated().map { $0 == alphabet.blank ? [] : Array($1.utf8) }
    }

    public var start: ScorerState { State(history: model.start, beginning: model.vocabulary.anyWord).packed }

    public func extend(_ state: ScorerState, by label: Int) -> (weight: Double, next: ScorerState) {
        var state = State(state)
        var weight = 0.0
        for byte in spellings[label] {
            if byte == UInt8(ascii: " ") {
                weight += endWord(&state)
            } else if state.beginning.length == 0 || !state.isUnknown {
                state.beginning = model.vocabulary.extend(state.beginning, by: byte)
                if state.isUnknown { weight += score(Vocabulary.unknown, &state) }
            }
        }
        return (weight, state.packed)
    }

    public func end(_ state: ScorerState) -> Double {
        var state = State(state)
        let word = endWord(&state)
        return word + options.weight * Double(model.score(Vocabulary.end, after: state.history).logProbability)
    }

    /// Each byte of a label may end a word; a word's log-probability is at most 0, but for rounding.
    public var maximumGain: Double {
        guard options.weight >= 0 else { return .infinity }
        let word = max(0, options.wordBonus + max(0, options.unknown)) + 1e-2
        return word * Double(spellings.map(\.count).max() ?? 0)
    }

    /// Weighs the word that ends here, unless that has been done or there is none.
    private func endWord(_ state: inout State) -> Double {
        defer { state.beginning = model.vocabulary.anyWord }
        guard state.beginning.length > 0, !state.isUnknown else { return 0 }
        return score(model.vocabulary.word(of: state.beginning) ?? Vocabulary.unknown, &state)
    }

    private func score(_ word: UInt32, _ state: inout State) -> Double {
        let (logProbability, next) = model.score(word, after: state.history)
        state.history = next
        return options.weight * Double(logProbability) + options.wordBonus
            + (word == Vocabulary.unknown ? options.unknown : 0)
    }

    /// The words before, and the word under way.
    private struct State {
        var history: WordHistory
        var beginning: Vocabulary.Beginning

        /// Whether no word of the list begins so.
        var isUnknown: Bool { beginning.words.isEmpty }

        init(history: WordHistory, beginning: Vocabulary.Beginning) {
            self.history = history
            self.beginning = beginning
        }

        init(_ state: ScorerState) {
            history = WordHistory(nodes: state.lowHalf)
            beginning = Vocabulary.Beginning(
                words: UInt32(state[4])..<UInt32(state[5]), length: Int(state[6]))
        }

        var packed: ScorerState {
            ScorerState(
                lowHalf: history.nodes,
                highHalf: SIMD4(
                    Int32(beginning.words.lowerBound), Int32(beginning.words.upperBound), Int32(beginning.length), 0))
        }
    }
}
