import CTC
import Recognition
import Recurrent
import Signal

/// An utterance ready for the network.
public struct Example: Sendable {
    public let utterance: Utterance
    /// T × D.
    public let features: Matrix
    /// The transcript in the model's alphabet.
    public let labels: [Int]
}

/// Why an utterance takes no part in a batch.
public struct Refusal: Error, Sendable, CustomStringConvertible {
    public let utterance: String
    public let reason: String

    public var description: String { "\(utterance): \(reason)" }
}

/// Makes examples of utterances: audio, features, augmentation, labels.
public struct ExampleLoader: Sendable {
    private let frontEnd: FrontEnd
    private let alphabet: Alphabet
    private let network: RecurrentNetwork
    private let cache: AudioCache
    private let augmentation: AugmentationOptions
    private let splicer: Splicer
    private let soundAugment: SoundAugment
    private let specAugment: SpecAugment

    /// - Parameters:
    ///   - utterances: those whose words augmentation makes other utterances of.
    ///   - noise: recordings without speech that augmentation adds.
    public init(
        model: Model, augmentation: AugmentationOptions = .off, utterances: [Utterance] = [], noise: [Utterance] = [],
        cache: AudioCache
    ) {
        frontEnd = model.frontEnd
        alphabet = model.alphabet
        network = model.network
        self.cache = cache
        self.augmentation = augmentation
        splicer = Splicer(
            share: augmentation.spliceShare, utterances: utterances, cache: cache,
            sampleRate: frontEnd.options.sampleRate)
        soundAugment = SoundAugment(
            augmentation, noise: noise, cache: cache, sampleRate: frontEnd.options.sampleRate)
        specAugment = SpecAugment(augmentation, frontEnd: model.configuration.frontEnd)
    }

    /// Reads one utterance.
    ///
    /// - Parameter random: draws the augmentation; nil leaves the clip as it is.
    /// - Throws: ``Refusal`` naming the utterance: unreadable, outside the alphabet, or too short for its text.
    public func load(_ utterance: Utterance, random: SplitMix64? = nil) throws(Refusal) -> Example {
        do {
            var text = utterance.text
            var samples: [Float]
            var features: Features
            if var random {
                if let spliced = try splicer.spliced(utterance, random: &random) {
                    (samples, text) = spliced
                } else {
                    samples = try cache.samples(of: utterance)
                }
                samples = try soundAugment.apply(to: samples, random: &random)
                // In steps of 0.02, so that the warped filterbanks are few.
                let steps = Int(augmentation.warp / 0.02)
                let warp = 1 + 0.02 * Float(Int.random(in: -steps...steps, using: &random))
                var stream = frontEnd.stream(warp: warp)
                features = stream.append(samples)
                features.append(stream.finish())
                specAugment.apply(to: &features, random: &random)
                features = frontEnd.finish(features)
            } else {
                features = frontEnd.features(of: try cache.samples(of: utterance))
            }
            let labels = try alphabet.encode(text)
            let steps = network.steps(frames: features.frames)
            let needed = max(1, CTCLoss.minimumFrames(for: labels))
            guard steps >= needed else {
                throw Refusal(
                    utterance: utterance.id,
                    reason: "its text needs \(needed) network steps and its audio gives \(steps)")
            }
            return Example(
                utterance: utterance,
                features: Matrix(rows: features.frames, columns: features.dimension, values: features.values),
                labels: labels)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Refusal(utterance: utterance.id, reason: "\(error)")
        }
    }
}
