import ArgumentParser
import Foundation
import Recognition
import Signal
import Training

/// `asr align`: where in a recording each word of a known text is spoken.
struct Align: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find where in a recording each word of its text is spoken.",
        discussion: """
            The text is written in the model's alphabet; characters outside it are named. A word's score lies between 0 \
            and 1 and is low where something else is spoken.

              asr align clip.wav clip.txt
              asr align clip.wav --text "the words in it" --format textgrid --output clip.TextGrid
              asr align --manifest clips.jsonl --format ctm
            """)

    /// How alignments are written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, ctm, textgrid, manifest
    }

    @Argument(help: ArgumentHelp("The recording.", valueName: "clip"))
    var clip: String?

    @Argument(help: ArgumentHelp("A file with its text.", valueName: "text-file"))
    var textFile: String?

    @Option(help: ArgumentHelp("The text itself.", valueName: "text"))
    var text: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Align every utterance of JSON lines, DeepSpeech CSV, Kaldi or LibriSpeech folders, or folders of audio with a .txt beside each.",
            valueName: "manifest"))
    var manifest: [String] = []

    @OptionGroup var model: ModelOption
    @OptionGroup var channel: ChannelOption

    @Option(
        name: .shortAndLong,
        help:
            """
            json: a line for each recording or utterance. ctm: a line for each word. textgrid: Praat's, a file for each recording. \
            manifest: the manifest as JSON lines with word times, which training can make new utterances of \
            (augmentation.splice_share).
            """)
    var format = Format.json

    @Flag(help: "Give each word's characters, too (json and textgrid).")
    var characters = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write to a file instead of standard output; TextGrids of a manifest: to a folder.", valueName: "path"))
    var output: String?

    func validate() throws {
        switch (clip, manifest.isEmpty) {
        case (nil, true):
            throw ValidationError("Name a clip and its text, or a --manifest.")
        case (.some, false):
            throw ValidationError("A clip and --manifest exclude each other.")
        case (nil, false):
            if text != nil { throw ValidationError("--text is for one clip; a --manifest has its texts.") }
            if format == .textgrid, output == nil {
                throw ValidationError("The TextGrids of a manifest go to a folder: name it with --output.")
            }
        case (.some, true):
            if (textFile == nil) == (text == nil) {
                throw ValidationError("Give the clip's text, either as a file or with --text.")
            }
        }
        if format == .manifest, clip == "-" || channel.channel != nil {
            throw ValidationError("A manifest names whole files: it can hold neither standard input nor a --channel.")
        }
        if characters, format == .manifest { throw ValidationError("A manifest has words only: leave out --characters.") }
        if characters, format == .ctm { throw ValidationError("CTM has words only: leave out --characters.") }
    }

    func run() throws {
        let aligner = Aligner(try model.load())
        if let clip {
            let text = try text ?? contents(of: textFile ?? "")
            try FileIdentity.keep([clip] + (textFile.map { [$0] } ?? []), from: [output])
            let aligned = try aligner.align(text, file: clip, channel: channel.selection)
            let output = try OutputFile(output)
            let utterance = Utterance(id: clip, audio: clip, text: text)
            try lines(of: aligned, utterance: utterance, name: Self.name(of: clip)).forEach(output.line)
        } else {
            try alignManifest(with: aligner)
        }
    }

    private func alignManifest(with aligner: Aligner) throws {
        let utterances = try manifest.flatMap { try Manifest.read($0).utterances }
        let names = try names(of: utterances)
        // A manifest may be written under its own name, and must not be lost before it is written anew.
        try FileIdentity.keep(utterances.map(\.audio) + (format == .manifest ? [] : manifest), from: [output])
        let atomic = format == .manifest && output != nil && output != "-" ? try output.map(AtomicFile.init) : nil
        let common = format == .textgrid || atomic != nil ? nil : try OutputFile(output)
        if format == .textgrid, let output { try OutputFile.makeFolder(output) }
        var failures: [Failure] = []
        for (index, utterance) in utterances.enumerated() {
            Console.progress(index, of: utterances.count, utterance.id)
            let written: [String]
            do {
                let aligned = try aligner.align(
                    utterance.text,
                    utterance.reader(
                        sampleRate: aligner.model.configuration.frontEnd.sampleRate, channel: channel.selection))
                written = try lines(of: aligned, utterance: utterance, name: names[index])
            } catch {
                guard let failure = Failure(error) else { throw error }
                Console.error("\(utterance.id): \(failure.message)")
                failures.append(failure)
                // What a manifest held it keeps.
                guard format == .manifest else { continue }
                written = [try absolute(utterance)]
            }
            if let atomic {
                try written.forEach { try atomic.write($0 + "\n") }
            } else {
                try written.forEach((try common ?? OutputFile(textGrid(names[index]))).line)
            }
        }
        Console.clearStatus()
        try atomic?.finish()
        if let first = failures.first {
            let kept = format == .manifest ? "they are written as they were" : "the others are written"
            Console.error("\(failures.count) of \(utterances.count) utterances failed; \(kept)")
            throw ExitCode(first.code)
        }
    }

    /// What the utterances of a manifest are called: by their ids without an audio file's ending, or by the whole ids
    /// where these are alike.
    ///
    /// - Throws: `OutputError` where two TextGrids would be one file.
    private func names(of utterances: [Utterance]) throws(OutputError) -> [String] {
        let ids = utterances.map { $0.id.replacing("/", with: "_") }
        let short = ids.map { id in
            let ending = URL(fileURLWithPath: id).pathExtension
            return AudioFormat.fileExtensions.contains(ending.lowercased()) ? String(id.dropLast(ending.count + 1)) : id
        }
        let names = OutputPlan.distinct(short, or: ids)
        if format == .textgrid { try OutputPlan.requireUnlike(names.map(textGrid), of: utterances.map(\.id)) }
        return names
    }

    private func textGrid(_ name: String) -> String {
        URL(fileURLWithPath: output ?? ".").appendingPathComponent("\(name).TextGrid").relativePath
    }

    /// An utterance as a line of a manifest that may lie anywhere.
    private func absolute(_ utterance: Utterance) throws -> String {
        var utterance = utterance
        utterance.audio = URL(fileURLWithPath: utterance.audio).path
        return try JSONLine.text(utterance)
    }

    private func timed(_ utterance: Utterance, by aligned: AlignedText) throws -> String {
        var utterance = utterance
        utterance.duration = utterance.duration ?? aligned.duration
        utterance.words = aligned.words.map(\.piece)
        return try absolute(utterance)
    }

    /// - Parameter name: what CTM calls the recording.
    private func lines(of aligned: AlignedText, utterance: Utterance, name: String) throws -> [String] {
        switch format {
        case .json:
            [
                try aligned.json(
                    file: utterance.audio, id: clip == nil ? utterance.id : nil, offset: utterance.offset,
                    characters: characters)
            ]
        case .ctm: aligned.ctm(recording: name)
        case .textgrid: [String(aligned.textGrid(characters: characters).dropLast())]
        case .manifest: [try timed(utterance, by: aligned)]
        }
    }

    /// A path's last part without its ending.
    private static func name(of path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    private func contents(of path: String) throws -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw TextFileError.unreadable(path: path)
        }
    }
}
