#ifndef GIAONHAN_CZLIB_SHIM_H
#define GIAONHAN_CZLIB_SHIM_H

#include <zlib.h>

/// inflateInit2 is a macro (it adds the version and the struct's size), which Swift cannot call.
/// Window bits below zero mean raw deflate, as ZIP stores it (zlib manual, "Advanced Functions").
static inline int giaonhan_inflate_init_raw(z_stream *stream) { return inflateInit2(stream, -MAX_WBITS); }

#endif
