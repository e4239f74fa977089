/// The CTC loss and its gradient against PyTorch's.
struct CTCLossPair: Pair {
    func measure(on bench: Bench) throws -> [Row] {
        try TrainingInputs(TrainingShape()).write(to: bench.folder)
        return try [1, 2].map { cores in
            let timings = try bench.inTurns(
                [bench.ours(.ctcLoss, cores: cores), bench.rival(script: "ctc_loss.py", cores: cores)], pair: "ctc-loss"
            )
            return Row(title: "CTC loss and gradient", cores: cores, ours: timings[0], rival: timings[1])
        }
    }
}
