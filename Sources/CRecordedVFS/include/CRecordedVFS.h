// For tests only: the file layer of SQLite with somebody who is asked before each of its calls. It becomes the process's default
// layer, passes everything on to the real one, and asks only about files below a folder that was put under watch; so tests that
// do not watch anything see no difference.
#ifndef CRECORDEDVFS_H
#define CRECORDEDVFS_H

#include <stdint.h>

typedef enum {
    RECORDED_OPEN,
    RECORDED_READ,
    /// Bytes at a place; `old` is what they replace, as far as the file reached.
    RECORDED_WRITE,
    RECORDED_TRUNCATE,
    RECORDED_SYNC,
    RECORDED_DELETE,
    /// The memory that the connections of a write-ahead log share.
    RECORDED_MAP,
    /// Told, not asked.
    RECORDED_CLOSE,
} recorded_call;

typedef struct {
    recorded_call call;
    const char *path;
    int64_t offset;
    const void *bytes;
    int64_t count;
    const void *old;
    int64_t old_count;
    /// The file's size before the call.
    int64_t size;
} recorded_event;

/// Asked before a call is made: 0 lets it through, anything else is the SQLite result code with which it fails unmade.
typedef int (*recorded_question)(void *context, const recorded_event *event);

/// What the answer may be, by SQLite's own names.
extern const int recorded_full, recorded_io_read, recorded_io_write, recorded_io_sync, recorded_io_truncate, recorded_io_delete,
    recorded_io_map, recorded_cannot_open;

/// Puts the files below a folder (an absolute path that ends with a slash) under watch. 0 when there is room for one more.
int recorded_watch(const char *folder, recorded_question ask, void *context);
/// Ends it. No connection to these files may be open.
void recorded_unwatch(const char *folder);

#endif
