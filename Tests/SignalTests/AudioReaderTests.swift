import Foundation
import Signal
import Testing

@Suite struct AudioReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [16_000, 44_100])
    func anyReadSizesGiveTheSameSamples(rate: UInt32) throws {
        let path = try folder.write(AudioBytes.wav(noise(100_000), channels: 2, rate: rate))
        let whole = try AudioReader.samples(path: path, sampleRate: 16_000)
        for size in [1, 160, 5000, 1_000_000] {
            let reader = try AudioReader(path: path, sampleRate: 16_000)
            var samples: [Float] = []
            while case let block = try reader.read(upTo: size), !block.isEmpty {
                #expect(block.count <= size)
                samples += block
            }
            #expect(samples == whole)
            #expect(try reader.read(upTo: size).isEmpty)
        }
    }

    @Test func speedMakesShorterAndHigher() throws {
        let path = try folder.write(AudioBytes.wav(sine(1000, rate: 16_000, count: 16_000).map { 0.5 * $0 }))
        for speed in [0.9, 1.1] {
            let samples = try AudioReader.samples(path: path, sampleRate: 16_000, speed: speed)
            #expect(abs(Double(samples.count) - 16_000 / speed) <= 1)
            let middle = Array(samples[2000..<12_000])
            #expect(abs(tone(1000 * speed, rate: 16_000, in: middle) - 0.5) < 1e-3)
        }
    }

    @Test func rateIsConvertedAndNeverAssumed() throws {
        let path = try folder.write(
            AudioBytes.wav(sine(700, rate: 44_100, count: 44_100).map { 0.5 * $0 }, rate: 44_100))
        let samples = try AudioReader.samples(path: path, sampleRate: 16_000)
        #expect(abs(samples.count - 16_000) <= 1)
        #expect(abs(tone(700, rate: 16_000, in: Array(samples[1000..<15_000])) - 0.5) < 1e-3)
    }

    @Test func aRecordingsOwnRateIsKept() throws {
        let path = try folder.write(AudioBytes.wav(noise(1000), rate: 11_025))
        let reader = try AudioReader(path: path, sampleRate: nil)
        #expect(reader.format.sampleRate == 11_025)
        #expect(try reader.readAll().count == 1000)
    }

    // MARK: Spans

    /// A span gives the samples that stand there in the whole, to the bit where the format loses nothing, and lossy
    /// decoders come near them.
    @Test(arguments: [("espeak_male.flac", 0), ("tone.ogg", 0.002), ("tone.opus", 0.002), ("tone.mp3", 0.002)])
    func aSpanIsWhatStandsThere(name: String, tolerance: Float) throws {
        let path = Fixture.url(name).path
        let whole = try AudioReader(path: path, sampleRate: nil)
        let rate = whole.format.sampleRate
        let samples = try whole.readAll()
        let start = samples.count / 3
        let count = samples.count / 4
        let span = AudioSpan(start: Double(start) / Double(rate), duration: Double(count) / Double(rate))
        let piece = try AudioReader(path: path, sampleRate: nil, span: span).readAll()
        #expect(piece.count == count)
        #expect(zip(piece, samples[start...]).allSatisfy { abs($0 - $1) <= tolerance })
    }

    @Test func aSpanWithoutDurationOrBeyondTheEndGoesToTheEnd() throws {
        let path = try folder.write(AudioBytes.wav(noise(16_000)))
        let whole = try AudioReader.samples(path: path, sampleRate: 16_000)
        for duration in [nil, 5.0] {
            let reader = try AudioReader(path: path, sampleRate: 16_000, span: .init(start: 0.75, duration: duration))
            #expect(try reader.readAll() == Array(whole[12_000...]))
        }
    }

    @Test func aSpanOutsideIsAnError() throws {
        let path = try folder.write(AudioBytes.wav(noise(16_000)))
        for start in [1.5, 1e300] {
            let error = AudioError.outside(path: path, second: start, length: 1)
            #expect(throws: error) { try AudioReader(path: path, sampleRate: 16_000, span: .init(start: start)) }
        }
    }

    /// A pipe cannot be sought in: what comes before the span is passed over.
    @Test func aSpanOfAPipe() throws {
        let data = AudioBytes.wav(noise(16_000))
        let whole = try AudioReader.samples(path: try folder.write(data), sampleRate: 16_000)
        let pipe = folder.url.appendingPathComponent("pipe").path
        #expect(mkfifo(pipe, 0o600) == 0)
        Thread.detachNewThread { FileHandle(forWritingAtPath: pipe)?.write(data) }
        let reader = try AudioReader(path: pipe, sampleRate: 16_000, span: .init(start: 0.25, duration: 0.5))
        #expect(try reader.readAll() == Array(whole[4000..<12_000]))
    }

    // MARK: Errors

    /// The error that reading a file of these bytes to its end throws.
    private func error(_ data: Data, name: String = "audio", channel: ChannelSelection = .mix) throws -> AudioError {
        let path = try folder.write(data, to: name)
        return try error(path: path, channel: channel)
    }

    private func error(path: String, channel: ChannelSelection = .mix) throws -> AudioError {
        let error = try #require(throws: AudioError.self) {
            try AudioReader.samples(path: path, sampleRate: 16_000, channel: channel)
        }
        #expect(error.description.contains(path))
        return error
    }

    private var path: String { folder.url.appendingPathComponent("audio").path }

    @Test func missingFile() throws {
        #expect(try error(path: path) == .missing(path: path))
        _ = try folder.write(Data([1]))
        #expect(try error(path: path + "/below") == .missing(path: path + "/below"))
    }

    @Test func folderInsteadOfAFile() throws {
        #expect(try error(path: folder.url.path) == .folder(path: folder.url.path))
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func noPermission() throws {
        _ = try folder.write(AudioBytes.wav(noise(100)))
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        #expect(try error(path: path) == .permissionDenied(path: path))
    }

    @Test func aLinkToItself() throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
        guard case .unreadable = try error(path: path) else {
            Issue.record("a link to itself must be unreadable")
            return
        }
    }

    @Test func emptyFile() throws {
        #expect(try error(Data()) == .empty(path: path))
    }

    @Test func headerWithoutSamples() throws {
        #expect(try error(AudioBytes.wav([])) == .noSamples(path: path))
    }

    @Test(arguments: [10, 30, 39])
    func truncatedHeader(count: Int) throws {
        guard case .malformed = try error(AudioBytes.wav(noise(100)).prefix(count)) else {
            Issue.record("a header cut off after \(count) bytes must be malformed")
            return
        }
    }

    @Test(arguments: ["audio", "audio.wav", "audio.vox", "audio.mp3"])
    func notAudio(name: String) throws {
        let text = Data(String(repeating: "These are words, and no sound at all. ", count: 50).utf8)
        let path = folder.url.appendingPathComponent(name).path
        #expect(try error(text, name: name) == .notAudio(path: path))
    }

    /// What becomes of reading a file, in a word.
    private static func kind(of path: String) -> String {
        do {
            return try AudioReader.samples(path: path, sampleRate: 16_000).isEmpty ? "empty" : "read"
        } catch AudioError.malformed {
            return "malformed"
        } catch AudioError.notAudio {
            return "not audio"
        } catch {
            return "\(error)"
        }
    }

    /// What is wrong with a file is its own, however many others are opened at the same time.
    @Test func errorsAreNotMixedUp() async throws {
        let text = try folder.write(Data(String(repeating: "no sound ", count: 50).utf8), to: "text")
        let cut = try folder.write(AudioBytes.wav(noise(100)).prefix(39), to: "cut")
        let good = try folder.write(AudioBytes.wav(noise(100)), to: "good")
        let expected = [text: "not audio", good: "read", cut: "malformed"]
        let wrong = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var wrong = 0
                    for _ in 0..<150 {
                        for path in [text, good, cut] where Self.kind(of: path) != expected[path] { wrong += 1 }
                    }
                    return wrong
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }

    @Test func impossibleRate() throws {
        #expect(
            try error(AudioBytes.wav(noise(100), rate: 3)) == .unusableSampleRate(path: path, sampleRate: 3))
    }

    @Test func channelThatIsNotThere() throws {
        let stereo = AudioBytes.wav(noise(100), channels: 2)
        for channel in [0, 3, -1] {
            #expect(
                try error(stereo, channel: .channel(channel))
                    == .noSuchChannel(path: path, channel: channel, channels: 2))
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func samplesThatAreNotNumbers(value: Float) throws {
        var samples = noise(40_000)
        samples[20_000] = value
        let path = try folder.write(AudioBytes.wav(samples, encoding: .float32))
        // What comes before the block with the bad sample is handed out first.
        let reader = try AudioReader(path: path, sampleRate: 16_000)
        #expect(try reader.read(upTo: 30_000) == Array(samples[..<16_384]))
        #expect(throws: AudioError.notFinite(path: path, second: 1.25)) { try reader.read(upTo: 1) }
        #expect(throws: AudioError.notFinite(path: path, second: 1.25)) { try reader.read(upTo: 1) }
        #expect(AudioError.notFinite(path: path, second: 1.25).description.contains("1.25 s"))
    }

    @Test func damageInTheMiddle() throws {
        var data = try Data(contentsOf: Fixture.url("espeak_male.flac"))
        data.replaceSubrange(12_000..<12_600, with: repeatElement(0x55, count: 600))
        guard case .readFailed(_, let second, _) = try error(data) else {
            Issue.record("a FLAC file with 600 wrong bytes must fail midway")
            return
        }
        #expect(second > 0.1 && second < 0.8)
    }

    @Test func lessThanTheHeaderPromises() throws {
        let clip = try Fixture.clip("noise")
        var data = try Data(contentsOf: Fixture.url("noise.flac"))
        // The last four of STREAMINFO's 36 bits of total samples.
        data.replaceSubrange(22..<26, with: [0x7F, 0xFF, 0xFF, 0xFF])
        guard case .truncated(_, let second, let expected) = try error(data) else {
            Issue.record("a FLAC file shorter than its header says must be truncated")
            return
        }
        #expect(second == Double(clip.count) / 16_000)
        #expect(expected > 130_000)
    }
}
