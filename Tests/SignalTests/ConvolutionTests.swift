import Foundation
import Signal
import Testing

@Suite struct ConvolutionTests {
    @Test(arguments: [(1, 1), (3, 10), (500, 40_000), (8192, 20_000), (8192, 8193)])
    func itEqualsTheSum(taps: Int, count: Int) {
        let response = noise(taps).map { $0 / Float(taps).squareRoot() }
        let samples = noise(count)
        let result = Convolution(response).applied(to: samples)
        #expect(result.count == count)
        for index in stride(from: 0, to: count, by: max(1, count / 97)) {
            var sum = 0.0
            for tap in 0...min(index, taps - 1) { sum += Double(response[tap]) * Double(samples[index - tap]) }
            #expect(abs(Double(result[index]) - sum) < 1e-4)
        }
    }

    @Test func nothingGivesNothing() {
        #expect(Convolution([1]).applied(to: []).isEmpty)
    }
}
