/// Everything that fixes a network's shape; a part of a model's `config.json`.
public struct NetworkConfiguration: Codable, Sendable, Equatable {
    /// The recurrent cell.
    public enum CellKind: String, Codable, Sendable, CaseIterable {
        /// Vanilla cell with tanh.
        case tanh
        /// Vanilla cell with max(0, ·).
        case relu
        case lstm
        /// Gated recurrent unit, linear before reset.
        case gru
    }

    /// Which way a layer runs through time.
    public enum Direction: String, Codable, Sendable, CaseIterable {
        /// From the first frame to the last: nothing of the future is known.
        case forward
        /// From each sequence's own last frame to its first.
        case backward
        /// Both, merged.
        case bidirectional
    }

    /// How the outputs of both directions become one.
    public enum Merge: String, Codable, Sendable, CaseIterable {
        /// Side by side: 2H outputs.
        case concat
        /// Added: H outputs.
        case sum
    }

    /// Features of one frame, D.
    public var inputSize = 40
    /// Frames seen by one step of the network. 3: a step sees 30 ms + the window's overlap.
    public var stack = 3
    /// Frames from one step to the next. 3: 33 steps a second, a third of the recurrent work, and CTC needs no more
    /// than one step a label.
    public var stride = 3
    public var cell = CellKind.gru
    /// Recurrent layers.
    public var layers = 3
    /// Hidden units of each direction, H.
    public var hiddenSize = 320
    public var direction = Direction.bidirectional
    /// Used by bidirectional layers only.
    public var merge = Merge.concat
    /// Share of a layer's outputs set to zero in training before the next layer reads them; 0 switches it off.
    public var dropout: Float = 0.2
    /// Normalises each recurrent layer's output (Ba et al. 2016) with learnt gain and bias.
    public var layerNorm = false
    /// Outputs, K: labels with the blank.
    public var outputSize = 29

    public init() {}

    /// Outputs of one recurrent layer.
    public var layerOutputSize: Int {
        direction == .bidirectional && merge == .concat ? 2 * hiddenSize : hiddenSize
    }

    /// Refuses a shape that no network can have.
    public func validate() throws(NetworkError) {
        let positive: [(String, Int)] = [
            ("input_size", inputSize), ("stack", stack), ("stride", stride), ("layers", layers),
            ("hidden_size", hiddenSize), ("output_size", outputSize),
        ]
        for (name, value) in positive where value < 1 {
            throw .invalid(option: name, value: "\(value)", expected: "1 or more")
        }
        // Bounds that no useful network reaches, so that a damaged file cannot ask for all memory.
        for (name, value) in positive where value > 65_536 {
            throw .invalid(option: name, value: "\(value)", expected: "at most 65536")
        }
        guard dropout >= 0, dropout < 1 else {
            throw .invalid(option: "dropout", value: "\(dropout)", expected: "0 or more and below 1")
        }
    }

    enum CodingKeys: String, CodingKey {
        case inputSize = "input_size"
        case stack, stride, cell, layers
        case hiddenSize = "hidden_size"
        case direction, merge, dropout
        case layerNorm = "layer_norm"
        case outputSize = "output_size"
    }

    /// Missing keys take the default.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<T: Decodable>(_ key: CodingKeys, _ standard: T) throws -> T {
            try values.decodeIfPresent(T.self, forKey: key) ?? standard
        }
        inputSize = try read(.inputSize, inputSize)
        stack = try read(.stack, stack)
        stride = try read(.stride, stride)
        cell = try read(.cell, cell)
        layers = try read(.layers, layers)
        hiddenSize = try read(.hiddenSize, hiddenSize)
        direction = try read(.direction, direction)
        merge = try read(.merge, merge)
        dropout = try read(.dropout, dropout)
        layerNorm = try read(.layerNorm, layerNorm)
        outputSize = try read(.outputSize, outputSize)
    }
}

/// A network that cannot be.
public enum NetworkError: Error, Equatable, CustomStringConvertible {
    case invalid(option: String, value: String, expected: String)

    public var description: String {
        switch self {
        case .invalid(let option, let value, let expected):
            "network option '\(option)' is \(value); it must be \(expected). Correct it in config.json"
        }
    }
}
