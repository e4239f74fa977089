import Foundation
import LanguageModel
import Recurrent

/// Trains a ``RecurrentLanguageModel`` by noise-contrastive estimation.
public struct RecurrentLanguageModelTrainer {
    /// How a model is trained. Its vectors have 256 elements and its one GRU layer 384 units, if nothing else is said.
    public struct Options: Codable, Equatable, Sendable {
        /// Of words: it runs forward, and its input's size is that of the vectors.
        public var network: NetworkConfiguration
        /// Times through the texts.
        public var epochs = 4
        /// Words of a step.
        public var batchWords = 4096
        /// Words of noise in a step.
        public var noise = 1024
        /// Share of the words' vectors and of the outputs that is set to 0.
        public var dropout: Float = 0.1
        /// Its warm-up is at most a tenth of the steps.
        public var schedule = LearningRateSchedule()
        public var optimizer = AdamW.Options()
        /// Of the first weights, the order of sentences, the noise and dropout.
        public var seed: UInt64 = 1

        public init() {
            network = NetworkConfiguration()
            network.inputSize = 256
            network.hiddenSize = 384
            network.layers = 1
            network.direction = .forward
            network.dropout = 0
            schedule.peak = 2e-3
            optimizer.weightDecay = 0
            optimizer.maximumNorm = 1
        }
    }

    /// Where a training stands.
    public struct Progress: Sendable {
        public let step: Int
        public let steps: Int
        /// Of all steps since the last report, a word, in nats.
        public let loss: Double
        public let wordsPerSecond: Double
    }

    /// How far a training has come.
    struct Place: Codable, Equatable {
        /// The epoch in hand.
        var epoch = 0
        /// Batches of it that are done.
        var batch = 0
        /// Steps taken in all.
        var step = 0
    }

    /// Steps from one checkpoint to the next.
    private static let checkpointInterval = 1000

    let options: Options
    let texts: WeightedTexts
    let words: WordNetwork
    private let contrast: NoiseContrast
    var parameters: [Float]
    var optimizer: AdamW
    var place = Place()

    public init(_ texts: WeightedTexts, options: Options = Options()) throws {
        self.texts = texts
        self.options = options
        words = try WordNetwork(options.network, words: texts.vocabulary.count)
        contrast = NoiseContrast(frequencies: texts.frequencies)
        let total = texts.frequencies.reduce(0, +)
        parameters = words.initialValues(
            logProbabilities: texts.frequencies.map { Float(log(max($0, 0.5) / total)) }, seed: options.seed)
        optimizer = AdamW(options.optimizer, count: parameters.count)
    }

    /// The model as it is now.
    public var model: RecurrentLanguageModel {
        get throws { try RecurrentLanguageModel(words, vocabulary: texts.vocabulary, parameters: parameters) }
    }

    /// Runs through all epochs, or what is left of them.
    ///
    /// - Parameters:
    ///   - report: called every so many steps.
    ///   - endOfEpoch: called after each epoch with the trainer as it is and the number of epochs done.
    ///   - checkpoint: called from time to time, after each epoch, and when the training is stopped, for what is to go on
    ///     later to be written.
    ///   - goesOn: asked before each step; false stops the training.
    /// - Returns: whether it came to its end.
    public mutating func run(
        report: (Progress) -> Void, endOfEpoch: (Self, Int) throws -> Void, checkpoint: (Self) throws -> Void,
        goesOn: () -> Bool
    ) throws -> Bool {
        let steps = options.epochs * max(1, texts.wordsPerEpoch / options.batchWords)
        var schedule = options.schedule
        schedule.warmup = min(schedule.warmup, steps / 10)
        var gradients = [Float](repeating: 0, count: parameters.count)
        for epoch in place.epoch..<options.epochs {
            var random = SplitMix64(seed: options.seed, key: UInt64(epoch))
            var (loss, count, seen, start) = (0.0, 0, 0, Date())
            let batches = texts.batches(words: options.batchWords, using: &random)
            for (number, batch) in batches.enumerated() {
                let (noise, dropoutSeed) = (contrast.draw(options.noise, using: &random), random.next())
                // A batch that is done already has drawn its numbers, and no more.
                if number < place.batch { continue }
                guard goesOn() else {
                    try checkpoint(self)
                    return false
                }
                for index in gradients.indices { gradients[index] = 0 }
                loss += words.learn(
                    batch, noise: noise, from: contrast, parameters: parameters, gradients: &gradients,
                    dropout: options.dropout, dropoutSeed: dropoutSeed, precision: .bfloat16)
                let rate = schedule.rate(step: place.step, total: steps, falls: 0)
                _ = optimizer.update(&parameters, gradients: gradients, rate: rate, layout: words.layout)
                place.step += 1
                place.batch = number + 1
                count += 1
                seen += batch.reduce(0) { $0 + $1.count - 1 }
                if place.step.isMultiple(of: 100) || number == batches.count - 1 {
                    let seconds = Date().timeIntervalSince(start)
                    report(
                        Progress(
                            step: place.step, steps: steps, loss: loss / Double(count), wordsPerSecond: Double(seen) / seconds))
                    (loss, count, seen, start) = (0, 0, 0, Date())
                }
                if place.step.isMultiple(of: Self.checkpointInterval) { try checkpoint(self) }
            }
            place.epoch = epoch + 1
            place.batch = 0
            try endOfEpoch(self, epoch + 1)
            try checkpoint(self)
        }
        return true
    }

    /// The perplexity of a text by the exact sums over all words, unknown words included, and the mean of these sums'
    /// logarithms, which is near 0 after training.
    public func perplexity(of text: TextCorpus) -> (perplexity: Double, logSum: Double) {
        let encoded = text.encoded(with: texts.vocabulary).words.map(Int.init)
        let sentences = encoded.split(separator: Int(Vocabulary.end)).map { Array($0) + [Int(Vocabulary.end)] }
        var (total, logSum, count) = (0.0, 0.0, 0)
        for sentence in sentences {
            let result = words.logProbabilities(of: [sentence], parameters: parameters)
            total += result.logProbabilities[0].reduce(0) { $0 + Double($1) }
            logSum += result.logSums[0].reduce(0) { $0 + Double($1) }
            count += sentence.count - 1
        }
        return (exp(-total / Double(max(1, count))), logSum / Double(max(1, count)))
    }
}
