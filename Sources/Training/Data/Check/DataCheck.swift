import CTC
import Foundation
import Recognition
import Signal
import Synchronization

/// A clip that can be trained or evaluated on.
public struct CheckedClip: Sendable, Equatable {
    /// Its text as the alphabet spells it, and the duration that was measured.
    public var utterance: Utterance
    /// A number that clips of other samples do not have.
    public var content: UInt64

    public init(utterance: Utterance, content: UInt64) {
        (self.utterance, self.content) = (utterance, content)
    }
}

/// Looks at data before it is trained on, and finds everything that is wrong with it at once.
///
/// Every clip is decoded from start to end; the clips are shared among the cores.
public struct DataCheck: Sendable {
    /// What can be used, and what was found.
    public struct Result: Sendable {
        public var train: [CheckedClip]
        public var dev: [CheckedClip]
        public var report: DataReport
    }

    /// The model's, Hz.
    public var sampleRate: Int
    public var alphabet: Alphabet
    /// Clips longer than this are left out (s).
    public var maximumSeconds: Double
    /// The network's output steps for so many seconds of audio.
    public var steps: @Sendable (_ seconds: Double) -> Int

    public init(
        sampleRate: Int, alphabet: Alphabet, maximumSeconds: Double,
        steps: @escaping @Sendable (_ seconds: Double) -> Int
    ) {
        (self.sampleRate, self.alphabet, self.maximumSeconds) = (sampleRate, alphabet, maximumSeconds)
        self.steps = steps
    }

    /// A check for a model.
    ///
    /// - Parameter alphabet: nil for the model's own.
    public init(
        model: Model, alphabet: Alphabet? = nil, maximumSeconds: Double = TrainingOptions().maximumSeconds
    ) {
        let rate = model.frontEnd.options.sampleRate
        self.init(
            sampleRate: rate, alphabet: alphabet ?? model.alphabet, maximumSeconds: maximumSeconds,
            steps: { [frontEnd = model.frontEnd, network = model.network] seconds in
                network.steps(frames: frontEnd.frames(samples: Int((seconds * Double(rate)).rounded())))
            })
    }

    /// Checks data that are to be trained on, and those that are to judge it.
    ///
    /// - Parameter progress: called, from any thread, with the clips that are done and the clips that there are.
    public func run(
        train: [ManifestReading], dev: [ManifestReading] = [],
        progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) -> Result {
        var findings = FindingList()
        for problem in (train + dev).flatMap(\.problems) { findings.add(problem) }
        let entries = (train.flatMap(\.entries), dev.flatMap(\.entries))
        var clips = clips(entries.0 + entries.1, progress: progress)
        let devRange = entries.0.count..<clips.count

        for index in clips.indices { inspect(&clips[index], &findings) }
        SpeakingRate(clips).report(&clips, to: &findings)
        Duplicates(clips[devRange]).report(&clips[..<devRange.lowerBound], to: &findings)

        let usable = (clips[..<devRange.lowerBound].compactMap(\.usable), clips[devRange].compactMap(\.usable))
        let changed = clips.filter { $0.text != $0.entry.utterance.text }
        return Result(
            train: usable.0, dev: usable.1,
            report: DataReport(
                train: .init(clips: entries.0.count, usable: usable.0.map(\.utterance)),
                dev: .init(clips: entries.1.count, usable: usable.1.map(\.utterance)),
                normalized: changed.first.map {
                    .init(count: changed.count, before: $0.entry.utterance.text, after: $0.text)
                },
                findings: findings.sorted))
    }

    /// Decodes every clip, on all cores.
    private func clips(
        _ entries: [ManifestReading.Entry], progress: @Sendable (_ done: Int, _ total: Int) -> Void
    ) -> [InspectedClip] {
        let normalization = TextNormalization(for: alphabet)
        let done = Atomic(0)
        return entries.concurrentMap { entry in
            let measured = Swift.Result { () throws(AudioError) in try ClipMeasurement(entry.utterance) }
            let text = normalization.applied(to: entry.utterance.text)
            progress(done.add(1, ordering: .relaxed).newValue, entries.count)
            return InspectedClip(entry: entry, text: text, measured: measured)
        }
    }

    /// What can be said of a clip by itself.
    private func inspect(_ clip: inout InspectedClip, _ findings: inout FindingList) {
        let labels = labels(of: &clip, &findings)
        switch clip.measured {
        case .failure(let error):
            findings.add(.unreadableAudio, &clip, error.description)
        case .success(let measured):
            inspect(&clip, measured, labels: labels, &findings)
        }
    }

    private func labels(of clip: inout InspectedClip, _ findings: inout FindingList) -> [Int]? {
        if clip.text.isEmpty { findings.add(.emptyText, &clip, clip.entry.utterance.audio) }
        do throws(AlphabetError) {
            return try alphabet.encode(clip.text)
        } catch {
            if case .unknownCharacters(let scalars, _) = error {
                findings.add(.unknownCharacters, &clip, clip.text)
                findings.count(scalars, in: clip.text)
            }
            return nil
        }
    }

    private func inspect(
        _ clip: inout InspectedClip, _ measured: ClipMeasurement, labels: [Int]?, _ findings: inout FindingList
    ) {
        let seconds = Self.text(measured.seconds)
        if measured.seconds > maximumSeconds {
            findings.add(.tooLong, &clip, "\(seconds) s, and the limit is \(Self.text(maximumSeconds)) s")
        }
        if let labels {
            let needed = max(1, CTCLoss.minimumFrames(for: labels))
            let steps = steps(measured.seconds)
            if steps < needed {
                findings.add(
                    .textTooLong, &clip, "\(seconds) s give \(steps) network steps, and its text needs \(needed)")
            }
        }
        // −80 dB of full scale: not even a quiet room's noise.
        if measured.peak < 1e-4, !clip.text.isEmpty {
            findings.add(.silentSpeech, &clip, clip.entry.utterance.audio)
        }
        if measured.clipped > 0.002 {
            let share = Self.text(100 * measured.clipped)
            findings.add(.clipping, &clip, "\(share) % of its samples are at full scale")
        }
        if let stated = clip.entry.utterance.duration, abs(stated - measured.seconds) > max(0.3, 0.05 * stated) {
            findings.add(.otherDuration, &clip, "\(Self.text(stated)) s are stated, and there are \(seconds) s")
        }
        if measured.sampleRate < sampleRate {
            findings.add(.lowSampleRate, &clip, "\(measured.sampleRate) Hz, and the model's is \(sampleRate) Hz")
        }
    }

    /// A number rounded to two decimals.
    static func text(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}
