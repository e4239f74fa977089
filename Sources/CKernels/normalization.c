#include "kernels.h"
#include "activations.h"
#include <math.h>

ASR_DISPATCH
void asr_layer_norm_forward(long rows, long columns, float epsilon, const float *weight, const float *bias,
                            float *values, float *normalized, float *inverse_deviation) {
#pragma clang fp reassociate(on)
    for (long i = 0; i < rows; i++) {
        float *restrict x = values + i * columns;
        float sum = 0.0f;
        for (long j = 0; j < columns; j++) sum += x[j];
        float mean = sum / (float)columns;
        float squares = 0.0f;
        for (long j = 0; j < columns; j++) squares += (x[j] - mean) * (x[j] - mean);
        float inverse = 1.0f / sqrtf(squares / (float)columns + epsilon);
        if (inverse_deviation) inverse_deviation[i] = inverse;
        if (normalized) {
            float *restrict keep = normalized + i * columns;
            for (long j = 0; j < columns; j++) keep[j] = (x[j] - mean) * inverse;
        }
        ASR_LANES
        for (long j = 0; j < columns; j++) x[j] = (x[j] - mean) * inverse * weight[j] + bias[j];
    }
}

ASR_DISPATCH
void asr_layer_norm_backward(long rows, long columns, const float *weight, const float *normalized,
                             const float *inverse_deviation, float *gradient, float *weight_gradient,
                             float *bias_gradient) {
#pragma clang fp reassociate(on)
    for (long i = 0; i < rows; i++) {
        float *restrict g = gradient + i * columns;
        const float *restrict y = normalized + i * columns;
        float sum = 0.0f, product = 0.0f;
        for (long j = 0; j < columns; j++) {
            weight_gradient[j] += g[j] * y[j];
            bias_gradient[j] += g[j];
            float d = g[j] * weight[j];
            sum += d;
            product += d * y[j];
        }
        float mean = sum / (float)columns;
        float projection = product / (float)columns;
        ASR_LANES
        for (long j = 0; j < columns; j++)
            g[j] = (g[j] * weight[j] - mean - y[j] * projection) * inverse_deviation[i];
    }
}
