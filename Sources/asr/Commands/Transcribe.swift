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
              asr transcribe --format srt --output subtitles/ talks/*.mp3
              asr transcribe --channel each --format json call.wav

            With "-" it listens to standard input and prints each utterance when it ends; on a terminal it types \
            along. Raw samples need their --rate. Ctrl-C ends it with what was said so far.

              arecord -f S16_LE -r 16000 -t raw | asr transcribe - --rate 16000
            """)

    @Argument(help: ArgumentHelp("The recordings; - is standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var model: ModelOption
    @OptionGroup var warps: WarpsOption
    @OptionGroup var decoding: DecodingOptions
    @OptionGroup var channels: ChannelsOption
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "Raw samples on standard input") var raw: RawOptions
    @OptionGroup(title: "Streaming (standard input, and the formats jsonl and vosk)") var streaming: StreamingOptions

    func validate() throws {
        try warps.validate(greedy: decoding.greedy)
        if files.contains("-"), files.count > 1 { throw ValidationError("- is standard input and stands alone.") }
        if files == ["-"], isatty(STDIN_FILENO) == 1 {
            throw ValidationError("Standard input is the terminal: pipe sound into it, as arecord's.")
        }
        if raw.format != nil, files != ["-"] {
            throw ValidationError("--rate is for raw samples on standard input: asr transcribe - --rate 16000.")
        }
        if output.resume, files == ["-"] {
            throw ValidationError("--resume leaves out recordings that are done, and standard input is none.")
        }
        if files.count > 1, output.chosenFormat.needsFileOfItsOwn, (output.output ?? "-") == "-" {
            throw ValidationError(
                "--format \(output.chosenFormat.rawValue) is of one recording: name a folder with --output, or one file."
            )
        }
        if decoding.greedy, output.nbest > 1 {
            throw ValidationError("--greedy finds one reading: leave out --nbest or --greedy.")
        }
        if output.nbest > decoding.beam ?? PrefixBeamSearch.Options().beamWidth {
            throw ValidationError(
                "--nbest \(output.nbest) asks for more readings than the beam keeps: give --beam \(output.nbest), too.")
        }
    }

    func run() throws {
        let plan = try OutputPlan(output: output.output, files: files, format: output.chosenFormat)
        if output.resume, case .together(let path) = plan { throw OutputError.nothingToResume(path: path ?? "-") }
        let model = warps.applied(to: try model.load())
        InterruptSignal.install()
        switch plan {
        case .together(let path): try write(model, to: OutputFile(path))
        case .separately(let paths): try write(model, to: paths)
        }
    }

    /// Whether utterances are printed when they end, as those of standard input are, but for json; files are otherwise
    /// heard as a whole.
    private var isLive: Bool { output.chosenFormat.isLive || files == ["-"] && output.chosenFormat != .json }

    private func transcription(_ model: Model, showsPartials: Bool) throws -> Transcription {
        var options = streaming.options
        if !isLive { (options.window, options.endpoints) = (.file, nil) }
        options.partials = showsPartials
        options.decoding = try decoding.decoding(for: model)
        if case .beam(var beam) = options.decoding {
            beam.nbest = output.nbest
            options.decoding = .beam(beam)
        }
        return Transcription(model: model, options: options, raw: raw.format, channel: channels.selection)
    }

    /// A writer for each file.
    private func writers(sharingFile: Bool) -> [any TranscriptWriter] {
        zip(files, OutputPlan.recordings(of: files)).map { file, recording in
            output.chosenFormat.writer(
                .init(
                    file: file, recording: recording, isOneOfSeveral: sharingFile && files.count > 1,
                    hasChannels: channels.selection == nil, readings: output.nbest))
        }
    }

    /// All to one place: one recording while it is heard, several each as a whole and in order.
    private func write(_ model: Model, to place: OutputFile) throws {
        let redraws = isLive && output.chosenFormat == .txt && place.isTerminal
        let transcription = try transcription(model, showsPartials: output.chosenFormat.isLive || redraws)
        let writers = writers(sharingFile: true)
        let isAlone = files.count == 1
        if !isAlone { try place.write(writers[0].header) }
        @Sendable func work(_ index: Int) throws -> String {
            if isAlone {
                try transcription.run(
                    files[index], writers[index], write: { try place.write($0) },
                    redraw: redraws ? { place.redraw($0) } : nil)
                return ""
            }
            var text = ""
            try transcription.run(files[index], writers[index], hasHeader: false, write: { text += $0 })
            return text
        }
        try transcribe(Array(files.indices), work: work) { try place.write($0) }
    }

    /// Each to a file of its own.
    private func write(_ model: Model, to paths: [String]) throws {
        let transcription = try transcription(model, showsPartials: output.chosenFormat.isLive)
        let missing = files.indices.filter { !output.resume || !FileManager.default.fileExists(atPath: paths[$0]) }
        if missing.count < files.count {
            Console.message("\(files.count - missing.count) of \(files.count) files were transcribed before")
        }
        let writers = writers(sharingFile: false)
        @Sendable func work(_ index: Int) throws -> String {
            let file = try AtomicFile(paths[index])
            try transcription.run(files[index], writers[index], write: { try file.write($0) })
            try file.finish()
            return ""
        }
        try transcribe(missing, work: work) { _ in }
    }

    /// Transcribes the files at these positions, and says which fail and how many; see ``Batch``.
    private func transcribe(
        _ indices: [Int], work: @Sendable (Int) throws -> String, write: @Sendable (String) throws -> Void
    ) throws {
        let batch = Batch()
        do {
            try batch.run(indices.count) { position in
                let index = indices[position]
                if files.count > 1 { Console.progress(index, of: files.count, files[index]) }
                return try work(index)
            } write: { text in
                Console.clearStatus()
                try write(text)
            }
        } catch let code as ExitCode where files.count > 1 {
            Console.error("interrupted: \(batch.finished) of \(indices.count) files are transcribed")
            throw code
        }
        guard let first = batch.failures.first else { return }
        if files.count > 1 {
            Console.error("\(batch.failures.count) of \(files.count) files failed; the others are written")
        }
        throw ExitCode(first.code)
    }
}
