#include "kernels.h"
#include "activations.h"

// Products of a packed matrix with one vector. At one vector nothing is computed twice from a weight, and reading the
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

typedef int32_t integers __attribute__((vector_size(4 * lanes), aligned(4)));

/// Writes what a block's sums stand for, but not behind the last row.
ASR_INLINE void scale(const integers *sums, const int32_t *biases, const float *scales, float x_scale, float *y,
                      long rows) {
    int32_t copy[block];
    memcpy(copy, sums, sizeof copy);
    long count = rows < block ? rows : block;
    for (long j = 0; j < count; j++) y[j] = (float)(copy[j] - biases[j]) * scales[j] * x_scale;
}

#if defined(__x86_64__)
#include <immintrin.h>

int asr_has_int8_products(void) { return __builtin_cpu_supports("avx512vnni"); }

__attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))
static void vnni_product(long rows, long columns, const uint32_t *packed, const int32_t *biases, const float *scales,
                         const uint32_t *x, float x_scale, float *y) {
    for (long first = 0; first < rows; first += block) {
        __m512i sums[vectors];
        for (int i = 0; i < vectors; i++) sums[i] = _mm512_setzero_si512();
        for (long k = 0; k < columns; k += 4) {
            __m512i four = _mm512_set1_epi32((int)x[k / 4]);
#pragma clang loop unroll(full)
            for (int i = 0; i < vectors; i++)
                sums[i] = _mm512_dpbusd_epi32(sums[i], four, _mm512_loadu_si512(packed + i * lanes));
            packed += block;
        }
        integers copy[vectors];
#pragma clang loop unroll(full)
        for (int i = 0; i < vectors; i++) copy[i] = (integers)sums[i];
        scale(copy, biases + first, scales + first, x_scale, y + first, rows - first);
    }
}
#else
int asr_has_int8_products(void) { return 0; }
#endif

static void plain_product(long rows, long columns, const uint32_t *packed, const int32_t *biases, const float *scales,
                          const uint32_t *x, float x_scale, float *y) {
    for (long first = 0; first < rows; first += block) {
        integers sums[vectors] = {0};
        for (long k = 0; k < columns; k += 4) {
            for (int i = 0; i < block; i++)
                for (int byte = 0; byte < 32; byte += 8)
                    sums[i / lanes][i % lanes] += (int8_t)(packed[i] >> byte) * (uint8_t)(x[k / 4] >> byte);
            packed += block;
        }
        scale(sums, biases + first, scales + first, x_scale, y + first, rows - first);
    }
}

void asr_packed_int8_product(long rows, long columns, const uint32_t *packed, const int32_t *biases,
                             const float *scales, const float *x, float *y) {
    long words = (columns + 3) / 4;
    uint32_t quantized[words];
    int8_t *bytes = (int8_t *)quantized;
    float x_scale;
    memset(quantized, 0, sizeof quantized);
    asr_quantize_rows(1, columns, x, columns, bytes, &x_scale);
    // From −127…127 to 1…255, the padding's weights are zero.
    for (long k = 0; k < words; k++) quantized[k] ^= 0x80808080u;
#if defined(__x86_64__)
    if (asr_has_int8_products()) {
        vnni_product(rows, columns, packed, biases, scales, quantized, x_scale, y);
        return;
    }
#endif
    plain_product(rows, columns, packed, biases, scales, quantized, x_scale, y);
}
