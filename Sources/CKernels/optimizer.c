#include "kernels.h"
#include "activations.h"
#include <math.h>

ASR_DISPATCH
double asr_sum_of_squares(long count, const float *x) {
#pragma clang fp reassociate(on)
    double sum = 0.0;
    for (long i = 0; i < count; i++) sum += (double)x[i] * (double)x[i];
    return sum;
}

ASR_DISPATCH
void asr_adamw(long count, float *parameters, const float *gradients, float *first_moment, float *second_moment,
               float gradient_scale, float rate, float beta1, float beta2, float epsilon, float weight_decay,
               float correction1, float correction2) {
    float keep = 1.0f - rate * weight_decay;
    float step = rate / correction1;
    float root = 1.0f / sqrtf(correction2);
    for (long i = 0; i < count; i++) {
        float g = gradients[i] * gradient_scale;
        float m = beta1 * first_moment[i] + (1.0f - beta1) * g;
        float v = beta2 * second_moment[i] + (1.0f - beta2) * g * g;
        first_moment[i] = m;
        second_moment[i] = v;
        parameters[i] = parameters[i] * keep - step * m / (__builtin_elementwise_sqrt(v) * root + epsilon);
    }
}

ASR_DISPATCH
void asr_moving_average(long count, float decay, const float *values, float *average) {
    for (long i = 0; i < count; i++) average[i] += (1.0f - decay) * (values[i] - average[i]);
}
