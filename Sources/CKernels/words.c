#include "kernels.h"
#include "activations.h"

#include <math.h>

ASR_DISPATCH
double asr_noise_contrast(long rows, long columns, const float *offsets, float scale, float *scores) {
    // No more than 8 factors above 1e-38 are a double above 0: one logarithm does for them.
    enum { block = 8 };
    double loss = 0.0;
    for (long i = 0; i < rows; i++) {
        float *restrict row = scores + i * columns;
        for (long first = 0; first < columns; first += block) {
            long count = columns - first < block ? columns - first : block;
            float rest[block];
            for (long j = 0; j < count; j++) {
                float x = row[first + j] + offsets[first + j];
                rest[j] = asr_sigmoid(-x);
                row[first + j] = scale * asr_sigmoid(x);
            }
            double product = 1.0;
            for (long j = 0; j < count; j++) product *= (double)rest[j];
            loss -= log(product);
        }
    }
    return loss;
}

ASR_DISPATCH
float asr_dot_int8(long count, const int8_t *x, const float *y) {
#pragma clang fp reassociate(on)
    float sum = 0.0f;
    for (long i = 0; i < count; i++) sum += (float)x[i] * y[i];
    return sum;
}
