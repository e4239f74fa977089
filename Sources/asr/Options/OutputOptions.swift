import ArgumentParser
import Foundation
import Recognition

extension TranscriptFormat: ExpressibleByArgument {}

/// How transcripts are written, and where.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: """
            txt: the text. json: a line for each file with text, words, times (s) and confidences. jsonl: a line for \
            each event of a stream. vosk: the same as Vosk prints it. srt, vtt: subtitles. ctm: words as sclite reads \
            them. csv: a table of words. tsv: a table of subtitles. (default: what the name of --output ends in, or txt)
            """)
    var format: TranscriptFormat?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            """
            Write to a file, or into a folder (one that is there, or a name that ends in /) a file for each recording, \
            instead of standard output.
            """, valueName: "path"))
    var output: String?

    @Flag(help: "Leave out recordings whose file in the --output folder is there.")
    var resume = false

    @Option(help: ArgumentHelp("Readings to print, the best first (txt, json, jsonl, vosk).", valueName: "n"))
    var nbest = 1

    /// The format that is asked for by name, or by that of the output.
    var chosenFormat: TranscriptFormat {
        format ?? output.flatMap { TranscriptFormat(rawValue: URL(fileURLWithPath: $0).pathExtension) } ?? .txt
    }

    func validate() throws {
        if nbest < 1 { throw ValidationError("--nbest must be 1 or more.") }
        if nbest > 1, !chosenFormat.holdsAlternatives {
            throw ValidationError(
                "--format \(chosenFormat.rawValue) has a place for one reading: choose txt, json, jsonl or vosk, or leave out "
                    + "--nbest.")
        }
        if resume, output == nil { throw ValidationError("--resume looks at the files that --output names.") }
    }
}
