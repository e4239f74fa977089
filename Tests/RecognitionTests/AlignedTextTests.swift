import CTC
import Foundation
import Recognition
import Testing

@Suite struct AlignedTextTests {
    private let aligned = AlignedText(
        words: [
            .init(
                .init(text: "it's", start: 0.30049, end: 0.6, score: 0.5),
                characters: [
                    .init(text: "i", start: 0.30049, end: 0.4, score: 0.5),
                    .init(text: "t's", start: 0.5, end: 0.6, score: 0.5),
                ]),
            .init(
                .init(text: "\"on\"", start: 0.6, end: 1.2, score: 1),
                characters: [.init(text: "\"on\"", start: 0.6, end: 1.2, score: 1)]),
        ], duration: 1.2)

    @Test func json() throws {
        #expect(
            try aligned.json(file: "a/b.wav")
                == #"{"duration":1.2,"file":"a/b.wav","words":["#
                + #"{"end":0.6,"score":0.5,"start":0.3,"word":"it's"},{"end":1.2,"score":1,"start":0.6,"word":"\"on\""}]}"#
        )
        #expect(
            try aligned.json(file: "a", characters: true).contains(
                #"{"characters":[{"character":"i","end":0.4,"score":0.5,"start":0.3},"#))
    }

    @Test func ctm() {
        #expect(
            aligned.ctm(recording: "my clip") == [
                "my_clip 1 0.300 0.300 it's 0.500", #"my_clip 1 0.600 0.600 "on" 1.000"#,
            ])
    }

    /// Intervals fill the tier, and quotes are doubled.
    @Test func textGrid() {
        let lines = aligned.textGrid(characters: true).split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        #expect(
            lines.prefix(5) == [
                #"File type = "ooTextFile""#, #"Object class = "TextGrid""#, "xmin = 0", "xmax = 1.2",
                "tiers? <exists>",
            ])
        let start = lines.firstIndex(of: #"name = "words""#) ?? 0
        #expect(
            lines[start..<lines.count].prefix(16) == [
                #"name = "words""#, "xmin = 0", "xmax = 1.2", "intervals: size = 3",
                "intervals [1]:", "xmin = 0.0", "xmax = 0.3", #"text = """#,
                "intervals [2]:", "xmin = 0.3", "xmax = 0.6", #"text = "it's""#,
                "intervals [3]:", "xmin = 0.6", "xmax = 1.2", "text = \"\"\"on\"\"\"",
            ])
        #expect(lines.contains(#"name = "characters""#) && lines.contains("intervals: size = 5"))
        #expect(!aligned.textGrid().contains("characters"))
    }

    /// Whatever a network that was never trained makes of a text, its times run forwards inside the recording.
    @Test(arguments: ["a", "it's all one to me", "aa bb cc dd"])
    func timesAreMonotoneAndInside(text: String) throws {
        let samples = (0..<32_000).map { 0.3 * Float(sin(Double($0 * $0) * 1e-6)) }
        let aligner = Aligner(try Model(ModelTests.tinyConfiguration(), seed: 3))
        let aligned = try aligner.align(text, samples: samples)
        #expect(aligned.duration == 2)
        #expect(aligned.words.map(\.piece.text).joined(separator: " ") == text)
        var end = 0.0
        for word in aligned.words {
            #expect(word.piece.start >= end && word.piece.end <= 2)
            #expect((0...1).contains(word.piece.score))
            #expect(word.characters.map(\.text).joined() == word.piece.text)
            #expect(word.characters.first?.start == word.piece.start && word.characters.last?.end == word.piece.end)
            for character in word.characters {
                #expect(character.start >= end && character.end > character.start)
                end = character.end
            }
        }
        #expect(throws: AlphabetError.unknownCharacters(["É"], text: "É")) { try aligner.align("É", samples: samples) }
        #expect(throws: ForcedAlignmentError.self) {
            try aligner.align(String(repeating: "ab", count: 40), samples: samples)
        }
    }
}
