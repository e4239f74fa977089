import Recurrent
import Testing

@Suite struct PackedLayoutTests {
    @Test func sortsAndShrinks() {
        let layout = PackedLayout(lengths: [2, 4, 0, 4, 1])
        #expect(layout.order == [1, 3, 0, 4, 2])
        #expect(layout.batchSizes == [4, 3, 2, 2])
        #expect(layout.offsets == [0, 4, 7, 9, 11])
        #expect(layout.rows == 11)
    }

    @Test func packsEveryFrameOnceAndBack() {
        let lengths = [3, 7, 1, 7, 0, 5]
        let sequences = GradientTests.sequences(lengths, columns: 2, seed: 1)
        let layout = PackedLayout(lengths: lengths)
        let packed = layout.pack(sequences)
        #expect(packed.rows == 23)
        #expect(Set(packed.values) == Set(sequences.flatMap(\.values)))
        #expect(layout.unpack(packed) == sequences)
        #expect(PackedLayout(lengths: []).steps == 0)
    }
}
