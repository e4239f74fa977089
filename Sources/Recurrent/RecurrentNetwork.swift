/// A stack of recurrent layers between frame stacking and a linear output: sequences of feature vectors in, sequences
/// of logits out.
///
/// A network is only its shape. Parameters are one flat array in the order of ``layout``, passed to every call, so that
/// the same network serves the weights in training, their average and a quantised copy.
public struct RecurrentNetwork: Sendable {
    public let configuration: NetworkConfiguration
    /// The names, shapes and places of the parameters.
    public let layout: ParameterLayout
    /// The layer that each of the layout's entries belongs to; the linear output's is the number of recurrent layers.
    public let depths: [Int]
    let stacking: FrameStacking
    let layers: [RecurrentLayer]
    let norms: [LayerNorm]
    let linear: Linear

    /// What the backward pass needs from the forward pass.
    public struct Trace: Sendable {
        let packed: PackedLayout
        /// Frames of each sequence before stacking.
        let frames: [Int]
        /// The input of each layer and, last, of the linear output.
        var inputs: [Matrix]
        var layers: [RecurrentLayer.Trace]
        var norms: [LayerNorm.Trace]
        let dropoutSeed: UInt64
        let precision: Precision
    }

    /// - Throws: ``NetworkError`` where the configuration describes no network.
    public init(_ configuration: NetworkConfiguration) throws(NetworkError) {
        try configuration.validate()
        self.configuration = configuration
        stacking = FrameStacking(stack: configuration.stack, stride: configuration.stride)
        var layout = ParameterLayout()
        var size = configuration.stack * configuration.inputSize
        var depths: [Int] = []
        func mark(_ layer: Int) {
            depths += Array(repeating: layer, count: layout.entries.count - depths.count)
        }
        var layers: [RecurrentLayer] = []
        for index in 0..<configuration.layers {
            layers.append(RecurrentLayer(configuration, index: index, inputSize: size, layout: &layout))
            mark(index)
            size = configuration.layerOutputSize
        }
        self.layers = layers
        var norms: [LayerNorm] = []
        if configuration.layerNorm {
            for index in 0..<configuration.layers {
                norms.append(LayerNorm(size: size, index: index, layout: &layout))
                mark(index)
            }
        }
        self.norms = norms
        linear = Linear(inputSize: size, outputSize: configuration.outputSize, layout: &layout)
        mark(configuration.layers)
        self.depths = depths
        self.layout = layout
    }

    /// Where the recurrent layers' parameters end in the layout; behind them lie the layer norms' and the linear output's.
    var recurrentEnd: Int { layers.last?.scans.last?.parameters.upperBound ?? 0 }

    /// Steps of the output for a sequence of so many frames.
    public func steps(frames: Int) -> Int { stacking.steps(frames: frames) }

    /// Runs sequences of features (each T × D) and returns their logits (each ⌈T/stride⌉ × K), in the same order.
    public func logits(_ sequences: [Matrix], parameters: [Float]) -> [Matrix] {
        guard !sequences.isEmpty else { return [] }
        let (packed, input) = pack(sequences)
        let logits = run(input, packed: packed, parameters: parameters, training: nil).logits
        return packed.unpack(logits)
    }

    /// The forward pass of training: logits as in ``logits(_:parameters:)`` with dropout, and what the backward pass
    /// needs.
    ///
    /// - Parameter precision: of the products of both passes.
    public func forward(
        _ sequences: [Matrix], parameters: [Float], dropoutSeed: UInt64, precision: Precision = .float32
    ) -> (logits: [Matrix], trace: Trace) {
        let precision = precision.available
        let (packed, input) = pack(sequences)
        var trace = Trace(
            packed: packed, frames: sequences.map(\.rows), inputs: [], layers: [], norms: [],
            dropoutSeed: dropoutSeed, precision: precision)
        let result = run(
            input, packed: packed, parameters: parameters, training: dropoutSeed, precision: precision)
        trace.inputs = result.inputs
        trace.layers = result.layers
        trace.norms = result.norms
        return (packed.unpack(result.logits), trace)
    }

    /// Backpropagation through time.
    ///
    /// - Parameters:
    ///   - logitGradients: of the loss with respect to each sequence's logits, in the order of the forward pass.
    ///   - gradients: of all parameters, added to.
    ///   - trace: of the forward pass; used up.
    ///   - truncation: steps after which the gradient through time is cut; nil for full BPTT.
    ///   - frozen: recurrent layers, counted from the input, that get no gradient; nor does the input then.
    ///   - withInput: whether to return the gradients with respect to the sequences.
    @discardableResult
    public func backward(
        _ logitGradients: [Matrix], parameters: [Float], gradients: inout [Float], trace: inout Trace,
        truncation: Int? = nil, frozen: Int = 0, withInput: Bool = false
    ) -> [Matrix] {
        precondition(frozen == 0 || !withInput, "no gradient of the input goes through frozen layers")
        let packed = trace.packed
        let packedGradient = packed.pack(logitGradients)
        var gradient = Matrix(rows: 0, columns: 0)
        parameters.withUnsafeBufferPointer { parameters in
            let parameters = ParameterView(parameters)
            gradients.withUnsafeMutableBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return }
                let gradients = MutableParameterView(base)
                gradient = linear.backward(
                    packedGradient, input: trace.inputs[layers.count], parameters: parameters, gradients: gradients)
                for index in layers.indices.dropFirst(frozen).reversed() {
                    if index < layers.count - 1 {
                        dropout(after: index, seed: trace.dropoutSeed)?.apply(to: &gradient)
                    }
                    if !norms.isEmpty {
                        norms[index].backward(
                            &gradient, parameters: parameters, gradients: gradients, trace: trace.norms[index])
                    }
                    gradient = layers[index].backward(
                        gradient, input: trace.inputs[index], packed: packed, parameters: parameters,
                        gradients: gradients, trace: &trace.layers[index], truncation: truncation,
                        precision: trace.precision, withInput: index > frozen || withInput)
                }
            }
        }
        guard withInput else { return [] }
        return zip(packed.unpack(gradient), trace.frames).map { stacking.backward($0, frames: $1) }
    }

    private func pack(_ sequences: [Matrix]) -> (PackedLayout, Matrix) {
        for sequence in sequences {
            precondition(
                sequence.columns == configuration.inputSize,
                "features of dimension \(sequence.columns) for a network that takes \(configuration.inputSize)")
        }
        let stacked = sequences.map(stacking.apply)
        let packed = PackedLayout(lengths: stacked.map(\.rows))
        return (packed, packed.pack(stacked))
    }

    private func run(
        _ input: Matrix, packed: PackedLayout, parameters: [Float], training dropoutSeed: UInt64?,
        precision: Precision = .float32
    ) -> (logits: Matrix, inputs: [Matrix], layers: [RecurrentLayer.Trace], norms: [LayerNorm.Trace]) {
        precondition(parameters.count == layout.count, "parameters that do not fit the network")
        let training = dropoutSeed != nil
        var values = input
        var inputs: [Matrix] = []
        var layerTraces: [RecurrentLayer.Trace] = []
        var normTraces: [LayerNorm.Trace] = []
        return parameters.withUnsafeBufferPointer { parameters in
            let parameters = ParameterView(parameters)
            for (index, layer) in layers.enumerated() {
                var states = layer.initialStates(sequences: packed.count)
                var (output, trace) = layer.forward(
                    values, packed: packed, parameters: parameters, states: &states, training: training,
                    precision: precision)
                if training {
                    inputs.append(values)
                    layerTraces.append(trace)
                }
                if !norms.isEmpty {
                    let trace = norms[index].forward(&output, parameters: parameters, training: training)
                    if training { normTraces.append(trace) }
                }
                if let dropoutSeed, index < layers.count - 1 {
                    dropout(after: index, seed: dropoutSeed)?.apply(to: &output)
                }
                values = output
            }
            if training { inputs.append(values) }
            return (linear.forward(values, parameters: parameters), inputs, layerTraces, normTraces)
        }
    }

    private func dropout(after layer: Int, seed: UInt64) -> Dropout? {
        guard configuration.dropout > 0 else { return nil }
        var random = SplitMix64(seed: seed, key: UInt64(layer))
        return Dropout(rate: configuration.dropout, seed: UInt32(truncatingIfNeeded: random.next()))
    }
}
