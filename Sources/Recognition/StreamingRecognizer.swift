import CTC

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
        /// Whether an utterance that ``endpoints`` end is heard once more as a whole, which makes its final reading as
        /// good as a file's.
        public var hearsTwice = true

        public init() {}
    }

    private let model: Model
    private let options: Options
    private let decoding: Decoding
    private let window: (chunk: Int, lookahead: Int)
    private var network: ChunkedNetwork
    private var decoder: UtteranceDecoder
    private var endpoints: EndpointDetector?
    private var second: (hearing: SecondHearing, decoder: UtteranceDecoder)?
    private var samples = 0
    private var steps = 0
    private var lastPartial = ""

    /// Where the utterance under way began, in seconds: nothing that is still to come lies before it.
    public private(set) var utteranceStart = 0.0

    public init(_ model: Model, options: Options = Options()) {
        self.model = model
        self.options = options
        decoding = options.decoding ?? model.decoding()
        window = options.window.steps(of: model)
        decoder = UtteranceDecoder(model, decoding: decoding)
        endpoints = options.endpoints.map { EndpointDetector($0, step: model.stepDuration) }
        let warps = model.warps(for: decoding)
        if options.hearsTwice, endpoints != nil { second = (SecondHearing(model, warps: warps), decoder) }
        // What is only read until the second hearing is heard in the quickest way.
        network = ChunkedNetwork(model, warps: second == nil ? warps : [model.nearestWarp])
    }

    /// Seconds heard so far.
    public var duration: Double { Double(samples) / Double(model.configuration.frontEnd.sampleRate) }

    /// Takes the next samples, in [−1, 1] at the model's rate.
    ///
    /// - Throws: `LogProbabilitiesError` where the network gives no numbers.
    public mutating func append(_ block: [Float]) throws -> [Event] {
        samples += block.count
        network.append(block)
        second?.hearing.append(block)
        var (events, hasAdvanced) = try advance()
        if options.partials, hasAdvanced {
            let partial = partial()
            if partial.text != lastPartial {
                lastPartial = partial.text
                events.append(.partial(partial))
            }
        }
        return events
    }

    /// The utterance as it reads now, and behind it what the look-ahead says: it adds words and changes none, because at
    /// its end the network guesses.
    private func partial() -> Transcript {
        var preview = decoder
        preview.advance(network.preview)
        return decoder.transcripts(end: duration, hasEnded: false)[0]
            .continued(by: preview.transcripts(end: duration, hasEnded: false)[0])
    }

    /// Ends the stream and returns what is left of it; what follows is another stream.
    public mutating func finish() throws -> [Event] {
        network.endSamples()
        second?.hearing.endSamples()
        var events = try advance().events
        let rest = network.steps
        if rest > 0 { events += try decode(try network.run(steps: rest), lookahead: 0) }
        events += try endUtterance(at: duration, heardTo: steps)
        var options = options
        options.decoding = decoding
        self = StreamingRecognizer(model, options: options)
        return events
    }

    /// Hears the chunks that are complete, if any.
    private mutating func advance() throws -> (events: [Event], hasAdvanced: Bool) {
        var events: [Event] = []
        let start = steps
        while let chunk = try network.next(chunk: window.chunk, lookahead: window.lookahead) {
            events += try decode(chunk, lookahead: window.lookahead)
        }
        return (events, steps > start)
    }

    /// Decodes steps and ends the utterances that end among them.
    private mutating func decode(_ piece: LogProbabilities, lookahead: Int) throws -> [Event] {
        var events: [Event] = []
        var start = 0
        let heard = steps + piece.frames + lookahead
        func advance(to end: Int) {
            decoder.advance(piece[frames: start..<end])
            steps += end - start
            start = end
        }
        for frame in 0..<piece.frames where endpoints?.endsUtterance(piece.best(inFrame: frame)) == true {
            advance(to: frame + 1)
            events += try endUtterance(at: Double(steps) * model.stepDuration, heardTo: heard)
        }
        advance(to: piece.frames)
        while let more = try second?.hearing.advance(heardTo: heard) { second?.decoder.advance(more) }
        return events
    }

    /// Ends the utterance here.
    ///
    /// - Parameters:
    ///   - end: seconds from the start of the stream.
    ///   - heard: the step up to which the network has listened.
    private mutating func endUtterance(at end: Double, heardTo heard: Int) throws -> [Event] {
        let count = if case .beam(let options) = decoding { options.nbest } else { 1 }
        var readings = decoder.transcripts(count, end: end)
        if let rest = try second?.hearing.finish(at: steps, heardTo: heard) {
            second?.decoder.advance(rest)
            // Where nothing was heard at first, nothing is now.
            if !readings[0].text.isEmpty { readings = second?.decoder.transcripts(count, end: end) ?? readings }
        }
        utteranceStart = Double(steps) * model.stepDuration
        decoder = UtteranceDecoder(model, decoding: decoding, start: utteranceStart)
        second?.decoder = decoder
        lastPartial = ""
        return readings[0].text.isEmpty ? [] : [.final(readings)]
    }
}
