/// What is wrong with an audio file, where, and what to do about it.
public enum AudioError: Error, Equatable, CustomStringConvertible, Sendable {
    /// There is no such file.
    case missing(path: String)
    /// The path names a folder.
    case folder(path: String)
    /// The file's permissions forbid reading.
    case permissionDenied(path: String)
    /// The system cannot open the file for another reason.
    case unreadable(path: String, reason: String)
    /// The file holds 0 bytes.
    case empty(path: String)
    /// The file's bytes are of no audio format that libsndfile knows.
    case notAudio(path: String)
    /// A pipe's bytes begin with no header that libsndfile knows.
    case unknownStream(path: String)
    /// The header is of a known format, but cut off or contradictory, or its encoding is not supported.
    case malformed(path: String, reason: String)
    /// The header is sound, and no sample follows it.
    case noSamples(path: String)
    /// The file's sampling rate cannot be that of speech.
    case unusableSampleRate(path: String, sampleRate: Int)
    /// The wanted channel (from 1) is not in the file.
    case noSuchChannel(path: String, channel: Int, channels: Int)
    /// A sample is infinite, not a number or far beyond any sound.
    case notFinite(path: String, second: Double)
    /// The decoder failed after some samples had been read.
    case readFailed(path: String, second: Double, reason: String)
    /// The file ends before the number of samples that its header states.
    case truncated(path: String, second: Double, expectedSeconds: Double)
    /// The wanted piece of the file starts at its end or later.
    case outside(path: String, second: Double, length: Double)
    /// The resampler cannot go from one rate to the other.
    case resampling(from: Double, to: Double, reason: String)
    /// This build of libsndfile cannot encode or decode a codec.
    case codec(name: String, reason: String)

    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): no such file. Check the spelling and the folder"
        case .folder(let path):
            "\(path) is a folder. Name the audio files inside it"
        case .permissionDenied(let path):
            "\(path): no permission to read it. Change its permissions (chmod +r) or run as its owner"
        case .unreadable(let path, let reason):
            "\(path) cannot be opened: \(reason)"
        case .empty(let path):
            "\(path) is empty (0 bytes). The recording or the download failed; make it again"
        case .notAudio(let path):
            """
            \(path) is not audio in a format that is read here (WAV, FLAC, Ogg Vorbis, Opus, MP3, AIFF and others). \
            Convert it first: ffmpeg -i \(path) out.wav
            """
        case .unknownStream(let path):
            """
            \(path) begins with no header of an audio format that is read here. If it is raw samples, say their rate: \
            --rate 16000 (and --channels, --encoding where they are not 1 and s16le)
            """
        case .malformed(let path, let reason):
            """
            \(path): its header is damaged, cut off or of an unsupported encoding (\(reason)). Copy the file again, or \
            try to repair it: ffmpeg -i \(path) out.wav
            """
        case .noSamples(let path):
            "\(path) holds no samples. The recording failed; make it again"
        case .unusableSampleRate(let path, let sampleRate):
            """
            \(path): its header states a sampling rate of \(sampleRate) Hz, and rates from \
            \(AudioFormat.sampleRates.lowerBound) to \(AudioFormat.sampleRates.upperBound) Hz are read. The header is \
            wrong: set the true rate with sox -r RATE
            """
        case .noSuchChannel(let path, let channel, let channels):
            "\(path): there is no channel \(channel); the file has \(channels), counted from 1. Choose one, or mix them"
        case .notFinite(let path, let second):
            """
            \(path): the sample at \(Self.text(second)) s is infinite or not a number, or a million times as loud as full \
            scale. The program that wrote the file is at fault; export it as 16-bit PCM
            """
        case .readFailed(let path, let second, let reason):
            """
            \(path): reading failed at \(Self.text(second)) s (\(reason)). The file is damaged there, or libsndfile is \
            stricter than other decoders, as with some Opus files. Copy it again, or try: ffmpeg -i \(path) out.wav
            """
        case .truncated(let path, let second, let expectedSeconds):
            """
            \(path) ends at \(Self.text(second)) s, and its header promises \(Self.text(expectedSeconds)) s. It was cut \
            off; copy it again
            """
        case .outside(let path, let second, let length):
            "\(path) lasts \(Self.text(length)) s, and what shall be read starts at \(Self.text(second)) s. Correct the offset"
        case .resampling(let from, let to, let reason):
            "cannot resample from \(Self.text(from)) to \(Self.text(to)) Hz: \(reason). Both rates must be above 0"
        case .codec(let name, let reason):
            "libsndfile cannot apply the codec \(name): \(reason). Leave it out, or install a build that has it"
        }
    }

    /// A number rounded to three decimals.
    private static func text(_ value: Double) -> String {
        "\((value * 1000).rounded() / 1000)"
    }
}
