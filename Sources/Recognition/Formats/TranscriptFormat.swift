/// The forms in which transcripts are written; `docs/output.md` describes each.
public enum TranscriptFormat: String, Sendable, CaseIterable {
    /// Plain text.
    case txt
    /// A line of JSON for each recording or channel.
    case json
    /// A line of JSON for each event of a stream.
    case jsonl
    /// The JSON that Vosk prints.
    case vosk
    /// SubRip's subtitles.
    case srt
    /// WebVTT's.
    case vtt
    /// NIST's time-marked words, as sclite reads them.
    case ctm
    /// A table of words.
    case csv
    /// A table of subtitles, as Whisper writes it.
    case tsv

    /// What a writer says beside the words.
    public struct Context: Sendable, Equatable {
        /// The recording's path.
        public var file: String
        /// What the recording is called in a CTM.
        public var recording: String
        /// Whether others are written to the same place, so that a line of text says whose it is.
        public var isOneOfSeveral: Bool
        /// Whether each channel was understood by itself.
        public var hasChannels: Bool
        /// How many readings were asked for.
        public var readings: Int

        public init(
            file: String, recording: String, isOneOfSeveral: Bool = false, hasChannels: Bool = false, readings: Int = 1
        ) {
            self.file = file
            self.recording = recording
            self.isOneOfSeveral = isOneOfSeveral
            self.hasChannels = hasChannels
            self.readings = readings
        }
    }

    /// What files of this format end in.
    public var fileExtension: String { self == .vosk ? "vosk.json" : rawValue }

    /// Whether it is a stream of events: what is understood is printed while it comes, with a live window.
    public var isLive: Bool { self == .jsonl || self == .vosk }

    /// Whether its text says nothing of the recording, so that two recordings must not share a file.
    public var needsFileOfItsOwn: Bool {
        switch self {
        case .jsonl, .vosk, .srt, .vtt, .tsv: true
        case .txt, .json, .ctm, .csv: false
        }
    }

    /// Whether it has a place for more than one reading.
    public var holdsAlternatives: Bool {
        switch self {
        case .txt, .json, .jsonl, .vosk: true
        case .srt, .vtt, .ctm, .csv, .tsv: false
        }
    }

    /// A writer for one recording.
    public func writer(_ context: Context) -> any TranscriptWriter {
        let hasAlternatives = context.readings > 1
        return switch self {
        case .txt: TextWriter(context)
        case .json: JSONWriter(file: context.file, hasAlternatives: hasAlternatives)
        case .jsonl: JSONLinesWriter(hasAlternatives: hasAlternatives)
        case .vosk: VoskWriter(hasAlternatives: hasAlternatives)
        case .srt: SubRipWriter()
        case .vtt: WebVTTWriter()
        case .ctm: CTMWriter(recording: context.recording)
        case .csv: CSVWriter(file: context.file)
        case .tsv: TSVWriter(hasChannels: context.hasChannels)
        }
    }
}
