#define _GNU_SOURCE 1
#include "CProcessCalls.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <malloc.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int process_make_socket_pair(int ends[2]) {
    return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends);
}

int process_make_pipe(int ends[2], int bytes) {
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    (void)fcntl(ends[1], F_SETPIPE_SZ, bytes);
    return fcntl(ends[0], F_SETFL, O_NONBLOCK);
}

int process_move_descriptor(int descriptor) {
    return fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

long process_send_with_file(int socket, const void *bytes, unsigned long count, int file) {
    struct iovec part = {(void *)bytes, count};
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    memset(&control, 0, sizeof control);
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.room;
    message.msg_controllen = sizeof control.room;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(head), &file, sizeof file);
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

long process_receive_with_file(int socket, void *bytes, unsigned long count, int *file) {
    struct iovec part = {bytes, count};
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.room;
    message.msg_controllen = sizeof control.room;
    *file = -1;
    ssize_t received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (received < 0) return received;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN(sizeof(int))) {
        memcpy(file, CMSG_DATA(head), sizeof *file);
    }
    return received;
}

int process_close_from(void *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int process_give_up_privileges(void) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return -1;
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0, 0, 0}};
    if (syscall(SYS_capset, &head, none) != 0) return -1;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int process_limit_itself(unsigned long address_space, unsigned long descriptors) {
    const struct { int resource; unsigned long value; } limits[] = {
        {RLIMIT_AS, address_space}, {RLIMIT_NOFILE, descriptors}, {RLIMIT_FSIZE, 0}, {RLIMIT_NPROC, 0},
        {RLIMIT_CORE, 0}, {RLIMIT_MEMLOCK, 0}, {RLIMIT_MSGQUEUE, 0},
    };
    for (unsigned i = 0; i < sizeof limits / sizeof *limits; i++) {
        struct rlimit limit = {limits[i].value, limits[i].value};
        if (setrlimit(limits[i].resource, &limit) != 0) return -1;
    }
    return 0;
}

int process_clock(int process, int *clock) {
    return clock_getcpuclockid(process, clock) == 0;
}

long long process_used_nanoseconds(int clock) {
    struct timespec used;
    if (clock_gettime(clock, &used) != 0) return -1;
    return (long long)used.tv_sec * 1000000000 + used.tv_nsec;
}

int process_limit_processor_seconds(int process, unsigned long seconds) {
    struct rlimit limit = {seconds, RLIM_INFINITY};
    return prlimit(process, RLIMIT_CPU, &limit, 0);
}

int process_make_memory_file(void) { return memfd_create("", MFD_CLOEXEC); }

void process_bound_heaps(int most) { mallopt(M_ARENA_MAX, most); }

void process_keep_freed(int pieces, char *const *arguments) {
    // A program with more rights than its caller is not told, and would start for ever.
    if (getauxval(AT_SECURE) || getenv("GLIBC_TUNABLES")) return;
    // By its name, which is also what `ps` shows.
    char path[PATH_MAX], tunable[64];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0 || length == sizeof path - 1) return;
    path[length] = 0;
    snprintf(tunable, sizeof tunable, "glibc.malloc.tcache_count=%d", pieces);
    if (setenv("GLIBC_TUNABLES", tunable, 1) != 0) return;
    execv(path, arguments);
    unsetenv("GLIBC_TUNABLES");
}
