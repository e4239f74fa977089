import Foundation
import Training

/// A recogniser as a user runs it: a command that prints a line for each file, its path, a tab and the text.
struct RecognizerCommand {
    let name: String
    /// What files are added to.
    let command: [String]
    /// Megabytes of its model.
    let size: Double

    /// Ours with a model folder.
    init(_ name: String, asr: String, model: URL, options: [String] = []) throws {
        self.name = name
        command = [asr, "transcribe", "--model", model.path] + options
        let isGreedy = options.contains("--greedy")
        size = try FileManager.default.contentsOfDirectory(at: model, includingPropertiesForKeys: [.fileSizeKey])
            .filter { ["json", "safetensors"].contains($0.pathExtension) || $0.pathExtension == "bin" && !isGreedy }
            .reduce(0) { $0 + Double(try $1.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) / 1e6 }
    }

    /// A rival that `rivals/transcription.py` runs.
    init(_ engine: String, python: String, scripts: String, threads: Int) throws {
        command = [python, "\(scripts)/transcription.py", engine, "\(threads)"]
        let about = try MeasuredRun(command, cores: 1).output.split(whereSeparator: \.isNewline)[0].split(
            separator: "\t")
        name = String(about[0])
        size = Double(about[1]) ?? .nan
    }

    /// Word errors of what a run has printed for the first clips, in percent.
    static func wordErrorRate(_ output: String, of clips: Clips) -> Double {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: true)
        func words(_ text: some StringProtocol) -> [Substring] { Substring(text).split(separator: " ") }
        let counts = zip(clips.texts, lines).reduce(ErrorCounts()) { sum, clip in
            let (reference, line) = clip
            let text = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false).last ?? ""
            return sum + EditAlignment(reference: words(reference), hypothesis: words(text)).counts
        }
        return 100 * counts.rate
    }
}
