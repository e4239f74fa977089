import Signal

extension Utterance {
    /// The length of the recording in seconds, as its header says or, where the header does not know, as its samples do.
    func measuredDuration() throws(AudioError) -> Double {
        let reader = try AudioReader(path: audio, sampleRate: 16_000)
        if let duration = reader.format.duration { return duration }
        var samples = 0
        while true {
            let block = try reader.read(upTo: 160_000)
            if block.isEmpty { return Double(samples) / 16_000 }
            samples += block.count
        }
    }
}
