#pragma once
#include <spawn.h>

/// Two ends of a pipe that no child inherits by itself. Returns 0, or -1 with errno.
int child_pipe(int ends[2]);

/// Lets a child keep its three standard streams alone.
int child_keep_standard_streams(posix_spawn_file_actions_t *actions);
