import Foundation

/// The stages of a front end that look at one frame only: from its samples to a static feature vector.
struct FrameComputer: Sendable {
    let framing: Framing
    /// Values of a static feature vector.
    let dimension: Int

    private let conditioning: FrameConditioning
    private let spectrum: PowerSpectrum
    private var filterbank: MelFilterbank
    /// Nil where the mel energies themselves are the features.
    private let cepstra: CepstralTransform?
    private let options: FrontEndOptions

    /// Full scale of the samples: Kaldi's features are those of 16-bit integers.
    private static let fullScale: Float = 32_768

    init(_ options: FrontEndOptions) throws(FeatureError) {
        self.options = options
        framing = Framing(options.frames, sampleRate: options.sampleRate)
        dimension = options.staticDimension
        conditioning = FrameConditioning(options.frames, sampleRate: options.sampleRate)
        let length = options.frames.transformLength(sampleRate: options.sampleRate)
        let isMagnitude = options.kind == .filterbank && !options.filterbank.usesPower
        spectrum = PowerSpectrum(length: length, isMagnitude: isMagnitude)
        filterbank = MelFilterbank(options.mel, sampleRate: options.sampleRate, length: length, warp: 1)
        if let empty = filterbank.emptyFilter {
            throw .invalid(
                key: "mel.filters", found: "\(options.mel.filters)",
                expected: "fewer, or frames.length_ms longer: no spectral line falls into filter \(empty)")
        }
        cepstra = options.kind == .mfcc ? CepstralTransform(options.cepstra, filters: options.mel.filters) : nil
    }

    /// The same stages with the filters of a vocal-tract-length warp.
    func warped(by warp: Float) -> FrameComputer {
        guard warp != 1 else { return self }
        var computer = self
        computer.filterbank = MelFilterbank(
            options.mel, sampleRate: options.sampleRate, length: spectrum.length, warp: warp)
        return computer
    }
}

// MARK: - Scratch

extension FrameComputer {
    /// Memory for one frame's computation, made once and used again for each frame.
    struct Scratch: Sendable {
        /// Lanes, so that the memory is aligned as the Fourier transform wants it.
        fileprivate var lanes: [SIMD8<Float>]
    }

    /// Where each stage's floats start in the scratch memory.
    private var regions: (samples: Int, windowed: Int, spectrum: Int, power: Int, energies: Int, end: Int) {
        // Eight floats before the samples take the first one's predecessor; eight after the power spectrum let the
        // last filter read whole lanes.
        let samples = 8
        let windowed = samples + paddedToLanes(framing.length)
        let spectrum = windowed + paddedToLanes(self.spectrum.length)
        let power = spectrum + self.spectrum.spectrumSize
        let energies = power + paddedToLanes(self.spectrum.bins) + 8
        return (samples, windowed, spectrum, power, energies, energies + paddedToLanes(filterbank.count))
    }

    func makeScratch() -> Scratch {
        Scratch(lanes: Array(repeating: SIMD8(), count: regions.end / 8))
    }
}

// MARK: - Frames

extension FrameComputer {
    /// A stretch of an utterance's samples.
    struct Stretch {
        /// Samples in [-1, 1].
        let samples: UnsafeBufferPointer<Float>
        /// Samples of the utterance before the stretch.
        let offset: Int

        /// Samples of the utterance up to the stretch's end.
        var end: Int { offset + samples.count }
    }

    /// Computes a run of frames, each from its samples alone: the result does not depend on the stretch.
    ///
    /// - Parameters:
    ///   - frames: the frames' indices from the start of the utterance.
    ///   - stretch: the frames' samples; reflection happens at the utterance's start and at the stretch's end.
    ///   - output: receives `frames.count` × `dimension` values.
    func compute(
        _ frames: Range<Int>, of stretch: Stretch, scratch: inout Scratch, output: UnsafeMutablePointer<Float>
    ) {
        let regions = regions
        scratch.lanes.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
            let samples = base + regions.samples
            let windowed = base + regions.windowed
            let power = base + regions.power
            for index in frames {
                load(framing.start(of: index), of: stretch, into: samples)
                // The last transform destroyed the zeros that follow the frame.
                (windowed + framing.length).update(repeating: 0, count: spectrum.length - framing.length)
                let rawEnergy = conditioning.apply(to: samples, frame: index, output: windowed)
                let energy = options.energy.isRaw ? rawEnergy : Self.energy(windowed, count: framing.length)
                spectrum.compute(windowed, spectrum: base + regions.spectrum, power: power)
                let row = output + (index - frames.lowerBound) * dimension
                write(energy: energy, power: power, energies: base + regions.energies, to: row)
            }
        }
    }

    /// Copies the frame that starts at sample `start` of the utterance, on the 16-bit scale, with zeros to whole lanes.
    private func load(_ start: Int, of stretch: Stretch, into frame: UnsafeMutablePointer<Float>) {
        let first = start - stretch.offset
        if first >= 0, start + framing.length <= stretch.end, let base = stretch.samples.baseAddress {
            let source = base + first
            let whole = framing.length / 8 * 8
            for index in stride(from: 0, to: whole, by: 8) {
                frame.store(source.lanes(at: index) * Self.fullScale, at: index)
            }
            for index in whole..<framing.length { frame[index] = source[index] * Self.fullScale }
        } else {
            for index in 0..<framing.length {
                let sample = Framing.reflect(start + index, count: stretch.end)
                frame[index] = stretch.samples[sample - stretch.offset] * Self.fullScale
            }
        }
        for index in framing.length..<paddedToLanes(framing.length) { frame[index] = 0 }
    }

    /// The sum of squares.
    private static func energy(_ samples: UnsafePointer<Float>, count: Int) -> Float {
        var sum: Float = 0
        for index in 0..<count { sum += samples[index] * samples[index] }
        return sum
    }

    /// Sums the power spectrum into filters and writes the feature vector.
    private func write(
        energy: Float, power: UnsafePointer<Float>, energies: UnsafeMutablePointer<Float>,
        to row: UnsafeMutablePointer<Float>
    ) {
        let filters = filterbank.count
        let usesEnergy = options.energy.isUsed
        if let cepstra {
            filterbank.apply(power, energies: energies)
            takeLogarithm(energies, count: filters)
            cepstra.apply(energies, cepstra: row)
        } else {
            let bands = usesEnergy ? row + 1 : row
            filterbank.apply(power, energies: bands)
            if options.filterbank.usesLogarithm { takeLogarithm(bands, count: filters) }
        }
        if usesEnergy { row[0] = log(max(energy, .ulpOfOne, options.energy.floor)) }
    }

    private func takeLogarithm(_ energies: UnsafeMutablePointer<Float>, count: Int) {
        for index in 0..<count { energies[index] = log(max(energies[index], options.mel.floor)) }
    }
}
