import CTC
import Signal

/// Recognises speech while it comes: samples in, events out. Files go through the same code with a wider window.
///
/// ```swift
/// var recognizer = StreamingRecognizer(model)
/// while let samples = microphone.read() {
///     for event in try recognizer.append(samples) { print(event) }
/// }
/// for event in try recognizer.finish() { print(event) }
/// ```
///
/// How samples are cut into blocks changes no event's text, times or scores. Memory does not grow with the stream while
/// utterances end: see ``EndpointOptions``.
public struct StreamingRecognizer: Sendable {
    /// What was understood.
    public enum Event: Sendable, Equatable {
        /// The utterance under way as it reads now; its end may still change.
        case partial(Transcript)
        /// An utterance that has ended, its readings best first; none of them is empty.
        case final([Transcript])
    }

    /// How a stream is listened to.
    public struct Options: Sendable {
        /// ``Model/decoding(_:)`` if nil.
        public var decoding: Decoding?
        public var window = StreamWindow.live
        /// When utterances end; nil if only the stream's end ends one.
        public var endpoints: EndpointOptions? = EndpointOptions()
        /// Whether ``Event/partial(_:)`` events come.
        public var partials = true

        public init() {}
    }

    private let model: Model
    private let options: Options
    private let decoding: Decoding
    private var posteriors: PosteriorStream
    private var decoder: UtteranceDecoder
    private var endpoints: EndpointDetector?
    private var samples = 0
    private var steps = 0
    private var lastPartial = ""

    /// Where the utterance under way began, in seconds: nothing that is still to come lies before it.
    public private(set) var utteranceStart = 0.0

    public init(_ model: Model, options: Options = Options()) {
        self.model = model
        self.options = options
        decoding = options.decoding ?? model.decoding()
        posteriors = PosteriorStream(model, window: options.window)
        decoder = UtteranceDecoder(model, decoding: decoding)
        endpoints = options.endpoints.map { EndpointDetector($0, step: model.stepDuration) }
    }

    /// Seconds heard so far.
    public var duration: Double { Double(samples) / Double(model.configuration.frontEnd.sampleRate) }

    /// Takes the next samples, in [−1, 1] at the model's rate.
    ///
    /// - Throws: `LogProbabilitiesError` where the network gives no numbers.
    public mutating func append(_ block: [Float]) throws -> [Event] {
        samples += block.count
        let piece = try posteriors.append(block)
        guard piece.frames > 0 else { return [] }
        var events = decode(piece)
        if options.partials {
            let partial = decoder.transcripts(end: duration, hasEnded: false)[0]
            if partial.text != lastPartial {
                lastPartial = partial.text
                events.append(.partial(partial))
            }
        }
        return events
    }

    /// Ends the stream and returns what is left of it; what follows is another stream.
    public mutating func finish() throws -> [Event] {
        var events = decode(try posteriors.finish())
        events += endUtterance(at: duration)
        self = StreamingRecognizer(model, options: options)
        return events
    }

    /// Decodes steps and ends the utterances that end among them.
    private mutating func decode(_ piece: LogProbabilities) -> [Event] {
        var events: [Event] = []
        var start = 0
        func advance(to end: Int) {
            decoder.advance(piece[frames: start..<end])
            steps += end - start
            start = end
        }
        for frame in 0..<piece.frames where endpoints?.endsUtterance(piece.best(inFrame: frame)) == true {
            advance(to: frame + 1)
            events += endUtterance(at: Double(steps) * model.stepDuration)
        }
        advance(to: piece.frames)
        return events
    }

    /// - Parameter end: seconds from the start of the stream.
    private mutating func endUtterance(at end: Double) -> [Event] {
        let count = if case .beam(let options) = decoding { options.nbest } else { 1 }
        let readings = decoder.transcripts(count, end: end)
        utteranceStart = Double(steps) * model.stepDuration
        decoder = UtteranceDecoder(model, decoding: decoding, start: utteranceStart)
        lastPartial = ""
        return readings[0].text.isEmpty ? [] : [.final(readings)]
    }
}
