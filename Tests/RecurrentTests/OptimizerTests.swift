import Foundation
import Recurrent
import Safetensors
import Testing

@Suite struct OptimizerTests {
    /// A layout with a matrix, which decays, and a vector, which does not.
    private static func layout() -> ParameterLayout {
        var layout = ParameterLayout()
        _ = layout.add("matrix", [5, 3], .constant(0))
        _ = layout.add("bias", [4], .constant(0))
        return layout
    }

    @Test func adamWEqualsPyTorch() throws {
        let file = try PyTorchFixture("adamw", hasSequences: false).file
        func values(_ name: String) throws -> [Float] { try PyTorchFixture.required(file, name).values }
        let layout = Self.layout()
        var options = AdamW.Options()
        options.weightDecay = 0.1
        options.maximumNorm = 1
        var optimizer = AdamW(options, count: layout.count)
        var parameters = try values("start.matrix") + values("start.bias")
        for step in 0..<6 {
            let gradients = try values("gradient.\(step).matrix") + values("gradient.\(step).bias")
            let norm = optimizer.update(&parameters, gradients: gradients, rate: 2e-2, layout: layout)
            #expect(abs(norm - (try values("norm.\(step)")[0])) < 1e-5 * norm)
            let expected = try values("after.\(step).matrix") + values("after.\(step).bias")
            #expect(relativeDifference(parameters, expected) < 1e-5, "step \(step)")
        }
        #expect(optimizer.step == 6)
    }

    @Test func eachEntryMayHaveItsOwnRate() {
        let layout = Self.layout()
        func updated(rate: Float, scales: [Float]?) -> [Float] {
            var optimizer = AdamW(count: layout.count)
            var parameters = (0..<layout.count).map { Float($0) - 7 }
            let gradients = (0..<layout.count).map { cos(Float($0)) }
            for _ in 0..<3 {
                _ = optimizer.update(&parameters, gradients: gradients, rate: rate, layout: layout, scales: scales)
            }
            return parameters
        }
        let whole = updated(rate: 0.1, scales: nil)
        let half = updated(rate: 0.05, scales: nil)
        #expect(updated(rate: 0.1, scales: [1, 1]) == whole)
        #expect(updated(rate: 0.1, scales: [0.5, 1]) == Array(half[..<15] + whole[15...]))
        #expect(Array(updated(rate: 0.1, scales: [0, 1])[..<15]) == (0..<15).map { Float($0) - 7 })
    }

    @Test func gradientThatIsNotFiniteChangesNothing() {
        let layout = Self.layout()
        for poison in [Float.nan, .infinity] {
            var optimizer = AdamW(count: layout.count)
            var parameters = [Float](repeating: 1, count: layout.count)
            var gradients = [Float](repeating: 0.5, count: layout.count)
            gradients[7] = poison
            let before = optimizer
            let norm = optimizer.update(&parameters, gradients: gradients, rate: 1, layout: layout)
            #expect(!norm.isFinite)
            #expect(optimizer == before)
            #expect(parameters.allSatisfy { $0 == 1 })
        }
    }

    @Test func scheduleWarmsUpAndFalls() {
        var schedule = LearningRateSchedule()
        schedule.peak = 1
        schedule.warmup = 10
        schedule.final = 0.1
        #expect(abs(schedule.rate(step: 0, total: 110, falls: 0) - 0.1) < 1e-6)
        #expect(schedule.rate(step: 9, total: 110, falls: 0) == 1)
        #expect(abs(schedule.rate(step: 60, total: 110, falls: 0) - 0.55) < 1e-5)
        #expect(abs(schedule.rate(step: 110, total: 110, falls: 0) - 0.1) < 1e-6)
        #expect(abs(schedule.rate(step: 500, total: 110, falls: 0) - 0.1) < 1e-6)
        schedule.decay = .plateau
        #expect(schedule.rate(step: 60, total: 110, falls: 0) == 1)
        #expect(schedule.rate(step: 60, total: 110, falls: 2) == 0.25)
        schedule.decay = .constant
        #expect(schedule.rate(step: 60, total: 110, falls: 2) == 1)
    }

    @Test func averageFollowsTheWeights() {
        var average = MovingAverage(decay: 0.9, values: [0, 10])
        average.update(with: [1, 10])
        // The first update keeps (1 + 0)/(10 + 0) of the old value.
        #expect(abs(average.values[0] - 0.9) < 1e-6)
        #expect(average.values[1] == 10)
        for _ in 0..<200 { average.update(with: [2, 3]) }
        #expect(abs(average.values[0] - 2) < 1e-4)
        #expect(average.updates == 201)
    }

    @Test func dropoutKeepsTheMeanAndItsSeedTheMask() throws {
        var configuration = NetworkConfiguration()
        configuration.inputSize = 4
        configuration.layers = 2
        configuration.hiddenSize = 16
        configuration.dropout = 0.5
        let network = try RecurrentNetwork(configuration)
        let parameters = network.layout.initialValues(seed: 1)
        let input = GradientTests.sequences([60], columns: 4, seed: 1)
        func run(_ seed: UInt64) -> [Matrix] {
            network.forward(input, parameters: parameters, dropoutSeed: seed).logits
        }
        #expect(run(1) == run(1))
        #expect(run(1) != run(2))
        #expect(network.logits(input, parameters: parameters) != run(1))
    }

    @Test func randomNumbersOfOneKeyRepeatAndOfOthersDiffer() {
        func draw(_ generator: SplitMix64) -> [UInt64] {
            var generator = generator
            return (0..<4).map { _ in generator.next() }
        }
        #expect(draw(SplitMix64(seed: 1, key: 2, 3)) == draw(SplitMix64(seed: 1, key: 2, 3)))
        let others = [
            SplitMix64(seed: 1, key: 3, 2), SplitMix64(seed: 2, key: 2, 3), SplitMix64(seed: 1, key: 2),
            SplitMix64(seed: 1, key: 0, 0), SplitMix64(seed: 1, key: 0),
        ].map(draw)
        #expect(Set(others + [draw(SplitMix64(seed: 1, key: 2, 3))]).count == 6)
        // The first value of the published generator for seed 1234567.
        #expect(draw(SplitMix64(seed: 1_234_567))[0] == 6_457_827_717_110_365_317)
    }
}
