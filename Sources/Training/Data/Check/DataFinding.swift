/// One kind of fault in training data, and where it is.
public struct DataFinding: Sendable, Equatable, Codable {
    public enum Severity: String, Sendable, Codable, CaseIterable {
        /// These clips cannot be used, and are left out.
        case error
        /// Somebody should look at these; they are used.
        case warning
        /// Good to know.
        case note
    }

    /// What can be wrong, in the order in which it is told.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case manifest
        case missingAudio = "missing_audio"
        case unreadableAudio = "unreadable_audio"
        case unknownCharacters = "unknown_characters"
        case tooLong = "too_long"
        case textTooLong = "text_too_long"
        case silentSpeech = "silent_speech"
        case sharedWithDev = "shared_with_dev"
        case repeated
        case speakingRate = "speaking_rate"
        case clipping
        case otherDuration = "other_duration"
        case emptyText = "empty_text"
        case lowSampleRate = "low_sample_rate"
    }

    /// One place of many.
    public struct Example: Sendable, Equatable, Codable {
        public var place: ManifestPlace
        /// The utterance, where it is known.
        public var id: String?
        /// What is wrong just there.
        public var note: String
    }

    public let kind: Kind
    public var severity: Severity { kind.severity }
    /// How many clips or lines.
    public internal(set) var count = 0
    /// The first of them.
    public internal(set) var examples: [Example] = []
    /// The characters that the alphabet lacks and how often each occurs.
    public internal(set) var characters: [String: Int]?

    init(kind: Kind) {
        self.kind = kind
    }
}

extension DataFinding.Kind {
    public var severity: DataFinding.Severity {
        switch self {
        case .manifest, .missingAudio, .unreadableAudio, .unknownCharacters, .tooLong, .textTooLong, .silentSpeech,
            .sharedWithDev:
            .error
        case .repeated, .speakingRate, .clipping, .otherDuration, .emptyText: .warning
        case .lowSampleRate: .note
        }
    }

    /// What is wrong, after a number of clips.
    public var summary: String {
        switch self {
        case .manifest: "that cannot be understood as an utterance"
        case .missingAudio: "whose audio file is missing"
        case .unreadableAudio: "whose audio cannot be read"
        case .unknownCharacters: "whose text has characters that the alphabet lacks"
        case .tooLong: "longer than the limit"
        case .textTooLong: "with more text than can be said in their time"
        case .silentSpeech: "with a text and no sound"
        case .sharedWithDev: "that are also in the dev set"
        case .repeated: "with the same audio as another"
        case .speakingRate: "whose text is much too long or too short for their speech"
        case .clipping: "that are overdriven"
        case .otherDuration: "whose length is not what the manifest says"
        case .emptyText: "without text"
        case .lowSampleRate: "recorded at a lower rate than the model's"
        }
    }

    /// What to do about it.
    public var advice: String {
        switch self {
        case .manifest: "Correct these places; each message says how."
        case .missingAudio: "Copy the files there, or correct the paths."
        case .unreadableAudio: "Copy or convert these files again, or remove them."
        case .unknownCharacters:
            """
            Write digits and symbols as they are spoken ("7" as "seven"), and correct what is misspelled. If these letters \
            belong to the language, make a new alphabet of the texts: --alphabet from-data; it leaves out letters that occur \
            once, which an alphabet in a file may have.
            """
        case .tooLong:
            "Cut these clips at pauses, or raise the limit (--maximum-seconds); memory grows with the longest."
        case .textTooLong: "The text is of another clip, or the recording is cut off: listen to them."
        case .silentSpeech: "The microphone was off, or the channel is the wrong one: record them again."
        case .sharedWithDev:
            "They are left out of training, since a dev set that was trained on judges nothing. Remove them from one of the two."
        case .repeated: "They count twice in training. Remove them unless that is wanted."
        case .speakingRate: "The text may be another clip's, or not all that is said: listen to them."
        case .clipping: "Record with less gain; few such clips do no harm."
        case .otherDuration: "What was measured is used. Check that the files are the right ones."
        case .emptyText: "They teach that nothing is said: right for noise, wrong for speech."
        case .lowSampleRate: "They are resampled; what is above half their rate is not there. Nothing needs doing."
        }
    }
}
