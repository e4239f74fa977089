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
                    bench.rival(program: "onednn_gru", "f32", cores: 2),
                    bench.ours(.bfloat16TrainingStep, cores: 2),
                    bench.rival(program: "onednn_gru", "bf16", cores: 2),
                ], pair: "training-step")
            let title = "training step, \(name)"
            return [
                Row(title: title, cores: 2, ours: timings[0], rival: timings[1], goal: 1.5),
                Row(title: title, cores: 2, ours: timings[0], rival: timings[2], goal: 1.5),
                Row(title: title + ", of the machine", cores: 2, ours: timings[0], rival: timings[3], goal: 0.85),
                Row(title: title + ", of the machine", cores: 2, ours: timings[0], rival: timings[4]),
                Row(title: title + ", bfloat16", cores: 2, ours: timings[5], rival: timings[6]),
            ]
        }
    }
}
