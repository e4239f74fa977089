import CTC
import Foundation

/// The textbook forward-backward recursion in double-precision logarithms: slow, plain, and written apart from the
/// module's own.
struct LogDomainCTC {
    let loss: Double
    let gradient: [Double]

    init(_ utterance: CTCLoss.Utterance) {
        let (frames, labelCount) = (utterance.frames, utterance.labelCount)
        let states = [0] + utterance.labels.flatMap { [$0, 0] }
        let logits = utterance.logits.map(Double.init)
        let y = (0..<frames).map { frame in
            let row = logits[frame * labelCount..<(frame + 1) * labelCount]
            let sum = Self.sum(Array(row))
            return row.map { $0 - sum }
        }
        func skips(_ state: Int) -> Bool { state >= 2 && states[state] != 0 && states[state] != states[state - 2] }

        let none = [Double](repeating: -.infinity, count: states.count)
        var forward = Array(repeating: none, count: frames)
        var backward = Array(repeating: none, count: frames)
        for frame in 0..<frames {
            for state in states.indices {
                var terms: [Double] = []
                if frame == 0 {
                    terms = [state < 2 ? 0 : -.infinity]
                } else {
                    terms = [forward[frame - 1][state]]
                    if state >= 1 { terms.append(forward[frame - 1][state - 1]) }
                    if skips(state) { terms.append(forward[frame - 1][state - 2]) }
                }
                forward[frame][state] = Self.sum(terms) + y[frame][states[state]]
            }
        }
        for frame in (0..<frames).reversed() {
            for state in states.indices {
                if frame == frames - 1 {
                    backward[frame][state] = state >= states.count - 2 ? 0 : -.infinity
                    continue
                }
                func term(_ next: Int) -> Double { backward[frame + 1][next] + y[frame + 1][states[next]] }
                var terms = [term(state)]
                if state + 1 < states.count { terms.append(term(state + 1)) }
                if state + 2 < states.count, skips(state + 2) { terms.append(term(state + 2)) }
                backward[frame][state] = Self.sum(terms)
            }
        }
        let total = Self.sum(forward[frames - 1].suffix(2))
        var gradient = y.flatMap { $0.map(exp) }
        for frame in 0..<frames {
            for (state, label) in states.enumerated() {
                gradient[frame * labelCount + label] -= exp(forward[frame][state] + backward[frame][state] - total)
            }
        }
        loss = -total
        self.gradient = gradient
    }

    private static func sum(_ terms: some Collection<Double>) -> Double {
        let largest = terms.max() ?? -.infinity
        return largest == -.infinity ? largest : largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
    }
}
