import CTC
import Foundation
import Recognition
import Testing

/// A randomly drawn network says something at random, and must say the same however it is fed.
@Suite struct StreamingRecognizerTests {
    private let model: Model

    init() throws {
        model = try Babble.model()
    }

    private func events(
        of samples: [Float], blocks: Int, options: StreamingRecognizer.Options
    ) throws -> [StreamingRecognizer.Event] {
        var recognizer = StreamingRecognizer(model, options: options)
        var events: [StreamingRecognizer.Event] = []
        for start in stride(from: 0, to: samples.count, by: blocks) {
            events += try recognizer.append(Array(samples[start..<min(start + blocks, samples.count)]))
        }
        return events + (try recognizer.finish())
    }

    private func finals(_ events: [StreamingRecognizer.Event]) -> [[Transcript]] {
        events.compactMap { if case .final(let readings) = $0 { readings } else { nil } }
    }

    @Test(arguments: [Decoding.greedy, .beam(.init()), .beam(.init(beamWidth: 8, nbest: 3))])
    func unlimitedLookaheadEqualsOffline(decoding: Decoding) throws {
        let samples = Babble.samples(seconds: 12)
        var options = StreamingRecognizer.Options()
        options.decoding = decoding
        options.endpoints = nil
        options.window = StreamWindow(chunk: 0.3, lookahead: .infinity)
        let whole = try Recognizer(model, decoding: decoding).transcribe(samples: samples)
        #expect(whole.words.count > 3)
        let streamed = finals(try events(of: samples, blocks: 1600, options: options))
        #expect(streamed.count == 1)
        #expect(streamed[0][0] == whole)
        if case .beam(let beam) = decoding { #expect(streamed[0].count == beam.nbest) }
    }

    @Test(arguments: [1, 7, 999, 16_000])
    func splitsChangeNothing(block: Int) throws {
        let samples = Babble.samples(seconds: block == 1 ? 3 : 25)
        var options = StreamingRecognizer.Options()
        options.endpoints?.maximumLength = 4
        options.partials = block > 7
        let expected = finals(try events(of: samples, blocks: samples.count, options: options))
        #expect(expected.count >= samples.count / 64_000)
        #expect(finals(try events(of: samples, blocks: block, options: options)) == expected)
    }

    @Test func timesAreMonotoneAndInside() throws {
        let samples = Babble.samples(seconds: 25)
        var options = StreamingRecognizer.Options()
        options.endpoints?.maximumLength = 6
        var end = 0.0
        for readings in finals(try events(of: samples, blocks: 4000, options: options)) {
            #expect(readings[0].start >= end - 1e-9)
            end = readings[0].start
            for word in readings[0].words {
                #expect(word.start >= end - 1e-9 && word.end >= word.start && word.end <= 25)
                #expect((0...1).contains(word.confidence))
                end = word.end
            }
            #expect(readings[0].words.map(\.word).joined(separator: " ").count > 0)
        }
    }

    /// Partial texts come before the end, and what remains after the last samples is not lost.
    @Test func partialsComeEarly() throws {
        let all = try events(of: Babble.samples(seconds: 8), blocks: 1600, options: StreamingRecognizer.Options())
        let firstPartial = all.firstIndex { if case .partial = $0 { true } else { false } }
        let firstFinal = all.firstIndex { if case .final = $0 { true } else { false } }
        #expect(try #require(firstPartial) < (try #require(firstFinal)))
    }

    @Test func nothingSaysNothing() throws {
        #expect(try events(of: [], blocks: 1, options: .init()).isEmpty)
        #expect(try events(of: [0, 0, 0], blocks: 3, options: .init()).isEmpty)
    }

    /// Words of a long utterance, which are settled piece by piece, are those of the whole reading.
    @Test func settledWordsSpellTheText() throws {
        let samples = Babble.samples(seconds: 60)
        let transcript = try Recognizer(model).transcribe(samples: samples)
        #expect(transcript.words.count > 20)
        let whole = PrefixBeamSearch().decode(try Recognizer(model).logProbabilities(of: samples))[0]
        #expect(transcript.words.map(\.word).joined(separator: " ") == model.alphabet.decode(whole.labels))
    }

    @Test func eventsAsLines() throws {
        let word = Transcript.Word(word: "on", start: 1.00049, end: 1.5, confidence: 0.25)
        let reading = Transcript(text: "on", words: [word], duration: 2, start: 0.5, logProbability: -1.5)
        let other = Transcript(text: "one", words: [], duration: 2, start: 0.5, logProbability: -3)
        let words = #"[{"confidence":0.25,"end":1.5,"start":1,"word":"on"}]"#
        #expect(
            try EventJSON.line(.partial(reading))
                == #"{"end":2.5,"start":0.5,"text":"on","type":"partial","words":\#(words)}"#)
        #expect(
            try EventJSON.line(.final([reading, other]))
                == #"{"alternatives":[{"log_probability":-1.5,"text":"on"},{"log_probability":-3,"text":"one"}],"#
                + #""end":2.5,"start":0.5,"text":"on","type":"final","words":\#(words)}"#)
        #expect(try EventJSON.voskLine(.partial(reading)) == #"{"partial":"on"}"#)
        #expect(
            try EventJSON.voskLine(.final([reading]))
                == #"{"result":[{"conf":0.25,"end":1.5,"start":1,"word":"on"}],"text":"on"}"#)
    }
}
