import ArgumentParser
import CTC
import Foundation
import Recognition
import Training

/// The speech of `asr finetune`, read and checked: what can be used of it, and what is wrong with the rest told.
struct FineTuningData {
    let alphabet: Alphabet?
    let train: [Utterance]
    let dev: [Trainer.DevSet]
    let replay: [FineTuning.Replay]
    let noise: [Utterance]

    /// - Throws: ``ExitCode`` where nothing is left to train on; the report then says why.
    init(_ command: Finetune, model: Model) throws {
        let train = command.train.map { Manifest.load(weighted: $0) }
        let dev = command.dev.map { Manifest.load($0) }
        alphabet = try command.alphabet.alphabet(texts: (train + dev).flatMap(\.utterances).map(\.text))
        let check = DataCheck(model: model, alphabet: alphabet)
        let result = check.run(train: train, dev: dev) { done, total in
            Console.progress(done - 1, of: total, "checking the data")
        }
        Console.clearStatus()
        Console.message(result.report.text())
        guard !result.train.isEmpty else {
            Console.error("nothing is left to train on: see the errors above")
            throw ExitCode(EX_DATAERR)
        }

        let own: [Utterance]
        if dev.isEmpty {
            let split = DevSplit(result.train)
            guard !split.dev.isEmpty, !split.train.isEmpty else {
                Console.error("there is too little speech to split a dev set off: record more, or give --dev")
                throw ExitCode(EX_DATAERR)
            }
            Console.message("\(split.dev.count) clips are split off as the dev set, \(split.grouping)")
            (self.train, own) = (split.train, split.dev)
        } else {
            guard !result.dev.isEmpty else {
                Console.error("nothing is left of the dev set: see the errors above")
                throw ExitCode(EX_DATAERR)
            }
            (self.train, own) = (result.train.map(\.utterance), result.dev.map(\.utterance))
        }

        // What the base brings is of no use to another alphabet.
        let brought = alphabet == nil ? try command.base.folder() : nil
        let reference = Self.named(command.reference, or: brought?.appendingPathComponent("reference.jsonl"))
        self.dev =
            [Trainer.DevSet(name: "dev", utterances: own)]
            + (try reference.map {
                Trainer.DevSet(name: setName($0), utterances: try Manifest.read($0).utterances, isReference: true)
            })
        replay = try Self.named(command.replay, or: brought?.appendingPathComponent("replay.jsonl")).map { name in
            let path = WeightedPath(name)
            let share = path.weight ?? 1
            guard share > 0, share <= 100 else { throw ManifestError.badWeight(name: name) }
            return FineTuning.Replay(utterances: try Manifest.read(path.path).utterances, share: share)
        }
        noise = try command.augmentation.noise.map { try Manifest.recordings($0).utterances } ?? []
    }

    /// The data that are named, none for "none", or those that the model brings, if it does.
    private static func named(_ names: [String], or brought: URL?) -> [String] {
        if !names.isEmpty { return names == ["none"] ? [] : names }
        return [brought?.path].compactMap(\.self).filter(FileManager.default.fileExists(atPath:))
    }
}

/// "speechocean/dev" for ".../speechocean/dev.jsonl".
func setName(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingPathExtension().pathComponents.suffix(2).joined(separator: "/")
}
