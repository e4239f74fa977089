#include "kernels.h"
#include "activations.h"

ASR_DISPATCH
void asr_lstm_forward(long rows, long hidden, float *gates, const float *recurrent, const float *bias_ih,
                      const float *bias_hh, float *state, float *cell, float *output, long stride, float *previous,
                      float *previous_cell, float *cell_output) {
    for (long i = 0; i < rows; i++) {
        float *restrict gi = gates + i * 4 * hidden;
        float *restrict gf = gi + hidden;
        float *restrict gg = gf + hidden;
        float *restrict go = gg + hidden;
        const float *restrict hi = recurrent + i * 4 * hidden;
        const float *restrict hf = hi + hidden;
        const float *restrict hg = hf + hidden;
        const float *restrict ho = hg + hidden;
        float *restrict h = state + i * hidden;
        float *restrict c = cell + i * hidden;
        float *restrict out = output + i * stride;
        size_t bytes = (size_t)hidden * sizeof(float);
        if (previous) memcpy(previous + i * hidden, h, bytes);
        if (previous_cell) memcpy(previous_cell + i * hidden, c, bytes);
        ASR_LANES
        for (long j = 0; j < hidden; j++) {
            float in = asr_sigmoid(gi[j] + bias_ih[j] + hi[j] + bias_hh[j]);
            float forget = asr_sigmoid(gf[j] + bias_ih[hidden + j] + hf[j] + bias_hh[hidden + j]);
            float candidate = asr_tanh(gg[j] + bias_ih[2 * hidden + j] + hg[j] + bias_hh[2 * hidden + j]);
            float open = asr_sigmoid(go[j] + bias_ih[3 * hidden + j] + ho[j] + bias_hh[3 * hidden + j]);
            float next = forget * c[j] + in * candidate;
            float squashed = asr_tanh(next);
            gi[j] = in;
            gf[j] = forget;
            gg[j] = candidate;
            go[j] = open;
            c[j] = next;
            h[j] = open * squashed;
            out[j] = h[j];
        }
        if (cell_output) {
            float *restrict keep = cell_output + i * hidden;
            for (long j = 0; j < hidden; j++) keep[j] = asr_tanh(c[j]);
        }
    }
}

ASR_DISPATCH
void asr_lstm_backward(long rows, long hidden, const float *output_gradient, long stride, float *carry,
                       float *cell_carry, float *gates, const float *previous_cell, const float *cell_output) {
    for (long i = 0; i < rows; i++) {
        const float *restrict dout = output_gradient + i * stride;
        float *restrict dh = carry + i * hidden;
        float *restrict dc = cell_carry + i * hidden;
        float *restrict gi = gates + i * 4 * hidden;
        float *restrict gf = gi + hidden;
        float *restrict gg = gf + hidden;
        float *restrict go = gg + hidden;
        const float *restrict c = previous_cell + i * hidden;
        const float *restrict squashed = cell_output + i * hidden;
        ASR_LANES
        for (long j = 0; j < hidden; j++) {
            float d = dh[j] + dout[j];
            float s = squashed[j];
            float dcell = dc[j] + d * go[j] * (1.0f - s * s);
            float dopen = d * s * go[j] * (1.0f - go[j]);
            float din = dcell * gg[j] * gi[j] * (1.0f - gi[j]);
            float dforget = dcell * c[j] * gf[j] * (1.0f - gf[j]);
            float dcandidate = dcell * gi[j] * (1.0f - gg[j] * gg[j]);
            dc[j] = dcell * gf[j];
            dh[j] = 0.0f;
            gi[j] = din;
            gf[j] = dforget;
            gg[j] = dcandidate;
            go[j] = dopen;
        }
    }
}
