import Foundation

/// Eight non-negative numbers *m* · 2^*e*, with the precision of `Float` and the range of an `Int32` exponent.
///
/// They multiply and add without transcendental functions, and do not underflow where probabilities of long sequences
/// do. There is no zero: ``zeroExponent`` stands for it, so far below every exponent that occurs that adding such a
/// number changes nothing. A sum's mantissa is left in 1..<6; a product's is brought back to 1..<2.
struct WideFloat {
    var mantissa: SIMD8<Float>
    var exponent: SIMD8<Int32>

    /// The exponent that stands for a probability of zero. Probabilities themselves stay above 2^−(2²⁸).
    static let zeroExponent: Int32 = -(1 << 29)
    /// The numbers of one vector.
    static let lanes = 8

    @inline(__always)
    init(mantissa: SIMD8<Float>, exponent: SIMD8<Int32>) {
        self.mantissa = mantissa
        self.exponent = exponent
    }

    /// Brings a positive mantissa back to 1..<2.
    @inline(__always)
    private init(normalizing mantissa: SIMD8<Float>, exponent: SIMD8<Int32>) {
        let bits = unsafeBitCast(mantissa, to: SIMD8<Int32>.self)
        self.mantissa = unsafeBitCast((bits & 0x007F_FFFF) | 0x3F80_0000, to: SIMD8<Float>.self)
        self.exponent = exponent &+ (bits &>> 23) &- 127
    }

    /// eˣ for x in −2²¹...0, accurate to about 2⁻²³.
    ///
    /// The range reduction and the polynomial are those of the Cephes library's `expf` (Moshier 1992).
    @inline(__always)
    init(exp x: SIMD8<Float>) {
        // Adding 1.5 · 2²³ rounds to an integer, which then stands in the low bits.
        let rounder = SIMD8<Float>(repeating: 12_582_912)
        let rounded = x * 1.44269504 + rounder
        let n = rounded - rounder
        let r = x - n * 0.693359375 + n * 2.12194440e-4
        var p = r * 1.9875691500e-4 + 1.3981999507e-3
        p = p * r + 8.3334519073e-3
        p = p * r + 4.1665795894e-2
        p = p * r + 1.6666665459e-1
        p = p * r + 5.0000001201e-1
        let bits = unsafeBitCast(rounded, to: SIMD8<Int32>.self)
        self.init(
            normalizing: p * (r * r) + r + 1,
            exponent: bits &- unsafeBitCast(rounder, to: SIMD8<Int32>.self))
    }

    /// The numbers as `Float`s; they underflow to 0, and must not exceed its range.
    @inline(__always)
    var values: SIMD8<Float> { mantissa * Self.powerOfTwo(exponent) }

    @inline(__always)
    static func sum(_ a: WideFloat, _ b: WideFloat) -> WideFloat {
        let exponent = larger(a.exponent, b.exponent)
        let sum =
            a.mantissa * powerOfTwo(a.exponent &- exponent)
            + b.mantissa * powerOfTwo(b.exponent &- exponent)
        return WideFloat(mantissa: sum, exponent: exponent)
    }

    @inline(__always)
    static func sum(_ a: WideFloat, _ b: WideFloat, _ c: WideFloat) -> WideFloat {
        let exponent = larger(larger(a.exponent, b.exponent), c.exponent)
        let sum =
            a.mantissa * powerOfTwo(a.exponent &- exponent)
            + b.mantissa * powerOfTwo(b.exponent &- exponent)
            + c.mantissa * powerOfTwo(c.exponent &- exponent)
        return WideFloat(mantissa: sum, exponent: exponent)
    }

    @inline(__always)
    static func * (a: WideFloat, b: WideFloat) -> WideFloat {
        WideFloat(normalizing: a.mantissa * b.mantissa, exponent: a.exponent &+ b.exponent)
    }

    /// The product with a power of two, which is all that is looked at.
    @inline(__always)
    func scaled(_ power: WideFloat) -> WideFloat {
        WideFloat(mantissa: mantissa, exponent: exponent &+ power.exponent)
    }

    /// The product of three numbers that is at most about 1; it underflows to 0.
    @inline(__always)
    func product(_ a: WideFloat, _ b: WideFloat) -> SIMD8<Float> {
        WideFloat(mantissa: mantissa * a.mantissa * b.mantissa, exponent: exponent &+ a.exponent &+ b.exponent).values
    }

    /// 1 / self.
    var reciprocal: WideFloat { WideFloat(mantissa: 1 / mantissa, exponent: 0 &- exponent) }

    /// The natural logarithm of the first number.
    var firstLogarithm: Double { log(Double(mantissa[0])) + Double(exponent[0]) * log(2) }

    @inline(__always)
    private static func larger(_ a: SIMD8<Int32>, _ b: SIMD8<Int32>) -> SIMD8<Int32> {
        a.replacing(with: b, where: b .> a)
    }

    /// 2^e, and 0 for e below −126.
    @inline(__always)
    private static func powerOfTwo(_ e: SIMD8<Int32>) -> SIMD8<Float> {
        unsafeBitCast((larger(e, SIMD8(repeating: -127)) &+ 127) &<< 23, to: SIMD8<Float>.self)
    }
}
