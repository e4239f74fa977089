// As baseline.c: products of 8-bit integers without instructions for them.

#define ASR_PLAIN_INT8
#define asr_quantize_rows baseline_quantize_rows
#define asr_has_int8_products baseline_has_int8_products
#define asr_packed_int8_count baseline_packed_int8_count
#define asr_pack_int8 baseline_pack_int8
#define asr_packed_int8_product baseline_packed_int8_product

#include "../../Sources/CKernels/packed_int8.c"
