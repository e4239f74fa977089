/// ``WideFloat`` numbers in memory, read and written as whole vectors at any position.
///
/// Whoever allocates a row deallocates it, and keeps every position and the seven after it inside.
struct WideFloatRow {
    private let mantissas: UnsafeMutablePointer<Float>
    private let exponents: UnsafeMutablePointer<Int32>

    private init(mantissas: UnsafeMutablePointer<Float>, exponents: UnsafeMutablePointer<Int32>) {
        self.mantissas = mantissas
        self.exponents = exponents
    }

    /// A new row in which every number is 2^exponent.
    static func allocate(count: Int, exponent: Int32) -> WideFloatRow {
        let row = WideFloatRow(mantissas: .allocate(capacity: count), exponents: .allocate(capacity: count))
        row.mantissas.initialize(repeating: 1, count: count)
        row.exponents.initialize(repeating: exponent, count: count)
        return row
    }

    /// Frees a row that ``allocate(count:exponent:)`` made.
    func deallocate() {
        mantissas.deallocate()
        exponents.deallocate()
    }

    @inline(__always)
    subscript(position: Int) -> WideFloat {
        get {
            WideFloat(
                mantissa: UnsafeRawPointer(mantissas + position).loadUnaligned(as: SIMD8<Float>.self),
                exponent: UnsafeRawPointer(exponents + position).loadUnaligned(as: SIMD8<Int32>.self))
        }
        nonmutating set {
            UnsafeMutableRawPointer(mantissas + position).storeBytes(of: newValue.mantissa, as: SIMD8<Float>.self)
            UnsafeMutableRawPointer(exponents + position).storeBytes(of: newValue.exponent, as: SIMD8<Int32>.self)
        }
    }

    /// The row that begins further on in the same memory.
    @inline(__always)
    static func + (row: WideFloatRow, offset: Int) -> WideFloatRow {
        WideFloatRow(mantissas: row.mantissas + offset, exponents: row.exponents + offset)
    }

    /// The first number, in every lane.
    @inline(__always)
    var first: WideFloat {
        WideFloat(mantissa: SIMD8(repeating: mantissas[0]), exponent: SIMD8(repeating: exponents[0]))
    }

    /// Makes one number 0.
    func setZero(at position: Int) {
        mantissas[position] = 1
        exponents[position] = WideFloat.zeroExponent
    }

    /// Makes one number 1.
    func setOne(at position: Int) {
        mantissas[position] = 1
        exponents[position] = 0
    }

    /// Copies the numbers at `positions` of another row to the beginning of this one.
    @inline(__always)
    func gather(_ positions: [Int], from source: WideFloatRow) {
        positions.withUnsafeBufferPointer { positions in
            for (index, position) in positions.enumerated() {
                mantissas[index] = source.mantissas[position]
                exponents[index] = source.exponents[position]
            }
        }
    }
}
