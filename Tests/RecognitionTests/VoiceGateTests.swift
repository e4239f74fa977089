import CTC
import Foundation
import Recognition
import Testing

@Suite struct VoiceGateTests {
    /// Steps that are blank with a probability, the rest of it on one label.
    private func steps(_ blanks: [Float]) throws -> LogProbabilities {
        try LogProbabilities(
            frames: blanks.count, labels: 2, values: blanks.flatMap { [log($0), log(1 - $0)] })
    }

    @Test func evidenceIsTheMeanAroundAWord() throws {
        let blanks = (0..<200).map { Float($0 % 10) / 10 + 0.05 }
        var trace = VoiceTrace()
        trace.append(try steps(blanks))
        for word in [0..<2, 100..<104, 197..<200] {
            let middle = (word.lowerBound + word.upperBound) / 2
            let window = blanks[max(0, middle - VoiceTrace.reach)..<min(200, middle + VoiceTrace.reach)]
            let evidence = trace.evidence(around: word)
            let count = Double(window.count)
            #expect(abs(evidence.activity - window.reduce(0) { $0 + Double(1 - $1) } / count) < 1e-5)
            let entropy = window.reduce(0) { $0 - Double($1 * log($1) + (1 - $1) * log(1 - $1)) }
            #expect(abs(evidence.entropy - entropy / count) < 1e-5)
        }
    }

    /// A gate that nothing passes leaves no word, and one that everything passes changes nothing; files and streams
    /// alike, however the samples come.
    @Test(arguments: [Decoding.greedy, .beam(.init())])
    func theGateDecides(decoding: Decoding) throws {
        let samples = Babble.samples(seconds: 50)
        func transcript(_ gate: VoiceGate?) throws -> Transcript {
            let model = try Babble.model { $0.voice = gate }
            let whole = try Recognizer(model, decoding: decoding).transcribe(samples: samples)
            var options = StreamingRecognizer.Options()
            options.decoding = decoding
            options.endpoints = nil
            options.window = .file
            for block in [samples.count, 7777] {
                var stream = StreamingRecognizer(model, options: options)
                for start in stride(from: 0, to: samples.count, by: block) {
                    _ = try stream.append(Array(samples[start..<min(start + block, samples.count)]))
                }
                #expect(try stream.finish() == (whole.text.isEmpty ? [] : [.final([whole])]))
            }
            return whole
        }
        let all = try transcript(nil)
        try #require(all.words.count > 10)
        #expect(try transcript(VoiceGate(bias: 1, activity: 0, entropy: 0)) == all)
        #expect(try transcript(VoiceGate(bias: -1, activity: 0, entropy: 0)).words.isEmpty)
        // Between them lies a gate that drops some.
        let activities = stride(from: 0.02, to: 1, by: 0.02)
        let some = try activities.lazy.map { try transcript(VoiceGate(bias: -$0, activity: 1, entropy: 0)) }
            .first { (1..<all.words.count).contains($0.words.count) }
        let kept = try #require(some)
        #expect(kept.words.allSatisfy(all.words.contains))
        #expect(kept.text == kept.words.map(\.word).joined(separator: " "))
    }
}
