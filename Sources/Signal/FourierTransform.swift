import CFFTW
import Foundation

/// FFTW's planner is not thread-safe; its execution is.
private let planner = NSLock()

/// Makes a plan between N real numbers and N/2 + 1 complex ones, on arrays that are there for the planning only.
private func planned(
    _ length: Int,
    _ make: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<fftwf_complex>, UInt32) -> fftwf_plan?
) -> fftwf_plan {
    let alignment = FourierTransform.alignment
    let real = UnsafeMutableRawPointer.allocate(byteCount: length * 4, alignment: alignment)
    let complex = UnsafeMutableRawPointer.allocate(byteCount: (length + 2) * 4, alignment: alignment)
    defer {
        real.deallocate()
        complex.deallocate()
    }
    let plan = planner.withLock {
        make(
            real.assumingMemoryBound(to: Float.self), complex.assumingMemoryBound(to: fftwf_complex.self),
            FFTW_ESTIMATE | FFTW_DESTROY_INPUT)
    }
    guard let plan else { preconditionFailure("FFTW plans any length above 0; \(length) was asked for") }
    return plan
}

/// A plan for the Fourier transform of N real numbers; with its inverse the only place that sees FFTW.
///
/// The plan is FFTW's estimate, not the outcome of a measurement: measured plans differ from run to run, and with
/// them the last bits of every feature.
final class FourierTransform: @unchecked Sendable {
    // Sendable: the plan is made and destroyed under the planner's lock, never changed between, and FFTW documents
    // the execution of one plan on different arrays from several threads as safe (manual, "Thread safety").
    private let plan: fftwf_plan

    /// Alignment in bytes of the arrays that `execute` takes.
    static let alignment = MemoryLayout<SIMD8<Float>>.alignment

    /// - Parameters:
    ///   - length: N, even.
    init(length: Int) {
        plan = planned(length) { real, complex, flags in fftwf_plan_dft_r2c_1d(Int32(length), real, complex, flags) }
    }

    deinit {
        planner.withLock { fftwf_destroy_plan(plan) }
    }

    /// Transforms N real numbers, which are destroyed, into N/2 + 1 complex ones: N + 2 floats, real and imaginary
    /// parts in turn. Both arrays are aligned to `alignment`. O(N log N).
    func execute(_ input: UnsafeMutablePointer<Float>, _ output: UnsafeMutablePointer<Float>) {
        fftwf_execute_dft_r2c(
            plan, input, UnsafeMutableRawPointer(output).assumingMemoryBound(to: fftwf_complex.self))
    }
}

/// The way back, unscaled: the inverse of the transform gives N times the numbers.
final class InverseFourierTransform: @unchecked Sendable {
    // Sendable: as FourierTransform.
    private let plan: fftwf_plan

    /// - Parameters:
    ///   - length: N, even.
    init(length: Int) {
        plan = planned(length) { real, complex, flags in fftwf_plan_dft_c2r_1d(Int32(length), complex, real, flags) }
    }

    deinit {
        planner.withLock { fftwf_destroy_plan(plan) }
    }

    /// Transforms N/2 + 1 complex numbers, which are destroyed, into N real ones. Both arrays are aligned to
    /// `FourierTransform.alignment`. O(N log N).
    func execute(_ input: UnsafeMutablePointer<Float>, _ output: UnsafeMutablePointer<Float>) {
        fftwf_execute_dft_c2r(
            plan, UnsafeMutableRawPointer(input).assumingMemoryBound(to: fftwf_complex.self), output)
    }
}
