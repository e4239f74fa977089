#include "kernels.h"

#include <stdlib.h>
#include <string.h>

// Products of a packed matrix of 8-bit integers with vectors. A block of rows is summed in registers while its columns go by,
// for a tile of vectors at once; the weights lie in the order in which they are read, in each word four columns of a row.
// The vectors' elements are made positive by adding 128, which the processor's instruction wants; what that adds to a sum is
// 128 times the row's sum, and is taken off again.

enum { lanes = 16, vectors = 6, block = lanes * vectors, tile = 4, bias = 128 };

static long words_of(long columns) { return (columns + 3) / 4; }

long asr_packed_int8_count(long rows, long columns) { return (rows + block - 1) / block * block * words_of(columns); }

void asr_pack_int8(long rows, long columns, const int8_t *matrix, uint32_t *packed, int32_t *biases) {
    for (long first = 0; first < rows; first += block)
        for (long k = 0; k < columns; k += 4) {
            size_t size = columns - k < 4 ? (size_t)(columns - k) : 4;
            for (long j = first; j < first + block; j++) {
                uint32_t word = 0;
                if (j < rows) memcpy(&word, matrix + j * columns + k, size);
                *packed++ = word;
            }
        }
    for (long j = 0; j < rows; j++) {
        int32_t sum = 0;
        for (long k = 0; k < columns; k++) sum += matrix[j * columns + k];
        biases[j] = bias * sum;
    }
}

/// A block of a matrix's rows, and what is told of each of them.
typedef struct {
    const uint32_t *packed;
    const int32_t *biases;
    const float *scales;
    /// Those that there are; the others of the block are padding.
    long rows;
} weights_block;

/// The products of a block with at most `tile` vectors of so many words, to rows that lie `y_stride` apart.
typedef void block_product(long count, weights_block weights, long words, const uint32_t *x, const float *x_scales,
                           float *y, long y_stride);

static void plain_product(long count, weights_block weights, long words, const uint32_t *x, const float *x_scales,
                          float *y, long y_stride) {
    for (long r = 0; r < count; r++)
        for (long j = 0; j < weights.rows && j < block; j++) {
            int32_t sum = -weights.biases[j];
            for (long k = 0; k < words; k++)
                for (int byte = 0; byte < 32; byte += 8)
                    sum += (int8_t)(weights.packed[k * block + j] >> byte) * (uint8_t)(x[r * words + k] >> byte);
            y[r * y_stride + j] = (float)sum * weights.scales[j] * x_scales[r];
        }
}

#if defined(__x86_64__) && !defined(ASR_PLAIN_INT8) // which tests define
#include <immintrin.h>

#define VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

int asr_has_int8_products(void) { return __builtin_cpu_supports("avx512vnni"); }

/// The products of a block with `count` vectors.
VNNI __attribute__((always_inline))
static inline void vnni_tile(const int count, weights_block weights, long words, const uint32_t *x,
                             const float *x_scales, float *y, long y_stride) {
    __m512i sums[tile][vectors];
#pragma clang loop unroll(full)
    for (int r = 0; r < count; r++)
#pragma clang loop unroll(full)
        for (int i = 0; i < vectors; i++) sums[r][i] = _mm512_setzero_si512();
    const uint32_t *next = weights.packed;
    for (long k = 0; k < words; k++) {
#pragma clang loop unroll(full)
        for (int i = 0; i < vectors; i++) {
            __m512i four = _mm512_loadu_si512(next + i * lanes);
#pragma clang loop unroll(full)
            for (int r = 0; r < count; r++)
                sums[r][i] = _mm512_dpbusd_epi32(sums[r][i], _mm512_set1_epi32((int)x[r * words + k]), four);
        }
        next += block;
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < vectors; i++) {
        long left = weights.rows - i * lanes;
        __mmask16 mask = left >= lanes ? 0xffff : left > 0 ? (__mmask16)((1u << left) - 1) : 0;
        __m512i biases = _mm512_maskz_loadu_epi32(mask, weights.biases + i * lanes);
        __m512 scales = _mm512_maskz_loadu_ps(mask, weights.scales + i * lanes);
#pragma clang loop unroll(full)
        for (int r = 0; r < count; r++) {
            __m512 products = _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_sub_epi32(sums[r][i], biases)), scales);
            _mm512_mask_storeu_ps(
                y + r * y_stride + i * lanes, mask, _mm512_mul_ps(products, _mm512_set1_ps(x_scales[r])));
        }
    }
}

VNNI static void vnni_product(long count, weights_block weights, long words, const uint32_t *x, const float *x_scales,
                              float *y, long y_stride) {
    switch (count) {
    case 1: vnni_tile(1, weights, words, x, x_scales, y, y_stride); break;
    case 2: vnni_tile(2, weights, words, x, x_scales, y, y_stride); break;
    case 3: vnni_tile(3, weights, words, x, x_scales, y, y_stride); break;
    default: vnni_tile(4, weights, words, x, x_scales, y, y_stride);
    }
}

static block_product *fastest_product(void) { return asr_has_int8_products() ? vnni_product : plain_product; }
#else
int asr_has_int8_products(void) { return 0; }

static block_product *fastest_product(void) { return plain_product; }
#endif


void asr_packed_int8_product(long rows, long columns, const uint32_t *packed, const int32_t *biases,
                             const float *scales, long count, const float *x, long x_stride, float *y, long y_stride) {
    block_product *product = fastest_product();
    long words = words_of(columns);
    uint32_t *quantized = calloc((size_t)(count * words), sizeof *quantized);
    float *x_scales = calloc((size_t)count, sizeof *x_scales);
    if (!quantized || !x_scales) abort();
    for (long r = 0; r < count; r++)
        asr_quantize_rows(1, columns, x + r * x_stride, columns, (int8_t *)(quantized + r * words), x_scales + r);
    // From −127…127 to 1…255, the padding's weights are zero.
    for (long k = 0; k < count * words; k++) quantized[k] ^= 0x80808080u;
    for (long first = 0; first < rows; first += block) {
        weights_block weights = {packed + first * words, biases + first, scales + first, rows - first};
        for (long r = 0; r < count; r += tile) {
            long some = count - r < tile ? count - r : tile;
            product(some, weights, words, quantized + r * words, x_scales + r, y + r * y_stride + first, y_stride);
        }
    }
    free(x_scales);
    free(quantized);
}
