/// Parameters that lie one after another in a network's layout, kept by themselves.
struct ParameterSpan: Sendable {
    /// Where they lie in the layout.
    let range: Range<Int>
    private let values: [Float]

    /// - Parameter values: the parameters in a range of the layout.
    init(_ range: Range<Int>, _ values: (Range<Int>) -> [Float]) {
        self.range = range
        self.values = values(range)
    }

    func withView<Result>(_ body: (ParameterView) throws -> Result) rethrows -> Result {
        try values.withUnsafeBufferPointer { try body(ParameterView($0, start: range.lowerBound)) }
    }
}
