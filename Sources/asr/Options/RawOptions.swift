import ArgumentParser
import Signal

extension RawFormat.Encoding: ExpressibleByArgument {}

/// What samples without a header are.
struct RawOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Samples without a header follow, so many a second: \"-t raw\" of arecord.", valueName: "Hz")
    )
    var rate: Int?

    @Option(help: ArgumentHelp("Their channels, interleaved; with --rate. (default: 1)", valueName: "n"))
    var channels: Int?

    @Option(help: "How they are written; with --rate. (default: s16le)")
    var encoding: RawFormat.Encoding?

    func validate() throws {
        if rate == nil, channels != nil || encoding != nil {
            throw ValidationError("--channels and --encoding describe samples without a header: say their --rate, too.")
        }
        if let rate, !(1000...1_000_000).contains(rate) {
            throw ValidationError("--rate must lie between 1000 and 1000000.")
        }
        if let channels, !(1...64).contains(channels) { throw ValidationError("--channels must lie between 1 and 64.") }
    }

    var format: RawFormat? {
        rate.map { RawFormat(sampleRate: $0, channels: channels ?? 1, encoding: encoding ?? .s16le) }
    }
}
