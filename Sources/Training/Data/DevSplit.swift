import CTC
import Foundation
import Recurrent

/// Dev utterances split off from training data, so that what is judged was not trained on.
///
/// Whole speakers are split off where speakers are known; otherwise clips, of which those with the same audio or the same
/// sentence stay on one side. The same data, options and seed give the same split, in whatever order the data come.
public struct DevSplit: Sendable, Equatable {
    public struct Options: Sendable, Equatable {
        /// How much of the audio to split off.
        public var share = 0.1
        /// The fewest clips to split off, where there are three times as many.
        public var minimumClips = 5
        /// The most seconds of audio to split off; twice as many where every speaker has that much.
        public var maximumSeconds = 1800.0
        public var seed: UInt64 = 1

        public init() {}
    }

    /// What was kept together.
    public enum Grouping: Sendable, Equatable, CustomStringConvertible {
        /// No speaker is on both sides; so many are in the dev set.
        case speakers(dev: Int)
        /// Speakers may be on both sides.
        case clips(Reason)

        /// Why it is not speakers.
        public enum Reason: Sendable, Equatable {
            case unknownSpeakers
            case oneSpeaker
            /// One speaker has so much of the audio, from 0.5 to 1.
            case dominantSpeaker(String, share: Double)
            /// No choice of speakers has about the right amount of audio.
            case unevenSpeakers
        }

        public var description: String {
            switch self {
            case .speakers(let count): "by speaker: \(count) \(count == 1 ? "is" : "are") in the dev set only"
            case .clips(.unknownSpeakers): "by clip, since the speakers are not known; they may be on both sides"
            case .clips(.oneSpeaker): "by clip, since there is one speaker only"
            case .clips(.dominantSpeaker(let name, let share)):
                "by clip, since the speaker \(name) has \(Int((100 * share).rounded())) % of the audio; speakers may be on both sides"
            case .clips(.unevenSpeakers):
                "by clip, since no speaker has little enough of the audio; speakers may be on both sides"
            }
        }
    }

    public let train: [Utterance]
    public let dev: [Utterance]
    public let grouping: Grouping

    public init(_ clips: [CheckedClip], options: Options = Options()) {
        let split = Splitter(clips, options)
        let (chosen, grouping) = split.chosen()
        train = clips.indices.filter { !chosen.contains($0) }.map { clips[$0].utterance }
        dev = clips.indices.filter(chosen.contains).map { clips[$0].utterance }
        self.grouping = grouping
    }
}

/// Chooses groups of clips, drawn at random, until there is enough.
private struct Splitter {
    private let clips: [CheckedClip]
    private let options: DevSplit.Options
    private let total: Double
    /// Seconds wanted.
    private let target: Double
    /// Clips wanted at least.
    private let fewest: Int

    init(_ clips: [CheckedClip], _ options: DevSplit.Options) {
        self.clips = clips
        self.options = options
        total = clips.reduce(0) { $0 + $1.seconds }
        target = min(options.share * total, options.maximumSeconds)
        fewest = min(options.minimumClips, max(1, clips.count / 3))
    }

    /// The indices of the dev clips, and what was kept together.
    func chosen() -> (Set<Int>, DevSplit.Grouping) {
        let known = clips.indices.filter { clips[$0].utterance.speaker != nil }
        let speakers = Dictionary(grouping: known) { clips[$0].utterance.speaker ?? "" }
        // Clips without a speaker may be of any; a few of them stay in training.
        guard seconds(of: known) > 0.9 * total else { return (chosenClips(), .clips(.unknownSpeakers)) }
        guard speakers.count > 1 else { return (chosenClips(), .clips(.oneSpeaker)) }
        if let (name, share) = speakers.map({ ($0, seconds(of: $1) / total) }).first(where: { $0.1 > 0.5 }) {
            return (chosenClips(), .clips(.dominantSpeaker(name, share: share)))
        }
        let dev = draw(speakers)
        guard !dev.isEmpty else { return (chosenClips(), .clips(.unevenSpeakers)) }
        return (dev, .speakers(dev: Set(dev.map { clips[$0].utterance.speaker }).count))
    }

    private func chosenClips() -> Set<Int> {
        let sentences = draw(groups(bySentence: true))
        return sentences.isEmpty ? draw(groups(bySentence: false)) : sentences
    }

    /// Clips with the same audio and, if wanted, those with the same sentence; each group under its least clip's name.
    private func groups(bySentence: Bool) -> [String: [Int]] {
        var parents = Array(clips.indices)
        func root(_ index: Int) -> Int { parents[index] == index ? index : root(parents[index]) }
        var first: [String: Int] = [:]
        for (index, clip) in clips.enumerated() {
            var keys = ["\(clip.content)"]
            // A single word or two come up again in any corpus, and must not all go to one side.
            if bySentence, clip.utterance.text.count(where: { $0 == " " }) >= 3 { keys.append(clip.utterance.text) }
            for key in keys {
                if let other = first[key] { parents[root(index)] = root(other) } else { first[key] = index }
            }
        }
        let groups = Dictionary(grouping: clips.indices) { root($0) }
        return Dictionary(
            groups.values.map { ($0.map { clips[$0].utterance.id }.min() ?? "", $0) }, uniquingKeysWith: +)
    }

    /// Draws groups by their names until there is enough; none where one alone would be far too much.
    private func draw(_ groups: [String: [Int]]) -> Set<Int> {
        var random = SplitMix64(seed: options.seed)
        var chosen: [Int] = []
        var seconds = 0.0
        var left: [[Int]] = []
        for name in groups.keys.sorted().shuffled(using: &random) {
            let group = groups[name] ?? []
            let sum = seconds + self.seconds(of: group)
            if sum <= min(1.2 * target, options.maximumSeconds), seconds < 0.99 * target || chosen.count < fewest {
                chosen += group
                seconds = sum
            } else {
                left.append(group)
            }
        }
        // Where groups are large, rather too much than nearly nothing.
        for group in left.sorted(by: { self.seconds(of: $0) < self.seconds(of: $1) }) {
            let sum = seconds + self.seconds(of: group)
            guard seconds < target / 2 || chosen.count < fewest, sum <= min(0.34 * total, 2 * options.maximumSeconds)
            else { break }
            chosen += group
            seconds = sum
        }
        return Set(chosen)
    }

    private func seconds(of indices: [Int]) -> Double {
        indices.reduce(0) { $0 + clips[$1].seconds }
    }
}

extension CheckedClip {
    fileprivate var seconds: Double { utterance.duration ?? 0 }
}
