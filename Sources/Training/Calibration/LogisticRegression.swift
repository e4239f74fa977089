import Foundation

/// The probability of an outcome as a logistic function of weighted features, fitted by Newton's method.
///
/// The weights of the standardised features are held back by a small penalty, so that features that say the same, or
/// outcomes that they separate without a rest, still have one finite answer.
struct LogisticRegression: Sendable {
    private(set) var bias = 0.0
    private(set) var weights: [Double]

    /// - Parameters:
    ///   - rows: the features of each observation, all of the same number.
    ///   - outcomes: what came of it.
    ///   - penalty: the squares of the standardised weights cost so much, in observations.
    init(_ rows: [[Double]], outcomes: [Bool], penalty: Double = 1) {
        let size = rows.first?.count ?? 0
        let count = Double(max(1, rows.count))
        let means = (0..<size).map { index in rows.reduce(0) { $0 + $1[index] } / count }
        let deviations = (0..<size).map { index in
            (rows.reduce(0) { $0 + ($1[index] - means[index]) * ($1[index] - means[index]) } / count).squareRoot()
        }
        let standardised = rows.map { row in
            [1] + row.indices.map { deviations[$0] > 1e-9 ? (row[$0] - means[$0]) / deviations[$0] : 0 }
        }
        let solution = Self.newton(standardised, outcomes, size: size + 1, penalty: penalty)
        weights = (0..<size).map { deviations[$0] > 1e-9 ? solution[$0 + 1] / deviations[$0] : 0 }
        bias = solution[0] - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The weights, the first of them of the constant, at which the penalised likelihood is greatest.
    private static func newton(
        _ rows: [[Double]], _ outcomes: [Bool], size: Int, penalty: Double
    ) -> [Double] {
        var solution = [Double](repeating: 0, count: size)
        for _ in 0..<50 {
            var gradient = solution.map { -penalty * $0 }
            var curvature = (0..<size).map { row in (0..<size).map { row == $0 ? penalty : 0 } }
            for (row, outcome) in zip(rows, outcomes) {
                let probability = 1 / (1 + exp(-zip(solution, row).reduce(0) { $0 + $1.0 * $1.1 }))
                let slope = probability * (1 - probability)
                for i in 0..<size {
                    gradient[i] += ((outcome ? 1 : 0) - probability) * row[i]
                    for j in 0...i { curvature[i][j] += slope * row[i] * row[j] }
                }
            }
            let step = solve(curvature, gradient)
            // Far from the answer a whole step may leap over it.
            let scale = min(1, 4 / max(1e-300, step.map(abs).max() ?? 0))
            for i in 0..<size { solution[i] += scale * step[i] }
            if (step.map(abs).max() ?? 0) < 1e-10 { break }
        }
        return solution
    }

    /// Solves a symmetric positive definite system, of whose matrix the lower half is read, by Cholesky's method.
    private static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        let size = right.count
        var factor = matrix
        for i in 0..<size {
            for j in 0...i {
                var sum = matrix[i][j]
                for k in 0..<j { sum -= factor[i][k] * factor[j][k] }
                factor[i][j] = i == j ? sum.squareRoot() : sum / factor[j][j]
            }
        }
        var solution = right
        for i in 0..<size {
            for k in 0..<i { solution[i] -= factor[i][k] * solution[k] }
            solution[i] /= factor[i][i]
        }
        for i in (0..<size).reversed() {
            for k in (i + 1)..<size { solution[i] -= factor[k][i] * solution[k] }
            solution[i] /= factor[i][i]
        }
        return solution
    }
}
