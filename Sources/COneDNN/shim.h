#include <oneapi/dnnl/dnnl.h>
#include <stdbool.h>
#include <stdint.h>

/// From libgomp, which oneDNN's Debian build uses: the calling thread's later parallel regions use n threads.
/// Declared here because omp.h belongs to the compiler and not to the library.
void omp_set_num_threads(int n);

/// `dnnl_sgemm` with factors of bfloat16. oneDNN exports it and uses it in its own tests, but leaves it out of its
/// headers; weak, so that a build of the library without it is no error.
dnnl_status_t dnnl_gemm_bf16bf16f32(char transa, char transb, dnnl_dim_t M, dnnl_dim_t N, dnnl_dim_t K, float alpha,
                                    const uint16_t *A, dnnl_dim_t lda, const uint16_t *B, dnnl_dim_t ldb, float beta,
                                    float *C, dnnl_dim_t ldc) __attribute__((weak));

static inline bool asr_has_bfloat16_products(void) { return dnnl_gemm_bf16bf16f32 != 0; }

/// Whether the processor multiplies bfloat16 itself; elsewhere oneDNN would convert, and lose time.
static inline bool asr_processor_has_bfloat16(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}
