import Foundation
import Recognition
import Recurrent
import Testing

/// Cues: where they are cut, how long they stay, how their lines break.
@Suite struct SubtitleTests {
    /// Words of half a second each, with a silence behind those that end in a point, which says how long.
    private func transcript(_ words: String..., pause: Double = 1, start: Double = 0) -> Transcript {
        var time = start
        let words = words.joined(separator: " ").split(separator: " ").map { text in
            let word = Transcript.Word(
                word: String(text.prefix { $0 != "." }), start: time, end: time + 0.4, confidence: 0.5)
            time += text.hasSuffix(".") ? 0.4 + pause : 0.5
            return word
        }
        return Transcript(
            text: words.map(\.word).joined(separator: " "), words: words, duration: time - start, start: start)
    }

    @Test func aPauseEndsACue() {
        let cues = transcript("one two. three four", pause: 2).cues()
        #expect(cues.map(\.lines) == [["one two"], ["three four"]])
        // Until a second is over, or the next begins, or the recording ends.
        #expect(cues.map(\.start) == [0, 2900] && cues.map(\.end) == [1000, 3900])
        #expect(transcript("one. two", pause: 0.5).cues().map(\.lines) == [["one two"]])
        #expect(transcript("one. two", pause: 0.7).cues().map(\.end) == [1000, 1600])
        #expect(transcript("one. two. three", pause: 0.601).cues().map(\.end) == [1000, 2001, 2502])
    }

    @Test func linesAreBalanced() {
        func lines(_ text: String, _ options: CueOptions = CueOptions(), label: String? = nil) -> [[String]] {
            transcript(text).cues(options, label: label).map(\.lines)
        }
        #expect(
            lines("a line of forty-two characters and no more x") == [
                ["a line of forty-two", "characters and no more x"]
            ])
        #expect(lines("this has forty-two characters and no more.") == [["this has forty-two characters and no more"]])
        #expect(
            lines("aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii jjjj") == [
                ["aaaa bbbb cccc dddd eeee", "ffff gggg hhhh iiii jjjj"]
            ])
        #expect(lines("yes", label: "Channel 1:") == [["Channel 1: yes"]])
        // The label counts.
        var narrow = CueOptions()
        narrow.lineLength = 12
        #expect(lines("aaaa bbbb", narrow) == [["aaaa bbbb"]])
        #expect(lines("aaaa bbbb", narrow, label: "Name:") == [["Name: aaaa", "bbbb"]])
        // A word that no line holds makes a longer one, alone.
        #expect(lines("aa bbbbbbbbbbbbbbb cc", narrow) == [["aa"], ["bbbbbbbbbbbbbbb"], ["cc"]])
        // Characters are what people see as such.
        #expect(
            lines("👩‍👩‍👧👩‍👩‍👧 e\u{301}e\u{301}e\u{301}e\u{301} naïv", narrow) == [["👩‍👩‍👧👩‍👩‍👧 e\u{301}e\u{301}e\u{301}e\u{301} naïv"]])
    }

    /// What is too long is cut in the middle rather than before its last word, and rather behind a hesitation.
    @Test func longSpeechIsCutWell() {
        let steady = transcript((10...25).map { "w\($0)" }.joined(separator: " ")).cues()
        #expect(steady.map { $0.lines.joined(separator: " ").split(separator: " ").count } == [8, 8])
        let hesitant = transcript(
            (10...25).map { $0 == 15 ? "w15." : "w\($0)" }.joined(separator: " "), pause: 0.5
        ).cues()
        #expect(hesitant.map { $0.lines.joined(separator: " ").split(separator: " ").count } == [6, 10])
    }

    /// Whatever is said in whatever pace: every word is shown once and in order, and the rules hold.
    @Test(arguments: 0..<50)
    func theRulesHold(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var time = Double.random(in: 0...100, using: &random)
        let start = time
        let words = (0..<Int.random(in: 1...200, using: &random)).map { index in
            let begin = time + pow(Double.random(in: 0...1, using: &random), 6) * 3
            time = begin + Double.random(in: 0.03...0.9, using: &random)
            let length = Int.random(in: 1...(seed.isMultiple(of: 5) ? 60 : 15), using: &random)
            return Transcript.Word(
                word: String(repeating: "x", count: length) + "\(index)", start: begin, end: time, confidence: 1)
        }
        let transcript = Transcript(
            text: words.map(\.word).joined(separator: " "), words: words, duration: time + 0.02 - start, start: start)
        let label = seed.isMultiple(of: 2) ? "Channel 2:" : nil
        let cues = transcript.cues(label: label)
        let shown = cues.map { cue in
            let text = cue.lines.joined(separator: " ")
            return label.map { String(text.dropFirst($0.count + 1)) } ?? text
        }
        #expect(shown.joined(separator: " ") == transcript.text)
        var last = Int(start * 1000)
        for cue in cues {
            #expect(cue.start >= last && cue.end > cue.start && cue.end - cue.start <= 7000)
            #expect(Double(cue.end) / 1000 <= start + transcript.duration)
            #expect(cue.lines.count <= 2)
            let isOneWord = cue.lines.joined(separator: " ").split(separator: " ").count <= (label == nil ? 1 : 3)
            #expect(isOneWord || cue.lines.allSatisfy { $0.count <= 42 }, "\(cue.lines)")
            last = cue.end
        }
    }

    @Test func aWordAtTheVeryEndIsShown() {
        let word = Transcript.Word(word: "end", start: 2, end: 2, confidence: 1)
        let cues = Transcript(text: "end", words: [word], duration: 2).cues()
        #expect(cues == [Cue(start: 1999, end: 2000, lines: ["end"])])
        #expect(Transcript(text: "", words: [], duration: 2).cues().isEmpty)
    }
}
