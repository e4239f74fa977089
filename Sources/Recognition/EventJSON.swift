import Foundation

/// A streaming recogniser's events as lines of JSON.
public enum EventJSON {
    /// `{"type":"partial"|"final","text":…,"start":…,"end":…,"words":[{"word":…,"start":…,"end":…,"confidence":…}]}`,
    /// and `"alternatives":[{"text":…,"log_probability":…}]` where more than one reading was asked for.
    public static func line(_ event: StreamingRecognizer.Event) throws -> String {
        switch event {
        case .partial(let transcript): try JSONLine.text(Line(type: "partial", transcript, alternatives: nil))
        case .final(let readings):
            try JSONLine.text(
                Line(
                    type: "final", readings[0],
                    alternatives: readings.count > 1
                        ? readings.map { Alternative(text: $0.text, logProbability: $0.logProbability) } : nil))
        }
    }

    /// Vosk's: `{"partial":…}`; `{"result":[{"conf":…,"end":…,"start":…,"word":…}],"text":…}`; and for several
    /// readings `{"alternatives":[{"confidence":…,"result":[…],"text":…}]}`.
    public static func voskLine(_ event: StreamingRecognizer.Event) throws -> String {
        switch event {
        case .partial(let transcript):
            return try JSONLine.text(["partial": transcript.text])
        case .final(let readings) where readings.count > 1:
            return try JSONLine.text([
                "alternatives": readings.map {
                    VoskResult(result: $0.words.map(VoskWord.init), text: $0.text, confidence: $0.logProbability)
                }
            ])
        case .final(let readings):
            return try JSONLine.text(VoskResult(result: readings[0].words.map(VoskWord.init), text: readings[0].text))
        }
    }

    private struct Line: Encodable {
        let type: String
        let text: String
        let start: Double
        let end: Double
        let words: [Transcript.Word]
        let alternatives: [Alternative]?

        init(type: String, _ transcript: Transcript, alternatives: [Alternative]?) {
            self.type = type
            text = transcript.text
            start = transcript.start.toMilliseconds
            end = (transcript.start + transcript.duration).toMilliseconds
            words = transcript.words.map(\.rounded)
            self.alternatives = alternatives
        }
    }

    private struct Alternative: Encodable {
        let text: String
        let logProbability: Double

        enum CodingKeys: String, CodingKey {
            case text
            case logProbability = "log_probability"
        }
    }

    private struct VoskWord: Encodable {
        let conf: Double
        let end: Double
        let start: Double
        let word: String

        init(_ word: Transcript.Word) {
            let rounded = word.rounded
            (conf, end, start, self.word) = (rounded.confidence, rounded.end, rounded.start, rounded.word)
        }
    }

    private struct VoskResult: Encodable {
        let result: [VoskWord]
        let text: String
        var confidence: Double?
    }
}

extension Transcript.Word {
    /// With three digits: a step of the network lasts tens of milliseconds.
    var rounded: Self {
        Self(word: word, start: start.toMilliseconds, end: end.toMilliseconds, confidence: confidence.toMilliseconds)
    }
}

extension Double {
    /// Rounded to three digits.
    var toMilliseconds: Double { (self * 1000).rounded() / 1000 }
}
