import CTC

/// Turns the log-probabilities of an utterance, piece by piece, into words with times.
///
/// Words that the search has settled are kept as such, and only the log-probabilities behind them are held.
struct UtteranceDecoder: Sendable {
    private let alphabet: Alphabet
    private let step: Double
    private let calibration: ConfidenceCalibration?
    private let gate: VoiceGate?
    /// Seconds of the recording before the utterance.
    private let start: Double
    private var search: Search
    private var words: [Transcript.Word] = []
    /// How many labels make these words.
    private var labels = 0
    /// The log-probabilities behind them, from frame `offset` of the utterance on.
    private var posteriors: LogProbabilities
    private var offset = 0
    private var voice = VoiceTrace()

    init(_ model: Model, decoding: Decoding, start: Double = 0) {
        alphabet = model.alphabet
        step = model.stepDuration
        calibration = model.configuration.confidence?[DecodingKind(decoding)]
        gate = model.configuration.voice
        self.start = start
        search = Search(decoding)
        posteriors = LogProbabilities(labels: alphabet.count)
    }

    /// Goes on with the steps that follow those already seen.
    mutating func advance(_ piece: LogProbabilities) {
        search.advance(piece)
        posteriors.append(piece)
        if gate != nil { voice.append(piece) }
        settleWords()
    }

    /// The best readings so far, the best first, no two alike, and none but the best empty; at least one.
    ///
    /// - Parameters:
    ///   - end: where the recording ends or is heard up to, in seconds; no word lies beyond it.
    ///   - hasEnded: whether the utterance ends there, and its last word with it.
    func transcripts(_ count: Int = 1, end: Double, hasEnded: Bool = true) -> [Transcript] {
        var transcripts: [Transcript] = []
        // An alphabet of pieces may spell the same text in several ways, and without the words made of noise other
        // readings become alike.
        var (spelt, texts): (Set<String>, Set<String>) = ([], [])
        for hypothesis in search.hypotheses(count == 1 ? 1 : .max, hasEnded: hasEnded) {
            guard transcripts.count < count else { break }
            guard spelt.insert(alphabet.decode(hypothesis.labels)).inserted else { continue }
            let transcript = transcript(of: hypothesis, end: end, hasEnded: hasEnded)
            guard transcripts.isEmpty || !transcript.text.isEmpty, texts.insert(transcript.text).inserted else { continue }
            transcripts.append(transcript)
        }
        return transcripts
    }

    private func transcript(of hypothesis: Hypothesis, end: Double, hasEnded: Bool) -> Transcript {
        var words = words + words(of: hypothesis.labels[labels...], frames: hypothesis.frames[labels...], end: end)
        if hasEnded, calibration?.isNoise(words) == true { words = [] }
        return Transcript(
            text: words.text, words: words, duration: end - start, start: start,
            logProbability: Double(hypothesis.logProbability))
    }

    /// Turns labels that are settled up to the end of a word into words, and forgets what lies before.
    private mutating func settleWords() {
        let settled = search.settledLabels
        let frames = search.settledFrames
        // What is heard behind a word counts, too.
        let latest = offset + posteriors.frames - VoiceTrace.reach
        guard
            let separator = settled.indices.dropFirst(labels).last(where: {
                alphabet.labels[settled[$0]].hasPrefix(" ") && frames[$0] <= latest
            }), separator > labels
        else { return }
        // The word before ends no later than the separator begins.
        let boundary = frames[separator]
        words += words(
            of: settled[labels..<separator], frames: frames[labels..<separator], end: .infinity, boundary: boundary)
        labels = separator
        posteriors.removeFirst(boundary - offset)
        offset = boundary
        if gate != nil { voice.forget(before: boundary) }
    }

    /// The words that labels spell, but for those made of noise.
    ///
    /// - Parameter boundary: the frame before which they end; nil for the last frame held.
    private func words(
        of labels: ArraySlice<Int>, frames: ArraySlice<Int>, end: Double, boundary: Int? = nil
    ) -> [Transcript.Word] {
        let hypothesis = Hypothesis(labels: Array(labels), frames: frames.map { $0 - offset }, logProbability: 0)
        let held = boundary.map { posteriors[frames: 0..<$0 - offset] } ?? posteriors
        return hypothesis.words(in: held, alphabet: alphabet).compactMap { word in
            let frames = word.startFrame + offset..<word.endFrame + offset
            if let gate, gate.score(voice.evidence(around: frames)) < 0 { return nil }
            return Transcript.Word(
                word: word.text, start: min(start + Double(frames.lowerBound) * step, end),
                end: min(start + Double(frames.upperBound) * step, end),
                confidence: calibration?.probability(word.evidence) ?? Double(word.evidence.geometricMean))
        }
    }
}
