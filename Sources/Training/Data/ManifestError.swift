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
    /// An audio file that a line names is not there.
    case missingAudio(path: String, line: Int, audio: String)
    /// The weight behind a manifest's name is not one.
    case badWeight(name: String)

    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "cannot read the manifest \(path): \(reason)"
        case .empty(let path):
            "\(path) has no utterances: give JSON lines, a CSV file with a header, or a folder with *.trans.txt files"
        case .notJSON(let path, let line):
            "\(path), line \(line): this is not a JSON object. Write one on each line, as in "
                + #"{"audio_filepath": "a.wav", "text": "hello"}"#
        case .badValue(let path, let line, let key, let expected):
            "\(path), line \(line): '\(key)' must be there and be \(expected)"
        case .impossibleDuration(let path, let line, let duration):
            "\(path), line \(line): a duration of \(duration) s is impossible. Correct it, or leave it out"
        case .missingColumn(let path, let column):
            "\(path), line 1: the header has no column '\(column)'. Begin the file with wav_filename,wav_filesize,transcript"
        case .raggedRow(let path, let line, let expected, let found):
            "\(path), line \(line): \(found) fields where the header has \(expected). Put a text with commas in quotes"
        case .misquoted(let path, let line):
            "\(path), line \(line): a quoted field must end in a quote, and a quote inside one is written twice"
        case .missingAudio(let path, let line, let audio):
            "\(path), line \(line): there is no audio file \(audio). Paths are relative to the manifest"
        case .badWeight(let name):
            "\(name): the weight behind the colon must be above 0 and at most 1000"
        }
    }
}
