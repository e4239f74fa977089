/// `asr transcribe` of the clips against the clock that they were spoken by. Start and loading count.
struct TranscriptionPair: Pair {
    func measure(on bench: Bench) throws -> [Row] {
        let command = [bench.asr, "transcribe", "--model", bench.model]
        let spoken = Timing(
            name: "spoken", rounds: [Spent(wall: bench.clips.seconds, cpu: bench.clips.seconds)])
        var rows: [Row] = []
        for cores in [1, 2] {
            let decodings = [("beam", []), ("greedy", ["--greedy"])]
            var runs = decodings.map { _ in [MeasuredRun]() }
            for _ in 0..<bench.rounds {
                for (index, (_, options)) in decodings.enumerated() {
                    runs[index].append(try MeasuredRun(command + options + bench.clips.paths, cores: cores))
                }
            }
            for ((name, _), runs) in zip(decodings, runs) {
                let peak = Double(runs.map(\.peakBytes).max() ?? 0) / 1e6
                rows.append(
                    Row(
                        title: "transcription, \(name)", cores: cores,
                        ours: Timing(name: "us", rounds: runs.map(\.spent)), rival: spoken,
                        goal: cores == 1 ? 100 : nil, note: "peak \(Report.number(peak)) MB"))
            }
        }
        let starts = try (0..<bench.rounds).map { _ in
            let run = try MeasuredRun(command + [bench.clips.paths[0]], cores: 1)
            return Spent(wall: run.firstOutput, cpu: run.spent.cpu)
        }
        let length = Double(bench.clips.samples[0].count) / Double(Clips.sampleRate)
        rows.append(
            Row(
                title: "start to first text", cores: 1, ours: Timing(name: "us", rounds: starts),
                note: "a clip of \(Report.number(length)) s"))
        return rows
    }
}
