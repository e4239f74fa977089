import Recognition
import Testing

@Suite struct EndpointDetectorTests {
    /// Where utterances end in a sequence of steps of 0.1 s; "-" is silence.
    private func ends(_ steps: String, _ change: (inout EndpointOptions) -> Void = { _ in }) -> [Int] {
        var options = EndpointOptions()
        (options.silenceWithoutSpeech, options.silenceAfterSpeech, options.maximumLength) = (0.6, 0.3, 1.2)
        change(&options)
        var detector = EndpointDetector(options, step: 0.1)
        return steps.enumerated().filter { detector.endsUtterance($0.element == "-" ? 0 : 5) }.map(\.offset)
    }

    @Test func silenceBehindSpeechEndsIt() {
        #expect(ends("--a--b---a") == [8])
        #expect(ends("a---b---") == [3, 7])
    }

    @Test func silenceAloneTakesLonger() {
        #expect(ends("-------------") == [5, 11])
        #expect(ends("-----a--") == [])
    }

    @Test func nothingLastsForEver() {
        #expect(ends(String(repeating: "ab-", count: 10)) == [11, 23])
        #expect(ends(String(repeating: "ab-", count: 10)) { $0.maximumLength = .infinity } == [])
    }
}
