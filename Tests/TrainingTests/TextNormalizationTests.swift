import CTC
import Testing
import Training

@Suite struct TextNormalizationTests {
    @Test(arguments: [
        ("It’s  five o'clock,\nhe said.", "it's five o'clock he said"),
        ("‘A well-known man’ – “so-called”…", "a well known man so called"),
        ("the dogs’ bowls", "the dogs' bowls"), ("soft\u{AD}ware\u{FEFF}", "software"),
        // What is read aloud stays, to be found.
        ("7 % of R&D, C++", "7 % of r&d c++"), ("Straße №", "straße №"), ("¿Qué?", "qué"),
    ]) func english(before: String, after: String) {
        #expect(TextNormalization(for: .english).applied(to: before) == after)
        #expect(TextNormalization(for: .english).applied(to: after) == after)
    }

    @Test func theAlphabetDecides() throws {
        func applied(_ text: String, _ characters: String) throws -> String {
            TextNormalization(for: try Alphabet(characters: characters)).applied(to: text)
        }
        #expect(try applied("Well-known, No.", " -.nokwel") == "well-known no.")
        #expect(try applied("It’s", " its") == "its")
        #expect(try applied("Ab aB", " aAbB") == "Ab aB")
        #expect(try applied("IĞDIR'DA İL", " 'abcçdefgğhıijklmnoöprsştuüvyz") == "ığdır'da il")
        #expect(try applied("你好。 世界", "你好世界") == "你好世界")
        #expect(try applied("e\u{301}te\u{301}", " té") == "été")
    }
}

@Suite struct AlphabetFromTextsTests {
    @Test func lettersInUse() throws {
        let (alphabet, rare) = try Alphabet.collected(
            from: ["Ĉu mi?", "ĉu vi – 'mi'", "2 % mi’n", "d'mi x"], minimumCount: 2)
        #expect(alphabet.labels == ["<blank>", " ", "'", "i", "m", "u", "ĉ"])
        #expect(rare == ["v": 1, "n": 1, "d": 1, "x": 1])
    }

    /// An apostrophe that only quotes is none, and decomposed letters are the composed ones.
    @Test func quotesAndNormalForms() throws {
        let (alphabet, _) = try Alphabet.collected(from: ["'se\u{301}' 'é'"], minimumCount: 1)
        #expect(alphabet.labels == ["<blank>", " ", "s", "é"])
    }

    @Test func turkishHasTwoLettersI() throws {
        let (alphabet, _) = try Alphabet.collected(from: ["ILIK İL", "ılık"], minimumCount: 1)
        #expect(alphabet.labels == ["<blank>", " ", "i", "k", "l", "ı"])
        #expect(TextNormalization(for: alphabet).applied(to: "ILIK İL") == "ılık il")
    }

    @Test func textsWithoutLettersGiveNoAlphabet() {
        #expect(throws: AlphabetError.self) { try Alphabet.collected(from: ["1 2 3", ""], minimumCount: 1) }
    }
}
