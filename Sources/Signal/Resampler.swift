import CSoxr

/// A change of sampling rate, sample block by sample block: the only place that sees libsoxr.
///
/// The output does not depend on how the input is cut into blocks. Its length is the input's times `target / source`,
/// to within one sample, and it is not delayed: the filter's latency is taken out.
///
/// Quality is soxr's "high" recipe: 20-bit precision, linear phase, pass-band to 91 % of the lower Nyquist frequency.
public final class Resampler {
    private let handle: soxr_t
    private let ratio: Double

    /// - Parameters:
    ///   - source: rate of the samples that come in, Hz; need not be whole.
    ///   - target: rate of the samples that go out, Hz.
    public init(from source: Double, to target: Double) throws(AudioError) {
        var failure: soxr_error_t?
        guard source > 0, target > 0, source.isFinite, target.isFinite else {
            throw .resampling(from: source, to: target, reason: "a rate is not a positive number")
        }
        guard let handle = soxr_create(source, target, 1, &failure, nil, nil, nil) else {
            let reason = failure.map { String(cString: $0) } ?? "libsoxr gives no reason"
            throw .resampling(from: source, to: target, reason: reason)
        }
        self.handle = handle
        ratio = target / source
    }

    /// A whole recording at another rate.
    public static func resample(
        _ samples: [Float], from source: Double, to target: Double
    ) throws(AudioError) -> [Float] {
        if source == target { return samples }
        let resampler = try Resampler(from: source, to: target)
        return resampler.process(samples) + resampler.finish()
    }

    deinit {
        soxr_delete(handle)
    }

    /// Takes a block of samples and returns those that are ready; often fewer than the ratio asks for, never lost.
    public func process(_ samples: [Float]) -> [Float] {
        guard !samples.isEmpty else { return [] }
        return samples.withUnsafeBufferPointer { run($0) }
    }

    /// Returns the rest after the last block. The resampler takes nothing more afterwards.
    public func finish() -> [Float] {
        run(UnsafeBufferPointer(start: nil, count: 0))
    }

    /// Feeds the input, or flushes where it is nil, until everything is taken and nothing more comes out.
    private func run(_ input: UnsafeBufferPointer<Float>) -> [Float] {
        var output: [Float] = []
        var taken = 0
        while true {
            let room = Int(Double(input.count - taken) * ratio) + 1024
            var used = 0
            var made = 0
            output += [Float](unsafeUninitializedCapacity: room) { buffer, initialized in
                soxr_process(
                    handle, input.baseAddress.map { $0 + taken }, input.count - taken, &used,
                    buffer.baseAddress, room, &made)
                initialized = made
            }
            taken += used
            if made < room && taken == input.count { return output }
        }
    }
}
