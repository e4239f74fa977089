#ifndef ASR_KERNELS_H
#define ASR_KERNELS_H

#include <stdint.h>

// Element-wise kernels of the recurrent network, one C function a formula, each compiled for several x86-64 levels
// and chosen when the program is loaded. All matrices are row-major 32-bit floats.
//
//   N  rows of a step (sequences that are still running)      H  hidden units
//   gates      N × G·H, contiguous; in: W_ih x, out: the activated gates (forward); in: activated gates, out: the
//              gradient of the loss with respect to W_ih x + b_ih (backward)
//   recurrent  N × G·H, contiguous: W_hh h
//   state      N × H, contiguous: h of the step before, replaced by h of this step
//   carry      N × H, contiguous: gradient with respect to h from later steps, replaced by the part of the gradient with
//              respect to the h before that does not pass through W_hh
//   previous   N × H, contiguous: h of the step before, kept for the backward pass; may be null in forward
// Rows of `output` and `output_gradient` lie `stride` floats apart.

/// GRU, linear before reset, gates r, z, n as in PyTorch:
///   r = σ(x_r + h_r), z = σ(x_z + h_z), n = tanh(x_n + r ⊙ h_n), h' = (1 − z) ⊙ n + z ⊙ h.
/// `reset_input` (N × H, may be null) keeps h_n = W_hn h + b_hn for the backward pass.
void asr_gru_forward(long rows, long hidden, float *gates, const float *recurrent, const float *bias_ih,
                     const float *bias_hh, float *state, float *output, long stride, float *previous,
                     float *reset_input);

/// Gradient of the GRU step. `reset_input` in: h_n, out: the gradient with respect to h_n.
/// `hidden_gradient` (N × 3H) receives the gradient with respect to W_hh h + b_hh.
void asr_gru_backward(long rows, long hidden, const float *output_gradient, long stride, float *carry, float *gates,
                      float *reset_input, const float *previous, float *hidden_gradient);

/// LSTM (Hochreiter & Schmidhuber 1997, with forget gate), gates i, f, g, o as in PyTorch:
///   c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh(c').
/// `cell` is c (N × H), replaced. `previous_cell` and `cell_output` (N × H, may be null) keep c and tanh(c').
void asr_lstm_forward(long rows, long hidden, float *gates, const float *recurrent, const float *bias_ih,
                      const float *bias_hh, float *state, float *cell, float *output, long stride, float *previous,
                      float *previous_cell, float *cell_output);

/// Gradient of the LSTM step. `cell_carry` (N × H) is the gradient with respect to c, replaced by that for the step
/// before. The gradient with respect to W_hh h + b_hh equals the one left in `gates`.
void asr_lstm_backward(long rows, long hidden, const float *output_gradient, long stride, float *carry,
                       float *cell_carry, float *gates, const float *previous_cell, const float *cell_output);

/// Vanilla (Elman) cell: h' = tanh(x + h) or, with `rectify`, max(0, x + h).
void asr_vanilla_forward(long rows, long hidden, int rectify, float *gates, const float *recurrent,
                         const float *bias_ih, const float *bias_hh, float *state, float *output, long stride,
                         float *previous);

void asr_vanilla_backward(long rows, long hidden, int rectify, const float *output_gradient, long stride,
                          float *carry, float *gates);

/// sums[j] += Σ_i matrix[i][j], rows lying `stride` floats apart.
void asr_add_column_sums(long rows, long columns, const float *matrix, long stride, float *sums);

/// y += x.
void asr_add(long count, const float *x, float *y);

/// matrix[i][j] += bias[j].
void asr_add_bias(long rows, long columns, const float *bias, float *matrix);

/// target[j][i] = source[i][j] for a `rows` × `columns` source; both contiguous.
void asr_transpose(long rows, long columns, const float *source, float *target);

/// Inverted dropout in place: element i survives when hash(seed, i) ≥ rate·2³², scaled by 1/(1 − rate).
/// The same seed gives the same mask, so that the backward pass needs no stored one.
void asr_dropout(long count, uint32_t seed, float rate, float *values);

/// Layer normalisation of each row (Ba et al. 2016), in place; `normalized` (may be null) keeps (x − μ)/σ and
/// `inverse_deviation` (one a row, may be null) 1/σ, where σ² is the biased variance plus `epsilon`.
void asr_layer_norm_forward(long rows, long columns, float epsilon, const float *weight, const float *bias,
                            float *values, float *normalized, float *inverse_deviation);

/// Gradient of layer normalisation: `gradient` in: with respect to the output, out: with respect to the input;
/// the gradients of weight and bias are added to.
void asr_layer_norm_backward(long rows, long columns, const float *weight, const float *normalized,
                             const float *inverse_deviation, float *gradient, float *weight_gradient,
                             float *bias_gradient);

/// Σ x², accumulated in double precision.
double asr_sum_of_squares(long count, const float *x);

/// One AdamW step (Loshchilov & Hutter 2019) as PyTorch computes it; the gradient is scaled by `gradient_scale` first.
/// `correction1` = 1 − β₁ᵗ, `correction2` = 1 − β₂ᵗ.
void asr_adamw(long count, float *parameters, const float *gradients, float *first_moment, float *second_moment,
               float gradient_scale, float rate, float beta1, float beta2, float epsilon, float weight_decay,
               float correction1, float correction2);

/// average += (1 − decay)·(values − average).
void asr_moving_average(long count, float decay, const float *values, float *average);

/// Rounds to bfloat16, to nearest with ties to even; the target is contiguous. NaN stays NaN.
void asr_to_bfloat16(long rows, long columns, const float *source, long stride, uint16_t *target);

/// Replaces the scores of noise by what the gradient of the noise-contrastive loss is with respect to them, σ(score + offset)
/// times `scale`; `offsets` are one a column. Returns the loss, the sum of −ln(1 − σ).
double asr_noise_contrast(long rows, long columns, const float *offsets, float scale, float *scores);

/// The sum of products of 8-bit integers and floats.
float asr_dot_int8(long count, const int8_t *x, const float *y);

/// The 32-bit words that a packed matrix of bfloat16 takes.
long asr_packed_bfloat16_count(long rows, long columns);

/// Packs a contiguous matrix of bfloat16 for `asr_packed_bfloat16_product`.
void asr_pack_bfloat16(long rows, long columns, const uint16_t *matrix, uint32_t *packed);

/// y = A·x of a packed matrix and one vector; x, the sums and y are 32-bit floats.
void asr_packed_bfloat16_product(long rows, long columns, const uint32_t *packed, const float *x, float *y);

/// Rounds each row to integers of −127…127, of which each stands for `scales[row]` times itself; rows of `source` lie
/// `stride` floats apart, `target` is contiguous.
void asr_quantize_rows(long rows, long columns, const float *source, long stride, int8_t *target, float *scales);

/// Whether the processor has an instruction for products of 8-bit integers (AVX-512 VNNI).
int asr_has_int8_products(void);

/// The 32-bit words that a packed matrix of 8-bit integers takes.
long asr_packed_int8_count(long rows, long columns);

/// Packs a contiguous matrix of −127…127 for `asr_packed_int8_product`; `biases` are one a row.
void asr_pack_int8(long rows, long columns, const int8_t *matrix, uint32_t *packed, int32_t *biases);

/// y = A·x of a packed matrix, whose rows stand for `scales` times themselves, and of each of `count` vectors of floats,
/// lying `x_stride` apart, which are quantised as `asr_quantize_rows` does. Sums are integers: the same on every
/// processor, and whatever the vectors beside.
void asr_packed_int8_product(long rows, long columns, const uint32_t *packed, const int32_t *biases,
                             const float *scales, long count, const float *x, long x_stride, float *y, long y_stride);

#endif
