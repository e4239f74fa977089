import ArgumentParser
import CTC
import Recognition

/// How log-probabilities become text.
struct DecodingOptions: ParsableArguments {
    @Flag(help: "Take the best label of each step instead of searching.")
    var greedy = false

    @Option(help: "Prefixes kept by the beam search (\(PrefixBeamSearch.Options().beamWidth) if not given).")
    var beam: Int?

    func validate() throws {
        if greedy, beam != nil { throw ValidationError("--greedy has no beam: leave out --beam or --greedy.") }
        if let beam, !(1...10_000).contains(beam) { throw ValidationError("--beam must lie between 1 and 10000.") }
    }

    var decoding: Decoding {
        if greedy { return .greedy }
        var options = PrefixBeamSearch.Options()
        if let beam { options.beamWidth = beam }
        return .beam(options)
    }
}
