import ArgumentParser
import Foundation
import Recognition

/// `asr transcribe`: recordings in, text out.
struct Transcribe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what is said in recordings.",
        discussion: """
            Reads WAV, FLAC, Ogg Vorbis and Opus, MP3, AIFF and whatever else libsndfile reads, at any rate and with \
            any number of channels. With one file, standard output is its text and nothing else; with several, each \
            line is a path, a tab and the text.

              asr transcribe clip.wav
              asr transcribe --format json --output calls.jsonl calls/*.flac
            """)

    /// How transcripts are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case txt, json
    }

    @Argument(help: "The recordings.")
    var files: [String]

    @OptionGroup var model: ModelOption
    @OptionGroup var decoding: DecodingOptions
    @OptionGroup var channel: ChannelOption

    @Option(
        name: .shortAndLong,
        help: "txt: the text. json: a line for each file with text, words, times (s) and confidences.")
    var format = Format.txt

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    func run() throws {
        let recognizer = Recognizer(try model.load(), decoding: decoding.decoding)
        let output = try OutputFile(output)
        var failures: [Failure] = []
        for (index, file) in files.enumerated() {
            if files.count > 1 { Console.status("[\(index + 1)/\(files.count)] \(file)") }
            do {
                let transcript = try recognizer.transcribe(file: file, channel: channel.selection)
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
        switch format {
        case .txt: files.count == 1 ? transcript.text : "\(file)\t\(transcript.text)"
        case .json: try TranscriptJSON(file: file, transcript: transcript).line()
        }
    }
}
