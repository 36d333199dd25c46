// A shim VFS (https://www.sqlite.org/vfs.html): each method asks, then calls the real one. Shared memory and locks go straight
// through, so a write-ahead log works as it does in the daemon.
#include "CRecordedVFS.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

const int recorded_full = SQLITE_FULL, recorded_io_read = SQLITE_IOERR_READ, recorded_io_write = SQLITE_IOERR_WRITE,
          recorded_io_sync = SQLITE_IOERR_FSYNC, recorded_io_truncate = SQLITE_IOERR_TRUNCATE,
          recorded_io_delete = SQLITE_IOERR_DELETE, recorded_io_map = SQLITE_IOERR_SHMMAP, recorded_cannot_open = SQLITE_CANTOPEN;

#define WATCHES_MAX 64

typedef struct {
    char *folder;
    recorded_question ask;
    void *context;
} watch;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static watch watches[WATCHES_MAX];
static sqlite3_vfs *real;

typedef struct {
    sqlite3_file base;
    /// NULL when nobody watches the file.
    recorded_question ask;
    void *context;
    char *path;
    sqlite3_file *real;
} recorded_file;

static recorded_file *of(sqlite3_file *file) { return (recorded_file *)file; }
static sqlite3_file *below(sqlite3_file *file) { return of(file)->real; }

static int ask(recorded_file *file, recorded_event event) {
    if (!file->ask) return SQLITE_OK;
    event.path = file->path;
    return file->ask(file->context, &event);
}

static int find(const char *path, recorded_question *question, void **context) {
    int found = 0;
    if (!path) return 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < WATCHES_MAX && !found; i++) {
        if (!watches[i].folder || strncmp(path, watches[i].folder, strlen(watches[i].folder)) != 0) continue;
        *question = watches[i].ask;
        *context = watches[i].context;
        found = 1;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static int file_close(sqlite3_file *file) {
    int code = below(file)->pMethods ? below(file)->pMethods->xClose(below(file)) : SQLITE_OK;
    ask(of(file), (recorded_event){.call = RECORDED_CLOSE});
    free(of(file)->path);
    return code;
}

static int file_read(sqlite3_file *file, void *buffer, int count, sqlite3_int64 offset) {
    int code = ask(of(file), (recorded_event){.call = RECORDED_READ, .offset = offset, .count = count});
    return code ? code : below(file)->pMethods->xRead(below(file), buffer, count, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    if (of(file)->ask) {
        sqlite3_int64 size = 0;
        int code = below(file)->pMethods->xFileSize(below(file), &size);
        if (code) return code;
        sqlite3_int64 old_count = offset >= size ? 0 : size - offset < count ? size - offset : count;
        void *old = old_count ? malloc((size_t)old_count) : NULL;
        if (old_count) code = below(file)->pMethods->xRead(below(file), old, (int)old_count, offset);
        if (!code) {
            code = ask(
                of(file),
                (recorded_event){
                    .call = RECORDED_WRITE, .offset = offset, .bytes = bytes, .count = count, .old = old, .old_count = old_count,
                    .size = size});
        }
        free(old);
        if (code) return code;
    }
    return below(file)->pMethods->xWrite(below(file), bytes, count, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 count) {
    if (of(file)->ask) {
        sqlite3_int64 size = 0;
        int code = below(file)->pMethods->xFileSize(below(file), &size);
        if (code) return code;
        sqlite3_int64 old_count = size > count ? size - count : 0;
        void *old = old_count ? malloc((size_t)old_count) : NULL;
        if (old_count) code = below(file)->pMethods->xRead(below(file), old, (int)old_count, count);
        if (!code) {
            code = ask(
                of(file),
                (recorded_event){.call = RECORDED_TRUNCATE, .offset = count, .old = old, .old_count = old_count, .size = size});
        }
        free(old);
        if (code) return code;
    }
    return below(file)->pMethods->xTruncate(below(file), count);
}

static int file_sync(sqlite3_file *file, int flags) {
    int code = ask(of(file), (recorded_event){.call = RECORDED_SYNC});
    if (code) return code;
    // Whoever watches decides what a power cut leaves, so the disk itself need not be waited for.
    return of(file)->ask ? SQLITE_OK : below(file)->pMethods->xSync(below(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) { return below(file)->pMethods->xFileSize(below(file), size); }
static int file_lock(sqlite3_file *file, int level) { return below(file)->pMethods->xLock(below(file), level); }
static int file_unlock(sqlite3_file *file, int level) { return below(file)->pMethods->xUnlock(below(file), level); }
static int file_check(sqlite3_file *file, int *result) { return below(file)->pMethods->xCheckReservedLock(below(file), result); }
static int file_control(sqlite3_file *file, int operation, void *argument) {
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}
static int file_sector(sqlite3_file *file) { return below(file)->pMethods->xSectorSize(below(file)); }
static int file_device(sqlite3_file *file) { return below(file)->pMethods->xDeviceCharacteristics(below(file)); }

static int file_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory) {
    int code = ask(of(file), (recorded_event){.call = RECORDED_MAP});
    return code ? code : below(file)->pMethods->xShmMap(below(file), page, size, extend, memory);
}
static int file_shared_lock(sqlite3_file *file, int offset, int count, int flags) {
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}
static void file_barrier(sqlite3_file *file) { below(file)->pMethods->xShmBarrier(below(file)); }
static int file_unmap(sqlite3_file *file, int deletes) { return below(file)->pMethods->xShmUnmap(below(file), deletes); }

// Version 2: shared memory, and no mapping of the database itself, whose writes nobody could see.
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_device,
    .xShmMap = file_map,
    .xShmLock = file_shared_lock,
    .xShmBarrier = file_barrier,
    .xShmUnmap = file_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *flags_out) {
    (void)vfs;
    recorded_file *opened = of(file);
    memset(opened, 0, sizeof *opened);
    opened->real = (sqlite3_file *)(opened + 1);
    if (find(name, &opened->ask, &opened->context)) {
        opened->path = strdup(name);
        int code = ask(opened, (recorded_event){.call = RECORDED_OPEN});
        if (code) {
            free(opened->path);
            return code;
        }
    }
    // The real layer is given the very same name: it keeps parameters of the connection behind it.
    int code = real->xOpen(real, name, opened->real, flags, flags_out);
    if (code != SQLITE_OK && !opened->real->pMethods) {
        ask(opened, (recorded_event){.call = RECORDED_CLOSE});
        free(opened->path);
        return code;
    }
    opened->base.pMethods = &methods;
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    (void)vfs;
    recorded_file gone = {0};
    if (find(name, &gone.ask, &gone.context)) {
        gone.path = (char *)name;
        int code = ask(&gone, (recorded_event){.call = RECORDED_DELETE});
        if (code) return code;
        sync_folder = 0;
    }
    return real->xDelete(real, name, sync_folder);
}

// What is not about one file's content goes to the real layer as it is; it is handed itself.
static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    (void)vfs;
    return real->xAccess(real, name, flags, result);
}
static int vfs_full(sqlite3_vfs *vfs, const char *name, int count, char *result) {
    (void)vfs;
    return real->xFullPathname(real, name, count, result);
}
static int vfs_random(sqlite3_vfs *vfs, int count, char *bytes) {
    (void)vfs;
    return real->xRandomness(real, count, bytes);
}
static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return real->xSleep(real, microseconds);
}
static int vfs_time(sqlite3_vfs *vfs, double *time) {
    (void)vfs;
    return real->xCurrentTime(real, time);
}
static int vfs_time64(sqlite3_vfs *vfs, sqlite3_int64 *time) {
    (void)vfs;
    return real->xCurrentTimeInt64(real, time);
}
static int vfs_error(sqlite3_vfs *vfs, int count, char *text) {
    (void)vfs;
    return real->xGetLastError(real, count, text);
}

static sqlite3_vfs recorded;

static void install(void) {
    sqlite3_initialize();
    real = sqlite3_vfs_find(NULL);
    recorded = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = (int)sizeof(recorded_file) + real->szOsFile,
        .mxPathname = real->mxPathname,
        .zName = "recorded",
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full,
        .xRandomness = vfs_random,
        .xSleep = vfs_sleep,
        .xCurrentTime = vfs_time,
        .xCurrentTimeInt64 = vfs_time64,
        .xGetLastError = vfs_error,
    };
    sqlite3_vfs_register(&recorded, 1);
}

int recorded_watch(const char *folder, recorded_question question, void *context) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    int code = 1;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < WATCHES_MAX && code; i++) {
        if (watches[i].folder) continue;
        watches[i] = (watch){.folder = strdup(folder), .ask = question, .context = context};
        code = 0;
    }
    pthread_mutex_unlock(&lock);
    return code;
}

void recorded_unwatch(const char *folder) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < WATCHES_MAX; i++) {
        if (!watches[i].folder || strcmp(watches[i].folder, folder) != 0) continue;
        free(watches[i].folder);
        watches[i] = (watch){0};
    }
    pthread_mutex_unlock(&lock);
}
