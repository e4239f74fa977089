import ArgumentParser
import Recognition

extension TranscriptFormat: ExpressibleByArgument {}

/// How transcripts are written, and where.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: """
            txt: the text. json: a line for each file with text, words, times (s) and confidences. jsonl: a line for \
            each event of a stream. vosk: the same as Vosk prints it. srt, vtt: subtitles. ctm: words as sclite reads \
            them. csv: a table of words. tsv: a table of subtitles.
            """)
    var format = TranscriptFormat.txt

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to a file, or into a folder a file for each recording, instead of standard output.",
            discussion: "A folder is one that is there or whose name ends in /.", valueName: "path"))
    var output: String?

    @Flag(help: "Leave out recordings whose file in the --output folder is there.")
    var resume = false

    @Option(help: ArgumentHelp("Readings to print, the best first (txt, json, jsonl, vosk).", valueName: "n"))
    var nbest = 1

    func validate() throws {
        if nbest < 1 { throw ValidationError("--nbest must be 1 or more.") }
        if nbest > 1, !format.holdsAlternatives {
            throw ValidationError(
                "--format \(format.rawValue) has a place for one reading: choose txt, json, jsonl or vosk, or leave out "
                    + "--nbest.")
        }
        if resume, output == nil { throw ValidationError("--resume looks at the files that --output names.") }
    }
}
