// The kernels' own sources, compiled once more for the lowest level alone and under other names.

#define ASR_DISPATCH
#define asr_gru_forward baseline_gru_forward
#define asr_gru_backward baseline_gru_backward
#define asr_lstm_forward baseline_lstm_forward
#define asr_lstm_backward baseline_lstm_backward
#define asr_layer_norm_forward baseline_layer_norm_forward
#define asr_layer_norm_backward baseline_layer_norm_backward
#define asr_add_column_sums baseline_add_column_sums
#define asr_add baseline_add
#define asr_add_bias baseline_add_bias
#define asr_transpose baseline_transpose
#define asr_dropout baseline_dropout
#define asr_to_bfloat16 baseline_to_bfloat16
#define asr_packed_bfloat16_count baseline_packed_bfloat16_count
#define asr_pack_bfloat16 baseline_pack_bfloat16
#define asr_packed_bfloat16_product baseline_packed_bfloat16_product
#define asr_quantize_rows baseline_quantize_rows
#define asr_noise_contrast baseline_noise_contrast
#define asr_dot_int8 baseline_dot_int8

#include "../../Sources/CKernels/elementwise.c"
#include "../../Sources/CKernels/gru.c"
#include "../../Sources/CKernels/lstm.c"
#include "../../Sources/CKernels/normalization.c"
#include "../../Sources/CKernels/packed.c"
#include "../../Sources/CKernels/words.c"
