import CTC
import Foundation
import Recognition
import Testing
import Training

@Suite struct DataCheckTests {
    private let folder: WAVFolder

    init() throws {
        folder = try WAVFolder()
    }

    /// A model whose network makes a step of every third 10-ms frame.
    private func check(_ alphabet: Alphabet? = nil) throws -> DataCheck {
        var configuration = ModelConfiguration()
        configuration.network.layers = 1
        configuration.network.hiddenSize = 4
        return DataCheck(model: try Model(configuration, seed: 1), alphabet: alphabet, maximumSeconds: 10)
    }

    /// A clip with a tone of its own, as the line of a manifest.
    private func clip(
        _ text: String, _ name: String, seconds: Double = 2, line: Int = 1, manifest: String = "train.jsonl",
        speaker: String? = nil
    ) throws -> ManifestReading {
        let tone = Double(300 + name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 3000 })
        let audio = try folder.writeTone(tone, seconds: seconds, to: name)
        return reading(
            Utterance(id: name, audio: audio, text: text, speaker: speaker), line: line, manifest: manifest)
    }

    private func reading(
        _ utterance: Utterance, line: Int = 1, manifest: String = "train.jsonl"
    ) -> ManifestReading {
        var reading = ManifestReading()
        reading.entries = [.init(utterance: utterance, place: .init(path: manifest, line: line))]
        return reading
    }

    /// The only finding of a run, and what is left to train on.
    private func finding(
        _ train: [ManifestReading], dev: [ManifestReading] = [], alphabet: Alphabet? = nil
    ) throws -> (finding: DataFinding, train: [String]) {
        let result = try check(alphabet).run(train: train, dev: dev)
        try #require(result.report.findings.count == 1, "\(result.report)")
        return (result.report.findings[0], result.train.map(\.utterance.id))
    }

    @Test func cleanDataHaveNoFindings() throws {
        let train = try (0..<25).map {
            try clip("it's number \($0 % 2 == 0 ? "one" : "two")", "\($0).wav", line: $0 + 1, speaker: "\($0 % 3)")
        }
        let dev = try [clip("quite another", "dev.wav", manifest: "dev.jsonl")]
        let result = try check().run(train: train, dev: dev)
        #expect(result.report.findings.isEmpty && result.report.normalized == nil, "\(result.report)")
        #expect(result.train.map(\.utterance.id) == (0..<25).map { "\($0).wav" })
        #expect(result.train.allSatisfy { $0.utterance.duration == 2 })
        #expect(result.dev.map(\.utterance.text) == ["quite another"])
        let totals = result.report.train
        #expect(totals.clips == 25 && totals.usable == 25 && totals.seconds == 50)
        #expect(totals.speakers == 3 && totals.words == 75)
        #expect(result.report.text().contains("train: 25 clips, 0.8 min, 3 speakers, 75 words\ndev: 1 clip, "))
        #expect(result.report.text().hasSuffix("no faults found"))
    }

    @Test func problemsOfManifestsAreFindings() throws {
        var broken = try clip("one", "a.wav")
        broken.problems = [
            .missingAudio(path: "train.jsonl", line: 2, audio: "gone.wav"), .notJSON(path: "train.jsonl", line: 3),
            .missingAudio(path: "train.jsonl", line: 4, audio: "lost.wav"),
        ]
        let report = try check().run(train: [broken]).report
        #expect(report.findings.map(\.kind) == [.manifest, .missingAudio])
        #expect(report.findings.map(\.count) == [1, 2] && report.findings.allSatisfy { $0.severity == .error })
        #expect(report.findings[1].examples.map(\.place.line) == [2, 4])
        #expect(report.text().contains("error: 2 clips whose audio file is missing\n    train.jsonl, line 2: "))
    }

    @Test func unreadableAudio() throws {
        let noAudio = folder.path("text.wav")
        try Data(repeating: 65, count: 1000).write(to: URL(fileURLWithPath: noAudio))
        // Damage at the end is found too.
        var samples = [Float](repeating: 0.1, count: 32_000)
        samples[31_000] = .nan
        let notANumber = try folder.write(samples, to: "nan.wav")
        let bad = [noAudio, notANumber].enumerated().map {
            reading(Utterance(id: "bad \($0)", audio: $1, text: "one"), line: 7 + $0)
        }
        let (finding, train) = try finding(bad + [clip("one", "a.wav")])
        #expect(finding.kind == .unreadableAudio && finding.severity == .error && finding.count == 2)
        #expect(finding.examples.map(\.place.line) == [7, 8] && finding.examples.map(\.id) == ["bad 0", "bad 1"])
        #expect(finding.examples[1].note.contains("1.938 s is infinite or not a number"))
        #expect(train == ["a.wav"])
    }

    @Test func aPieceBeyondTheFilesEnd() throws {
        let audio = try folder.writeTone(500, seconds: 1, to: "a.wav")
        let outside = reading(Utterance(id: "b", audio: audio, offset: 2, duration: 1, text: "one"))
        #expect(try finding([outside]).finding.kind == .unreadableAudio)
        let beyond = reading(Utterance(id: "c", audio: audio, offset: 0.5, duration: 2, text: "one"))
        let (finding, train) = try finding([beyond])
        #expect(finding.kind == .otherDuration && train == ["c"])
        #expect(finding.examples[0].note == "2.0 s are stated, and there are 0.5 s")
    }

    @Test func charactersOutsideTheAlphabet() throws {
        let (finding, train) = try finding([
            clip("7 straße", "a.wav"), clip("fuß 77", "b.wav", line: 2), clip("fuss", "c.wav", line: 3),
        ])
        #expect(finding.kind == .unknownCharacters && finding.severity == .error && finding.count == 2)
        #expect(finding.characters == ["7": 3, "ß": 2])
        #expect(finding.examples.map(\.place.line) == [1, 2])
        #expect(train == ["c.wav"])
        let text = try check().run(train: [clip("7 straße", "a.wav"), clip("fuß 77", "b.wav")]).report.text()
        #expect(text.contains("    '7' (U+0037) 3 ×, 'ß' (U+00DF) 2 ×\n"))
        #expect(text.contains("--alphabet from-data"))
    }

    @Test func anotherAlphabetIsUsed() throws {
        let texts = ["ĉu", "ŝi", "ĉi ŝu"]
        let train = try texts.enumerated().map { try clip($1, "\($0).wav") }
        #expect(try finding(train).finding.characters == ["ĉ": 2, "ŝ": 2])
        let alphabet = try Alphabet.collected(from: texts).alphabet
        #expect(try check(alphabet).run(train: train).report.findings.isEmpty)
    }

    @Test func textsAreNormalized() throws {
        let result = try check().run(train: [
            clip("It’s “one”.", "a.wav"), clip("fine", "b.wav"), clip("Two", "c.wav"),
        ])
        #expect(result.report.findings.isEmpty)
        #expect(result.train.map(\.utterance.text) == ["it's one", "fine", "two"])
        let normalized = try #require(result.report.normalized)
        #expect(normalized.count == 2 && normalized.before == "It’s “one”." && normalized.after == "it's one")
        #expect(result.report.text().contains("note: 2 texts changed to fit the alphabet, such as\n    It’s “one”.\n"))
    }

    @Test func aTextOfPunctuationIsEmpty() throws {
        let (finding, train) = try finding([clip(" – ", "a.wav"), clip("one", "b.wav")])
        #expect(finding.kind == .emptyText && finding.severity == .warning && train == ["a.wav", "b.wav"])
    }

    @Test func clipsLongerThanTheLimit() throws {
        let (finding, train) = try finding([clip("one", "a.wav", seconds: 10), clip("one", "b.wav", seconds: 10.1)])
        #expect(finding.kind == .tooLong && finding.severity == .error && train == ["a.wav"])
        #expect(finding.examples[0].note == "10.1 s, and the limit is 10.0 s")
    }

    /// A second gives 98 frames and 33 steps: 33 letters fit, a 34th or a repetition does not.
    @Test func textsTooLongForTheirAudio() throws {
        let letters = String(repeating: "abc", count: 11)
        let (finding, train) = try finding([
            clip(letters, "a.wav", seconds: 1), clip(letters + "a", "b.wav", seconds: 1),
            clip(letters.dropLast() + "b", "c.wav", seconds: 1),
        ])
        #expect(finding.kind == .textTooLong && finding.severity == .error && finding.count == 2)
        #expect(finding.examples[0].note == "1.0 s give 33 network steps, and its text needs 34")
        #expect(train == ["a.wav"])
    }

    @Test func silence() throws {
        let audio = try folder.write(Array(repeating: 0, count: 16_000), to: "0.wav")
        let (finding, train) = try finding([
            reading(Utterance(id: "silent", audio: audio, text: "one")), clip("one", "a.wav"),
        ])
        #expect(finding.kind == .silentSpeech && finding.severity == .error && train == ["a.wav"])
        // Silences do not count as the same recording.
        let again = try folder.write(Array(repeating: 0, count: 16_000), to: "1.wav")
        let silences = [audio, again].map { reading(Utterance(id: $0, audio: $0, text: "")) }
        #expect(try self.finding(silences).finding.kind == .emptyText)
    }

    @Test func overdrivenClips() throws {
        let loud = try folder.write(
            (0..<16_000).map { max(-1, min(1, 2 * Float(sin(Double($0) / 10)))) }, to: "loud.wav")
        let (finding, train) = try finding([
            reading(Utterance(id: "loud", audio: loud, text: "one")), clip("one", "a.wav"),
        ])
        #expect(finding.kind == .clipping && finding.severity == .warning && train == ["loud", "a.wav"])
        #expect(finding.count == 1)
    }

    @Test func durationsThatAreNotTrue() throws {
        let audio = try folder.writeTone(500, seconds: 2, to: "a.wav")
        let (finding, train) = try finding([
            reading(Utterance(id: "a", audio: audio, duration: 5, text: "one")),
            reading(
                Utterance(
                    id: "b", audio: try folder.writeTone(600, seconds: 2, to: "b.wav"), duration: 2.1, text: "one")),
        ])
        #expect(finding.kind == .otherDuration && finding.count == 1 && train == ["a", "b"])
        #expect(finding.examples[0].note == "5.0 s are stated, and there are 2.0 s")
    }

    @Test func lowSampleRates() throws {
        let path = try folder.write((0..<8000).map { 0.3 * Float(sin(Double($0) / 5)) }, to: "low.wav")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        withUnsafeBytes(of: (UInt32(8000), UInt32(32_000))) { bytes.replaceSubrange(24..<32, with: $0) }
        try bytes.write(to: URL(fileURLWithPath: path))
        let (finding, train) = try finding([reading(Utterance(id: "low", audio: path, text: "one"))])
        #expect(finding.kind == .lowSampleRate && finding.severity == .note && train == ["low"])
        #expect(finding.examples[0].note == "8000 Hz, and the model's is 16000 Hz")
    }

    @Test func clipsThatAreInTheDevSetToo() throws {
        let shared = try clip("one", "a.wav")
        let copy = try folder.writeTone(700, seconds: 2, to: "copy.wav")
        try folder.writeTone(700, seconds: 2, to: "original.wav")
        let dev = [
            reading(Utterance(id: "dev a", audio: shared.utterances[0].audio, text: "one"), manifest: "dev.jsonl"),
            reading(Utterance(id: "dev b", audio: copy, text: "two"), line: 2, manifest: "dev.jsonl"),
        ]
        let original = reading(Utterance(id: "b", audio: folder.path("original.wav"), text: "another"), line: 2)
        let (finding, train) = try finding([shared, original, clip("three", "c.wav", line: 3)], dev: dev)
        #expect(finding.kind == .sharedWithDev && finding.severity == .error && finding.count == 2)
        #expect(
            finding.examples.map(\.note)
                == ["the same audio as dev.jsonl, line 1 (dev a)", "the same audio as dev.jsonl, line 2 (dev b)"])
        #expect(train == ["c.wav"])
    }

    /// Two pieces of one file have to do with each other only where they overlap.
    @Test func piecesOfAFileInBothSets() throws {
        let audio = try folder.writeTone(500, seconds: 8, to: "a.wav")
        func piece(_ offset: Double, _ duration: Double) -> ManifestReading {
            reading(Utterance(id: "\(offset)", audio: audio, offset: offset, duration: duration, text: "one"))
        }
        let dev = [piece(2, 2)]
        let (finding, train) = try finding([piece(0, 2.5), piece(2.5, 4), piece(4, 4)], dev: dev)
        #expect(finding.kind == .sharedWithDev && train == ["0.0", "4.0"])
    }

    @Test func clipsThatAreThereTwice() throws {
        let (finding, train) = try finding([
            clip("one", "a.wav"), clip("two", "b.wav", line: 2), clip("one", "a.wav", line: 3),
        ])
        #expect(finding.kind == .repeated && finding.severity == .warning && train.count == 3)
        #expect(finding.examples[0].place.line == 3 && finding.examples[0].note.contains("train.jsonl, line 1 (a.wav)"))
    }

    /// Two texts of very different lengths that have been swapped stand out among others.
    @Test func speakingRatesThatDoNotFitIn() throws {
        let sentence = "the quick brown fox jumps over the lazy dog again and again"
        var train = try (0..<28).map {
            let words = sentence.split(separator: " ").prefix(3 + $0 % 8).joined(separator: " ")
            return try clip(words, "\($0).wav", seconds: Double(words.count) / 8, line: $0 + 1)
        }
        #expect(try check().run(train: train).report.findings.isEmpty)
        train.append(try clip("one two three", "long.wav", seconds: 6, line: 29))
        train.append(try clip("one two three four five six seven", "short.wav", seconds: 1.3, line: 30))
        let (finding, left) = try finding(train)
        #expect(finding.kind == .speakingRate && finding.severity == .warning && left.count == 30)
        #expect(finding.examples.map(\.id) == ["long.wav", "short.wav"], "\(finding)")
    }

    @Test func aReportIsJSONAndBack() throws {
        let report = try check().run(train: [clip("7", "a.wav"), clip("“One”", "b.wav")]).report
        let json = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(DataReport.self, from: json) == report)
        #expect(String(decoding: json, as: UTF8.self).contains(#""unknown_characters""#))
    }
}
