// The few file calls that Swift cannot spell: variadic ones, and those glibc shows only under _GNU_SOURCE.
// Each wrapper is the bare call: it returns what the kernel returned and leaves errno as it is. Only Spooling
// imports this, and calls it from SystemFileCalls.swift alone.
#ifndef CFILECALLS_H
#define CFILECALLS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

/// openat(2); variadic.
static inline int file_open_at(int folder, const char *name, int flags, unsigned int mode) {
    return openat(folder, name, flags, (mode_t)mode);
}

/// renameat2(2) with RENAME_NOREPLACE; declared under _GNU_SOURCE only.
static inline int file_rename_no_replace(int old_folder, const char *old_name, int new_folder, const char *new_name) {
    return renameat2(old_folder, old_name, new_folder, new_name, RENAME_NOREPLACE);
}

/// Takes a read lease, which the kernel grants only while nobody has the file open for writing. A broken lease is told
/// by a signal: SIGURG is chosen because SIGIO, the default, would end the process. F_SETLEASE needs _GNU_SOURCE.
static inline int file_take_read_lease(int descriptor) {
    if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) return -1;
    return fcntl(descriptor, F_SETLEASE, F_RDLCK);
}

/// Gives the lease back.
static inline int file_give_back_lease(int descriptor) {
    return fcntl(descriptor, F_SETLEASE, F_UNLCK);
}

/// flock(2), exclusive and without waiting; Swift confuses the function with the structure of the same name.
static inline int file_lock_exclusively(int descriptor) {
    return flock(descriptor, LOCK_EX | LOCK_NB);
}

/// The same, shared with others who only look.
static inline int file_lock_shared(int descriptor) {
    return flock(descriptor, LOCK_SH | LOCK_NB);
}

/// fstatfs(2)'s f_type, or -1; Glibc's module map leaves <sys/vfs.h> out.
static inline long file_system_type(int descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 ? (long)(unsigned int)status.f_type : -1;
}

/// syncfs(2); declared under _GNU_SOURCE only.
static inline int file_synchronize_file_system(int descriptor) { return syncfs(descriptor); }

/// getdents64(2): as many entries of a folder as the buffer takes; declared under _GNU_SOURCE only.
static inline long file_next_entries(int folder, void *buffer, size_t bytes) { return getdents64(folder, buffer, bytes); }

/// O_TMPFILE is made of other macros, which Swift does not import: an unnamed file that vanishes when it is closed.
static inline int giaonhan_open_unnamed_flag(void) { return O_TMPFILE; }

#endif
