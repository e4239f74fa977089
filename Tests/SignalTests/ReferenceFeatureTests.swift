import Foundation
import Signal
import Testing

@Suite struct ReferenceFeatureTests {
    /// 12 clips under 10 option sets against kaldi-native-fbank 1.22.5.
    ///
    /// The tolerance is what single precision allows: kaldi-native-fbank differs from a 64-bit computation of the same
    /// formulas by up to 5e-4 on these clips.
    @Test(arguments: [
        "mfcc_default", "mfcc_kaldi", "mfcc_windowed_energy", "mfcc_reflected", "mfcc_8khz", "mfcc_whole_length",
        "mfcc_warp_088", "mfcc_warp_115", "fbank_energy", "fbank_magnitude",
    ])
    func featuresAgreeWithKaldi(set: String) throws {
        let file = try Fixture.tensors(set)
        var options = try JSONDecoder().decode(
            FrontEndOptions.self, from: Data(#require(file.metadata["options"]).utf8))
        options.normalization = .none
        let warp = try #require(file.metadata["warp"].flatMap(Float.init))
        let frontEnd = try FrontEnd(options)
        for clip in Fixture.clips {
            let reference = try #require(file.tensors[clip])
            let features = frontEnd.features(of: try Fixture.clip(clip), warp: warp)
            try #require([features.frames, features.dimension] == reference.shape)
            let difference = largestDifference(features.values, reference.values)
            #expect(difference < 1e-3, "\(clip) differs by \(difference)")
        }
    }

    @Test(arguments: [
        ("deltas_1", 1, 2), ("deltas_2", 2, 2), ("deltas_1_window_3", 1, 3),
    ])
    func deltasAgreeWithRegression(name: String, order: Int, window: Int) throws {
        var options = FrontEndOptions()
        options.normalization = .none
        options.deltas.order = order
        options.deltas.window = window
        try expect(options, turnsInputInto: name)
    }

    @Test(arguments: [
        ("utterance_mean", Normalization.utterance(variance: false)),
        ("utterance_variance", .utterance(variance: true)),
        ("sliding_centered", sliding(40, minimum: 10, isCentered: true, variance: true)),
        ("sliding_causal", sliding(40, minimum: 10, isCentered: false, variance: false)),
        ("sliding_causal_variance", sliding(25, minimum: 25, isCentered: false, variance: true)),
        ("sliding_longer", sliding(1000, minimum: 400, isCentered: false, variance: true)),
    ])
    func normalizationAgreesWithDirectSums(name: String, normalization: Normalization) throws {
        var options = FrontEndOptions()
        options.normalization = normalization
        try expect(options, turnsInputInto: name)
    }

    /// Finishes the sequence `input` and compares the outcome. Its values reach 120, of which 1e-4 is 6 roundings.
    private func expect(_ options: FrontEndOptions, turnsInputInto name: String) throws {
        let file = try Fixture.tensors("sequences")
        let input = try #require(file.tensors["input"])
        let reference = try #require(file.tensors[name])
        var options = options
        options.cepstra.count = input.shape[1]
        let finished = try FrontEnd(options).finish(
            Features(frames: input.shape[0], dimension: input.shape[1], values: input.values))
        try #require([finished.frames, finished.dimension] == reference.shape)
        #expect(largestDifference(finished.values, reference.values) < 1e-4)
    }
}

private func sliding(_ length: Int, minimum: Int, isCentered: Bool, variance: Bool) -> Normalization {
    var options = SlidingOptions()
    options.length = length
    options.minimum = minimum
    options.isCentered = isCentered
    options.normalizesVariance = variance
    return .sliding(options)
}
