import ArgumentParser
import Signal

/// Which channels of a recording are transcribed.
struct ChannelsOption: ParsableArguments {
    enum Choice: Equatable, ExpressibleByArgument {
        case number(Int)
        case each

        init?(argument: String) {
            if argument == "each" {
                self = .each
            } else if let number = Int(argument) {
                self = .number(number)
            } else {
                return nil
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "The channel to use, counted from 1, or each: every one by itself; all are averaged if not given.",
            valueName: "n"))
    var channel: Choice?

    func validate() throws {
        if case .number(let number) = channel, number < 1 { throw ValidationError("--channel counts from 1.") }
    }

    /// nil for each by itself.
    var selection: ChannelSelection? {
        switch channel {
        case nil: .mix
        case .number(let number): .channel(number)
        case .each: nil
        }
    }
}
