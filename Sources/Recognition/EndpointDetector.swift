import CTC

/// When an utterance ends, by Kaldi's three rules: after silence in which nothing was said, after silence behind
/// speech, and at the greatest length.
public struct EndpointOptions: Sendable, Equatable {
    /// Seconds of silence after which an utterance without any speech is given up. Default 2.4, sherpa-onnx's.
    public var silenceWithoutSpeech = 2.4
    /// Seconds of silence behind speech that end the utterance. Default 1.2, sherpa-onnx's.
    public var silenceAfterSpeech = 1.2
    /// Seconds after which an utterance ends in any case. Default 20, sherpa-onnx's.
    public var maximumLength = 20.0

    public init() {}
}

/// Looks for the end of an utterance, step by step. A step is silent if the blank is its most probable label.
package struct EndpointDetector: Sendable {
    private let silenceWithoutSpeech: Int
    private let silenceAfterSpeech: Int
    private let maximumLength: Int
    private var steps = 0
    private var silence = 0
    private var hasSpeech = false

    package init(_ options: EndpointOptions, step: Double) {
        func steps(_ seconds: Double) -> Int { max(1, Int((min(seconds, 1e7) / step).rounded())) }
        silenceWithoutSpeech = steps(options.silenceWithoutSpeech)
        silenceAfterSpeech = steps(options.silenceAfterSpeech)
        maximumLength = steps(options.maximumLength)
    }

    /// Takes a step's most probable label and says whether the utterance ends with it; the next one then begins.
    package mutating func endsUtterance(_ label: Int) -> Bool {
        steps += 1
        if label == Alphabet.blank {
            silence += 1
        } else {
            silence = 0
            hasSpeech = true
        }
        let ends =
            silence >= (hasSpeech ? silenceAfterSpeech : silenceWithoutSpeech) || steps >= maximumLength
        if ends { (steps, silence, hasSpeech) = (0, 0, false) }
        return ends
    }
}
