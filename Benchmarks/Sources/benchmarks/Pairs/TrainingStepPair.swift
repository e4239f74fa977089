/// One training step against PyTorch's, and against the machine's matrix products.
struct TrainingStepPair: Pair {
    func measure(on bench: Bench) throws -> [Row] {
        try TrainingInputs(TrainingShape()).write(to: bench.folder)
        let timings = try bench.inTurns(
            [
                bench.ours(.trainingStep, cores: 2),
                bench.rival(script: "training_step.py", "packed", cores: 2),
                bench.rival(script: "training_step.py", "dense", cores: 2),
                // One thread in each of its two directions.
                bench.ours(.stepProducts, cores: 2, threads: 1),
            ], pair: "training-step")
        return [
            Row(title: "training step", cores: 2, ours: timings[0], rival: timings[1], goal: 1.3),
            Row(title: "training step", cores: 2, ours: timings[0], rival: timings[2], goal: 1.3),
            Row(title: "training step, of the machine", cores: 2, ours: timings[0], rival: timings[3]),
        ]
    }
}
