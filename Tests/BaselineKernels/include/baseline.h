#ifndef BASELINE_KERNELS_H
#define BASELINE_KERNELS_H

#include <stdint.h>

// The kernels of Sources/CKernels as a processor without AVX2 runs them: see kernels.h there.

void baseline_gru_forward(long rows, long hidden, float *gates, const float *recurrent, const float *bias_ih,
                          const float *bias_hh, float *state, float *output, long stride, float *previous,
                          float *reset_input);
void baseline_gru_backward(long rows, long hidden, const float *output_gradient, long stride, float *carry,
                           float *gates, float *reset_input, const float *previous, float *hidden_gradient);
void baseline_lstm_forward(long rows, long hidden, float *gates, const float *recurrent, const float *bias_ih,
                           const float *bias_hh, float *state, float *cell, float *output, long stride,
                           float *previous, float *previous_cell, float *cell_output);
void baseline_layer_norm_forward(long rows, long columns, float epsilon, const float *weight, const float *bias,
                                 float *values, float *normalized, float *inverse_deviation);
void baseline_to_bfloat16(long rows, long columns, const float *source, long stride, uint16_t *target);
void baseline_packed_bfloat16_product(long rows, long columns, const uint32_t *packed, const float *x, float *y);
void baseline_quantize_rows(long rows, long columns, const float *source, long stride, int8_t *target, float *scales);
void baseline_packed_int8_product(long rows, long columns, const uint32_t *packed, const int32_t *biases,
                                  const float *scales, long count, const float *x, long x_stride, float *y,
                                  long y_stride);
double baseline_noise_contrast(long rows, long columns, const float *offsets, float scale, float *scores);
float baseline_dot_int8(long count, const int8_t *x, const float *y);

#endif
