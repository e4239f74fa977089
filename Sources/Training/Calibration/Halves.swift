/// Names dealt into two halves, every other one in the order of the alphabet.
struct Halves {
    private let halves: [String: Int]

    init(_ names: [String]) {
        halves = Dictionary(uniqueKeysWithValues: Set(names).sorted().enumerated().map { ($1, $0 % 2) })
    }

    /// 0 or 1.
    subscript(name: String) -> Int? { halves[name] }
}
