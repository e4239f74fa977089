#ifndef ASR_ACTIVATIONS_H
#define ASR_ACTIVATIONS_H

#include <stdint.h>
#include <string.h>

// Branch-free activations that a compiler can turn into vector code.

#if defined(ASR_DISPATCH)
// Tests compile the kernels for one level.
#elif defined(__x86_64__)
/// Compiles a function once for each level and chooses one when the program is loaded.
#define ASR_DISPATCH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ASR_DISPATCH
#endif
/// The iterations of the loop that follows touch different elements. The compiler cannot see it by itself where rows of
/// one matrix are written and read side by side: it compares the whole matrices' ranges, and takes the scalar loop.
#define ASR_LANES _Pragma("clang loop vectorize(assume_safety)")
#define ASR_INLINE static inline __attribute__((always_inline))

/// eˣ for x clamped to [−87, 88]; relative error below 2e-7.
/// Splits x = k·ln 2 + f with |f| ≤ ln 2 / 2 and takes the Taylor series of e^f to degree 7 (Cody & Waite reduction).
ASR_INLINE float asr_exp(float x) {
    x = x < -87.0f ? -87.0f : x;
    x = x > 88.0f ? 88.0f : x;
    // Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low bits of the mantissa.
    const float magic = 12582912.0f;
    float shifted = x * 1.44269504088896341f + magic;
    float k = shifted - magic;
    float f = x - k * 0.693359375f;
    f = f + k * 2.12194440e-4f;
    float p = 1.9841270e-4f;
    p = p * f + 1.3888889e-3f;
    p = p * f + 8.3333333e-3f;
    p = p * f + 4.1666667e-2f;
    p = p * f + 1.6666667e-1f;
    p = p * f + 0.5f;
    p = p * f + 1.0f;
    p = p * f + 1.0f;
    int32_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (int32_t)((uint32_t)bits << 23) + 0x3f800000;
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    return p * scale;
}

ASR_INLINE float asr_sigmoid(float x) { return 1.0f / (1.0f + asr_exp(-x)); }

ASR_INLINE float asr_tanh(float x) { return 2.0f / (1.0f + asr_exp(-2.0f * x)) - 1.0f; }

#endif
