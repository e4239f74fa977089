import Foundation
import Signal
import Testing

@Suite struct FrontEndOptionsTests {
    private func decode(_ json: String) throws -> FrontEndOptions {
        try JSONDecoder().decode(FrontEndOptions.self, from: Data(json.utf8))
    }

    @Test func missingKeysTakeTheirDefaults() throws {
        #expect(try decode("{}") == FrontEndOptions())
        var options = FrontEndOptions()
        options.mel.filters = 80
        options.kind = .filterbank
        #expect(try decode(#"{"kind": "filterbank", "mel": {"filters": 80}}"#) == options)
    }

    @Test(arguments: [
        Normalization.none, .utterance(variance: false),
        .corpus(CorpusStatistics(mean: Array(repeating: 0.1, count: 40), deviation: Array(repeating: 1.7, count: 40))),
        .sliding(SlidingOptions()),
    ])
    func encodingKeepsEverything(normalization: Normalization) throws {
        var options = FrontEndOptions()
        options.sampleRate = 8000
        options.frames.window = .hamming
        options.frames.ditherSeed = .max
        options.frames.preEmphasis = 0.95
        options.energy.isRaw = false
        options.filterbank.usesPower = false
        options.normalization = normalization
        let data = try JSONEncoder().encode(options)
        #expect(try JSONDecoder().decode(FrontEndOptions.self, from: data) == options)
    }

    @Test(arguments: [
        (#"{"frames": {"window": "square"}}"#, "frames.window"),
        (#"{"frames": {"length": 25}}"#, "frames.length"),
        (#"{"colour": 1}"#, "colour"),
        (#"{"kind": 3}"#, "kind"),
        (#"{"mel": {"filters": "many"}}"#, "mel.filters"),
        (#"{"mel": {"filters": 2}}"#, "mel.filters"),
        (#"{"mel": {"low_frequency": 9000}}"#, "mel.low_frequency"),
        (#"{"mel": {"high_frequency": -8000}}"#, "mel.high_frequency"),
        (#"{"mel": {"vtln_low": 10}}"#, "mel.vtln_low"),
        (#"{"mel": {"vtln_high": -300}}"#, "mel.vtln_high"),
        (#"{"mel": {"floor": 0}}"#, "mel.floor"),
        (#"{"cepstra": {"count": 41}}"#, "cepstra.count"),
        (#"{"cepstra": {"lifter": -1}}"#, "cepstra.lifter"),
        (#"{"frames": {"shift_ms": 0}}"#, "frames.shift_ms"),
        (#"{"frames": {"length_ms": 1e30}}"#, "frames.length_ms"),
        (#"{"frames": {"length_ms": 25.1, "round_to_power_of_two": false}}"#, "frames.length_ms"),
        (#"{"frames": {"pre_emphasis": 2}}"#, "frames.pre_emphasis"),
        (#"{"frames": {"dither": -1}}"#, "frames.dither"),
        (#"{"frames": {"blackman_coefficient": 7}}"#, "frames.blackman_coefficient"),
        (#"{"sample_rate": 0}"#, "sample_rate"),
        (#"{"energy": {"floor": -1}}"#, "energy.floor"),
        (#"{"deltas": {"order": -1}}"#, "deltas.order"),
        (#"{"deltas": {"window": 0}}"#, "deltas.window"),
        (#"{"normalization": {"type": "corpus", "mean": [1]}}"#, "normalization.mean"),
        (#"{"normalization": {"type": "sliding", "minimum": 700}}"#, "normalization.minimum"),
        (#"{"normalization": {"type": "sliding", "length": 0}}"#, "normalization.length"),
        (#"{"normalization": {"type": "sliding", "prior_frames": -1}}"#, "normalization.prior_frames"),
        (#"{"normalization": {"type": "corpus", "mean": [0]}}"#, "normalization.mean"),
        (#"{"normalization": {"type": "global"}}"#, "normalization.type"),
    ])
    func anErrorNamesItsKey(json: String, expected: String) throws {
        let error = try #require(throws: FeatureError.self) { try decode(json) }
        let key =
            switch error {
            case .invalid(let key, _, _), .unknown(let key, _): key
            }
        #expect(key == expected)
        #expect(error.description.contains("'\(expected)'"))
    }

    @Test func filtersWithoutALineAreRefused() throws {
        var options = FrontEndOptions()
        options.sampleRate = 8000
        options.mel.filters = 200
        #expect(throws: FeatureError.self) { try FrontEnd(options) }
    }
}
