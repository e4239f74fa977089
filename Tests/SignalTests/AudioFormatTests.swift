import Foundation
import Signal
import Testing

@Suite struct AudioFormatTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func samples(_ data: Data, rate: Int = 16_000, channel: ChannelSelection = .mix) throws -> [Float] {
        try AudioReader.samples(path: try folder.write(data), sampleRate: rate, channel: channel)
    }

    @Test(arguments: AudioBytes.Encoding.allCases)
    func wavSamplesAreExactToTheirBits(encoding: AudioBytes.Encoding) throws {
        let written = noise(3000).map { 0.99 * $0 }
        let read = try samples(AudioBytes.wav(written, encoding: encoding))
        try #require(read.count == written.count)
        #expect(largestDifference(read, written) <= encoding.tolerance)
    }

    /// The decoder's outputs for silence and full scale of ITU-T G.711, tables 1 and 2.
    @Test func g711FollowsItsTables() throws {
        let muLaw = try samples(AudioBytes.g711([0xFF, 0x80, 0x00, 0xFE], tag: 7), rate: 8000)
        #expect(muLaw.map { $0 * 32_768 } == [0, 32_124, -32_124, 8])
        let aLaw = try samples(AudioBytes.g711([0xD5, 0x55, 0xAA, 0x2A], tag: 6), rate: 8000)
        #expect(aLaw.map { $0 * 32_768 } == [8, -8, 32_256, -32_256])
    }

    @Test func bigEndianAndLargeContainersAreRead() throws {
        let written = noise(5000)
        #expect(largestDifference(try samples(AudioBytes.aiff(written, rate: 16_000)), written) <= 1 / 32_768)
        #expect(largestDifference(try samples(AudioBytes.rf64(written, frames: 5000)), written) <= 1 / 32_768)
    }

    @Test func aHeaderMayLieAboutItsLength() throws {
        let written = noise(5000)
        #expect(try samples(AudioBytes.rf64(written, frames: 1 << 62)).count == 5000)
        // As a recorder leaves it that writes to a pipe: the data chunk's size is not known.
        var streamed = AudioBytes.wav(written)
        streamed.replaceSubrange(40..<44, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(try samples(streamed).count == 5000)
    }

    @Test func channelsAreMixedOrChosen() throws {
        let left = noise(2000, seed: 1).map { 0.5 * $0 }
        let right = noise(2000, seed: 2).map { 0.5 * $0 }
        let stereo = AudioBytes.wav(zip(left, right).flatMap { [$0, $1] }, encoding: .float32, channels: 2)
        #expect(try samples(stereo, channel: .channel(1)) == left)
        #expect(try samples(stereo, channel: .channel(2)) == right)
        let mean = zip(left, right).map { ($0 + $1) / 2 }
        #expect(largestDifference(try samples(stereo), mean) < 1e-7)
        let six = AudioBytes.wav((0..<6000).map { Float($0 % 6) / 8 }, encoding: .float32, channels: 6)
        #expect(try samples(six).allSatisfy { abs($0 - 2.5 / 8) < 1e-6 })
        #expect(try samples(six, channel: .channel(6)).allSatisfy { $0 == 5 / 8 })
    }

    @Test func theHeaderIsReported() throws {
        let path = try folder.write(AudioBytes.wav(noise(4410), channels: 2, rate: 44_100))
        let format = try AudioReader(path: path, sampleRate: 16_000).format
        #expect(format.sampleRate == 44_100)
        #expect(format.channels == 2)
        #expect(format.frames == 2205)
        #expect(format.duration == 0.05)
        #expect(format.description == "WAV (Microsoft), Signed 16 bit PCM")
    }

    /// Half a second of a 440 Hz sine of amplitude 0.5, coded with loss.
    @Test(arguments: ["tone.mp3", "tone.ogg", "tone.opus"])
    func lossyFormatsAreRead(name: String) throws {
        let samples = try AudioReader.samples(path: Fixture.url(name).path, sampleRate: 16_000)
        // MP3 pads to whole blocks of 1152 samples at 48 kHz, at both ends.
        #expect((7999...9200).contains(samples.count))
        let middle = samples[2000..<6000]
        #expect(abs(tone(440, rate: 16_000, in: Array(middle)) - 0.5) < 0.02)
    }
}
