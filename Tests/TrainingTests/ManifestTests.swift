import Foundation
import Testing
import Training

/// A folder of its own for a test's manifests and (empty) audio files, removed with the last reference to it.
private final class Corpus {
    let folder = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)").path

    init(_ files: [String: String]) throws {
        for (name, contents) in files {
            let url = URL(filePath: path(name))
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(contents.utf8).write(to: url)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func path(_ name: String) -> String {
        "\(folder)/\(name)"
    }

    func read(_ name: String) throws(ManifestError) -> [Utterance] {
        try Manifest.read(path(name)).utterances
    }
}

@Suite struct JSONLinesManifestTests {
    private func corpus(_ lines: String) throws -> Corpus {
        try Corpus(["train.jsonl": lines, "audio/a.wav": "", "audio/b c%20.opus": ""])
    }

    @Test func weightStandsBehindTheName() throws {
        let corpus = try corpus(#"{"audio_filepath": "audio/a.wav", "text": "a"}"#)
        #expect(try Manifest.read(weighted: corpus.path("train.jsonl")).utterances[0].weight == 1)
        #expect(try Manifest.read(weighted: corpus.path("train.jsonl:0.25")).utterances[0].weight == 0.25)
        #expect(throws: ManifestError.badWeight(name: corpus.path("train.jsonl:-1"))) {
            try Manifest.read(weighted: corpus.path("train.jsonl:-1"))
        }
        #expect(throws: ManifestError.self) { try Manifest.read(weighted: corpus.path("train.jsonl:often")) }
    }

    @Test func linesAreReadInOrder() throws {
        let corpus = try corpus(
            """
            {"audio_filepath": "audio/a.wav", "duration": 1.5, "text": "it's one", "speaker": "ann", "lang": "en"}

            {"id": "second", "text": "", "audio_filepath": "audio/b c%20.opus", "duration": null}
            """)
        #expect(
            try corpus.read("train.jsonl") == [
                Utterance(
                    id: "audio/a.wav", audio: corpus.path("audio/a.wav"), duration: 1.5, text: "it's one",
                    speaker: "ann"),
                Utterance(id: "second", audio: corpus.path("audio/b c%20.opus"), text: ""),
            ])
    }

    @Test func lineEndsOfWindowsAByteOrderMarkAndLineSeparatorsInATextAreRead() throws {
        let line = #"{"audio_filepath": "audio/a.wav", "text": "ŷ\#u{2028}ŵ"}"#
        let corpus = try corpus("\u{FEFF}\(line)\r\n\r\n\(line)\r\n")
        #expect(try corpus.read("train.jsonl").map(\.text) == ["ŷ\u{2028}ŵ", "ŷ\u{2028}ŵ"])
    }

    @Test func anAbsolutePathIsKept() throws {
        let other = try Corpus(["x.flac": ""])
        let corpus = try corpus(#"{"audio_filepath": "\#(other.path("x.flac"))", "text": "x"}"#)
        #expect(try corpus.read("train.jsonl").map(\.audio) == [other.path("x.flac")])
    }

    @Test func anEncodedUtteranceIsALine() throws {
        let corpus = try corpus("")
        let utterance = Utterance(
            id: "u", audio: corpus.path("audio/a.wav"), duration: 2, text: "say \"hi\"", speaker: "s")
        try JSONEncoder().encode(utterance).write(to: URL(filePath: corpus.path("train.jsonl")))
        #expect(try corpus.read("train.jsonl") == [utterance])
    }

    @Test(arguments: ["{", "hello", "[1, 2]", "{\"audio_filepath\": \"audio/a.wav\" \"text\": \"\"}"])
    func aLineThatIsNoObjectIsAnError(line: String) throws {
        let corpus = try corpus("{\"audio_filepath\": \"audio/a.wav\", \"text\": \"\"}\n\n\(line)\n")
        #expect(throws: ManifestError.notJSON(path: corpus.path("train.jsonl"), line: 3)) {
            try corpus.read("train.jsonl")
        }
    }

    @Test(
        arguments: [
            (#"{"text": "a"}"#, "audio_filepath", "the path of an audio file"),
            (#"{"audio_filepath": "", "text": "a"}"#, "audio_filepath", "the path of an audio file"),
            (#"{"audio_filepath": "audio/a.wav"}"#, "text", "a string, empty for silence"),
            (#"{"audio_filepath": "audio/a.wav", "text": 7}"#, "text", "a string"),
            (#"{"audio_filepath": "audio/a.wav", "text": "", "duration": "1 s"}"#, "duration", "a number"),
        ])
    func aMissingOrMistypedKeyIsAnError(line: String, key: String, expected: String) throws {
        let corpus = try corpus(line)
        let error = ManifestError.badValue(path: corpus.path("train.jsonl"), line: 1, key: key, expected: expected)
        #expect(throws: error) { try corpus.read("train.jsonl") }
    }

    @Test(arguments: [0, -1.5])
    func aDurationThatIsNotPositiveIsAnError(duration: Double) throws {
        let corpus = try corpus(#"{"audio_filepath": "audio/a.wav", "text": "", "duration": \#(duration)}"#)
        let error = ManifestError.impossibleDuration(path: corpus.path("train.jsonl"), line: 1, duration: duration)
        #expect(throws: error) { try corpus.read("train.jsonl") }
    }

    @Test func anAudioFileThatIsNotThereIsAnErrorThatNamesIt() throws {
        let corpus = try corpus("\n{\"audio_filepath\": \"audio/gone.wav\", \"text\": \"\"}")
        let error = ManifestError.missingAudio(
            path: corpus.path("train.jsonl"), line: 2, audio: corpus.path("audio/gone.wav"))
        #expect(throws: error) { try corpus.read("train.jsonl") }
        #expect("\(error)".contains("train.jsonl, line 2: there is no audio file \(corpus.path("audio/gone.wav"))"))
    }

    @Test(arguments: ["", "\n \n"])
    func anEmptyManifestIsAnError(contents: String) throws {
        let corpus = try corpus(contents)
        #expect(throws: ManifestError.empty(path: corpus.path("train.jsonl"))) { try corpus.read("train.jsonl") }
    }

    @Test func aManifestThatIsNotThereOrNotTextIsAnError() throws {
        let corpus = try corpus("")
        let missing = ManifestError.unreadable(path: corpus.path("no.jsonl"), reason: "there is no such file or folder")
        #expect(throws: missing) { try corpus.read("no.jsonl") }
        try Data([0xff, 0xfe, 0x00]).write(to: URL(filePath: corpus.path("train.jsonl")))
        let binary = ManifestError.unreadable(path: corpus.path("train.jsonl"), reason: "it is not UTF-8 text")
        #expect(throws: binary) { try corpus.read("train.jsonl") }
    }
}

@Suite struct CSVManifestTests {
    private func corpus(_ text: String) throws -> Corpus {
        try Corpus(["train.csv": text, "a.wav": "", "b, \"c\".wav": ""])
    }

    @Test func rowsAreReadInOrder() throws {
        let corpus = try corpus("wav_filename,wav_filesize,transcript\na.wav,44,it's one\n\na.wav,44,\n")
        #expect(
            try corpus.read("train.csv") == [
                Utterance(id: "a.wav", audio: corpus.path("a.wav"), text: "it's one"),
                Utterance(id: "a.wav", audio: corpus.path("a.wav"), text: ""),
            ])
    }

    @Test func columnsMayComeInAnotherOrderAndLinesEndAsOnWindows() throws {
        let corpus = try corpus("transcript,speaker,wav_filename\r\none,x,a.wav\r\ntwo,y,a.wav")
        #expect(try corpus.read("train.csv").map(\.text) == ["one", "two"])
    }

    @Test func quotedFieldsHoldCommasQuotesAndLineEnds() throws {
        let corpus = try corpus(
            "wav_filename,wav_filesize,transcript\n\"b, \"\"c\"\".wav\",1,\"one, \"\"two\"\"\nthree\"\na.wav,2,\"\"\n")
        let utterances = try corpus.read("train.csv")
        #expect(utterances.map(\.text) == ["one, \"two\"\nthree", ""])
        #expect(utterances.map(\.audio) == [corpus.path("b, \"c\".wav"), corpus.path("a.wav")])
    }

    @Test(arguments: [("a.wav,1,\"open\nmore", 3), ("a.wav,1,\"closed\" early", 3)])
    func wrongQuotesAreAnError(row: String, line: Int) throws {
        let corpus = try corpus("wav_filename,wav_filesize,transcript\na.wav,1,fine\n\(row)\n")
        #expect(throws: ManifestError.misquoted(path: corpus.path("train.csv"), line: line)) {
            try corpus.read("train.csv")
        }
    }

    @Test(arguments: [("a.wav,1,one, two", 4), ("a.wav,1", 2)])
    func aRowOfAnotherLengthIsAnError(row: String, found: Int) throws {
        let corpus = try corpus("wav_filename,wav_filesize,transcript\na.wav,1,\"two\nlines\"\n\(row)\n")
        #expect(throws: ManifestError.raggedRow(path: corpus.path("train.csv"), line: 4, expected: 3, found: found)) {
            try corpus.read("train.csv")
        }
    }

    @Test func aMissingColumnIsAnError() throws {
        let corpus = try corpus("wav_filename,text\na.wav,one\n")
        #expect(throws: ManifestError.missingColumn(path: corpus.path("train.csv"), column: "transcript")) {
            try corpus.read("train.csv")
        }
    }

    @Test func anAudioFileThatIsNotThereIsAnError() throws {
        let corpus = try corpus("wav_filename,wav_filesize,transcript\ngone.wav,1,one\n")
        let error = ManifestError.missingAudio(path: corpus.path("train.csv"), line: 2, audio: corpus.path("gone.wav"))
        #expect(throws: error) { try corpus.read("train.csv") }
    }

    @Test(arguments: ["", "wav_filename,wav_filesize,transcript\n"])
    func aFileWithoutRowsIsAnError(contents: String) throws {
        let corpus = try corpus(contents)
        #expect(throws: ManifestError.empty(path: corpus.path("train.csv"))) { try corpus.read("train.csv") }
    }
}

@Suite struct LibriSpeechManifestTests {
    @Test func transcriptsAreFoundBelowTheFolder() throws {
        let corpus = try Corpus([
            "dev/84/121123/84-121123.trans.txt": "84-121123-0000 GO DO YOU HEAR\n84-121123-0001\n",
            "dev/84/121123/84-121123-0000.flac": "", "dev/84/121123/84-121123-0001.wav": "",
            "dev/1272/5/1272-5.trans.txt": "1272-5-0000 IT'S\tME\r\n", "dev/1272/5/1272-5-0000.flac": "",
            "dev/README.TXT": "not a transcript",
        ])
        let expected = [
            Utterance(
                id: "1272-5-0000", audio: corpus.path("dev/1272/5/1272-5-0000.flac"), text: "it's me", speaker: "1272"),
            Utterance(
                id: "84-121123-0000", audio: corpus.path("dev/84/121123/84-121123-0000.flac"), text: "go do you hear",
                speaker: "84"),
            Utterance(
                id: "84-121123-0001", audio: corpus.path("dev/84/121123/84-121123-0001.wav"), text: "", speaker: "84"),
        ]
        #expect(try corpus.read("dev") == expected)
        try FileManager.default.createSymbolicLink(
            atPath: corpus.path("link"), withDestinationPath: corpus.path("dev"))
        #expect(try corpus.read("link") == expected)
    }

    @Test func anAudioFileThatIsNotThereIsAnError() throws {
        let corpus = try Corpus(["dev/1-2.trans.txt": "1-2-0 ONE\n1-2-1 TWO\n", "dev/1-2-0.flac": ""])
        let error = ManifestError.missingAudio(
            path: corpus.path("dev/1-2.trans.txt"), line: 2, audio: corpus.path("dev/1-2-1.flac"))
        #expect(throws: error) { try corpus.read("dev") }
    }

    @Test func aFolderWithoutTranscriptsIsAnError() throws {
        let corpus = try Corpus(["dev/notes.txt": "1-2-0 ONE\n"])
        #expect(throws: ManifestError.empty(path: corpus.path("dev"))) { try corpus.read("dev") }
    }
}
