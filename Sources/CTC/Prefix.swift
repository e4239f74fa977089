import Foundation

/// A label sequence in the beam, with the log-probabilities of the paths that spell it.
struct Prefix: Sendable {
    /// Its node in the ``PrefixTrie``.
    var node: Int
    /// Its last label; the blank if it is empty.
    var label: Int
    /// ln of the summed probability of its paths that end in a blank.
    var blank: Double
    /// The same of those that end in its last label.
    var nonBlank: Double
    /// The same of all.
    var total: Double
    /// The best path that ends in a blank.
    var blankPath: BestPath
    /// The best path that ends in its last label.
    var nonBlankPath: BestPath

    /// The empty prefix before the first frame.
    static let empty = Prefix(
        node: PrefixTrie.root, label: Alphabet.blank, blank: 0, nonBlank: -.infinity, total: 0,
        blankPath: .start, nonBlankPath: .none)

    /// Whether it has no label.
    var isEmpty: Bool { label == Alphabet.blank }

    /// The best path of either kind.
    var bestPath: BestPath { blankPath.score >= nonBlankPath.score ? blankPath : nonBlankPath }

    /// The log-probability of the paths that a label can follow as a new one: after itself, only those that end in a
    /// blank.
    func total(before label: Int) -> Double { label == self.label ? blank : total }

    /// The best of those paths.
    func bestPath(before label: Int) -> BestPath { label == self.label ? blankPath : bestPath }
}

/// ln(eᵃ + eᵇ); either may be minus infinity.
func logSum(_ a: Double, _ b: Double) -> Double {
    let (larger, smaller) = a > b ? (a, b) : (b, a)
    return smaller == -.infinity ? larger : larger + log1p(exp(smaller - larger))
}
