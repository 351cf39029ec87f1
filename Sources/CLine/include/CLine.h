// What the kernel's and OpenSSL's headers hold and Swift cannot import beside Glibc: own types alone are shown.
#ifndef CLINE_H
#define CLINE_H

#include <stdint.h>

// What a TCP connection has carried since it was opened: payload and TLS, without the headers of TCP and IP.
struct line_sample {
    uint64_t bytes_sent;           // those sent again are in it
    uint64_t bytes_received;
    uint64_t bytes_retransmitted;
    uint64_t bytes_acknowledged;
    uint64_t segments_sent;        // those without payload are in it
    uint64_t segments_received;
    uint64_t delivery_rate;        // bytes a second that the peer took lately; 0 when not known
    uint32_t round_trip_us;        // smoothed; 0 when not known
    int is_rate_limited;           // 1: the sender had too little to send, so the rate says nothing of the line
};

// Reads the counts of a connection; 0, or an errno.
int line_read(int descriptor, struct line_sample *sample);

// Sets how many unanswered keep-alive probes end a connection; 0, or an errno.
int line_limit_probes(int descriptor, int probes);

// Lets certificates pass whatever their validity times say; `context` is an SSL_CTX. 1, or 0 for a failure.
int line_ignore_validity_times(void *context);

// A descriptor by which one thread wakes another that polls it (an eventfd, non-blocking); -1 where none is left.
int line_wake_open(void);
void line_wake_raise(int descriptor);
void line_wake_lower(int descriptor);

// Names the calling thread for tools that list threads; at most 15 bytes.
void line_name_thread(const char *name);

#endif
