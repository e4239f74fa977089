import ArgumentParser
import Training

/// What is changed at random in the speech that a model is tuned on.
struct AugmentationFlags: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Play clips slower or faster by a tenth.")
    var speed = true

    @Flag(inversion: .prefixedNo, help: "Shift the formants, as longer and shorter vocal tracts do.")
    var warp = true

    @Flag(inversion: .prefixedNo, help: "Hide bands of the spectrum and spans of time (SpecAugment).")
    var masks = true

    @Option(help: ArgumentHelp("Make clips louder or softer by up to so many decibels.", valueName: "dB"))
    var gain = FineTuningOptions.augmentation.gain

    @Option(help: ArgumentHelp("Recordings without speech to add: a folder or a manifest.", valueName: "path"))
    var noise: String?

    @Option(help: ArgumentHelp("The share of clips that get noise, with --noise. (default: 0.5)", valueName: "x"))
    var noiseShare: Double?

    @Option(
        help: ArgumentHelp("Decibels of speech above noise, with --noise. (default: 5:25)", valueName: "low:high"))
    var noiseSnr: DecibelRange?

    @Option(help: ArgumentHelp("The share of clips that sound in a simulated room.", valueName: "x"))
    var rooms = 0.0

    @Option(
        help: ArgumentHelp("The share of clips that go through a telephone's or a web call's codec.", valueName: "x"))
    var codecs = 0.0

    struct DecibelRange: ExpressibleByArgument {
        let range: ClosedRange<Float>

        init?(argument: String) {
            let ends = argument.split(separator: ":").compactMap { Float($0) }
            guard ends.count == 2, ends.allSatisfy({ (-30...100).contains($0) }), ends[0] <= ends[1] else { return nil }
            range = ends[0]...ends[1]
        }
    }

    func validate() throws {
        if noise == nil, noiseShare != nil || noiseSnr != nil {
            throw ValidationError("--noise-share and --noise-snr need recordings of noise: name them with --noise.")
        }
        for (name, share) in [("--noise-share", noiseShare ?? 0), ("--rooms", rooms), ("--codecs", codecs)]
        where !(0...1).contains(share) {
            throw ValidationError("\(name) is a share: from 0 to 1.")
        }
        if !(0...60).contains(gain) { throw ValidationError("--gain must lie between 0 and 60 dB.") }
    }

    var options: AugmentationOptions {
        var options = FineTuningOptions.augmentation
        if !speed { options.speeds = [1] }
        if !warp { options.warp = 0 }
        if !masks { (options.frequencyMasks, options.timeMasks) = (0, 0) }
        options.gain = gain
        options.noiseShare = noise == nil ? 0 : noiseShare ?? 0.5
        options.noiseSNR = noiseSnr?.range ?? 5...25
        options.roomShare = rooms
        options.codecShare = codecs
        return options
    }
}
