import ArgumentParser
import Signal

/// Which channel of a recording is used.
struct ChannelOption: ParsableArguments {
    @Option(help: ArgumentHelp("The channel to use, counted from 1; all are averaged if not given.", valueName: "n"))
    var channel: Int?

    func validate() throws {
        if let channel, channel < 1 { throw ValidationError("--channel counts from 1.") }
    }

    var selection: ChannelSelection { channel.map { .channel($0) } ?? .mix }
}
