#include <oneapi/dnnl/dnnl.h>

/// From libgomp, which oneDNN's Debian build uses: the calling thread's later parallel regions use n threads.
/// Declared here because omp.h belongs to the compiler and not to the library.
void omp_set_num_threads(int n);
