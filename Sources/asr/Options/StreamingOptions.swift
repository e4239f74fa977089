import ArgumentParser
import Recognition

/// How a stream is cut and when an utterance ends.
struct StreamingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Seconds of speech that go through the network at a time.", valueName: "s"))
    var chunk = StreamWindow.live.chunk

    @Option(
        help: ArgumentHelp("Seconds behind them that the network waits for: more is slower and better.", valueName: "s")
    )
    var lookahead = StreamWindow.live.lookahead

    @Option(help: ArgumentHelp("Silence behind speech that ends an utterance.", valueName: "s"))
    var endSilence = EndpointOptions().silenceAfterSpeech

    @Option(help: ArgumentHelp("Silence without speech after which the recogniser starts afresh.", valueName: "s"))
    var startSilence = EndpointOptions().silenceWithoutSpeech

    @Option(help: ArgumentHelp("Longest utterance.", valueName: "s"))
    var maximumLength = EndpointOptions().maximumLength

    @Flag(help: "Leave an utterance as it was heard at first, instead of hearing it once more as a whole when it ends.")
    var once = false

    func validate() throws {
        for (name, value) in [
            ("--chunk", chunk), ("--end-silence", endSilence), ("--start-silence", startSilence),
            ("--maximum-length", maximumLength),
        ] where !(value > 0 && value <= 3600) {
            throw ValidationError("\(name) must be above 0 and at most 3600 seconds.")
        }
        if !(0...3600).contains(lookahead) { throw ValidationError("--lookahead must lie between 0 and 3600 seconds.") }
    }

    var options: StreamingRecognizer.Options {
        var options = StreamingRecognizer.Options()
        options.window = StreamWindow(chunk: chunk, lookahead: lookahead)
        var endpoints = EndpointOptions()
        endpoints.silenceAfterSpeech = endSilence
        endpoints.silenceWithoutSpeech = startSilence
        endpoints.maximumLength = maximumLength
        options.endpoints = endpoints
        options.hearsTwice = !once
        return options
    }
}
