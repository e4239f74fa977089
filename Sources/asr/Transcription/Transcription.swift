import ArgumentParser
import Foundation
import Recognition
import Signal

/// How a recording becomes text: read once, its channels recognised side by side, written as the format has it.
struct Transcription: Sendable {
    let model: Model
    let options: StreamingRecognizer.Options
    let raw: RawFormat?
    /// nil for each channel by itself.
    let channel: ChannelSelection?

    /// Whether utterances are written when they end, and not all when the recording has ended.
    private var isLive: Bool { options.endpoints != nil }

    /// Transcribes a recording.
    ///
    /// - Parameters:
    ///   - hasHeader: whether the format's header is written once the recording is open.
    ///   - write: takes the text, piece by piece.
    ///   - redraw: shows the utterance under way where somebody watches.
    /// - Throws: `AudioError` where it cannot be read; a live one is written up to there. `ExitCode` 130 after an
    ///   interrupt, which ends standard input, and what is live, as their end does.
    func run(
        _ file: String, _ writer: any TranscriptWriter, hasHeader: Bool = true, write: (String) throws -> Void,
        redraw: ((String) -> Void)? = nil
    ) throws {
        var writer = writer
        if file == "-" {
            // Opening waits for the first bytes, which an interrupt could not end.
            var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            while poll(&input, 1, 100) == 0, !InterruptSignal.isRaised {}
            if InterruptSignal.isRaised { throw ExitCode(130) }
        }
        let reader = try ChannelReader(
            path: file, raw: raw, sampleRate: model.configuration.frontEnd.sampleRate, channel: channel)
        if let warning = reader.warning { Console.error(warning) }
        if hasHeader, !writer.header.isEmpty { try write(writer.header) }
        var recognizers = Array(
            repeating: StreamingRecognizer(model, options: options), count: reader.count)
        var passages: [Passage] = []

        func number(_ index: Int) -> Int? { channel == nil ? index + 1 : nil }

        func writePassages(before limit: Double) throws {
            let text = try writer.text(of: passages, before: limit)
            passages = []
            guard !text.isEmpty else { return }
            redraw?("")
            try write(text)
        }

        /// Writes the utterances that have ended, where they are not kept for the recording's end.
        func writeEnded() throws {
            guard isLive else { return }
            try writePassages(before: recognizers.map(\.utteranceStart).min() ?? 0)
        }

        func take(_ events: [StreamingRecognizer.Event], from index: Int) throws {
            for event in events {
                switch event {
                case .partial(let transcript):
                    // It is of the utterance behind those that have ended.
                    try writeEnded()
                    try write(writer.partial(transcript, channel: number(index)))
                    let label = number(index).map { "\(Passage.label(channel: $0)): " } ?? ""
                    redraw?(label + transcript.text)
                case .final(let readings):
                    passages.append(Passage(readings, channel: number(index)))
                }
            }
        }

        func finish() throws {
            for index in recognizers.indices {
                let duration = recognizers[index].duration
                let events = try recognizers[index].finish()
                try take(events, from: index)
                if !isLive, events.isEmpty {
                    let silence = Transcript(text: "", words: [], duration: duration)
                    passages.append(Passage([silence], channel: number(index)))
                }
            }
            try writePassages(before: .infinity)
            redraw?("")
        }

        do {
            while !reader.isFinished, !InterruptSignal.isRaised {
                guard !reader.isPipe || reader.isReady(within: 100) else { continue }
                for (index, samples) in try reader.readPiece().enumerated() {
                    try take(try recognizers[index].append(samples), from: index)
                }
                try writeEnded()
            }
        } catch let error as AudioError where isLive {
            // What came before the damage is text all the same.
            try finish()
            throw error
        }
        if isLive || file == "-" || !InterruptSignal.isRaised { try finish() }
        if InterruptSignal.isRaised { throw ExitCode(130) }
    }
}
