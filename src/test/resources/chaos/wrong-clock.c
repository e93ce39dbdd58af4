/*
 * The time of day of one process, wrong by the seconds that stand in the file WRONG_CLOCK, as one 64-bit number, which
 * may change at any time. For LD_PRELOAD. Monotonic time stays what it is, as it does when somebody sets a real clock.
 * (libfaketime does this too, and much more, but a Java virtual machine spends its time in its locks.)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile const int64_t *offset;
static int (*real)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    real = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
    const char *path = getenv("WRONG_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        void *at = mmap(0, sizeof *offset, PROT_READ, MAP_SHARED, file, 0);
        close(file);
        if (at != MAP_FAILED) {
            offset = at;
        }
    }
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = real ? real(clock, now) : (int) syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && offset && clock == CLOCK_REALTIME) {
        now->tv_sec += *offset;
    }
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void) zone;
    struct timespec t;
    int result = clock_gettime(CLOCK_REALTIME, &t);
    now->tv_sec = t.tv_sec;
    now->tv_usec = t.tv_nsec / 1000;
    return result;
}
