import Foundation
import Recognition
import Safetensors

/// One line of a run's log.
public struct TrainingRecord: Codable, Sendable, Equatable {
    /// Scores on one dev set.
    public struct Score: Codable, Sendable, Equatable {
        public var name: String
        public var wer: Double
        public var cer: Double
    }

    /// Optimiser steps so far.
    public var step: Int
    /// Passes over the data so far, with the part of the one in hand.
    public var epoch: Double
    /// CTC loss in nats per label, averaged since the record before (steps) or over the epoch (evaluations); nil before
    /// the first step and where none could be taken.
    public var loss: Double?
    public var learningRate: Double
    /// Norm of the gradient before clipping.
    public var gradientNorm: Double?
    /// Seconds of audio trained per second.
    public var audioRate: Double?
    /// Word and character error rate over all dev sets together but those of reference, and each.
    public var wer: Double?
    public var cer: Double?
    public var sets: [Score]?

    /// What the best weights have least of: word errors and, among equals, character errors; the loss without a dev set.
    var score: Double {
        if let wer, let cer { wer + 1e-6 * cer } else { loss ?? .infinity }
    }

    enum CodingKeys: String, CodingKey {
        case step, epoch, loss
        case learningRate = "learning_rate"
        case gradientNorm = "gradient_norm"
        case audioRate = "audio_rate"
        case wer, cer, sets
    }
}

/// A run's log: a file of JSON lines, one ``TrainingRecord`` each.
public struct TrainingLog: Sendable {
    public let url: URL

    public init(_ url: URL) {
        self.url = url
    }

    /// All records; lines that a kill cut short are left out.
    public func records() throws -> [TrainingRecord] {
        let data = try Data(contentsOf: url)
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(TrainingRecord.self, from: $0)
        }
    }

    /// Keeps the records of what a checkpoint has behind it: the steps up to its own, and the evaluations after the
    /// epochs that it has finished; nothing without a checkpoint. An evaluation that a kill parted from its checkpoint is made, and logged, again.
    public func truncate(to progress: Checkpoint.Progress?) throws {
        let all = FileManager.default.fileExists(atPath: url.path) ? try records() : []
        let kept = all.filter { record in
            guard let progress else { return false }
            let isStep = record.gradientNorm != nil
            return record.step <= progress.step && (isStep || record.epoch <= Double(progress.epoch))
        }
        do {
            try Data(kept.map(Self.line).joined()).write(to: url, options: .atomic)
        } catch {
            throw ModelError.unwritable(path: url.path, reason: error.systemReason)
        }
    }

    /// Adds a record at the end.
    ///
    /// - Throws: ``ModelError/unwritable(path:reason:)``.
    public func append(_ record: TrainingRecord) throws(ModelError) {
        do {
            try added(record)
        } catch {
            throw .unwritable(path: url.path, reason: error.systemReason)
        }
    }

    private func added(_ record: TrainingRecord) throws {
        let handle = try FileHandle(forWritingTo: url)
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Self.line(record))
    }

    private static func line(_ record: TrainingRecord) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(record) + Data("\n".utf8)
    }
}
