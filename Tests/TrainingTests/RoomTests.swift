import Foundation
import Recurrent
import Testing
import Training

@Suite struct RoomTests {
    private func rooms(_ count: Int, reverberation: ClosedRange<Double>) -> [Room] {
        var random = SplitMix64(seed: 7)
        return (0..<count).map { _ in Room(reverberation: reverberation, random: &random) }
    }

    @Test func theDirectSoundComesFirstAndIsOne() {
        for room in rooms(20, reverberation: 0.2...0.4) {
            let response = room.response(sampleRate: 16_000)
            #expect(response[0] >= 0.99)
            #expect(response.allSatisfy { $0.isFinite && $0 >= 0 })
        }
    }

    /// Schroeder's backward integration: the energy left falls by 60 dB in the reverberation time; measured from −5 to
    /// −25 dB, where the image method and Eyring's formula for one absorption agree to within a factor of two.
    @Test func theSoundDiesAwayInTheReverberationTime() {
        for room in rooms(8, reverberation: 0.3...0.3) {
            let energy = room.response(sampleRate: 16_000).map { Double($0 * $0) }
            var left = Array(repeating: 0.0, count: energy.count + 1)
            for index in energy.indices.reversed() { left[index] = left[index + 1] + energy[index] }
            func time(_ decibels: Double) -> Double {
                let limit = left[1] * pow(10, decibels / 10)  // Without the direct sound.
                return Double(left.firstIndex { $0 < limit } ?? left.count) / 16_000
            }
            let measured = 3 * (time(-25) - time(-5))
            #expect((0.15...0.6).contains(measured), "\(measured) s in \(room)")
        }
    }
}
