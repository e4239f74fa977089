import CTC
import Foundation

/// Prefix beam search with the language model through every clip.
struct DecodingWorkload: Workload {
    private let inputs: DecodingInputs
    private let search: PrefixBeamSearch
    private let folder: URL

    init(folder: URL) throws {
        inputs = try DecodingInputs(folder: folder)
        let alphabet = try Alphabet(labels: inputs.shape.alphabet)
        search = PrefixBeamSearch(
            options: .init(
                beamWidth: inputs.shape.beam, wordSeparator: alphabet.wordSeparator, scorers: [inputs.scorer]))
        self.folder = folder
    }

    /// The number of clips; the texts go to a file, because each side finds its own.
    func check() throws -> [Double] {
        let alphabet = try Alphabet(labels: inputs.shape.alphabet)
        let texts = inputs.posteriors.map { alphabet.decode(search.decode($0)[0].labels) }
        try Data(texts.joined(separator: "\n").utf8).write(to: folder.appendingPathComponent("ours.txt"))
        return [Double(texts.count)]
    }

    func run() {
        for posteriors in inputs.posteriors { _ = search.decode(posteriors) }
    }
}
