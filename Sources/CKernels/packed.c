#include "kernels.h"
#include "activations.h"

// Products of a packed matrix of bfloat16 with one vector. Hardly anything is computed from a weight, and reading the weights
// is all the time there is: so they are narrow, and lie in the order in which they are read. A block of rows is summed in
// registers while its columns go by.

enum { lanes = 16, vectors = 12, block = lanes * vectors };

typedef float floats __attribute__((vector_size(4 * lanes), aligned(4)));
typedef uint32_t words __attribute__((vector_size(4 * lanes), aligned(4)));

static long blocks(long rows) { return (rows + block - 1) / block; }

/// Writes a block's sums, but not behind the last row.
ASR_INLINE void store(const floats *sums, float *y, long rows) {
    floats copy[vectors];
#pragma clang loop unroll(full)
    for (int i = 0; i < vectors; i++) copy[i] = sums[i];
    memcpy(y, copy, (size_t)(rows < block ? rows : block) * sizeof(float));
}

// In each word stand two columns of a row, the first one in the lower half.

long asr_packed_bfloat16_count(long rows, long columns) { return blocks(rows) * block * ((columns + 1) / 2); }

void asr_pack_bfloat16(long rows, long columns, const uint16_t *matrix, uint32_t *packed) {
    for (long first = 0; first < rows; first += block)
        for (long k = 0; k < columns; k += 2)
            for (long j = first; j < first + block; j++) {
                const uint16_t *row = matrix + j * columns;
                uint32_t low = j < rows ? row[k] : 0;
                uint32_t high = j < rows && k + 1 < columns ? row[k + 1] : 0;
                *packed++ = low | high << 16;
            }
}

ASR_DISPATCH
void asr_packed_bfloat16_product(long rows, long columns, const uint32_t *packed, const float *x, float *y) {
    for (long first = 0; first < rows; first += block) {
        floats sums[vectors];
        for (int i = 0; i < vectors; i++) sums[i] = (floats){0};
        for (long k = 0; k < columns; k += 2) {
            float even = x[k];
            float odd = k + 1 < columns ? x[k + 1] : 0.0f;
#pragma clang loop unroll(full)
            for (int i = 0; i < vectors; i++) {
                words pair = *(const words *)(packed + i * lanes);
                // A bfloat16 is the upper half of a float.
                sums[i] += even * (floats)(pair << 16);
                sums[i] += odd * (floats)(pair & 0xffff0000u);
            }
            packed += block;
        }
        store(sums, y + first, rows - first);
    }
}
