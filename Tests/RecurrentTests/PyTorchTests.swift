import Foundation
import Recurrent
import Safetensors
import Testing

/// Outputs and every gradient against PyTorch's packed sequences; the bar is 1e-4 relative, float rounding leaves
/// about 1e-6.
@Suite struct PyTorchTests {
    static let tolerance: Float = 1e-5

    static let layers: [String] = NetworkConfiguration.CellKind.allCases.flatMap { cell in
        ["forward", "backward", "bidirectional_concat", "bidirectional_sum"].map { "\(cell.rawValue)_\($0)" }
    }

    /// One layer under a linear output that is the identity, so that the logits are the layer's output.
    @Test(arguments: layers + ["gru_truncated_forward", "lstm_truncated_forward"])
    func layer(name: String) throws {
        let fixture = try PyTorchFixture(name)
        let parts = name.split(separator: "_").map(String.init)
        var configuration = NetworkConfiguration()
        configuration.cell = try #require(NetworkConfiguration.CellKind(rawValue: parts[0]))
        configuration.direction =
            parts.contains("bidirectional") ? .bidirectional : parts.contains("backward") ? .backward : .forward
        configuration.merge = parts.contains("sum") ? .sum : .concat
        configuration.layers = 1
        configuration.stack = 1
        configuration.stride = 1
        configuration.inputSize = 6
        configuration.hiddenSize = 5
        configuration.outputSize = configuration.layerOutputSize
        configuration.dropout = 0
        let truncation = fixture.file.metadata["truncation"].flatMap(Int.init)
        #expect((truncation != nil) == name.contains("truncated"))

        let size = configuration.outputSize
        let identity = (0..<size * size).map { Float($0 / size == $0 % size ? 1 : 0) }
        try compare(fixture, configuration, truncation: truncation) { name in
            name == "linear.weight" ? identity : [Float](repeating: 0, count: size)
        }
    }

    @Test(arguments: ["network", "network_plain", "network_plain_lstm"])
    func network(name: String) throws {
        let fixture = try PyTorchFixture(name)
        var configuration = NetworkConfiguration()
        configuration.cell = name.hasSuffix("lstm") ? .lstm : .gru
        configuration.layers = 2
        configuration.inputSize = 6
        configuration.hiddenSize = 5
        configuration.outputSize = 7
        configuration.dropout = 0
        configuration.layerNorm = name == "network"
        configuration.stack = name == "network" ? 3 : 1
        configuration.stride = name == "network" ? 2 : 1
        try compare(fixture, configuration) { _ in nil }
    }

    private func compare(
        _ fixture: PyTorchFixture, _ configuration: NetworkConfiguration, truncation: Int? = nil,
        fallback: (String) -> [Float]?
    ) throws {
        let network = try RecurrentNetwork(configuration)
        let parameters = try fixture.parameters(of: network, fallback: fallback)
        let input = try fixture.sequences("input")
        let steps = fixture.lengths.map(network.steps)
        let expected = try fixture.sequences("output", steps: steps)

        let inferred = network.logits(input, parameters: parameters)
        #expect(relativeDifference(inferred, expected) < Self.tolerance)

        var (output, trace) = network.forward(input, parameters: parameters, dropoutSeed: 0)
        #expect(output == inferred)

        var gradients = [Float](repeating: 0, count: network.layout.count)
        let inputGradients = network.backward(
            try fixture.sequences("grad_output", steps: steps), parameters: parameters, gradients: &gradients,
            trace: &trace, truncation: truncation, withInput: true)
        #expect(relativeDifference(inputGradients, try fixture.sequences("grad_input")) < Self.tolerance)
        for entry in network.layout.entries {
            let name = entry.name.hasPrefix("rnn.") ? String(entry.name.dropFirst(4)) : entry.name
            guard let truth = fixture.file.tensors["grad.\(entry.name)"] ?? fixture.file.tensors["grad.\(name)"] else {
                #expect(fallback(entry.name) != nil, "no gradient of \(entry.name) in the fixture")
                continue
            }
            let difference = relativeDifference(Array(gradients[entry.range]), truth.values)
            #expect(difference < Self.tolerance, "\(entry.name) differs by \(difference)")
        }
    }
}
