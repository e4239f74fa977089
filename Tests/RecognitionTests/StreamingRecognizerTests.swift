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

    /// An utterance that is heard once more as a whole reads as the file does, however long it is; heard once it does not.
    @Test(arguments: [12.0, 60])
    func secondHearingEqualsOffline(seconds: Double) throws {
        let samples = Babble.samples(seconds: seconds)
        var options = StreamingRecognizer.Options()
        options.endpoints?.silenceWithoutSpeech = 100
        options.endpoints?.silenceAfterSpeech = 100
        options.endpoints?.maximumLength = 100
        let whole = try Recognizer(model).transcribe(samples: samples)
        #expect(finals(try events(of: samples, blocks: 1600, options: options)) == [[whole]])
        options.hearsTwice = false
        #expect(finals(try events(of: samples, blocks: 1600, options: options)) != [[whole]])
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

    /// The look-ahead's words are shown before they count: behind the first chunk, in order, and inside what was heard.
    @Test func lookaheadIsShown() throws {
        var options = StreamingRecognizer.Options()
        options.window = StreamWindow(chunk: 0.3, lookahead: 3)
        options.endpoints = nil
        let all = try events(of: Babble.samples(seconds: 8), blocks: 1600, options: options)
        let partials = all.compactMap { if case .partial(let transcript) = $0 { transcript } else { nil } }
        // What has been decided ends the look-ahead before what was heard.
        #expect(partials.contains { ($0.words.last?.start ?? 0) > $0.duration - 2.9 })
        for partial in partials {
            #expect(partial.text == partial.words.map(\.word).joined(separator: " "))
            #expect(
                zip(partial.words, partial.words.dropFirst()).allSatisfy { $0.end <= $1.start })
        }
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

    /// Nothing comes before the start of the utterance under way that was told before.
    @Test func nothingComesBeforeTheUtterance() throws {
        let samples = Babble.samples(seconds: 25)
        var options = StreamingRecognizer.Options()
        options.endpoints?.maximumLength = 4
        var recognizer = StreamingRecognizer(model, options: options)
        var told = recognizer.utteranceStart
        for start in stride(from: 0, to: samples.count, by: 4000) {
            for event in try recognizer.append(Array(samples[start..<min(start + 4000, samples.count)])) {
                if case .final(let readings) = event {
                    #expect(try #require(readings[0].words.first).start >= told - 1e-9)
                }
            }
            #expect(recognizer.utteranceStart >= told)
            told = recognizer.utteranceStart
        }
        #expect(told > 15)
    }

    /// Readings that differ in nothing but a space at their end are one.
    @Test func noTwoReadingsAreAlike() throws {
        var options = StreamingRecognizer.Options()
        options.decoding = .beam(.init(beamWidth: 32, nbest: 20))
        options.endpoints = nil
        let readings = try #require(
            finals(try events(of: Babble.samples(seconds: 6), blocks: 96_000, options: options)).first)
        #expect(readings.count > 5)
        #expect(Set(readings.map(\.text)).count == readings.count)
        #expect(zip(readings, readings.dropFirst()).allSatisfy { $0.logProbability >= $1.logProbability })
    }
}
