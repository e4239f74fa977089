import CTC
import Foundation
import LanguageModel
import Recognition
import Testing

/// `asr lm`, and language models and hot words in `asr transcribe` and `asr evaluate`.
@Suite struct LanguageModelTests {
    private let folder: TemporaryFolder
    private let text: String
    private let clip: String

    init() throws {
        folder = try TemporaryFolder()
        text = try folder.write(
            """
            the cat sat on the mat
            the cat sat on a hat
            a cat in the hat
            the mat is a hat
            a hat on the cat

            """, to: "text.txt")
        clip = try folder.writeTone(700, seconds: 2, to: "clip.wav")
    }

    @Test func buildsMeasuresAndConverts() async throws {
        for output in ["lm.bin", "lm.arpa", "lm.arpa.gz"] {
            let built = try await Program.run("lm", "build", text, "--order", "2", "--output", folder.path(output))
            #expect(built.status == 0 && built.output.isEmpty && built.errors.contains("5 sentences, 27 words"))
            let result = try await Program.run("lm", "perplexity", folder.path(output), text)
            #expect(result.status == 0)
            let fields = try #require(result.lines.last).split(separator: " ")
            let expected = try Perplexity(of: text, by: LanguageModel.open(folder.path("lm.bin"))).value
            #expect(abs((Double(fields[0]) ?? 0) - expected) < 0.01 && fields.suffix(3) == ["27", "5", "\(text)"])
        }
        let converted = try await Program.run(
            "lm", "convert", folder.path("lm.arpa.gz"), "--output", folder.path("again.bin"))
        #expect(converted.status == 0)
        #expect(
            try LanguageModel(contentsOf: folder.path("again.bin")).counts
                == LanguageModel.open(folder.path("lm.arpa")).counts)
        let info = try await Program.run("lm", "info", folder.path("again.bin"))
        #expect(info.output.contains("order     2"))
        let piped = try await Program.start(
            ["lm", "build", "-", "--output", folder.path("piped.bin"), "--prune", "0.001"],
            input: [Data("a b\nb a".utf8), Data(" b\n".utf8)]
        ).result()
        #expect(piped.status == 0 && piped.errors.contains("2 sentences, 5 words"))
        #expect(
            try await Program.run("lm", "convert", folder.path("lm.bin"), "--output", folder.path("same.arpa")).status == 0)
        let shown = try await Program.run("lm", "convert", folder.path("lm.bin"), "--output", "-")
        #expect(try shown.status == 0 && shown.output == folder.text("same.arpa"))
        let small = try await Program.run(
            "lm", "convert", folder.path("lm.bin"), "--output", folder.path("small.bin"), "--maximum-size", "0.00001")
        #expect(small.status == 65 && small.errors.contains("single words"), "\(small.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("small.bin")))
    }

    @Test("A recurrent model is trained, speaks beside the other, and goes with the model that it belongs to")
    func recurrentModel() async throws {
        let output = folder.path("words.safetensors")
        let trained = try await Program.run(
            "lm", "train", "\(text):1000", "--output", output, "--dev", text, "--epochs", "8", "--vector-size", "16",
            "--hidden-size", "16", "--rate", "0.02")
        #expect(trained.status == 0 && trained.output.isEmpty, "\(trained.errors)")
        #expect(trained.errors.contains("epoch 8: wrote \(output)"))
        #expect(try await Program.run("lm", "build", text, "--order", "2", "--output", folder.path("lm.bin")).status == 0)
        func perplexity(_ share: String) async throws -> Double {
            let result = try await Program.run(
                "lm", "perplexity", folder.path("lm.bin"), text, "--recurrent", output, "--share", share)
            #expect(result.status == 0, "\(result.errors)")
            return Double(try #require(result.lines.last?.split(separator: " ").first)) ?? .infinity
        }
        let (alone, both) = (try await perplexity("0"), try await perplexity("0.5"))
        #expect(both < alone)

        let model = try folder.writeModel(to: "plain")
        var configuration = model.configuration
        configuration.languageModel = .init()
        configuration.languageModel?.recurrentFile = "words.safetensors"
        try Model(
            configuration,
            languageModel: LanguageModel(contentsOf: folder.path("lm.bin"))
                .accompanied(by: RecurrentLanguageModel(contentsOf: output))
        ).save(to: folder.url.appendingPathComponent("model"))
        let info = try await Program.run("info", folder.path("model"))
        #expect(info.output.contains("a recurrent one of 10 words"), "\(info.output)")
        var texts: [String] = []
        let lm = ["--lm", folder.path("lm.bin"), "--recurrent", output]
        for arguments in [[], ["--recurrent-share", "0"], ["--recurrent-share", "0.99"], lm + ["--recurrent-share", "0.99"]] {
            let heard = try await Program.start(
                ["transcribe", "--format", "json", "--nbest", "3", "--model", folder.path("model")] + arguments + [clip]).result()
            #expect(heard.status == 0, "\(heard.errors)")
            texts.append(heard.output)
        }
        #expect(texts[1] != texts[2] && texts[2] == texts[3])
        let tuned = try await Program.run(
            "lm", "tune", "--model", folder.path("model"), "--manifest",
            try folder.write(#"{"audio_filepath": "clip.wav", "text": "the cat", "duration": 2}"#, to: "clips.jsonl"),
            "--weights", "1", "--bonuses", "0", "--unknown-penalties", "4", "--letter-penalties", "1", "--blank-penalties", "0",
            "--prior-weights", "0", "--pair-prior-weights", "0", "--recurrent-shares", "0.25", "--write")
        #expect(tuned.status == 0, "\(tuned.errors)")
        let options = try Model(folder: folder.url.appendingPathComponent("model")).configuration.languageModel
        #expect(options?.recurrentShare == 0.25 && options?.recurrentFile == "words.safetensors")
        #expect(try await Program.run("lm", "info", output).output.contains("1 × 16 gru"))
        let other = try await Program.run(
            "transcribe", "--model", folder.path("model"), "--lm", folder.path("lm.bin"), "--recurrent-share", "0.5", clip)
        #expect(other.status == 64 && other.errors.contains("--recurrent-share needs"))
        let small = try await Program.run("quantize", "--model", folder.path("model"), "--output", folder.path("small"))
        #expect(small.status == 0)
        #expect(
            try Data(contentsOf: folder.url.appendingPathComponent("small/words.safetensors"))
                == Data(contentsOf: URL(fileURLWithPath: output)))
        try FileManager.default.removeItem(atPath: folder.path("model/words.safetensors"))
        let missing = try await Program.run("transcribe", "--model", folder.path("model"), clip)
        #expect(missing.status != 0 && missing.errors.contains("words.safetensors"), "\(missing.errors)")
        #expect(try await Program.run("lm", "train", text, "--output", text).status == 73)
        #expect(try await Program.run("lm", "train", text, "--output", folder.path("none/at.all")).status == 73)
        for arguments in [["\(text):nan"], ["\(text):-1"], ["\(text):0"], [text, "--epochs", "90000000000"]] {
            let refused = try await Program.start(["lm", "train"] + arguments + ["--output", folder.path("no")]).result()
            #expect(refused.status == 64 && !FileManager.default.fileExists(atPath: folder.path("no")), "\(arguments)")
        }
        let empty = try await Program.run("lm", "train", try folder.write("\n", to: "empty.txt"), "--output", output)
        #expect(empty.status == 65, "\(empty.errors)")
    }

    @Test("Training of a recurrent model that is interrupted ends in the very file of one that never stopped")
    func resumesTraining() async throws {
        func start(_ output: String, _ more: String...) throws -> Program.Run {
            try Program.start(
                [
                    "lm", "train", "\(text):1000", "--output", folder.path(output), "--epochs", "6", "--vector-size", "16",
                    "--hidden-size", "128",
                ] + more)
        }
        let whole = try await start("whole").result()
        #expect(whole.status == 0, "\(whole.errors)")
        let checkpoint = folder.path("again.checkpoint")
        // Each checkpoint is a file of its own.
        func number() -> UInt64 {
            var status = stat()
            return stat(checkpoint, &status) == 0 ? UInt64(status.st_ino) : 0
        }
        var stops = 0
        var result: Program.Result
        repeat {
            let before = number()
            let run = try start("again", "--resume")
            // Until another epoch has ended.
            while run.isRunning, number() == before { try await Task.sleep(for: .milliseconds(1)) }
            run.send(SIGINT)
            result = try await run.result()
            guard result.status == 130 else { break }
            stops += 1
            #expect(result.errors.contains("--resume"))
            let unasked = try await start("again").result()
            #expect(unasked.status == 65 && unasked.errors.contains("--resume"), "\(unasked)")
            let other = try await start("again", "--resume", "--seed", "2").result()
            #expect(other.status == 65 && other.errors.contains("another configuration"), "\(other)")
        } while stops < 20
        #expect(result.status == 0 && stops > 1, "\(stops): \(result)")
        #expect(try folder.data("again") == folder.data("whole"))
        #expect(!FileManager.default.fileExists(atPath: checkpoint))
        // What is finished is not begun anew unasked.
        let finished = try await start("again", "--resume").result()
        #expect(try finished.status == 65 && folder.data("again") == folder.data("whole"), "\(finished)")
        #expect(try await Program.run("lm", "train", text, "--output", "/dev/null", "--epochs", "1").status == 0)
    }

    @Test func mixesByHeldOutText() async throws {
        let other = try folder.write("a dog sat\nthe dog sat on the cat\n", to: "other.txt")
        for (text, name) in [(text, "one.bin"), (other, "two.bin")] {
            #expect(try await Program.run("lm", "build", text, "--order", "2", "-o", folder.path(name)).status == 0)
        }
        let heldOut = try folder.write("the dog sat on a mat\na cat sat\n", to: "held-out.txt")
        func perplexity(_ arguments: String...) async throws -> Double {
            let mixed = try await Program.start(
                ["lm", "mix", folder.path("one.bin"), folder.path("two.bin"), "-o", folder.path("mixed.bin")]
                    + arguments
            ).result()
            #expect(mixed.status == 0, "\(mixed.errors)")
            return try Perplexity(of: heldOut, by: LanguageModel(contentsOf: folder.path("mixed.bin"))).value
        }
        let best = try await perplexity("--held-out", heldOut)
        for weights in [["0.05", "0.95"], ["0.95", "0.05"]] {
            #expect(try await perplexity("--weights", weights[0], weights[1]) > best)
        }
    }

    @Test func wrongUsageIsExplained() async throws {
        let model = try folder.writeModel()
        #expect(model.languageModel == nil)
        let words = try folder.write("cat\n", to: "words.txt")
        let bad = try folder.write("# fine\ncat\tmuch\n", to: "bad.txt")
        let strange = try folder.write("naïve\n", to: "strange.txt")
        let garbage = try folder.write("garbage", to: "garbage.bin")
        let transcribe = ["transcribe", "--model", folder.path("model"), clip]
        for (arguments, status, part) in [
            (["--greedy", "--hotwords", words], 64, "--hotwords"),
            (["--greedy", "--lm", garbage], 64, "--lm"),
            (["--lm", "none", "--lm-weight", "1"], 64, "--lm none"),
            (["--word-bonus", "1"], 64, "need a language model"), (["--word-bonus", "-1"], 64, "need a language model"),
            (["--hotwords", bad], 78, "line 2"),
            (["--hotwords", strange], 78, "'ï'"),
            (["--hotwords", folder.path("absent")], 66, "absent"),
            (["--lm", garbage], 78, "line 1"),
            (["--lm", folder.path("absent")], 66, "absent"),
        ] {
            let result = try await Program.start(transcribe + arguments).result()
            #expect(Int(result.status) == status && result.errors.contains(part), "\(arguments): \(result.errors)")
            #expect(result.output.isEmpty)
        }
        for arguments in [
            ["build", text, "--order", "6", "-o", "x"], ["mix", text, "-o", "x"], ["perplexity", text],
            ["build", text, "--prune", "2", "-o", "x"], ["build", text, "--maximum-size", "inf", "-o", "x"],
        ] {
            #expect(try await Program.start(["lm"] + arguments).result().status == 64, "\(arguments)")
        }
    }

    @Test func languageModelAndHotWordsChangeTheText() async throws {
        let model = try folder.writeModel()
        #expect(try await Program.run("lm", "build", text, "-o", folder.path("lm.bin")).status == 0)
        let plain = try await Program.run("transcribe", "--model", folder.path("model"), clip)
        // What is found without, and shall not be found any more.
        let word = try #require(plain.output.split(whereSeparator: \.isWhitespace).first.map(String.init))
        let words = try folder.write("# Lines of any system's end\r\nthe cat\r\n\(word)\t-60\n", to: "words.txt")
        let languageModel = try LanguageModel(contentsOf: folder.path("lm.bin"))
        var weights = LanguageModelOptions()
        (weights.weight, weights.wordBonus) = (2, 3)
        let scorer = WordScorer(languageModel, options: weights, alphabet: model.alphabet)
        let hot = try HotWords(
            [.init("the cat", boost: HotWordsFile.defaultBoost), .init(word, boost: -60)], alphabet: model.alphabet)
        for (arguments, scorers) in [
            (["--lm", folder.path("lm.bin"), "--lm-weight", "2", "--word-bonus", "3"], [scorer] as [any LabelScorer]),
            (["--hotwords", words], [hot]),
            (
                ["--lm", folder.path("lm.bin"), "--lm-weight", "2", "--word-bonus", "3", "--hotwords", words],
                [hot, scorer]
            ),
        ] {
            let search = PrefixBeamSearch.Options(wordSeparator: model.alphabet.wordSeparator, scorers: scorers)
            let expected = try Recognizer(model, decoding: .beam(search)).transcribe(file: clip).text
            let result = try await Program.start(
                ["transcribe", "--model", folder.path("model"), clip] + arguments
            ).result()
            #expect(result.status == 0 && result.output == expected + "\n")
            #expect(result.output != plain.output)
        }
    }

    @Test func tuningFindsTheBestOfTheTable() async throws {
        let model = try folder.writeModel()
        var configuration = model.configuration
        configuration.languageModel = LanguageModelOptions()
        #expect(try await Program.run("lm", "build", text, "-o", folder.path("lm.bin")).status == 0)
        try Model(
            configuration, parameters: model.parameters,
            languageModel: LanguageModel(contentsOf: folder.path("lm.bin"))
        ).save(to: folder.url.appendingPathComponent("model"))
        let manifest = try folder.write(
            #"{"audio_filepath":"clip.wav","text":"the cat sat on the mat"}"# + "\n", to: "dev.jsonl")
        let result = try await Program.run(
            "lm", "tune", "--model", folder.path("model"), "--manifest", manifest, "--weights", "0.1", "2", "--bonuses",
            "0", "6", "--unknown-penalties", "5", "--letter-penalties", "1.5", "--blank-penalties", "0.5",
            "--prior-weights", "0.25", "--pair-prior-weights", "0.5", "--write")
        #expect(result.status == 0, "\(result.errors)")
        let rows = result.lines.dropFirst().map { $0.split(separator: " ").compactMap { Double($0) } }
        #expect(rows.count == 4)
        let info = try await Program.run("info", folder.path("model"))
        #expect(info.output.contains("3-gram language model of 12 words"))
        let best = try #require(rows.min { $0[0] < $1[0] })
        let written = try #require(
            ModelConfiguration(contentsOf: folder.url.appendingPathComponent("model/config.json")).languageModel)
        #expect(
            [
                written.weight, written.wordBonus, written.unknown, written.unknownLetter,
                Double(written.blankPenalty), Double(written.priorWeight), Double(written.pairPriorWeight), 0,
            ] == Array(best[2...]))
    }
}
