#ifndef GIAONHAN_CSECCOMP_SHIM_H
#define GIAONHAN_CSECCOMP_SHIM_H

#include <errno.h>
#include <seccomp.h>

// The actions are macros with casts, which Swift does not import.
static inline uint32_t giaonhan_seccomp_kill_process(void) { return SCMP_ACT_KILL_PROCESS; }
static inline uint32_t giaonhan_seccomp_allow(void) { return SCMP_ACT_ALLOW; }

#endif
