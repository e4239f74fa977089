import Recurrent
import Testing
import Training

@Suite struct DevSplitTests {
    private func clip(
        _ id: Int, seconds: Double = 4, speaker: String? = nil, text: String = "yes", content: UInt64? = nil
    ) -> CheckedClip {
        CheckedClip(
            utterance: Utterance(id: "\(id)", audio: "\(id).wav", duration: seconds, text: text, speaker: speaker),
            content: content ?? UInt64(id))
    }

    private func seconds(_ utterances: [Utterance]) -> Double { utterances.reduce(0) { $0 + ($1.duration ?? 0) } }

    /// Every clip is on one side, in the order in which it came.
    private func expectPartition(_ split: DevSplit, of clips: [CheckedClip]) {
        let ids = clips.map(\.utterance.id)
        let dev = Set(split.dev.map(\.id))
        #expect(split.dev.map(\.id) == ids.filter(dev.contains))
        #expect(split.train.map(\.id) == ids.filter { !dev.contains($0) })
    }

    @Test func speakersAreOnOneSide() {
        let clips = (0..<400).map { clip($0, seconds: 2 + Double($0 % 5), speaker: "speaker \($0 % 23)") }
        let split = DevSplit(clips)
        expectPartition(split, of: clips)
        let speakers = Set(split.dev.compactMap(\.speaker))
        #expect(split.grouping == .speakers(dev: speakers.count))
        #expect(speakers.isDisjoint(with: split.train.compactMap(\.speaker)))
        let share = seconds(split.dev) / seconds(clips.map(\.utterance))
        #expect(share > 0.05 && share < 0.13, "\(share)")
    }

    @Test func theSeedDecidesAndTheOrderDoesNot() {
        let clips = (0..<200).map { clip($0, speaker: "\($0 % 40)") }
        let split = DevSplit(clips)
        #expect(DevSplit(clips) == split)
        var random = SplitMix64(seed: 5)
        #expect(Set(DevSplit(clips.shuffled(using: &random)).dev.map(\.id)) == Set(split.dev.map(\.id)))
        var options = DevSplit.Options()
        options.seed = 2
        #expect(DevSplit(clips, options: options).dev != split.dev)
    }

    @Test func withoutSpeakersClipsAreSplit() {
        let clips = (0..<200).map { clip($0) }
        let split = DevSplit(clips)
        expectPartition(split, of: clips)
        #expect(split.grouping == .clips(.unknownSpeakers) && split.dev.count == 20)
    }

    @Test func oneSpeakerOrOneWithMostOfIt() {
        let one = DevSplit((0..<100).map { clip($0, speaker: "ann") })
        #expect(one.grouping == .clips(.oneSpeaker) && one.dev.count == 10)
        let most = DevSplit((0..<100).map { clip($0, speaker: $0 < 60 ? "ann" : "\($0)") })
        #expect(most.grouping == .clips(.dominantSpeaker("ann", share: 0.6)) && most.dev.count == 10)
        #expect(most.grouping.description.contains("ann has 60 % of the audio"))
        let halves = DevSplit((0..<100).map { clip($0, speaker: $0 < 50 ? "ann" : "bob") })
        #expect(halves.grouping == .clips(.unevenSpeakers) && halves.dev.count == 10)
    }

    @Test func clipsOfTheSameAudioOrSentenceStayTogether() {
        let clips = (0..<300).map { index in
            clip(
                index, text: index % 2 == 0 ? "this is sentence number \(index / 6)" : "yes",
                content: UInt64(index % 2 == 0 ? index : index / 4))
        }
        let split = DevSplit(clips)
        expectPartition(split, of: clips)
        #expect(split.dev.count >= 25 && split.dev.count <= 36)
        let dev = Set(split.dev.map(\.id))
        func sides<Key: Hashable>(_ key: (CheckedClip) -> Key, of clips: [CheckedClip]) -> Bool {
            Dictionary(grouping: clips, by: key).values.allSatisfy { group in
                Set(group.map { dev.contains($0.utterance.id) }).count == 1
            }
        }
        #expect(sides(\.content, of: clips))
        #expect(sides(\.utterance.text, of: clips.filter { $0.utterance.text != "yes" }))
    }

    /// Where all say the same sentence, the sentence cannot decide.
    @Test func oneSentenceOnly() {
        let split = DevSplit((0..<50).map { clip($0, text: "open the front door please") })
        #expect(split.dev.count == 5)
    }

    @Test func fewClipsAndVeryMany() {
        #expect(DevSplit([clip(0)]).dev.isEmpty && DevSplit([]).train.isEmpty)
        #expect(DevSplit((0..<6).map { clip($0) }).dev.count == 2)
        #expect(DevSplit((0..<20).map { clip($0) }).dev.count == 5)
        let long = DevSplit((0..<4000).map { clip($0, seconds: 10) })
        #expect(seconds(long.dev) > 1600 && seconds(long.dev) <= 1800)
    }
}
