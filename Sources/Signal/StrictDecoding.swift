// Options are decoded strictly: a missing key takes its default, and an unknown key or value is a `FeatureError` that
// names the key by its path, as "frames.window".

extension Decoder {
    /// A keyed container whose keys are all known.
    func options<Key: CodingKey & CaseIterable>(_ keys: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let known = Key.allCases.map(\.stringValue)
        let keys = try container(keyedBy: AnyKey.self).allKeys.sorted { $0.stringValue < $1.stringValue }
        for key in keys where !known.contains(key.stringValue) {
            throw FeatureError.unknown(key: path(codingPath + [key]), known: known)
        }
        return try container(keyedBy: Key.self)
    }
}

extension KeyedDecodingContainer {
    /// Replaces an option's default by the value under a key, if there is one.
    func decode<Value: Decodable>(_ key: Key, into option: inout Value) throws {
        do {
            option = try decodeIfPresent(Value.self, forKey: key) ?? option
        } catch is DecodingError {
            throw FeatureError.invalid(
                key: path(codingPath + [key]), found: "of another type", expected: "of type \(Value.self)")
        }
    }

    /// Replaces a choice's default by the value under a key, if there is one.
    func decode<Choice: RawRepresentable & CaseIterable>(_ key: Key, into option: inout Choice) throws
    where Choice.RawValue == String {
        var name = option.rawValue
        try decode(key, into: &name)
        guard let choice = Choice(rawValue: name) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw FeatureError.invalid(
                key: path(codingPath + [key]), found: "'\(name)'", expected: "one of \(choices)")
        }
        option = choice
    }
}

/// Any key of an object.
private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

private func path(_ keys: [any CodingKey]) -> String {
    keys.map(\.stringValue).joined(separator: ".")
}
