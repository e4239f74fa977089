#include "kernels.h"
#include "activations.h"

ASR_DISPATCH
void asr_add_column_sums(long rows, long columns, const float *matrix, long stride, float *sums) {
    for (long i = 0; i < rows; i++) {
        const float *restrict row = matrix + i * stride;
        float *restrict s = sums;
        ASR_LANES
        for (long j = 0; j < columns; j++) s[j] += row[j];
    }
}

ASR_DISPATCH
void asr_add(long count, const float *x, float *y) {
    for (long i = 0; i < count; i++) y[i] += x[i];
}

ASR_DISPATCH
void asr_add_bias(long rows, long columns, const float *bias, float *matrix) {
    for (long i = 0; i < rows; i++) {
        float *restrict row = matrix + i * columns;
        for (long j = 0; j < columns; j++) row[j] += bias[j];
    }
}

void asr_transpose(long rows, long columns, const float *source, float *target) {
    enum { block = 16 };
    for (long i0 = 0; i0 < rows; i0 += block) {
        long i1 = i0 + block < rows ? i0 + block : rows;
        for (long j0 = 0; j0 < columns; j0 += block) {
            long j1 = j0 + block < columns ? j0 + block : columns;
            for (long j = j0; j < j1; j++)
                for (long i = i0; i < i1; i++) target[j * rows + i] = source[i * columns + j];
        }
    }
}

/// Wellons' lowbias32: a bijective 32-bit mixer with low avalanche bias.
ASR_INLINE uint32_t mix(uint32_t x) {
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    x ^= x >> 16;
    return x;
}

ASR_DISPATCH
void asr_dropout(long count, uint32_t seed, float rate, float *values) {
    uint32_t threshold = (uint32_t)((double)rate * 4294967296.0);
    float scale = 1.0f / (1.0f - rate);
    uint32_t key = mix(seed);
    for (long i = 0; i < count; i++)
        values[i] = mix((uint32_t)i ^ key) >= threshold ? values[i] * scale : 0.0f;
}

ASR_DISPATCH
void asr_to_bfloat16(long rows, long columns, const float *source, long stride, uint16_t *target) {
    for (long i = 0; i < rows; i++) {
        // Read as integers: the kernels are compiled with fast-math, under which no float is NaN.
        const uint32_t *restrict row = (const uint32_t *)(source + i * stride);
        uint16_t *restrict to = target + i * columns;
        for (long j = 0; j < columns; j++) {
            uint32_t bits = row[j];
            uint32_t rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
            to[j] = (uint16_t)((bits & 0x7fffffff) > 0x7f800000 ? (bits >> 16) | 0x40 : rounded);
        }
    }
}

ASR_DISPATCH
void asr_quantize_rows(long rows, long columns, const float *source, long stride, int8_t *target, float *scales) {
    // Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low bits.
    const float magic = 12582912.0f;
    for (long i = 0; i < rows; i++) {
        const float *restrict row = source + i * stride;
        int8_t *restrict to = target + i * columns;
        // Magnitudes are ordered as their bits are, which a compiler compares side by side.
        uint32_t most = 0;
        for (long j = 0; j < columns; j++) {
            uint32_t bits;
            memcpy(&bits, row + j, sizeof bits);
            bits &= 0x7fffffff;
            most = most > bits ? most : bits;
        }
        float greatest;
        memcpy(&greatest, &most, sizeof greatest);
        scales[i] = greatest / 127.0f;
        float inverse = greatest > 0.0f ? 127.0f / greatest : 0.0f;
        for (long j = 0; j < columns; j++) {
            float shifted = row[j] * inverse + magic;
            int32_t bits;
            memcpy(&bits, &shifted, sizeof bits);
            to[j] = (int8_t)bits;
        }
    }
}
