import CTC
import Testing

@Suite struct HotWordsTests {
    private let alphabet = Alphabet.english

    @Test("What an utterance gains is the boost of every phrase that stands in it as whole words")
    func gains() throws {
        let alphabet = try Alphabet(characters: " ab")
        let phrases: [HotWords.Phrase] = [
            .init("a", boost: 1), .init("ab", boost: 2), .init("ab ba", boost: 4), .init("ba a", boost: 8),
            .init("ba a ab ba", boost: 16), .init("bb", boost: -32), .init("a a", boost: 0.5),
        ]
        let scorer = try HotWords(phrases, alphabet: alphabet)
        var generator = SeededGenerator(state: 3)
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 1...16, using: &generator))
                .map { _ in " aabb".randomElement(using: &generator).map(String.init) ?? "" }.joined()
            // Spaces as the words' own: one between two words, none at the ends.
            let words = text.split(separator: " ").map(String.init)
            guard !words.isEmpty else { continue }
            var expected = 0.0
            for phrase in phrases {
                let length = phrase.text.split(separator: " ").count
                for start in words.indices where start + length <= words.count {
                    if words[start..<start + length].joined(separator: " ") == phrase.text { expected += phrase.boost }
                }
            }
            var state = scorer.start
            var gained = 0.0
            for label in try alphabet.encode(words.joined(separator: " ")) {
                let (weight, next) = scorer.extend(state, by: label)
                gained += weight
                state = next
            }
            #expect(abs(gained + scorer.end(state) - expected) < 1e-9, "\(words)")
        }
    }

    @Test("A phrase that comes twice has the greater boost", arguments: [[2.0, 5], [5, 2], [-2, -5], [-5, -2]])
    func repeated(boosts: [Double]) throws {
        let scorer = try HotWords(boosts.map { .init("ab", boost: $0) }, alphabet: alphabet)
        var (state, gained) = (scorer.start, 0.0)
        for label in try alphabet.encode("ab") {
            let (weight, next) = scorer.extend(state, by: label)
            gained += weight
            state = next
        }
        #expect(try gained + scorer.end(state) == #require(boosts.max()))
    }

    @Test("A phrase is helped while it is spelt, and pays back when it is left")
    func credit() throws {
        let scorer = try HotWords([.init("ada lovelace", boost: 12)], alphabet: alphabet)
        func gain(_ text: String) throws -> Double {
            var state = scorer.start
            return try alphabet.encode(text).reduce(0) { sum, label in
                let (weight, next) = scorer.extend(state, by: label)
                state = next
                return sum + weight
            }
        }
        for (index, prefix) in "ada lovelace".indices.dropFirst().map({ "ada lovelace"[..<$0] }).enumerated() {
            if !prefix.hasSuffix(" ") { #expect(try abs(gain(String(prefix)) - Double(index + 1)) < 1e-9) }
        }
        #expect(try gain("ada loved") == 0)
        #expect(try gain("canada lo") == 0)
        #expect(try abs(gain("ada lovelaces")) < 1e-9)
    }

    @Test("A boosted phrase wins a beam that another would win")
    func changesTheBeam() throws {
        let alphabet = try Alphabet(characters: " ab")
        var generator = SeededGenerator(state: 4)
        var changed = 0
        for _ in 0..<20 {
            let scores = try randomScores(frames: 12, labels: 4, within: 2, using: &generator)
            let plain = alphabet.decode(PrefixBeamSearch().decode(scores)[0].labels)
            let hot = try HotWords([.init("ba ab", boost: 20)], alphabet: alphabet)
            let boosted = PrefixBeamSearch(options: .init(scorers: [hot])).decode(scores)[0]
            let words = alphabet.decode(boosted.labels)
            if plain != words { changed += 1 }
            #expect((" " + words + " ").contains(" ba ab "), "\(words)")
            #expect(abs(boosted.score - boosted.logProbability) > 19)
        }
        #expect(changed > 15)
    }

    @Test func whatCannotBeBoostedIsNamed() throws {
        #expect(throws: HotWordsError.self) { try HotWords([.init("naïve", boost: 1)], alphabet: alphabet) }
        #expect(throws: HotWordsError.empty) { try HotWords([.init(" ", boost: 1)], alphabet: alphabet) }
        #expect(throws: HotWordsError.noWordSeparator) { try HotWords([], alphabet: Alphabet(characters: "ab")) }
        #expect(throws: HotWordsError.badBoost("a")) {
            try HotWords([.init("a", boost: .infinity)], alphabet: alphabet)
        }
    }
}
