#define _GNU_SOURCE
#include "CLine.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

int line_read(int descriptor, struct line_sample *sample) {
    // An older kernel fills less of it; what it does not know stays 0.
    struct tcp_info info;
    socklen_t length = sizeof info;
    memset(&info, 0, sizeof info);
    memset(sample, 0, sizeof *sample);
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) {
        return errno;
    }
    sample->bytes_sent = info.tcpi_bytes_sent;
    sample->bytes_received = info.tcpi_bytes_received;
    sample->bytes_retransmitted = info.tcpi_bytes_retrans;
    sample->bytes_acknowledged = info.tcpi_bytes_acked;
    sample->segments_sent = info.tcpi_segs_out;
    sample->segments_received = info.tcpi_segs_in;
    sample->delivery_rate = info.tcpi_delivery_rate;
    sample->round_trip_us = info.tcpi_rtt;
    sample->is_rate_limited = info.tcpi_delivery_rate_app_limited;
    return 0;
}

int line_limit_probes(int descriptor, int probes) {
    return setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes) == 0 ? 0 : errno;
}

int line_ignore_validity_times(void *context) {
    X509_VERIFY_PARAM *parameters = context == NULL ? NULL : SSL_CTX_get0_param((SSL_CTX *)context);
    return parameters == NULL ? 0 : X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_NO_CHECK_TIME);
}

int line_wake_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void line_wake_raise(int descriptor) {
    // A counter that is full is awake already.
    (void)eventfd_write(descriptor, 1);
}

void line_wake_lower(int descriptor) {
    eventfd_t count;
    (void)eventfd_read(descriptor, &count);
}

void line_name_thread(const char *name) { (void)pthread_setname_np(pthread_self(), name); }
