import ArgumentParser
import CTC
import Foundation
import Recognition
import Training

/// The speech of `asr finetune`, read and checked: what can be used of it, and what is wrong with the rest told.
struct FineTuningData {
    /// nil for the model's.
    let alphabet: Alphabet?
    let train: [Utterance]
    let dev: [Trainer.DevSet]
    let replay: [FineTuning.Replay]
    let noise: [Utterance]

    /// - Throws: `ExitCode` where nothing is left to train on; the report then says why.
    init(
        train: [String], dev: [String], reference: [String], replay: [String], noise: String?, alphabet: AlphabetChoice,
        model: Model, folder: URL, maximumSeconds: Double
    ) throws {
        let readings = train.map { Manifest.load(weighted: $0) }
        let devReadings = dev.map { Manifest.load($0) }
        self.alphabet = try alphabet.alphabet(texts: (readings + devReadings).flatMap(\.utterances).map(\.text))
        let result = DataCheck(model: model, alphabet: self.alphabet, maximumSeconds: maximumSeconds)
            .run(train: readings, dev: devReadings) { done, total in
                Console.progress(done - 1, of: total, "checking the data")
            }
        Console.clearStatus()
        Console.message(result.report.text())
        let own: [Utterance]
        (self.train, own) = try Self.parted(result, hasDev: !dev.isEmpty)

        // What the base brings is of no use to another alphabet.
        let brought = self.alphabet == nil ? folder : nil
        let fitting = FittingTexts(alphabet: self.alphabet ?? model.alphabet)
        self.dev =
            [Trainer.DevSet(name: "dev", utterances: own)]
            + (try Self.named(reference, or: brought?.appendingPathComponent("reference.jsonl")).map {
                Trainer.DevSet(
                    name: Manifest.name(of: $0), utterances: try fitting.read($0, from: $0), isReference: true)
            })
        let judging = Set(self.dev.flatMap(\.utterances).map(Place.init))
        self.replay = try Self.named(replay, or: brought?.appendingPathComponent("replay.jsonl")).map { name in
            let path = WeightedPath(name)
            let share = path.weight ?? 1
            guard share > 0, share <= 1000 else { throw ManifestError.badWeight(name: name) }
            let utterances = try fitting.read(path.path, from: name)
            let kept = utterances.filter { !judging.contains(Place($0)) }
            if kept.count < utterances.count {
                Console.message(
                    "\(name): \(utterances.count - kept.count) clips are in the dev or reference set and not replayed")
            }
            return FineTuning.Replay(utterances: kept, share: share)
        }
        self.noise = try noise.map { try Manifest.recordings($0).utterances } ?? []
    }

    /// What is trained on and what judges it.
    private static func parted(_ result: DataCheck.Result, hasDev: Bool) throws -> ([Utterance], [Utterance]) {
        guard !result.train.isEmpty else {
            Console.error("nothing is left to train on: see the errors above")
            throw ExitCode(EX_DATAERR)
        }
        guard !hasDev else {
            guard !result.dev.isEmpty else {
                Console.error("nothing is left of the dev set: see the errors above")
                throw ExitCode(EX_DATAERR)
            }
            return (result.train.map(\.utterance), result.dev.map(\.utterance))
        }
        let split = DevSplit(result.train)
        guard !split.dev.isEmpty, !split.train.isEmpty else {
            Console.error("there is too little speech to split a dev set off: record more, or give --dev")
            throw ExitCode(EX_DATAERR)
        }
        Console.message("\(split.dev.count) clips are split off as the dev set, \(split.grouping)")
        return (split.train, split.dev)
    }

    /// The data that are named, none for "none", or those that the model brings, if it does.
    private static func named(_ names: [String], or brought: URL?) -> [String] {
        if !names.isEmpty { return names == ["none"] ? [] : names }
        return [brought?.path].compactMap(\.self).filter(FileManager.default.fileExists(atPath:))
    }
}

/// A piece of a file.
private struct Place: Hashable {
    private let path: String
    private let offset: Double?

    init(_ utterance: Utterance) {
        path = utterance.file
        offset = utterance.offset
    }
}

/// Manifests whose texts are written as an alphabet spells them; audio is not looked into, for there may be days of it.
private struct FittingTexts {
    let alphabet: Alphabet

    /// The utterances that the alphabet can spell; how many it cannot is told.
    func read(_ path: String, from name: String) throws -> [Utterance] {
        let normalization = TextNormalization(for: alphabet)
        let utterances = try Manifest.read(path).utterances.map { utterance in
            var utterance = utterance
            utterance.text = normalization.applied(to: utterance.text)
            return utterance
        }
        let spelled = utterances.filter { (try? alphabet.encode($0.text)) != nil }
        if spelled.count < utterances.count {
            Console.message(
                "\(name): \(utterances.count - spelled.count) texts have characters that the alphabet lacks; left out")
        }
        return spelled
    }
}
