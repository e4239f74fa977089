import Recognition
import Testing
import Training

@Suite struct ModelAverageTests {
    private func model(hidden: Int = 4, seed: UInt64) throws -> Model {
        var configuration = ModelConfiguration()
        configuration.network.layers = 1
        configuration.network.hiddenSize = hidden
        return try Model(configuration, seed: seed)
    }

    @Test func weightsCountAsAsked() throws {
        let (first, second) = (try model(seed: 1), try model(seed: 2))
        var average = ModelAverage(like: first)
        try average.add(first, weight: 1)
        try average.add(second, weight: 3)
        let result = average.model.parameters
        for index in result.indices {
            let expected = 0.25 * first.parameters[index] + 0.75 * second.parameters[index]
            #expect(abs(result[index] - expected) < 1e-6)
        }
        #expect(average.model.configuration == first.configuration)
    }

    @Test func anotherShapeIsRefused() throws {
        var average = ModelAverage(like: try model(seed: 1))
        try average.add(try model(seed: 1), weight: 1)
        #expect(throws: ModelAverage.Failure.otherShape(position: 2)) {
            try average.add(try model(hidden: 5, seed: 1), weight: 1)
        }
    }
}
