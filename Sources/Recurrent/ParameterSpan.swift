/// Parameters that lie one after another in a network's layout, kept by themselves.
struct ParameterSpan: Sendable {
    /// Where the first of them lies in the layout.
    let start: Int
    let values: [Float]

    func withView<Result>(_ body: (ParameterView) throws -> Result) rethrows -> Result {
        try values.withUnsafeBufferPointer { try body(ParameterView($0, start: start)) }
    }
}
