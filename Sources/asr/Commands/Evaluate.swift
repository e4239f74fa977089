import ArgumentParser
import Foundation
import Recognition
import Signal
import Training

/// `asr evaluate`: how well a model transcribes a manifest.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure a model's word and character error rates on a manifest.",
        discussion: """
            References are compared as the model's alphabet spells them: without the capitals and punctuation that it has \
            not, in Unicode's normal form C and with single spaces.

              asr evaluate --model models/en --manifest test.jsonl
            """)

    /// How the result is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case txt, json
    }

    @OptionGroup var model: ModelOption

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "JSON lines, DeepSpeech CSV, Kaldi or LibriSpeech folders, or folders of audio with a .txt beside each; all are pooled.",
            valueName: "manifest"))
    var manifest: [String]

    @OptionGroup var warps: WarpsOption
    @OptionGroup var decoding: DecodingOptions

    @Flag(help: "Hear each recording as a stream, as \"asr transcribe -\" does; the options below then count.")
    var stream = false

    @OptionGroup(title: "Streaming") var streaming: StreamingOptions

    @Option(name: .shortAndLong, help: "txt: a report. json: everything, each utterance included.")
    var format = Format.txt

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Worst utterances to list.", valueName: "n"))
    var worst = 5

    @Option(help: ArgumentHelp("Utterances to evaluate at most, from the first.", valueName: "n"))
    var limit: Int?

    func validate() throws {
        try warps.validate(greedy: decoding.greedy)
        if worst < 0 { throw ValidationError("--worst must not be negative.") }
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more.") }
    }

    func run() throws {
        let model = warps.applied(to: try model.load())
        let recognizer = Recognizer(model, decoding: try decoding.decoding(for: model))
        var utterances = try manifest.flatMap { try Manifest.read($0).utterances }
        if let limit { utterances = Array(utterances.prefix(limit)) }
        try FileIdentity.keep(manifest + utterances.map(\.audio), from: [output])
        let normalization = TextNormalization(for: model.alphabet)
        var respelt = 0

        let clock = ContinuousClock()
        let start = clock.now
        var seconds = 0.0
        var results: [ScoreReport.Utterance] = []
        var failures: [Failure] = []
        for (index, utterance) in utterances.enumerated() {
            Console.progress(index, of: utterances.count, utterance.id)
            do {
                let reader = try utterance.reader(sampleRate: model.configuration.frontEnd.sampleRate)
                let transcript =
                    stream ? try streamed(reader, recognizer) : try recognizer.transcribe(reader)
                seconds += transcript.duration
                let reference = normalization.applied(to: utterance.text)
                if reference != utterance.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") { respelt += 1 }
                results.append(.init(id: utterance.id, reference: reference, hypothesis: transcript.text))
            } catch {
                guard let failure = Failure(error) else { throw error }
                Console.error(failure.message)
                failures.append(failure)
            }
        }
        Console.clearStatus()
        let elapsed = (clock.now - start) / .seconds(1)

        if !results.isEmpty {
            let report = ScoreReport(results)
            let output = try OutputFile(output)
            try output.line(format == .txt ? report.text(worst: worst) : JSONLine.text(report))
        }
        if respelt > 0 {
            Console.message("\(respelt) references are compared as the model spells them: no other capitals and punctuation")
        }
        Console.message(
            String(
                format: "%d utterances, %.0f s of audio in %.1f s: %.0f × real time", results.count, seconds, elapsed,
                seconds / max(elapsed, 1e-9)))
        if let first = failures.first {
            Console.error("\(failures.count) of \(utterances.count) utterances could not be read and are not counted")
            throw ExitCode(first.code)
        }
    }

    /// What a stream's utterances say together.
    private func streamed(_ reader: AudioReader, _ offline: Recognizer) throws -> Transcript {
        var options = streaming.options
        options.decoding = offline.decoding
        options.partials = false
        var recognizer = StreamingRecognizer(offline.model, options: options)
        var events: [StreamingRecognizer.Event] = []
        while !reader.isFinished { events += try recognizer.append(try reader.readPiece()) }
        let duration = recognizer.duration
        events += try recognizer.finish()
        let utterances = events.compactMap { if case .final(let readings) = $0 { readings[0] } else { nil } }
        return Transcript(
            text: utterances.map(\.text).joined(separator: " "), words: utterances.flatMap(\.words),
            duration: duration)
    }
}
