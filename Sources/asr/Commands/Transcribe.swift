import ArgumentParser
import CTC
import Foundation
import Recognition
import Signal

/// `asr transcribe`: recordings or live speech in, text out.
struct Transcribe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what is said in recordings, or in speech as it comes.",
        discussion: """
            Reads WAV, FLAC, Ogg Vorbis and Opus, MP3, AIFF and whatever else libsndfile reads, at any rate and with \
            any number of channels. With one file, standard output is its text and nothing else; with several, each \
            line is a path, a tab and the text.

              asr transcribe clip.wav
              asr transcribe --format json --output calls.jsonl calls/*.flac

            With "-" it listens to standard input and prints each utterance when it ends; on a terminal it types \
            along. Raw samples need their --rate. Ctrl-C ends it with what was said so far.

              arecord -f S16_LE -r 16000 -t raw | asr transcribe - --rate 16000
            """)

    /// How transcripts are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case txt, json, jsonl, vosk
    }

    @Argument(help: ArgumentHelp("The recordings; - is standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var model: ModelOption
    @OptionGroup var decoding: DecodingOptions
    @OptionGroup var channel: ChannelOption
    @OptionGroup(title: "Raw samples on standard input") var raw: RawOptions
    @OptionGroup(title: "Streaming (standard input, and the formats jsonl and vosk)") var streaming: StreamingOptions

    @Option(
        name: .shortAndLong,
        help: """
            txt: the text. json: a line for each file with text, words, times (s) and confidences. jsonl: a line for \
            each event, partial or final. vosk: the same as Vosk prints it.
            """)
    var format = Format.txt

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    func validate() throws {
        if files.contains("-"), files.count > 1 { throw ValidationError("- is standard input and stands alone.") }
        if raw.format != nil, files != ["-"] {
            throw ValidationError("--rate is for raw samples on standard input: asr transcribe - --rate 16000.")
        }
        if files.count > 1, format == .jsonl || format == .vosk {
            throw ValidationError("--format \(format.rawValue) is a stream of one recording; name one file.")
        }
    }

    func run() throws {
        let model = try model.load()
        let output = try OutputFile(output)
        if let liveStyle {
            try stream(model, LiveOutput(style: liveStyle, output: output))
        } else {
            try transcribe(Recognizer(model, decoding: try decoding.decoding(for: model)), output)
        }
    }

    /// How events are printed while the speech comes; nil where recordings are transcribed whole.
    private var liveStyle: LiveOutput.Style? {
        switch format {
        case .jsonl: .jsonLines
        case .vosk: .vosk
        case .txt: files == ["-"] ? .text : nil
        case .json: nil
        }
    }

    /// Prints events while the speech comes; an interrupt ends it like the end of the input.
    private func stream(_ model: Model, _ output: LiveOutput) throws {
        let reader = try AudioReader(
            path: files[0], raw: raw.format, sampleRate: model.configuration.frontEnd.sampleRate,
            channel: channel.selection)
        var options = streaming.options
        options.decoding = try decoding.decoding(for: model)
        options.partials = output.showsPartials
        var recognizer = StreamingRecognizer(model, options: options)
        InterruptSignal.install()
        defer { output.end() }
        while !reader.isFinished, !InterruptSignal.isRaised {
            guard !reader.isPipe || reader.isReady(within: 100) else { continue }
            do {
                try recognizer.append(try reader.readPiece()).forEach(output.show)
            } catch let error as AudioError {
                // What came before the damage is text all the same.
                try recognizer.finish().forEach(output.show)
                throw error
            }
        }
        try recognizer.finish().forEach(output.show)
        if InterruptSignal.isRaised { throw ExitCode(130) }
    }

    private func transcribe(_ recognizer: Recognizer, _ output: OutputFile) throws {
        var failures: [Failure] = []
        for (index, file) in files.enumerated() {
            if files.count > 1 { Console.status("[\(index + 1)/\(files.count)] \(file)") }
            do {
                let transcript = try recognizer.transcribe(file: file, raw: raw.format, channel: channel.selection)
                Console.clearStatus()
                try output.line(line(for: transcript, file: file))
            } catch let error as OutputError {
                throw error
            } catch {
                guard let failure = Failure(error) else { throw error }
                Console.error(failure.message)
                failures.append(failure)
            }
        }
        if let first = failures.first {
            if files.count > 1 {
                Console.error("\(failures.count) of \(files.count) files failed; the others are written")
            }
            throw ExitCode(first.code)
        }
    }

    private func line(for transcript: Transcript, file: String) throws -> String {
        if format == .json { return try TranscriptJSON(file: file, transcript: transcript).line() }
        return files.count == 1 ? transcript.text : "\(file)\t\(transcript.text)"
    }
}
