import Foundation
import Recurrent
import Signal

/// SpecAugment (Park et al. 2019) on filterbank features or on cepstra.
///
/// A masked band of a cepstrum is removed where it is a band: the deviation of the frame from the utterance's mean is
/// taken back to log-mel energies by the inverse of the lifter and of the orthonormal DCT, and the band's part of it is
/// subtracted. With as many cepstra as filters that equals masking the filterbank; with fewer it masks the smoothed one.
package struct SpecAugment: Sendable {
    private let options: AugmentationOptions
    private let filters: Int
    /// First column of the features that a band can be taken from.
    private let firstColumn: Int
    /// Columns × filters: the change of each feature for one unit of a log-mel energy; the identity for filterbanks.
    private let synthesis: [Float]
    /// Filters × columns: back.
    private let analysis: [Float]
    private let columns: Int

    package init(_ options: AugmentationOptions, frontEnd: FrontEndOptions) {
        self.options = options
        filters = frontEnd.mel.filters
        // An energy column stands in place of c0 in cepstra, and in front of the filters in filterbanks; it has no band.
        let hasEnergy = frontEnd.energy.isUsed
        firstColumn = hasEnergy ? 1 : 0
        columns = frontEnd.staticDimension - firstColumn
        var synthesis = [Float](repeating: 0, count: columns * filters)
        var analysis = synthesis
        for column in 0..<columns {
            for filter in 0..<filters {
                let forward: Float
                let back: Float
                switch frontEnd.kind {
                case .filterbank:
                    forward = column == filter ? 1 : 0
                    back = forward
                case .mfcc:
                    let order = Double(column + firstColumn)
                    let scale = ((order == 0 ? 1 : 2) / Double(filters)).squareRoot()
                    let base = scale * cos(.pi / Double(filters) * (Double(filter) + 0.5) * order)
                    let lift = Double(frontEnd.cepstra.lifter)
                    let lifter = lift == 0 ? 1 : 1 + 0.5 * lift * sin(.pi * order / lift)
                    forward = Float(base * lifter)
                    // A coefficient that the lifter cancels carries nothing that could be taken back.
                    back = abs(lifter) > 1e-3 ? Float(base / lifter) : 0
                }
                synthesis[column * filters + filter] = forward
                analysis[filter * columns + column] = back
            }
        }
        self.synthesis = synthesis
        self.analysis = analysis
    }

    /// Masks static frames before deltas and normalisation.
    package func apply(to frames: inout Features, random: inout SplitMix64) {
        guard frames.frames > 0, options.frequencyMasks > 0 || options.timeMasks > 0 else { return }
        let width = frames.dimension
        var mean = [Float](repeating: 0, count: width)
        for frame in 0..<frames.frames {
            for column in 0..<width { mean[column] += frames.values[frame * width + column] }
        }
        for column in 0..<width { mean[column] /= Float(frames.frames) }

        for _ in 0..<options.frequencyMasks {
            let size = Int.random(in: 0...min(options.frequencyWidth, filters), using: &random)
            let start = Int.random(in: 0...(filters - size), using: &random)
            if size > 0 { mask(band: start..<start + size, of: &frames, mean: mean) }
        }
        let longest = min(options.timeWidth, frames.frames)
        var left = Int(options.timeShare * Double(frames.frames))
        for _ in 0..<options.timeMasks where left > 0 {
            let size = min(left, Int.random(in: 0...longest, using: &random))
            let start = Int.random(in: 0...(frames.frames - size), using: &random)
            left -= size
            for frame in start..<start + size {
                for column in 0..<width { frames.values[frame * width + column] = mean[column] }
            }
        }
    }

    /// Sets a band of filters to its mean over the utterance in every frame: x ← x − S_b A_b (x − mean), with the
    /// small columns × columns product S_b A_b made once.
    private func mask(band: Range<Int>, of frames: inout Features, mean: [Float]) {
        var projection = [Float](repeating: 0, count: columns * columns)
        for row in 0..<columns {
            for filter in band {
                let weight = synthesis[row * filters + filter]
                if weight == 0 { continue }
                for column in 0..<columns {
                    projection[row * columns + column] += weight * analysis[filter * columns + column]
                }
            }
        }
        let width = frames.dimension
        let (first, columns) = (firstColumn, columns)
        var deviation = [Float](repeating: 0, count: columns)
        frames.values.withUnsafeMutableBufferPointer { values in
            for frame in 0..<frames.frames {
                let start = frame * width + first
                for column in 0..<columns { deviation[column] = values[start + column] - mean[first + column] }
                for row in 0..<columns {
                    var sum: Float = 0
                    for column in 0..<columns { sum += projection[row * columns + column] * deviation[column] }
                    values[start + row] -= sum
                }
            }
        }
    }
}
