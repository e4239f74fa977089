import Foundation
import Signal
import Synchronization

/// Decoded clips at the model's rate, kept as 16-bit samples while they fit.
///
/// Decoding and resampling a compressed clip costs more than its features; in training every clip is read once an
/// epoch. What the cache gives does not depend on whether a clip was kept: samples are rounded to 16 bits either way.
public final class AudioCache: Sendable {
    private struct State {
        var clips: [Key: [Int16]] = [:]
        var bytes = 0
    }

    private struct Key: Hashable {
        let path: String
        let span: AudioSpan?
    }

    private let state = Mutex(State())
    private let sampleRate: Int
    private let capacity: Int

    /// - Parameter capacity: bytes of samples to keep at most. Default a third of the machine's memory.
    public init(sampleRate: Int, capacity: Int = Int(ProcessInfo.processInfo.physicalMemory / 3)) {
        self.sampleRate = sampleRate
        self.capacity = capacity
    }

    /// The samples of a file in [−1, 1], channels mixed.
    public func samples(path: String) throws(AudioError) -> [Float] {
        try samples(Key(path: path, span: nil))
    }

    /// The samples of an utterance in [−1, 1], channels mixed.
    public func samples(of utterance: Utterance) throws(AudioError) -> [Float] {
        try samples(Key(path: utterance.audio, span: utterance.span))
    }

    private func samples(_ key: Key) throws(AudioError) -> [Float] {
        let scale: Float = 32_768
        if let clip = state.withLock({ $0.clips[key] }) {
            return clip.map { Float($0) / scale }
        }
        let clip = try AudioReader(path: key.path, sampleRate: sampleRate, span: key.span).readAll()
            .map { Int16(max(-scale, min(scale - 1, ($0 * scale).rounded()))) }
        state.withLock { state in
            let size = clip.count * MemoryLayout<Int16>.size
            if state.clips[key] == nil, state.bytes + size <= capacity {
                state.clips[key] = clip
                state.bytes += size
            }
        }
        return clip.map { Float($0) / scale }
    }
}
