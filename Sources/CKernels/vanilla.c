#include "kernels.h"
#include "activations.h"

ASR_DISPATCH
void asr_vanilla_forward(long rows, long hidden, int rectify, float *gates, const float *recurrent,
                         const float *bias_ih, const float *bias_hh, float *state, float *output, long stride,
                         float *previous) {
    for (long i = 0; i < rows; i++) {
        float *restrict g = gates + i * hidden;
        const float *restrict rec = recurrent + i * hidden;
        float *restrict h = state + i * hidden;
        float *restrict out = output + i * stride;
        if (previous) memcpy(previous + i * hidden, h, (size_t)hidden * sizeof(float));
        ASR_LANES
        for (long j = 0; j < hidden; j++) {
            float a = g[j] + bias_ih[j] + rec[j] + bias_hh[j];
            float next = rectify ? (a > 0.0f ? a : 0.0f) : asr_tanh(a);
            g[j] = next;
            h[j] = next;
            out[j] = next;
        }
    }
}

ASR_DISPATCH
void asr_vanilla_backward(long rows, long hidden, int rectify, const float *output_gradient, long stride,
                          float *carry, float *gates) {
    for (long i = 0; i < rows; i++) {
        const float *restrict dout = output_gradient + i * stride;
        float *restrict dh = carry + i * hidden;
        float *restrict g = gates + i * hidden;
        ASR_LANES
        for (long j = 0; j < hidden; j++) {
            float slope = rectify ? (g[j] > 0.0f ? 1.0f : 0.0f) : 1.0f - g[j] * g[j];
            g[j] = (dh[j] + dout[j]) * slope;
            dh[j] = 0.0f;
        }
    }
}
