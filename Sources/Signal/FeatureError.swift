/// What is wrong with a front end's options, and what to do about it.
public enum FeatureError: Error, Equatable, CustomStringConvertible, Sendable {
    /// An option's value is outside its range, of another type, or contradicts another option.
    case invalid(key: String, found: String, expected: String)
    /// There is no such option.
    case unknown(key: String, known: [String])

    public var description: String {
        switch self {
        case .invalid(let key, let found, let expected):
            "front-end option '\(key)' is \(found); it must be \(expected)"
        case .unknown(let key, let known):
            "there is no front-end option '\(key)'; known here: \(known.joined(separator: ", "))"
        }
    }
}
