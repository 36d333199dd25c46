// A shim VFS (https://www.sqlite.org/vfs.html): a write that goes on where the one before it ended waits with it, and both become one call.
// SQLite writes a page to its log by two calls, 24 bytes and 4,096, and moves it into the database by a third; a file of 1,000,000 payments
// has 90,000 pages.
//
// The log. Whoever asks for bytes, syncs or shortens it has what waits written first, and a commit ends with a sync before anybody may read
// it (`synchronous = FULL`, on a file system of which SQLite believes that a torn write spoils nothing beside it). So at the end of a
// transaction only what was undone still waits; it is dropped before others may write, who write in the same place. A write that failed fails
// whatever else that transaction asks of the log, as SQLite's own page cache would: it cannot be committed without its pages.
//
// The database is gathered only while its log is moved whole, which ends with a sync too. When a reader or a writer is beside it, SQLite may
// move a part and go on without one more call that could say that a write has failed; then each page is written as it comes. The locks tell
// (https://www.sqlite.org/walformat.html#locks): whoever moves a log holds the second, and nobody writes while he holds the first as well; a
// reader's, asked for before any page is moved, is refused when that reader still needs what is not moved. A write that failed is told by the
// next call that SQLite looks at, and the pages are moved another time.
#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "CSQLiteCalls.h"

/// SQLite's layer for Unix writes at most 131,071 bytes by one call (seekAndWriteFd in os_unix.c), and takes more for a full disk.
#define WAITING_BYTES_MAX (31 * 4096)

enum { WRITE_LOCK = 0, CHECKPOINT_LOCK = 1, FIRST_READ_LOCK = 3 };

typedef struct gathering_file gathering_file;
struct gathering_file {
    sqlite3_file base;
    sqlite3_file *real;
    /// A database's log, while it is open; a log's database.
    gathering_file *log, *database;
    /// Of a database: the locks on its log that this connection holds, and whether a reader's was refused to it meanwhile.
    int holds_write, holds_checkpoint, is_refused;
    /// What waits: `count` bytes that belong at `start`. NULL until the first write.
    char *waiting;
    sqlite3_int64 start;
    int count;
    /// Of a database: what a write met within a call whose answer SQLite does not look at; the next one tells it.
    int untold;
    /// Of a log: what a write of this transaction met, and the place from which on its bytes are missing.
    int failed;
    sqlite3_int64 lost_from;
};

static gathering_file *of(sqlite3_file *file) { return (gathering_file *)file; }
static sqlite3_file *below(sqlite3_file *file) { return of(file)->real; }

static int is_gathered(const gathering_file *self) {
    return self->database || (self->holds_checkpoint && self->holds_write && !self->is_refused);
}

static int write_waiting(sqlite3_file *file) {
    gathering_file *self = of(file);
    int code = self->failed ? self->failed : self->untold, count = self->count;
    self->untold = SQLITE_OK;
    self->count = 0;
    if (code || count == 0) return code;
    code = below(file)->pMethods->xWrite(below(file), self->waiting, count, self->start);
    if (code && self->database) {
        self->failed = code;
        self->lost_from = self->start;
    }
    return code;
}

/// A transaction is over; what waits was not committed.
static void end_transaction(gathering_file *log) {
    if (!log) return;
    log->count = 0;
    log->failed = SQLITE_OK;
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    gathering_file *self = of(file);
    int waits = is_gathered(self) && count <= WAITING_BYTES_MAX;
    if (waits && !self->waiting) self->waiting = malloc(WAITING_BYTES_MAX);
    if (!self->waiting) waits = 0;
    if (!waits || self->failed || offset != self->start + self->count || count > WAITING_BYTES_MAX - self->count) {
        int code = write_waiting(file);
        if (code) return code;
    }
    if (!waits) return below(file)->pMethods->xWrite(below(file), bytes, count, offset);
    if (self->count == 0) self->start = offset;
    memcpy(self->waiting + self->count, bytes, (size_t)count);
    self->count += count;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *buffer, int count, sqlite3_int64 offset) {
    gathering_file *self = of(file);
    // Behind what waits, too, where without it the file would not end.
    if ((self->count != 0 && offset + count > self->start) || (self->failed && offset + count > self->lost_from)) {
        int code = write_waiting(file);
        if (code) return code;
    }
    return below(file)->pMethods->xRead(below(file), buffer, count, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = write_waiting(file);
    return code ? code : below(file)->pMethods->xTruncate(below(file), size);
}
static int file_sync(sqlite3_file *file, int flags) {
    int code = write_waiting(file);
    return code ? code : below(file)->pMethods->xSync(below(file), flags);
}
static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    gathering_file *self = of(file);
    int code = below(file)->pMethods->xFileSize(below(file), size);
    if (!code && self->count != 0 && *size < self->start + self->count) *size = self->start + self->count;
    return code;
}
static int file_close(sqlite3_file *file) {
    gathering_file *self = of(file);
    // What still waits belongs to no commit, and to no pages that count as moved.
    int code = below(file)->pMethods ? below(file)->pMethods->xClose(below(file)) : SQLITE_OK;
    if (self->log) self->log->database = NULL;
    if (self->database) self->database->log = NULL;
    free(self->waiting);
    free(self->real);
    return code;
}

static int file_unlock(sqlite3_file *file, int level) { return below(file)->pMethods->xUnlock(below(file), level); }
static int file_control(sqlite3_file *file, int operation, void *argument) {
    // The last page was moved.
    if (operation == SQLITE_FCNTL_CKPT_DONE) of(file)->untold = write_waiting(file);
    return below(file)->pMethods->xFileControl(below(file), operation, argument);
}
static int file_lock(sqlite3_file *file, int level) { return below(file)->pMethods->xLock(below(file), level); }
static int file_check(sqlite3_file *file, int *result) { return below(file)->pMethods->xCheckReservedLock(below(file), result); }
static int file_sector(sqlite3_file *file) { return below(file)->pMethods->xSectorSize(below(file)); }
static int file_device(sqlite3_file *file) { return below(file)->pMethods->xDeviceCharacteristics(below(file)); }
static int file_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory) {
    return below(file)->pMethods->xShmMap(below(file), page, size, extend, memory);
}
static int file_shared_lock(sqlite3_file *file, int offset, int count, int flags) {
    gathering_file *self = of(file);
    int is_lock = (flags & SQLITE_SHM_LOCK) != 0, is_exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    int is_checkpoint = offset <= CHECKPOINT_LOCK && CHECKPOINT_LOCK < offset + count;
    if (is_exclusive && !is_lock && offset == WRITE_LOCK) {
        end_transaction(self->log);
        self->holds_write = 0;
    }
    if (is_exclusive && !is_lock && is_checkpoint) self->holds_checkpoint = 0;
    int code = below(file)->pMethods->xShmLock(below(file), offset, count, flags);
    if (!is_exclusive || !is_lock) return code;
    if (code) {
        if (offset >= FIRST_READ_LOCK) self->is_refused = 1;
        return code;
    }
    if (offset == WRITE_LOCK) self->holds_write = 1;
    if (is_checkpoint) {
        self->holds_checkpoint = 1;
        self->is_refused = 0;
        self->untold = SQLITE_OK;
    }
    return code;
}
static void file_barrier(sqlite3_file *file) { below(file)->pMethods->xShmBarrier(below(file)); }
static int file_unmap(sqlite3_file *file, int deletes) { return below(file)->pMethods->xShmUnmap(below(file), deletes); }

// Version 2: shared memory, and no mapping of the database.
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

/// Whatever layer the process uses for files.
static sqlite3_vfs *real(void) { return sqlite3_vfs_find(NULL); }

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *flags_out) {
    (void)vfs;
    sqlite3_vfs *layer = real();
    gathering_file *opened = of(file);
    memset(opened, 0, sizeof *opened);
    opened->real = calloc(1, (size_t)layer->szOsFile);
    if (!opened->real) return SQLITE_NOMEM;
    // The real layer is given the very same name: it keeps parameters of the connection behind it.
    int code = layer->xOpen(layer, name, opened->real, flags, flags_out);
    if (code != SQLITE_OK && !opened->real->pMethods) {
        free(opened->real);
        return code;
    }
    opened->base.pMethods = &methods;
    if (flags & SQLITE_OPEN_WAL) {
        opened->database = of(sqlite3_database_file_object(name));
        opened->database->log = opened;
    }
    return code;
}

// What is not about one file's content goes to the real layer as it is; it is handed itself.
static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    (void)vfs;
    return real()->xDelete(real(), name, sync_folder);
}
static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    (void)vfs;
    return real()->xAccess(real(), name, flags, result);
}
static int vfs_full(sqlite3_vfs *vfs, const char *name, int count, char *result) {
    (void)vfs;
    return real()->xFullPathname(real(), name, count, result);
}
static int vfs_random(sqlite3_vfs *vfs, int count, char *bytes) {
    (void)vfs;
    return real()->xRandomness(real(), count, bytes);
}
static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return real()->xSleep(real(), microseconds);
}
static int vfs_time(sqlite3_vfs *vfs, double *time) {
    (void)vfs;
    return real()->xCurrentTime(real(), time);
}
static int vfs_time64(sqlite3_vfs *vfs, sqlite3_int64 *time) {
    (void)vfs;
    return real()->xCurrentTimeInt64(real(), time);
}
static int vfs_error(sqlite3_vfs *vfs, int count, char *text) {
    (void)vfs;
    return real()->xGetLastError(real(), count, text);
}

/// What came of installing.
static int installed = SQLITE_ERROR;

static void install(void) {
    static sqlite3_vfs gathering = {
        .iVersion = 2,
        .szOsFile = (int)sizeof(gathering_file),
        .zName = SQLITE_GATHERING_VFS,
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
    // Too late when SQLite is at work already; Debian's knows URIs without it.
    if (sqlite3_config(SQLITE_CONFIG_URI, 1) != SQLITE_OK && !sqlite3_compileoption_used("USE_URI")) return;
    installed = sqlite3_initialize();
    if (installed != SQLITE_OK || !real()) return;
    gathering.mxPathname = real()->mxPathname;
    installed = sqlite3_vfs_register(&gathering, 0);
}

int sqlite_gather_writes(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
    return installed == SQLITE_OK;
}
