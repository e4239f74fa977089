import Foundation

@main struct Main {
    static func main() throws {
        var step = try TrainingStep(frames: [Int](repeating: 333, count: 16), labels: 120)
        try step.run()
        for _ in 0..<8 {
            let start = ContinuousClock().now
            try step.run()
            print(ContinuousClock().now - start)
        }
    }
}
