import CTC
import Foundation
import Testing

struct AlphabetTests {
    @Test("English: 29 labels, blank first, there and back")
    func english() throws {
        let alphabet = Alphabet.english
        #expect(alphabet.count == 29)
        #expect(alphabet.blank == 0)
        #expect(alphabet.wordSeparator == 1)
        #expect(alphabet.labels.joined() == "<blank> 'abcdefghijklmnopqrstuvwxyz")
        #expect(try alphabet.encode("it's a") == [11, 22, 2, 21, 1, 3])
        #expect(alphabet.decode([11, 22, 0, 2, 21, 1, 3]) == "it's a")
        #expect(try alphabet.encode("") == [])
    }

    @Test("White space is one separator between words and none at the ends")
    func whiteSpace() throws {
        #expect(try Alphabet.english.encode(" a \t\n b\u{00A0}c ") == [3, 1, 4, 1, 5])
        #expect(Alphabet.english.decode([1, 3, 1, 1, 4, 1]) == "a b")
        // A label that is a combining mark does not swallow the separator before it.
        let marks = try Alphabet(labels: ["<blank>", " ", "a", "\u{0308}"])
        #expect(try marks.encode("a \u{0308}") == [2, 1, 3])
        #expect(marks.decode([2, 1, 3]).unicodeScalars.elementsEqual("a \u{0308}".unicodeScalars))
    }

    @Test("Characters are compared in normal form C")
    func normalForm() throws {
        let alphabet = try Alphabet(characters: " e\u{0301}ü")
        #expect(alphabet.count == 4)
        #expect(try alphabet.encode("\u{00E9}u\u{0308}") == [2, 3])
        #expect(try alphabet.encode("e\u{0301}\u{00FC}") == [2, 3])
        #expect(throws: AlphabetError.duplicate(label: "é", first: 1, second: 2)) {
            try Alphabet(labels: ["<blank>", "\u{00E9}", "e\u{0301}"])
        }
    }

    @Test("The longest label wins")
    func pieces() throws {
        let alphabet = try Alphabet(labels: ["<blank>", "s", "c", "h", "sch", "sc", " "])
        #expect(try alphabet.encode("schsc sch") == [4, 5, 6, 4])
        #expect(try alphabet.encode("hcsh") == [3, 2, 1, 3])
        #expect(alphabet.decode([4, 5, 6, 4]) == "schsc sch")
    }

    @Test("Every character that is missing is named once")
    func unknown() {
        let text = "naïve 2 22!"
        #expect(throws: AlphabetError.unknownCharacters(["ï", "2", "!"], text: text)) {
            try Alphabet.english.encode(text)
        }
        let message = AlphabetError.unknownCharacters(["ï"], text: text).description
        #expect(message.contains("'ï' (U+00EF)"))
        #expect(message.contains(text))
        // The blank's name is no way to write a blank.
        #expect(throws: AlphabetError.unknownCharacters(["<", ">"], text: "<blank>")) {
            try Alphabet.english.encode("<blank>")
        }
        // Without a separator there is no second word.
        #expect(throws: AlphabetError.unknownCharacters([" "], text: "a b")) {
            try Alphabet(characters: "ab").encode("a b")
        }
    }

    @Test("What is no alphabet is refused")
    func errors() {
        #expect(throws: AlphabetError.missingBlank(first: "a")) { try Alphabet(labels: ["a", "b"]) }
        #expect(throws: AlphabetError.missingBlank(first: nil)) { try Alphabet(labels: []) }
        #expect(throws: AlphabetError.noLabels) { try Alphabet(characters: "") }
        #expect(throws: AlphabetError.emptyLabel(index: 2)) { try Alphabet(labels: ["<blank>", "a", ""]) }
        #expect(throws: AlphabetError.duplicate(label: "a", first: 1, second: 3)) { try Alphabet(characters: "aba") }
    }

    @Test("As JSON it is the array of its labels")
    func json() throws {
        let json = try JSONEncoder().encode(try Alphabet(characters: " ab"))
        #expect(String(decoding: json, as: UTF8.self) == #"["<blank>"," ","a","b"]"#)
        #expect(try JSONDecoder().decode(Alphabet.self, from: json) == Alphabet(characters: " ab"))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Alphabet.self, from: Data(#"["<blank>","a","a"]"#.utf8))
        }
    }
}
