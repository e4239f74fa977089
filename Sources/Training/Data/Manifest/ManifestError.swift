/// What is wrong with a manifest, in which file and line, and what to do about it.
public enum ManifestError: Error, Equatable, CustomStringConvertible {
    /// The file or folder cannot be read.
    case unreadable(path: String, reason: String)
    /// There is no utterance in it.
    case empty(path: String)
    /// A line is not a JSON object.
    case notJSON(path: String, line: Int)
    /// A line lacks something that every utterance needs, or has it in another type.
    case badValue(path: String, line: Int, key: String, expected: String)
    /// A duration is not a positive number of seconds.
    case impossibleDuration(path: String, line: Int, duration: Double)
    /// A CSV file's header has no such column.
    case missingColumn(path: String, column: String)
    /// A CSV file's row has more or fewer fields than the header.
    case raggedRow(path: String, line: Int, expected: Int, found: Int)
    /// A CSV file's quotes do not follow RFC 4180.
    case misquoted(path: String, line: Int)
    /// A line of a Kaldi folder's file has not the fields that it must have.
    case badFields(path: String, line: Int, expected: String)
    /// Two lines of a Kaldi folder's file are about the same.
    case repeatedName(path: String, line: Int, name: String, first: Int)
    /// A recording in `wav.scp` is what a command writes.
    case command(path: String, line: Int, name: String)
    /// A line names what another file of the folder does not have.
    case unknownName(path: String, line: Int, name: String, file: String)
    /// An audio file that a line names is not there.
    case missingAudio(path: String, line: Int, audio: String)
    /// An audio file has no text beside it.
    case missingText(path: String, text: String)
    /// A text stands beside a file of a format that cannot be read.
    case foreignAudio(path: String)
    /// A folder that is to hold recordings has none.
    case noRecordings(path: String)
    /// The weight behind a manifest's name is not one.
    case badWeight(name: String)

    public var description: String { "\(place): \(reason)" }

    /// The file and line at fault.
    public var place: ManifestPlace {
        switch self {
        case .unreadable(let path, _), .empty(let path), .missingText(let path, _), .foreignAudio(let path),
            .noRecordings(let path), .badWeight(let path):
            ManifestPlace(path: path)
        case .missingColumn(let path, _):
            ManifestPlace(path: path, line: 1)
        case .notJSON(let path, let line), .badValue(let path, let line, _, _),
            .impossibleDuration(let path, let line, _), .raggedRow(let path, let line, _, _),
            .misquoted(let path, let line), .badFields(let path, let line, _), .repeatedName(let path, let line, _, _),
            .command(let path, let line, _), .unknownName(let path, let line, _, _),
            .missingAudio(let path, let line, _):
            ManifestPlace(path: path, line: line)
        }
    }

    /// What is wrong there, and what to do about it.
    public var reason: String {
        switch self {
        case .unreadable(_, let reason):
            "this manifest cannot be read: \(reason)"
        case .empty:
            """
            there are no utterances. Give JSON lines, a CSV file with a header, a Kaldi or LibriSpeech folder, or a folder \
            of audio files with a .txt beside each
            """
        case .notJSON:
            "this is not a JSON object. Write one on each line, as in "
                + #"{"audio_filepath": "a.wav", "text": "hello"}"#
        case .badValue(_, _, let key, let expected):
            "'\(key)' must be there and be \(expected)"
        case .impossibleDuration(_, _, let duration):
            "a duration of \(duration) s is impossible. Correct it, or leave it out"
        case .missingColumn(_, let column):
            "the header has no column '\(column)'. Begin the file with wav_filename,wav_filesize,transcript"
        case .raggedRow(_, _, let expected, let found):
            "\(found) fields where the header has \(expected). Put a text with commas in quotes"
        case .misquoted:
            "a quoted field must end in a quote, and a quote inside one is written twice"
        case .badFields(_, _, let expected):
            "this line must be: \(expected)"
        case .repeatedName(_, _, let name, let first):
            "'\(name)' is already in line \(first). Give each its own name"
        case .command(_, _, let name):
            """
            '\(name)' is the output of a command, and none is run here. Write what it gives into a file, as in \
            COMMAND > \(name).wav, and name that file here
            """
        case .unknownName(_, _, let name, let file):
            "'\(name)' is not in \(file). Add it there, or remove this line"
        case .missingAudio(_, _, let audio):
            "there is no audio file \(audio). Paths are relative to the manifest"
        case .missingText(_, let text):
            "there is no text \(text) beside it. Write there what is said, or move the recording out of the folder"
        case .foreignAudio(let path):
            "this format is not read here. Convert it first: ffmpeg -i \(path) out.wav"
        case .noRecordings:
            "there are no audio files in this folder"
        case .badWeight:
            "the weight behind the colon must be above 0 and at most 1000"
        }
    }
}
