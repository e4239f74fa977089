import LanguageModel
import Testing

@Suite struct VocabularyTests {
    private let words = ["a", "an", "ant", "and", "be", "bee", "beer", "zoë", "it's", "ée"]

    @Test func wordsHaveNumbersInTheirOrder() throws {
        let vocabulary = try Vocabulary(words.shuffled() + ["a", "<unk>"])
        #expect(vocabulary.count == words.count + 3)
        #expect(
            (3..<UInt32(vocabulary.count)).map { vocabulary[$0] }
                == words.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
        for word in words { #expect(vocabulary[vocabulary[word]] == word) }
        for word in ["", "aa", "antx", "zzz", "b"] { #expect(vocabulary[word] == Vocabulary.unknown) }
        #expect(vocabulary["<s>"] == Vocabulary.start && vocabulary["</s>"] == Vocabulary.end)
    }

    @Test func itIsAPrefixTree() throws {
        let vocabulary = try Vocabulary(words)
        let spellings = words + ["b", "ants", "x", "zo", "beers", "é"]
        for spelling in spellings {
            var beginning = vocabulary.anyWord
            var read: [UInt8] = []
            for byte in spelling.utf8 {
                beginning = vocabulary.extend(beginning, by: byte)
                read.append(byte)
                #expect(Set(beginning.words.map { vocabulary[$0] }) == Set(words.filter { $0.utf8.starts(with: read) }))
                #expect(beginning.length == read.count)
                let word = vocabulary.word(of: beginning).map { vocabulary[$0] }
                #expect(word == words.first { $0.utf8.elementsEqual(read) })
            }
        }
    }
}
