import Foundation

/// The log-probability of each label in each frame: a T×K matrix, row-major.
public struct LogProbabilities: Sendable, Equatable {
    /// T.
    public private(set) var frames: Int
    /// K, the blank (label 0) among them.
    public let labels: Int
    /// Natural logarithms, `frames * labels` of them; minus infinity is a probability of zero.
    public private(set) var values: [Float]

    /// Takes log-probabilities as they are.
    ///
    /// - Throws: ``LogProbabilitiesError`` if the number of values is not `frames * labels`, or one of them is not the
    ///   logarithm of a probability.
    public init(frames: Int, labels: Int, values: [Float]) throws(LogProbabilitiesError) {
        try Self.checkShape(frames: frames, labels: labels, count: values.count)
        // A network's log-softmax may exceed 0 by rounding.
        if let index = values.firstIndex(where: { !($0 <= 1e-3) }) {
            throw .notALogProbability(values[index], frame: index / labels, label: index % labels)
        }
        self.frames = frames
        self.labels = labels
        self.values = values
    }

    /// Normalises each frame's logits: `x − ln Σ exp x`.
    ///
    /// - Throws: ``LogProbabilitiesError`` if the number of logits is not `frames * labels`, or one of them is not
    ///   finite.
    public init(logits: [Float], frames: Int, labels: Int) throws(LogProbabilitiesError) {
        try Self.checkShape(frames: frames, labels: labels, count: logits.count)
        var values = logits
        for frame in 0..<frames {
            let row = frame * labels..<(frame + 1) * labels
            var maximum = -Float.infinity
            for index in row {
                guard logits[index].isFinite else {
                    throw .notFinite(logits[index], frame: frame, label: index - row.lowerBound)
                }
                maximum = max(maximum, logits[index])
            }
            var sum: Float = 0
            for index in row { sum += exp(logits[index] - maximum) }
            let logSum = log(sum)
            for index in row { values[index] = logits[index] - maximum - logSum }
        }
        self.frames = frames
        self.labels = labels
        self.values = values
    }

    /// The log-probability of a label in a frame.
    public subscript(frame: Int, label: Int) -> Float { values[frame * labels + label] }

    /// The log-probabilities of one frame, by label.
    public subscript(frame frame: Int) -> ArraySlice<Float> { values[frame * labels..<(frame + 1) * labels] }

    /// The frames of a range as a matrix of their own, counted from 0.
    public subscript(frames range: Range<Int>) -> LogProbabilities {
        LogProbabilities(
            checked: Array(values[range.lowerBound * labels..<range.upperBound * labels]),
            frames: range.count, labels: labels)
    }

    /// No frames yet of so many labels.
    public init(labels: Int) {
        self.init(checked: [], frames: 0, labels: labels)
    }

    /// Appends the frames of another matrix of the same labels.
    public mutating func append(_ other: LogProbabilities) {
        precondition(other.labels == labels, "only log-probabilities of the same labels can be joined")
        frames += other.frames
        values += other.values
    }

    /// Takes frames away from the beginning.
    public mutating func removeFirst(_ count: Int) {
        frames -= count
        values.removeFirst(count * labels)
    }

    /// The logarithm of the mean probability of every so many rows: of a recording that was heard in several ways at once,
    /// whose rows stand together.
    public func averaged(over ways: Int) -> LogProbabilities {
        precondition(ways > 0 && frames.isMultiple(of: ways), "as many rows for each frame")
        guard ways > 1 else { return self }
        var means = [Float](repeating: 0, count: values.count / ways)
        for frame in 0..<frames / ways {
            let rows = (frame * ways..<(frame + 1) * ways).map { self[frame: $0] }
            for label in 0..<labels {
                let probability = rows.reduce(0) { $0 + exp($1[$1.startIndex + label]) }
                means[frame * labels + label] = log(probability / Float(ways))
            }
        }
        return LogProbabilities(checked: means, frames: frames / ways, labels: labels)
    }

    /// The most probable label of a frame; the first of equals.
    public func best(inFrame frame: Int) -> Int {
        let start = frame * labels
        var best = start
        for index in start + 1..<start + labels where values[index] > values[best] { best = index }
        return best - start
    }

    /// The values with something added to each label's; nothing if there are no offsets.
    func values(addingToLabels offsets: [Float]) -> [Float] {
        guard !offsets.isEmpty else { return values }
        precondition(offsets.count == labels, "an offset for each label")
        var sums = values
        for frame in 0..<frames {
            for label in 0..<labels { sums[frame * labels + label] += offsets[label] }
        }
        return sums
    }

    private init(checked values: [Float], frames: Int, labels: Int) {
        self.frames = frames
        self.labels = labels
        self.values = values
    }

    private static func checkShape(frames: Int, labels: Int, count: Int) throws(LogProbabilitiesError) {
        guard frames >= 0, labels > 0, frames * labels == count else {
            throw .shape(frames: frames, labels: labels, count: count)
        }
    }
}

/// What is wrong with a matrix of scores.
public enum LogProbabilitiesError: Error, Equatable, CustomStringConvertible {
    /// The number of values is not frames times labels.
    case shape(frames: Int, labels: Int, count: Int)
    /// A value is NaN or positive.
    case notALogProbability(Float, frame: Int, label: Int)
    /// A logit is NaN or infinite.
    case notFinite(Float, frame: Int, label: Int)

    public var description: String {
        switch self {
        case .shape(let frames, let labels, let count):
            "\(count) values do not fill \(frames) frames of \(labels) labels"
        case .notALogProbability(let value, let frame, let label):
            """
            the value of label \(label) in frame \(frame) is \(value), which is no log-probability; \
            pass logits through init(logits:frames:labels:)
            """
        case .notFinite(let value, let frame, let label):
            "the logit of label \(label) in frame \(frame) is \(value); the network's weights or input are damaged"
        }
    }
}
