import Foundation
import Recurrent
import Testing
import Training

@Suite struct AudioCacheTests {
    private let folder: WAVFolder
    private let path: String

    init() throws {
        folder = try WAVFolder()
        var random = SplitMix64(seed: 9)
        // Beyond full scale too, where 16 bits end.
        path = try folder.write((0..<8000).map { _ in Float.random(in: -1.2...1.2, using: &random) }, to: "noise.wav")
    }

    /// Kept or read again, at the file's rate or another, the samples are the same to the bit.
    @Test(arguments: [16_000, 8000]) func keptIsReadAgain(rate: Int) throws {
        let cache = AudioCache(sampleRate: rate)
        let uncached = AudioCache(sampleRate: rate, capacity: 0)
        let first = try cache.samples(path: path)
        #expect(first.count == 8000 * rate / 16_000)
        #expect(try cache.samples(path: path) == first)
        #expect(try uncached.samples(path: path) == first)
        #expect(try uncached.samples(path: path) == first)
    }

    @Test func samplesAreRoundedTo16BitsAndClipped() throws {
        let path = try folder.write([0, 0.25, -1, 1, 1.5, -1.5, 0.6 / 32_768, 0.4 / 32_768], to: "steps.wav")
        #expect(
            try AudioCache(sampleRate: 16_000).samples(path: path)
                == [0, 0.25, -1, 32_767 / 32_768, 32_767 / 32_768, -1, 1 / 32_768, 0])
    }

    /// What fits is kept, also when the file is gone; what does not fit is read from the disk each time.
    @Test func theCapacityIsKept() throws {
        let second = try folder.write(Array(repeating: 0.5, count: 8000), to: "second.wav")
        let cache = AudioCache(sampleRate: 16_000, capacity: 16_000)
        let kept = try cache.samples(path: path)
        _ = try cache.samples(path: second)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.removeItem(atPath: second)
        #expect(try cache.samples(path: path) == kept)
        #expect(throws: (any Error).self) { try cache.samples(path: second) }
    }

    /// Pieces of a file are kept apart, and are what stands there in the whole.
    @Test func piecesOfAFileAreTheirOwn() throws {
        let cache = AudioCache(sampleRate: 16_000)
        let whole = try cache.samples(path: path)
        let first = Utterance(id: "1", audio: path, offset: 0, duration: 0.1, text: "")
        let second = Utterance(id: "2", audio: path, offset: 0.1, duration: 0.25, text: "")
        let rest = Utterance(id: "3", audio: path, offset: 0.35, text: "")
        for _ in 0..<2 {
            #expect(try cache.samples(of: first) == Array(whole[..<1600]))
            #expect(try cache.samples(of: second) == Array(whole[1600..<5600]))
            #expect(try cache.samples(of: rest) == Array(whole[5600...]))
        }
        // A duration alone says how long the file is.
        #expect(try cache.samples(of: Utterance(id: "4", audio: path, duration: 0.1, text: "")) == whole)
    }
}
