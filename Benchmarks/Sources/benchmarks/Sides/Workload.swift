import Foundation

/// What one side of a pair repeats.
protocol Workload {
    /// - Parameter folder: the inputs, the same files as the rival's.
    init(folder: URL) throws

    /// Numbers that a rival computes from the same inputs and that must agree, so that both are known to do the same
    /// work. Called once, before the rounds.
    mutating func check() throws -> [Double]

    mutating func run() throws
}

/// The workloads by their names on the command line.
enum WorkloadName: String, CaseIterable {
    case mfcc
    case trainingStep = "training-step"
    case bfloat16TrainingStep = "training-step-bfloat16"
    case stepProducts = "step-products"
    case ctcLoss = "ctc-loss"
    case decoding

    var type: any Workload.Type {
        switch self {
        case .mfcc: MFCCWorkload.self
        case .trainingStep: TrainingStepWorkload.self
        case .bfloat16TrainingStep: BFloat16TrainingStepWorkload.self
        case .stepProducts: StepProductsWorkload.self
        case .ctcLoss: CTCLossWorkload.self
        case .decoding: DecodingWorkload.self
        }
    }
}
