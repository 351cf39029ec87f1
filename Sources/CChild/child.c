#define _GNU_SOURCE
#include "CChild.h"
#include <fcntl.h>
#include <unistd.h>

int child_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int child_keep_standard_streams(posix_spawn_file_actions_t *actions) {
    return posix_spawn_file_actions_addclosefrom_np(actions, 3);
}
