/// Something that we and a rival both do.
protocol Pair {
    func measure(on bench: Bench) throws -> [Row]
}

/// The pairs by their names on the command line. A new one is a case here, a type in this folder, a ``Workload`` and a
/// script in `rivals/`.
enum PairName: String, CaseIterable {
    case mfcc
    case trainingStep = "training-step"
    case ctcLoss = "ctc-loss"
    case decoding
    case transcription

    var pair: any Pair {
        switch self {
        case .mfcc: MFCCPair()
        case .trainingStep: TrainingStepPair()
        case .ctcLoss: CTCLossPair()
        case .decoding: DecodingPair()
        case .transcription: TranscriptionPair()
        }
    }
}
