#include "kernels.h"
#include "activations.h"

// Products of a packed matrix with one vector, or a few. Hardly anything is computed from a weight, and reading the
// weights is all the time there is: so they are narrow, and lie in the order in which they are read. A block of rows is
// summed in registers while its columns go by.

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

// MARK: bfloat16: in each word two columns of a row, the first one in the lower half

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

// MARK: 8-bit integers: in each word four columns of a row. The vector's elements are made positive by adding 128, which
// the processor's instruction wants; what that adds to a sum is 128 times the row's sum, and is taken off again.

enum { bias = 128 };

long asr_packed_int8_count(long rows, long columns) { return blocks(rows) * block * ((columns + 3) / 4); }

void asr_pack_int8(long rows, long columns, const int8_t *matrix, uint32_t *packed, int32_t *biases) {
    for (long first = 0; first < rows; first += block)
        for (long k = 0; k < columns; k += 4)
            for (long j = first; j < first + block; j++) {
                uint32_t word = 0;
                for (long i = 0; i < 4; i++)
                    if (j < rows && k + i < columns) word |= (uint32_t)(uint8_t)matrix[j * columns + k + i] << 8 * i;
                *packed++ = word;
            }
    for (long j = 0; j < rows; j++) {
        int32_t sum = 0;
        for (long k = 0; k < columns; k++) sum += matrix[j * columns + k];
        biases[j] = bias * sum;
    }
}

enum { most_rows = ASR_PACKED_ROWS };

/// Writes what a block's sums stand for, but not behind the last row of the matrix.
ASR_INLINE void scale(const int32_t *sums, const int32_t *biases, const float *scales, float x_scale, float *y,
                      long rows) {
    long count = rows < block ? rows : block;
    for (long j = 0; j < count; j++) y[j] = (float)(sums[j] - biases[j]) * scales[j] * x_scale;
}

#if defined(__x86_64__)
#include <immintrin.h>

int asr_has_int8_products(void) { return __builtin_cpu_supports("avx512vnni"); }

#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

/// The sums of a block with `count` vectors, `part` of its registers' worth at a time: what is summed at once and the
/// weights that it is summed from fit into 32 registers.
VNNI __attribute__((always_inline))
static inline void vnni_block(const int count, const int part, long columns, const uint32_t *packed, const uint32_t *x,
                              int32_t sums[][block]) {
    long words = (columns + 3) / 4;
    for (int first = 0; first < vectors; first += part) {
        __m512i partial[most_rows][vectors];
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++)
#pragma clang loop unroll(full)
            for (int i = 0; i < part; i++) partial[r][i] = _mm512_setzero_si512();
        const uint32_t *next = packed + first * lanes;
        for (long k = 0; k < words; k++) {
#pragma clang loop unroll(full)
            for (int i = 0; i < part; i++) {
                __m512i weights = _mm512_loadu_si512(next + i * lanes);
#pragma clang loop unroll(full)
                for (int r = 0; r < count; r++)
                    partial[r][i] =
                        _mm512_dpbusd_epi32(partial[r][i], _mm512_set1_epi32((int)x[r * words + k]), weights);
            }
            next += block;
        }
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++)
#pragma clang loop unroll(full)
            for (int i = 0; i < part; i++) _mm512_storeu_si512(sums[r] + (first + i) * lanes, partial[r][i]);
    }
}

VNNI static void vnni_sums(long count, long columns, const uint32_t *packed, const uint32_t *x, int32_t sums[][block]) {
    switch (count) {
    case 1: vnni_block(1, vectors, columns, packed, x, sums); break;
    case 2: vnni_block(2, vectors, columns, packed, x, sums); break;
    case 3: vnni_block(3, vectors / 2, columns, packed, x, sums); break;
    default: vnni_block(4, vectors / 2, columns, packed, x, sums);
    }
}
#else
int asr_has_int8_products(void) { return 0; }
#endif

static void plain_sums(long count, long columns, const uint32_t *packed, const uint32_t *x, int32_t sums[][block]) {
    long words = (columns + 3) / 4;
    for (long r = 0; r < count; r++) {
        memset(sums[r], 0, sizeof sums[r]);
        for (long k = 0; k < words; k++)
            for (int i = 0; i < block; i++)
                for (int byte = 0; byte < 32; byte += 8)
                    sums[r][i] += (int8_t)(packed[k * block + i] >> byte) * (uint8_t)(x[r * words + k] >> byte);
    }
}

void asr_packed_int8_product(long rows, long columns, const uint32_t *packed, const int32_t *biases,
                             const float *scales, long count, const float *x, long x_stride, float *y, long y_stride) {
    long words = (columns + 3) / 4;
    uint32_t quantized[most_rows * words];
    float x_scales[most_rows];
    memset(quantized, 0, sizeof quantized);
    for (long r = 0; r < count; r++)
        asr_quantize_rows(1, columns, x + r * x_stride, columns, (int8_t *)(quantized + r * words), x_scales + r);
    // From −127…127 to 1…255, the padding's weights are zero.
    for (long k = 0; k < count * words; k++) quantized[k] ^= 0x80808080u;
    for (long first = 0; first < rows; first += block) {
        int32_t sums[most_rows][block];
        const uint32_t *from = packed + first * words;
#if defined(__x86_64__)
        if (asr_has_int8_products())
            vnni_sums(count, columns, from, quantized, sums);
        else
#endif
            plain_sums(count, columns, from, quantized, sums);
        for (long r = 0; r < count; r++)
            scale(sums[r], biases + first, scales + first, x_scales[r], y + r * y_stride + first, rows - first);
    }
}
