/// One training step against PyTorch's, and against the machine's matrix products.
struct TrainingStepPair: Pair {
    func measure(on bench: Bench) throws -> [Row] {
        try TrainingShape.sizes.flatMap { name, shape in
            try TrainingInputs(shape).write(to: bench.folder)
            let timings = try bench.inTurns(
                [
                    bench.ours(.trainingStep, cores: 2),
                    bench.rival(script: "training_step.py", "packed", cores: 2),
                    bench.rival(script: "training_step.py", "dense", cores: 2),
                    // One thread in each of its two directions.
                    bench.ours(.stepProducts, cores: 2, threads: 1),
                ], pair: "training-step")
            let title = "training step, \(name)"
            return [
                Row(title: title, cores: 2, ours: timings[0], rival: timings[1], goal: 1.5),
                Row(title: title, cores: 2, ours: timings[0], rival: timings[2], goal: 1.5),
                Row(title: title + ", of the machine", cores: 2, ours: timings[0], rival: timings[3], goal: 0.85),
            ]
        }
    }
}
