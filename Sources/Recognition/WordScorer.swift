import CTC
import LanguageModel

/// Lets a language model weigh what a search spells: each word when it ends, and one that is in no list as soon as no
/// word of the list begins so, and by its letters from there on.
///
/// A word under way weighs what the most probable word that begins so would weigh without its history; the rest comes when
/// it ends. Without this look-ahead what is yet to be spelt weighs nothing, and crowds what has paid out of the beam.
public struct WordScorer: LabelScorer {
    public let model: LanguageModel
    public let options: LanguageModelOptions
    /// By label: its spelling.
    private let spellings: [[UInt8]]
    /// The model's companion, if it counts.
    private var companion: Companion?

    /// - Parameter alphabet: whose labels are spelt.
    public init(_ model: LanguageModel, options: LanguageModelOptions, alphabet: Alphabet) {
        self.model = model
        self.options = options
        companion = options.recurrentShare > 0 ? model.companion.map(Companion.init) : nil
        spellings = alphabet.labels.enumerated().map { $0 == alphabet.blank ? [] : Array($1.utf8) }
    }

    public mutating func keep(_ states: [ScorerState]) {
        companion?.sentences.keep(Set(states.map { State($0).sentence }))
    }

    /// All but what is further back than n-grams reach: of readings that differ only there the best wins now.
    public func future(of state: ScorerState) -> ScorerState {
        State.withoutSentence(state)
    }

    public var start: ScorerState { State(history: model.start, beginning: model.vocabulary.anyWord).packed }

    public mutating func extend(_ state: ScorerState, by label: Int) -> (weight: Double, next: ScorerState) {
        var state = State(state)
        var weight = 0.0
        for byte in spellings[label] {
            if byte == UInt8(ascii: " ") {
                weight += endWord(&state)
            } else if state.beginning.length == 0 || !state.isUnknown {
                state.beginning = model.vocabulary.extend(state.beginning, by: byte)
                if state.isUnknown || state.beginning.length > State.lengthMask {
                    weight += finish(Vocabulary.unknown, &state)
                    // Whatever it is, what follows weighs the same.
                    state.beginning = Vocabulary.Beginning(words: 0..<0, length: 1)
                } else {
                    weight += expect(&state)
                }
            } else if !Self.continuesCharacter(byte) {
                weight += options.unknownLetter
            }
        }
        return (weight, state.packed)
    }

    public mutating func end(_ state: ScorerState) -> Double {
        var state = State(state)
        let word = endWord(&state)
        return word + options.weight * Double(score(Vocabulary.end, after: state).logProbability)
    }

    /// As if the companion were sure of the end: what it thinks of it takes a step of its network for each sentence.
    public mutating func maximumEnd(_ state: ScorerState) -> Double {
        guard options.weight >= 0, companion != nil else { return end(state) }
        var state = State(state)
        let word = endWord(&state)
        let (logProbability, _) = model.score(Vocabulary.end, after: state.history)
        let most = LanguageModel.Companion.mixed(logProbability, 0, share: options.recurrentShare)
        let rounding = 1e-4
        return word + options.weight * Double(most) + rounding
    }

    /// A word's end can bring back all that was counted for it before, and its letters hardly anything.
    public func maximumGain(of label: Int) -> Double {
        guard options.weight >= 0 else { return .infinity }
        let least = options.weight * Double(model.maxima.range.lowerBound)
        let greatest = options.weight * Double(model.maxima.range.upperBound)
        let ends = spellings[label].count { $0 == UInt8(ascii: " ") }
        let rounding = 1e-2
        return Double(ends) * (max(0, options.unknown) - least)
            + Double(ends + 1) * (max(0, options.wordBonus + greatest) + max(0, options.unknown - least))
            + Double(spellings[label].count) * max(0, options.unknownLetter) + rounding
    }

    /// Whether a byte of UTF-8 is not the first of its character.
    private static func continuesCharacter(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// Weighs the word that ends here, unless that has been done or there is none.
    private mutating func endWord(_ state: inout State) -> Double {
        defer { state.beginning = model.vocabulary.anyWord }
        guard state.beginning.length > 0, !state.isUnknown else { return 0 }
        return finish(model.vocabulary.word(of: state.beginning) ?? Vocabulary.unknown, &state)
    }

    /// What a word adds to what was counted for it before.
    private mutating func finish(_ word: UInt32, _ state: inout State) -> Double {
        let (logProbability, next) = score(word, after: state)
        let weight =
            options.weight * Double(logProbability) + options.wordBonus
            + (word == Vocabulary.unknown ? options.unknown : 0)
        defer { state.expected = 0 }
        state.history = next
        if let sentence = companion?.beginning(state.sentence, followedBy: word) { state.sentence = sentence }
        return weight - Double(state.expected)
    }

    /// ln p of a word behind those before, and the n-gram model's history for the word after it.
    private mutating func score(_ word: UInt32, after state: State) -> (logProbability: Float, next: WordHistory) {
        let (logProbability, next) = model.score(word, after: state.history)
        guard let score = companion?.score(of: word, after: state.sentence) else { return (logProbability, next) }
        return (LanguageModel.Companion.mixed(logProbability, score, share: options.recurrentShare), next)
    }

    /// What the word under way, which is in the list, adds to what was counted for it before.
    private func expect(_ state: inout State) -> Double {
        let before = state.expected
        let logProbability = model.maxima.greatest(of: state.beginning.words)
        state.expected = Float(options.weight) * logProbability + Float(options.wordBonus)
        return Double(state.expected) - Double(before)
    }

    /// A model's companion with what it remembers of the search. Words are numbered as in the n-gram model.
    private struct Companion {
        // Both are used where they lie: a copy for each word, of all that they hold, was a tenth of the time that recognition
        // took.
        let model: LanguageModel.Companion
        var sentences: SentenceTree

        init(_ model: LanguageModel.Companion) {
            self.model = model
            sentences = SentenceTree(model.model)
        }

        mutating func beginning(_ parent: Int32, followedBy word: UInt32) -> Int32 {
            sentences.beginning(parent, followedBy: model.history(of: word))
        }

        /// The score of a word behind a beginning; nil where the companion does not know it.
        mutating func score(of word: UInt32, after beginning: Int32) -> Float? {
            model.number(of: word).map { sentences.score(of: $0, after: beginning) }
        }
    }

    /// The words before, and the word under way.
    private struct State {
        var history: WordHistory
        var beginning: Vocabulary.Beginning
        /// What the word under way weighs so far.
        var expected: Float = 0
        /// The number of the words before in a ``SentenceTree``.
        var sentence: Int32 = 0

        /// Whether no word of the list begins so.
        var isUnknown: Bool { beginning.words.isEmpty }

        /// A word under way has no more bytes than this, which leaves 24 bits for ``SentenceTree/limit``.
        static let lengthMask: Int32 = 0xFF

        init(history: WordHistory, beginning: Vocabulary.Beginning) {
            self.history = history
            self.beginning = beginning
        }

        init(_ state: ScorerState) {
            history = WordHistory(nodes: state.lowHalf)
            beginning = Vocabulary.Beginning(
                words: UInt32(state[4])..<UInt32(state[5]), length: Int(state[6] & Self.lengthMask))
            sentence = Int32(truncatingIfNeeded: UInt32(bitPattern: state[6]) >> 8)
            expected = Float(bitPattern: UInt32(bitPattern: state[7]))
        }

        /// A packed state that knows no words before but those of its history: what ``packed`` packs, without unpacking it.
        static func withoutSentence(_ packed: ScorerState) -> ScorerState {
            var packed = packed
            packed[6] &= lengthMask
            return packed
        }

        var packed: ScorerState {
            ScorerState(
                lowHalf: history.nodes,
                highHalf: SIMD4(
                    Int32(beginning.words.lowerBound), Int32(beginning.words.upperBound),
                    sentence << 8 | Int32(beginning.length), Int32(bitPattern: expected.bitPattern)))
        }
    }
}
