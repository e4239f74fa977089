import Foundation
import Signal

extension Utterance {
    /// The piece of the file that is the utterance; nil for all of it.
    var span: AudioSpan? { offset.map { AudioSpan(start: $0, duration: duration) } }

    /// Opens the utterance's audio: the one way to read it, which knows where in the file it lies.
    ///
    /// - Parameters:
    ///   - sampleRate: the rate of the samples that come out, Hz; nil for the file's own.
    ///   - channel: the channels' average, or one of them.
    public func reader(sampleRate: Int?, channel: ChannelSelection = .mix) throws(AudioError) -> AudioReader {
        try AudioReader(path: audio, sampleRate: sampleRate, channel: channel, span: span)
    }

    /// The path of the file itself, whatever links lead there.
    package var file: String { URL(fileURLWithPath: audio).resolvingSymlinksInPath().path }

    /// Finds out the duration if it is not known.
    mutating func measureDuration() throws(AudioError) {
        if duration == nil { duration = try measuredDuration() }
    }

    /// The length of the recording in seconds, as its header says or, where the header does not know, as its samples do.
    private func measuredDuration() throws(AudioError) -> Double {
        let reader = try reader(sampleRate: nil)
        if let duration = reader.format.duration { return duration - (offset ?? 0) }
        var samples = 0
        while case let block = try reader.read(upTo: 160_000), !block.isEmpty { samples += block.count }
        return Double(samples) / Double(reader.format.sampleRate)
    }
}
