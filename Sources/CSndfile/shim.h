#include <sndfile.h>
#include <stddef.h>

/* Linux's tee(2), which the C library declares only with _GNU_SOURCE: copies from pipe to pipe and consumes nothing. */
long tee(int from, int to, size_t length, unsigned int flags);
