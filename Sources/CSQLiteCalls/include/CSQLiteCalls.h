// The calls of SQLite that Swift cannot spell: those with a variable number of arguments.
#ifndef CSQLITECALLS_H
#define CSQLITECALLS_H

/// Has SQLite keep no statistics of the memory it uses: they cost a lock for each piece. To be called before its first use in the process;
/// later it changes nothing.
void sqlite_count_no_memory(void);

#endif
