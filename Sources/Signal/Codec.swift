import CSndfile

/// A lossy way of sending or storing speech, applied and undone at once: what it does to the sound, for training on it.
///
/// The encoders and decoders are libsndfile's.
public enum Codec: String, Codable, Sendable, CaseIterable {
    /// ITU-T G.711 µ-law at 8 kHz, 64 kbit/s: fixed-line telephones.
    case muLaw
    /// GSM 06.10 full rate at 8 kHz, 13 kbit/s: mobile telephones.
    case gsm
    /// Opus at 16 kHz and a low bit rate: calls over the Internet, voice messages.
    case opus

    /// The rate that it works at, Hz.
    private var sampleRate: Int {
        switch self {
        case .muLaw, .gsm: 8000
        case .opus: 16_000
        }
    }

    private var format: Int {
        switch self {
        case .muLaw: SF_FORMAT_WAV | SF_FORMAT_ULAW
        case .gsm: SF_FORMAT_WAV | SF_FORMAT_GSM610
        case .opus: SF_FORMAT_OGG | SF_FORMAT_OPUS
        }
    }

    /// Returns samples in [−1, 1] as they come out at the other end; as many as went in.
    ///
    /// - Throws: `AudioError.codec` where this build of libsndfile lacks the codec.
    public func applied(to samples: [Float], sampleRate: Int) throws(AudioError) -> [Float] {
        guard !samples.isEmpty else { return [] }
        let (outer, inner) = (Double(sampleRate), Double(self.sampleRate))
        let memory = MemoryFile()
        try encode(try Resampler.resample(samples, from: outer, to: inner), into: memory)
        var result = try Resampler.resample(try decode(memory), from: inner, to: outer)
        // Codecs work in blocks, and resampling rounds: the length is off by a few samples.
        result.removeLast(max(0, result.count - samples.count))
        result.append(contentsOf: repeatElement(0, count: samples.count - result.count))
        return result
    }

    private func encode(_ samples: [Float], into memory: MemoryFile) throws(AudioError) {
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate)
        info.channels = 1
        info.format = Int32(format)
        try memory.open(&info, mode: SFM_WRITE, codec: self) { handle in
            if self == .opus {
                // libsndfile's scale from 0 (256 kbit/s) to 1 (6 kbit/s): about 16 kbit/s.
                var level = 0.96
                sf_command(handle, Int32(SFC_SET_COMPRESSION_LEVEL), &level, Int32(MemoryLayout<Double>.size))
            }
            sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
            return samples.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map { Int(sf_writef_float(handle, $0, Int64(buffer.count))) } ?? 0
            }
        }
    }

    private func decode(_ memory: MemoryFile) throws(AudioError) -> [Float] {
        memory.rewind()
        var info = SF_INFO()
        var samples: [Float] = []
        try memory.open(&info, mode: SFM_READ, codec: self) { handle in
            let block = 16_384
            var read = 0
            repeat {
                samples += [Float](unsafeUninitializedCapacity: block) { buffer, initialized in
                    read = buffer.baseAddress.map { Int(sf_readf_float(handle, $0, Int64(block))) } ?? 0
                    initialized = max(0, read)
                }
            } while read > 0
            return samples.count
        }
        return samples
    }
}
