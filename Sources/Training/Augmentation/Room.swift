import Foundation
import Recurrent
import Signal

/// A shoebox room with a speaker and a microphone in it.
package struct Room: Sendable {
    /// Metres.
    package var size: SIMD3<Double>
    package var speaker: SIMD3<Double>
    package var microphone: SIMD3<Double>
    /// Seconds in which sound falls by 60 dB.
    package var reverberation: Double

    private static let speedOfSound = 343.0

    /// Draws a room between a car and a lecture hall, and where one stands in it.
    package init(reverberation: ClosedRange<Double>, random: inout SplitMix64) {
        size = SIMD3(
            .random(in: 2...10, using: &random), .random(in: 2...8, using: &random),
            .random(in: 2.2...4, using: &random))
        let size = size
        func place() -> SIMD3<Double> {
            SIMD3(
                .random(in: 0.1...0.9, using: &random), .random(in: 0.1...0.9, using: &random),
                .random(in: 0.3...0.8, using: &random)) * size
        }
        microphone = place()
        // People speak towards a microphone that they are near to more often than across the room.
        speaker = microphone + (place() - microphone) * pow(.random(in: 0.1...1, using: &random), 2)
        self.reverberation = .random(in: reverberation, using: &random)
    }

    /// The impulse response from speaker to microphone, from the direct sound on, which is 1.
    ///
    /// The image method: J. Allen, D. Berkley, "Image method for efficiently simulating small-room acoustics", 1979.
    /// Walls, floor and ceiling absorb alike, as Eyring's formula says of the reverberation time.
    package func response(sampleRate: Double) -> [Float] {
        let volume = size.x * size.y * size.z
        let surface = 2 * (size.x * size.y + size.y * size.z + size.z * size.x)
        let reflection = exp(-0.5 * 0.161 * volume / (surface * reverberation))
        let direct = max(0.05, Self.length(speaker - microphone))
        let samples = min(Convolution.maximumLength, Int(reverberation * sampleRate) + 1)
        let reach = direct + Double(samples) / sampleRate * Self.speedOfSound

        var response = [Float](repeating: 0, count: samples + 1)
        let axes = (0..<3).map { images(axis: $0, reach: reach, reflection: reflection) }
        for x in axes[0] {
            for y in axes[1] where x.square + y.square < reach * reach {
                for z in axes[2] {
                    let distance = (x.square + y.square + z.square).squareRoot()
                    // Nothing comes before the direct sound; rounding may say so of itself.
                    let delay = max(0, distance - direct) / Self.speedOfSound * sampleRate
                    guard delay < Double(samples) else { continue }
                    let gain = x.gain * y.gain * z.gain * direct / max(distance, 0.05)
                    let fraction = delay - delay.rounded(.down)
                    response[Int(delay)] += Float(gain * (1 - fraction))
                    response[Int(delay) + 1] += Float(gain * fraction)
                }
            }
        }
        response.removeLast()
        return response
    }

    /// The mirror images of the speaker along one axis: their squared distance from the microphone, and what the
    /// reflections leave of the sound.
    private func images(
        axis: Int, reach: Double, reflection: Double
    ) -> [(square: Double, gain: Double)] {
        let order = Int(reach / (2 * size[axis])) + 1
        return (-order...order).flatMap { cell in
            [0, 1].map { mirrored in
                let place = Double(1 - 2 * mirrored) * speaker[axis] + 2 * Double(cell) * size[axis]
                let offset = place - microphone[axis]
                return (offset * offset, pow(reflection, Double(abs(cell - mirrored) + abs(cell))))
            }
        }
    }

    private static func length(_ vector: SIMD3<Double>) -> Double { (vector * vector).sum().squareRoot() }
}
