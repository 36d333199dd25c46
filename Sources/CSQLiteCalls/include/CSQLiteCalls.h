// The calls of SQLite that Swift cannot spell: those with a variable number of arguments, and a layer of methods below a file.
#ifndef CSQLITECALLS_H
#define CSQLITECALLS_H

/// Has SQLite keep no statistics of the memory it uses: they cost a lock for each piece. To be called before its first use in the process;
/// later it changes nothing.
void sqlite_count_no_memory(void);

/// The name of the layer that gathers writes (GatheringVFS.c): for a connection with `synchronous = FULL`, asked for by `vfs=` in
/// the URI of a database.
#define SQLITE_GATHERING_VFS "gathering"

/// Makes that layer, and URIs, known to SQLite in this process; 0 when it cannot be done.
int sqlite_gather_writes(void);

#endif
