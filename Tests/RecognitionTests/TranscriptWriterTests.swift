import Foundation
import Recognition
import Testing

/// Each format, byte by byte.
@Suite struct TranscriptWriterTests {
    private func passage(
        _ words: [(String, Double, Double)], channel: Int? = nil, start: Double = 0, end: Double = 9
    ) -> Passage {
        let words = words.map { Transcript.Word(word: $0.0, start: $0.1, end: $0.2, confidence: 0.25) }
        return Passage(
            [
                Transcript(
                    text: words.map(\.word).joined(separator: " "), words: words, duration: end - start, start: start,
                    logProbability: -1.5)
            ], channel: channel)
    }

    private func writer(
        _ format: TranscriptFormat, file: String = "a/b.wav", shared: Bool = false, channels: Bool = false,
        readings: Int = 1
    ) -> any TranscriptWriter {
        format.writer(
            .init(file: file, recording: "b", isOneOfSeveral: shared, hasChannels: channels, readings: readings))
    }

    private func text(
        _ format: TranscriptFormat, _ passages: [Passage], file: String = "a/b.wav", shared: Bool = false
    ) throws -> String {
        var writer = writer(format, file: file, shared: shared, channels: passages.contains { $0.channel != nil })
        return writer.header + (try writer.text(of: passages))
    }

    /// Two who talk to each other, each in a channel.
    private var call: [Passage] {
        [
            passage([("hello", 0.5, 0.9), ("there", 1, 1.25), ("fine", 4, 4.5)], channel: 1),
            passage([("hi", 2, 2.25), ("you", 3, 3.5)], channel: 2),
        ]
    }

    @Test func plainText() throws {
        let one = passage([("on", 1, 1.5), ("it", 2, 2.5)])
        #expect(try text(.txt, [one]) == "on it\n")
        #expect(try text(.txt, [one], shared: true) == "a/b.wav\ton it\n")
        #expect(try text(.txt, [passage([])]) == "\n")
        // A line for each turn.
        #expect(
            try text(.txt, call, shared: true)
                == "a/b.wav\tChannel 1: hello there\na/b.wav\tChannel 2: hi you\na/b.wav\tChannel 1: fine\n")
    }

    @Test func severalReadings() throws {
        var passage = passage([("on", 1, 1.5)])
        passage.readings.append(Transcript(text: "one", words: [], duration: 9, logProbability: -3))
        var text = writer(.txt, readings: 2)
        #expect(try text.text(of: [passage]) == "1\ton\n2\tone\n")
        let words = #"[{"confidence":0.25,"end":1.5,"start":1,"word":"on"}]"#
        let alternatives =
            #""alternatives":[{"log_probability":-1.5,"text":"on","words":\#(words)},"#
            + #"{"log_probability":-3,"text":"one","words":[]}]"#
        var json = writer(.json, readings: 2)
        #expect(
            try json.text(of: [passage])
                == #"{\#(alternatives),"duration":9,"file":"a/b.wav","text":"on","words":\#(words)}"# + "\n")
        var lines = writer(.jsonl, readings: 2)
        #expect(
            try lines.text(of: [passage])
                == #"{\#(alternatives),"end":9,"start":0,"text":"on","type":"final","words":\#(words)}"# + "\n")
        var vosk = writer(.vosk, readings: 2)
        #expect(
            try vosk.text(of: [passage])
                == #"{"alternatives":[{"confidence":-1.5,"result":[{"conf":0.25,"end":1.5,"start":1,"word":"on"}],"#
                + #""text":"on"},{"confidence":-3,"result":[],"text":"one"}]}"# + "\n")
    }

    @Test func eventsAsLines() throws {
        let passage = passage([("on", 1.00049, 1.5)], channel: 2, start: 0.5, end: 2.5)
        let words = #"[{"confidence":0.25,"end":1.5,"start":1,"word":"on"}]"#
        var lines = writer(.jsonl)
        #expect(
            try lines.partial(passage.transcript, channel: nil)
                == #"{"end":2.5,"start":0.5,"text":"on","type":"partial","words":\#(words)}"# + "\n")
        #expect(
            try lines.text(of: [passage])
                == #"{"channel":2,"end":2.5,"start":0.5,"text":"on","type":"final","words":\#(words)}"# + "\n")
        var vosk = writer(.vosk)
        #expect(try vosk.partial(passage.transcript, channel: nil) == #"{"partial":"on"}"# + "\n")
        #expect(try vosk.partial(passage.transcript, channel: 2) == #"{"channel":2,"partial":"on"}"# + "\n")
        #expect(
            try vosk.text(of: [passage])
                == #"{"channel":2,"result":[{"conf":0.25,"end":1.5,"start":1,"word":"on"}],"text":"on"}"# + "\n")
        #expect(try writer(.srt).partial(passage.transcript, channel: nil).isEmpty)
    }

    @Test func subtitles() throws {
        let late = passage([("a<b>&c", 3723.0042, 3724.25)], start: 3700, end: 3724.25)
        #expect(try text(.srt, [late]) == "1\n01:02:03,004 --> 01:02:04,250\na<b>&c\n\n")
        #expect(try text(.vtt, [late]) == "WEBVTT\n\n01:02:03.004 --> 01:02:04.250\na&lt;b&gt;&amp;c\n\n")
        #expect(try text(.tsv, [late]) == "start\tend\ttext\n3723004\t3724250\ta<b>&c\n")
        #expect(try text(.srt, [passage([])]).isEmpty)
        #expect(
            try text(.srt, call)
                == "1\n00:00:00,500 --> 00:00:01,500\nChannel 1: hello there\n\n"
                + "2\n00:00:02,000 --> 00:00:03,000\nChannel 2: hi\n\n"
                + "3\n00:00:03,000 --> 00:00:04,000\nChannel 2: you\n\n"
                + "4\n00:00:04,000 --> 00:00:05,000\nChannel 1: fine\n\n")
        #expect(
            try text(.vtt, call).hasPrefix("WEBVTT\n\n00:00:00.500 --> 00:00:01.500\n<v Channel 1>hello there\n\n"))
        #expect(
            try text(.tsv, call)
                == "start\tend\ttext\tchannel\n500\t1500\thello there\t1\n2000\t3000\thi\t2\n3000\t4000\tyou\t2\n"
                + "4000\t5000\tfine\t1\n")
    }

    @Test func timeMarkedWords() throws {
        #expect(
            try text(.ctm, [passage([("on", 1, 1.5), ("it", 1.5, 1.5004)])])
                == "b 1 1.000 0.500 on 0.250\nb 1 1.500 0.000 it 0.250\n")
        // Channel after channel, as sclite wants them.
        let channels = try text(.ctm, call).split(separator: "\n").map { $0.split(separator: " ")[1] }
        #expect(channels == ["A", "A", "A", "B", "B"])
        #expect(try text(.ctm, [passage([("x", 0, 1)], channel: 27)]).hasPrefix("b 27 "))
        var spaced = TranscriptFormat.ctm.writer(.init(file: "a b.wav", recording: "a b"))
        #expect(try spaced.text(of: [passage([("x", 0, 1)])]).hasPrefix("a_b 1 "))
    }

    @Test func commaSeparatedValues() throws {
        #expect(
            try text(.csv, [passage([("on", 1, 1.5)])])
                == "file,channel,start,end,word,confidence\r\na/b.wav,,1.000,1.500,on,0.250\r\n")
        let odd = try text(.csv, [passage([("say \"x\"", 1, 2), ("a\r\nb", 3, 4)], channel: 3)], file: "a,b.wav")
        #expect(
            odd.hasSuffix(
                "\"a,b.wav\",3,1.000,2.000,\"say \"\"x\"\"\",0.250\r\n\"a,b.wav\",3,3.000,4.000,\"a\r\nb\",0.250\r\n"))
    }

    @Test func linesEndInsideQuotesOnly() throws {
        for name in ["a\nb.wav", "a\rb.wav", "a\r\nb.wav"] {
            #expect(try text(.csv, [passage([("on", 1, 1.5)])], file: name).contains("\r\n\"\(name)\",,"), "\(name)")
        }
    }

    /// On a stream nothing is written before what begins earlier in another channel can still come, and numbers go on.
    @Test(arguments: [TranscriptFormat.srt, .vtt, .tsv, .csv])
    func aStreamIsInOrder(format: TranscriptFormat) throws {
        var writer = writer(format, channels: true)
        let second = passage([("b", 5, 5.5)], channel: 2, start: 4, end: 8)
        let first = passage([("a", 1, 1.5), ("c", 7, 7.5)], channel: 1, end: 8)
        #expect(try writer.text(of: [second], before: 0).isEmpty)
        let text = try writer.text(of: [first], before: 6)
        let rest = try writer.text(of: [], before: .infinity)
        #expect(!text.isEmpty && !rest.isEmpty)
        var whole = self.writer(format, channels: true)
        #expect(try text + rest == whole.text(of: [first, second]))
    }

    @Test func everyFormatHasAnEndingOfItsOwn() {
        let formats = TranscriptFormat.allCases
        #expect(Set(formats.map(\.fileExtension)).count == formats.count)
    }
}
