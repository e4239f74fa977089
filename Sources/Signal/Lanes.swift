// Eight neighbouring floats at a time, wherever they lie. The callers' buffers are padded to whole groups of eight.

extension UnsafePointer<Float> {
    /// The eight floats from `offset` on.
    @inline(__always)
    func lanes(at offset: Int) -> SIMD8<Float> {
        UnsafeRawPointer(self + offset).loadUnaligned(as: SIMD8<Float>.self)
    }
}

extension UnsafeMutablePointer<Float> {
    /// The eight floats from `offset` on.
    @inline(__always)
    func lanes(at offset: Int) -> SIMD8<Float> {
        UnsafePointer(self).lanes(at: offset)
    }

    /// Stores eight floats from `offset` on.
    @inline(__always)
    func store(_ lanes: SIMD8<Float>, at offset: Int) {
        UnsafeMutableRawPointer(self + offset).storeBytes(of: lanes, as: SIMD8<Float>.self)
    }
}

extension SIMD8<Float> {
    /// The sum of the eight, always in the same order.
    @inline(__always)
    var total: Float {
        let four = lowHalf + highHalf
        let two = four.lowHalf + four.highHalf
        return two[0] + two[1]
    }
}

/// The least multiple of eight that is not below `count`.
func paddedToLanes(_ count: Int) -> Int { (count + 7) / 8 * 8 }
