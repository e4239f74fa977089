import Foundation
import Recognition

/// Prints what a streaming recogniser understands, event by event.
struct LiveOutput {
    enum Style {
        /// The text of each utterance on a line; on a terminal, the one under way is redrawn in place.
        case text
        /// ``EventJSON/line(_:)``.
        case jsonLines
        /// ``EventJSON/voskLine(_:)``.
        case vosk
    }

    let style: Style
    let output: OutputFile

    /// Whether events for unfinished utterances are printed.
    var showsPartials: Bool { style != .text || output.isTerminal }

    func show(_ event: StreamingRecognizer.Event) throws {
        switch (style, event) {
        case (.text, .partial(let transcript)): output.redraw(transcript.text)
        case (.text, .final(let readings)):
            output.redraw("")
            try output.line(readings[0].text)
        case (.jsonLines, _): try output.line(EventJSON.line(event))
        case (.vosk, _): try output.line(EventJSON.voskLine(event))
        }
    }

    /// Takes away the line under way.
    func end() {
        if style == .text { output.redraw("") }
    }
}
