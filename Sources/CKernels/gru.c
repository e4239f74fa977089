#include "kernels.h"
#include "activations.h"

ASR_DISPATCH
void asr_gru_forward(long rows, long hidden, float *gates, const float *recurrent, const float *bias_ih,
                     const float *bias_hh, float *state, float *output, long stride, float *previous,
                     float *reset_input) {
    for (long i = 0; i < rows; i++) {
        float *restrict r = gates + i * 3 * hidden;
        float *restrict z = r + hidden;
        float *restrict n = z + hidden;
        const float *restrict hr = recurrent + i * 3 * hidden;
        const float *restrict hz = hr + hidden;
        const float *restrict hn = hz + hidden;
        float *restrict h = state + i * hidden;
        float *restrict out = output + i * stride;
        if (previous) memcpy(previous + i * hidden, h, (size_t)hidden * sizeof(float));
        if (reset_input) {
            float *restrict keep = reset_input + i * hidden;
            for (long j = 0; j < hidden; j++) keep[j] = hn[j] + bias_hh[2 * hidden + j];
        }
        ASR_LANES
        for (long j = 0; j < hidden; j++) {
            float u = hn[j] + bias_hh[2 * hidden + j];
            float reset = asr_sigmoid(r[j] + bias_ih[j] + hr[j] + bias_hh[j]);
            float update = asr_sigmoid(z[j] + bias_ih[hidden + j] + hz[j] + bias_hh[hidden + j]);
            float candidate = asr_tanh(n[j] + bias_ih[2 * hidden + j] + reset * u);
            float next = candidate + update * (h[j] - candidate);
            r[j] = reset;
            z[j] = update;
            n[j] = candidate;
            h[j] = next;
            out[j] = next;
        }
    }
}

ASR_DISPATCH
void asr_gru_backward(long rows, long hidden, const float *output_gradient, long stride, float *carry, float *gates,
                      float *reset_input, const float *previous, float *hidden_gradient) {
    for (long i = 0; i < rows; i++) {
        const float *restrict dout = output_gradient + i * stride;
        float *restrict dh = carry + i * hidden;
        float *restrict r = gates + i * 3 * hidden;
        float *restrict z = r + hidden;
        float *restrict n = z + hidden;
        float *restrict u = reset_input + i * hidden;
        const float *restrict h = previous + i * hidden;
        float *restrict dhr = hidden_gradient + i * 3 * hidden;
        float *restrict dhz = dhr + hidden;
        float *restrict dhn = dhz + hidden;
        ASR_LANES
        for (long j = 0; j < hidden; j++) {
            float d = dh[j] + dout[j];
            float dn = d * (1.0f - z[j]) * (1.0f - n[j] * n[j]);
            float dz = d * (h[j] - n[j]) * z[j] * (1.0f - z[j]);
            float dr = dn * u[j] * r[j] * (1.0f - r[j]);
            float du = dn * r[j];
            dh[j] = d * z[j];
            dhr[j] = dr;
            dhz[j] = dz;
            dhn[j] = du;
            u[j] = du;
            r[j] = dr;
            z[j] = dz;
            n[j] = dn;
        }
    }
}
