import Foundation
import Recognition
import Testing
import Training

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

    /// NeMo's `offset`: a piece of a file, which has a name of its own.
    @Test func piecesOfAFileAreToldApart() throws {
        let corpus = try corpus(
            """
            {"audio_filepath": "audio/a.wav", "offset": 0, "duration": 1.5, "text": "one"}
            {"audio_filepath": "audio/a.wav", "offset": 1.5, "duration": 2, "text": "two"}
            """)
        let audio = corpus.path("audio/a.wav")
        #expect(
            try corpus.read("train.jsonl") == [
                Utterance(id: "audio/a.wav", audio: audio, offset: 0, duration: 1.5, text: "one"),
                Utterance(id: "audio/a.wav@1.5", audio: audio, offset: 1.5, duration: 2, text: "two"),
            ])
    }

    /// Everything that is wrong is told at once, and what is right is there with its line.
    @Test func allProblemsAreCollected() throws {
        let corpus = try corpus(
            """
            {"audio_filepath": "audio/a.wav", "text": "one"}
            {"audio_filepath": "audio/gone.wav", "text": "two"}
            hello
            {"audio_filepath": "audio/a.wav", "offset": -1, "text": "three"}
            {"audio_filepath": "audio/a.wav", "text": "four"}
            """)
        let path = corpus.path("train.jsonl")
        let reading = Manifest.load(path)
        #expect(
            reading.problems == [
                .missingAudio(path: path, line: 2, audio: corpus.path("audio/gone.wav")), .notJSON(path: path, line: 3),
                .badValue(path: path, line: 4, key: "offset", expected: "0 or more seconds"),
            ])
        #expect(reading.utterances.map(\.text) == ["one", "four"])
        #expect(reading.entries.map(\.place) == [.init(path: path, line: 1), .init(path: path, line: 5)])
        #expect(throws: reading.problems[0]) { try corpus.read("train.jsonl") }
    }

    @Test func anAbsolutePathIsKept() throws {
        let other = try Corpus(["x.flac": ""])
        let corpus = try corpus(#"{"audio_filepath": "\#(other.path("x.flac"))", "text": "x"}"#)
        #expect(try corpus.read("train.jsonl").map(\.audio) == [other.path("x.flac")])
    }

    @Test func anEncodedUtteranceIsALine() throws {
        let corpus = try corpus("")
        var utterance = Utterance(
            id: "u", audio: corpus.path("audio/a.wav"), offset: 0.25, duration: 2, text: "say \"hi\"", speaker: "s")
        utterance.words = [.init(text: "say", start: 0, end: 0.5, score: 0.25), .init(text: "\"hi\"", start: 0.5, end: 1)]
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
            (#"{"audio_filepath": "audio/a.wav", "text": "", "offset": "1 s"}"#, "offset", "a number"),
            (
                #"{"audio_filepath": "audio/a.wav", "text": "a", "words": ["a"]}"#, "words",
                "a list of words with start and end in seconds"
            ),
            (
                #"{"audio_filepath": "audio/a.wav", "text": "a", "words": [null]}"#, "words",
                "a list of words with start and end in seconds"
            ),
            (
                #"{"audio_filepath": "audio/a.wav", "text": "a", "words": [{"word": "a", "start": 1}]}"#, "words",
                "a list of words with start and end in seconds"
            ),
            (
                #"{"audio_filepath": "audio/a.wav", "text": "a", "words": [{"word": "a", "start": 1, "end": 0.5}]}"#,
                "words", "words whose times do not run backwards"
            ),
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

    @Test func allProblemsAreCollected() throws {
        let corpus = try corpus("wav_filename,wav_filesize,transcript\ngone.wav,1,one\na.wav,1\na.wav,1,three\n")
        let path = corpus.path("train.csv")
        let reading = Manifest.load(path)
        #expect(
            reading.problems == [
                .missingAudio(path: path, line: 2, audio: corpus.path("gone.wav")),
                .raggedRow(path: path, line: 3, expected: 3, found: 2),
            ])
        #expect(reading.entries.map(\.place.line) == [4])
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

@Suite struct KaldiManifestTests {
    @Test func recordingsAndTextsAreJoined() throws {
        let corpus = try Corpus([
            "data/wav.scp": "u2 b c.wav\nu1  /etc/hostname \n",
            "data/text": "u1 one  two\nu2\n", "data/utt2spk": "u1 ann\n", "data/b c.wav": "",
        ])
        #expect(
            try corpus.read("data") == [
                Utterance(id: "u1", audio: "/etc/hostname", text: "one two", speaker: "ann"),
                Utterance(id: "u2", audio: corpus.path("data/b c.wav"), text: ""),
            ])
    }

    @Test func segmentsArePiecesOfRecordings() throws {
        let corpus = try Corpus([
            "data/wav.scp": "call a.wav\n", "data/a.wav": "",
            "data/segments": "c-1 call 0.5 2.25\nc-2 call 2.25 -1\n", "data/text": "c-1 one\nc-2 two\n",
        ])
        let audio = corpus.path("data/a.wav")
        #expect(
            try corpus.read("data") == [
                Utterance(id: "c-1", audio: audio, offset: 0.5, duration: 1.75, text: "one"),
                Utterance(id: "c-2", audio: audio, offset: 2.25, text: "two"),
            ])
    }

    @Test func allProblemsAreCollected() throws {
        let corpus = try Corpus([
            "data/wav.scp": "r1 a.wav\nr2 sox a.wav -t wav - |\nr3 gone.wav\nr4\nr1 a.wav\n", "data/a.wav": "",
            "data/segments": "s1 r1 0 1\ns2 r2 0 1\ns3 r9 0 1\ns4 r1 2 1\ns5 r1 1 2\n",
            "data/text": "s1 one\ns2 two\ns3 three\ns4 four\ns6 six\n", "data/utt2spk": "s1 ann b\n",
        ])
        let reading = Manifest.load(corpus.path("data"))
        #expect(reading.utterances.map(\.id) == ["s1"])
        #expect(reading.entries[0].place == ManifestPlace(path: corpus.path("data/text"), line: 1))
        let (scp, segments) = (corpus.path("data/wav.scp"), corpus.path("data/segments"))
        #expect(
            reading.problems == [
                .badFields(path: scp, line: 4, expected: "RECORDING PATH"),
                .repeatedName(path: scp, line: 5, name: "r1", first: 1),
                .command(path: scp, line: 2, name: "r2"),
                .missingAudio(path: scp, line: 3, audio: corpus.path("data/gone.wav")),
                .unknownName(path: segments, line: 3, name: "r9", file: scp),
                .badFields(
                    path: segments, line: 4,
                    expected: "UTTERANCE RECORDING START END, in seconds, the end after the start"),
                .badFields(path: corpus.path("data/utt2spk"), line: 1, expected: "UTTERANCE SPEAKER"),
                .unknownName(path: corpus.path("data/text"), line: 5, name: "s6", file: segments),
                .unknownName(path: segments, line: 5, name: "s5", file: corpus.path("data/text")),
            ])
        #expect(reading.problems[2].description.contains("wav.scp, line 2: 'r2' is the output of a command"))
    }

    @Test func aFolderWithoutTextsIsAnError() throws {
        let corpus = try Corpus(["data/wav.scp": "u1 a.wav\n", "data/a.wav": ""])
        let error = try #require(throws: ManifestError.self) { try corpus.read("data") }
        #expect(error.place == ManifestPlace(path: corpus.path("data/text")))
    }
}

@Suite struct TextsManifestTests {
    @Test func textsStandBesideTheirAudio() throws {
        let corpus = try Corpus([
            "mine/a.WAV": "", "mine/a.txt": "\u{FEFF} One\r\n  two \n\n", "mine/b.opus": "", "mine/b.txt": "",
            "mine/._a.wav": "", "mine/notes.txt": "to do", "mine/.hidden/x.wav": "", "mine/cover.png": "",
        ])
        #expect(
            try corpus.read("mine") == [
                Utterance(id: "a.WAV", audio: corpus.path("mine/a.WAV"), text: "One two"),
                Utterance(id: "b.opus", audio: corpus.path("mine/b.opus"), text: ""),
            ])
        #expect(
            Manifest.load(corpus.path("mine")).entries.map(\.place.path)
                == ["mine/a.txt", "mine/b.txt"].map(corpus.path))
    }

    /// The folders in which the files differ are the speakers', below those that all have in common.
    @Test func foldersAreSpeakers() throws {
        var files: [String: String] = [:]
        for name in ["wavs/ann/1/a", "wavs/ann/2/b", "wavs/bob/c", "wavs/d"] {
            files["mine/\(name).flac"] = ""
            files["mine/\(name).txt"] = "x"
        }
        let corpus = try Corpus(files)
        #expect(try corpus.read("mine").map(\.speaker) == ["ann", "ann", "bob", nil])
        #expect(try corpus.read("mine/wavs/ann").map(\.speaker) == ["1", "2"])
        #expect(try corpus.read("mine/wavs/bob").map(\.speaker) == [nil])
    }

    @Test func allProblemsAreCollected() throws {
        let corpus = try Corpus([
            "mine/a.wav": "", "mine/b.mp3": "", "mine/b.txt": "b", "mine/c.m4a": "", "mine/c.txt": "c",
        ])
        let reading = Manifest.load(corpus.path("mine"))
        #expect(reading.utterances.map(\.id) == ["b.mp3"])
        #expect(
            reading.problems == [
                .missingText(path: corpus.path("mine/a.wav"), text: corpus.path("mine/a.txt")),
                .foreignAudio(path: corpus.path("mine/c.m4a")),
            ])
    }

    @Test func aTextThatIsNotUnicodeIsAnError() throws {
        let corpus = try Corpus(["mine/a.wav": "", "mine/a.txt": ""])
        try Data([0xff, 0xfe, 0x00]).write(to: URL(filePath: corpus.path("mine/a.txt")))
        let error = ManifestError.unreadable(path: corpus.path("mine/a.txt"), reason: "it is not UTF-8 text")
        #expect(throws: error) { try corpus.read("mine") }
    }
}
