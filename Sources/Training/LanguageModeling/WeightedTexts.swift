import LanguageModel
import Recurrent

/// Texts that a recurrent language model learns from, each with the share of its sentences that is seen in an epoch.
public struct WeightedTexts: Sendable {
    /// The words that are learnt as such.
    public let vocabulary: Vocabulary
    /// How often each word is seen in an epoch, the special ones included.
    let frequencies: [Double]
    /// By text: its words, its sentences in them from start to end, and its weight.
    private let texts: [(words: [UInt32], sentences: [Range<Int>], weight: Double)]

    /// Sentences that are longer are learnt in pieces.
    static let longest = 64

    /// - Parameters:
    ///   - texts: with weights: 0.5 shows every second sentence in an epoch, 2 every sentence twice.
    ///   - limit: words to know at most, those that are seen most. One that occurs once only teaches what unknown words are.
    /// - Throws: `LanguageModelError.noSentences` where there is nothing to learn.
    public init(_ texts: [(corpus: TextCorpus, weight: Double)], limit: Int) throws {
        var counts: [String: (seen: Double, count: Int)] = [:]
        for (corpus, weight) in texts {
            for (word, count) in corpus.frequencies {
                counts[word, default: (0, 0)].seen += weight * Double(count)
                counts[word, default: (0, 0)].count += count
            }
        }
        // Of equally frequent words those that stand first in a dictionary.
        let words = counts.filter { $0.value.count > 1 }
            .sorted { ($1.value.seen, $0.key) < ($0.value.seen, $1.key) }.prefix(limit).map(\.key)
        let vocabulary = try Vocabulary(words)
        self.vocabulary = vocabulary
        self.texts = texts.map { corpus, weight in
            let encoded = corpus.encoded(with: vocabulary).words
            var sentences: [Range<Int>] = []
            var start = 0
            for index in encoded.indices {
                if encoded[index] == Vocabulary.end || index - start == Self.longest {
                    sentences.append(start..<index + 1)
                    // A piece goes on behind the last word of the one before.
                    start = encoded[index] == Vocabulary.end ? index + 1 : index
                }
            }
            return (encoded, sentences, weight)
        }
        guard self.texts.contains(where: { !$0.sentences.isEmpty && $0.weight > 0 }) else {
            throw LanguageModelError.noSentences
        }
        var frequencies = [Double](repeating: 0, count: vocabulary.count)
        for (words, _, weight) in self.texts {
            for word in words where word != Vocabulary.start { frequencies[Int(word)] += weight }
        }
        self.frequencies = frequencies
    }

    /// A number that other texts do not give.
    var fingerprint: UInt64 {
        var hash = StableHash()
        for (words, _, weight) in texts {
            hash.add(words.count)
            hash.add(weight.bitPattern)
            for word in words { hash.add(word) }
        }
        for word in 0..<UInt32(vocabulary.count) {
            hash.add(vocabulary[word].utf8.count)
            hash.add(vocabulary[word])
        }
        return hash.value
    }

    /// The words of an epoch, sentences' beginnings and ends among them.
    var wordsPerEpoch: Int {
        Int(texts.reduce(0) { sum, text in sum + text.weight * Double(text.sentences.reduce(0) { $0 + $1.count }) })
    }

    /// An epoch's sentences in batches of about so many words; those of a batch are of like lengths.
    func batches(words: Int, using random: inout SplitMix64) -> [[[Int]]] {
        var order: [(text: Int, sentence: Int)] = []
        for (number, text) in texts.enumerated() {
            for sentence in text.sentences.indices {
                let times = Int(text.weight + Double.random(in: 0..<1, using: &random))
                for _ in 0..<times { order.append((number, sentence)) }
            }
        }
        order.shuffle(using: &random)
        func length(_ place: (text: Int, sentence: Int)) -> Int { texts[place.text].sentences[place.sentence].count }
        var batches: [[[Int]]] = []
        // Sorted by length in parts, so that an epoch remains a random sequence.
        let part = 32 * max(1, words / 8)
        for first in stride(from: 0, to: order.count, by: part) {
            var (batch, count): ([[Int]], Int) = ([], 0)
            for place in order[first..<min(order.count, first + part)].sorted(by: { length($0) < length($1) }) {
                let text = texts[place.text]
                batch.append(text.words[text.sentences[place.sentence]].map(Int.init))
                count += length(place)
                if count >= words {
                    batches.append(batch)
                    (batch, count) = ([], 0)
                }
            }
            if !batch.isEmpty { batches.append(batch) }
        }
        return batches.shuffled(using: &random)
    }
}
