// The calls about processes that Swift cannot spell: variadic ones, control messages (made of macros), and those glibc shows only
// under _GNU_SOURCE, which no header of ours may define, since modules must agree on what the system's headers say. Each returns what
// the kernel returned and leaves errno as it is. Only ConfinedReading imports this.
#ifndef CPROCESSCALLS_H
#define CPROCESSCALLS_H

/// Two ends of a socket that keeps messages apart. Neither is inherited.
int process_make_socket_pair(int ends[2]);

/// A pipe that holds up to `bytes` (fewer where the system allows no more); its reading end does not wait. Neither end is inherited.
int process_make_pipe(int ends[2], int bytes);

/// The same open file under a number of at least 3, not inherited.
int process_move_descriptor(int descriptor);

/// Sends a message and with it an open file. A peer that is gone is an error, not a signal.
long process_send_with_file(int socket, const void *bytes, unsigned long count, int file);

/// Waits for a message; 0 when the peer is gone. `*file` is the open file that came with it, or -1.
long process_receive_with_file(int socket, void *bytes, unsigned long count, int *file);

/// Closes everything from `first` on in the process that is spawned.
int process_close_from(void *actions, int first);

/// Gives up every capability, the chance to get one by running another program, and being looked into by others. For good.
int process_give_up_privileges(void);

/// Sets the limits of this process for good: its address space, no file larger than nothing, no further process, few descriptors, and
/// nothing that it could leave behind.
int process_limit_itself(unsigned long address_space, unsigned long descriptors);

/// The processor clock of another process; false when it is gone. The clock is its own until it was waited for.
int process_clock(int process, int *clock);

/// The processor time that the process of that clock has used, in nanoseconds; -1 when it is gone.
long long process_used_nanoseconds(int clock);

/// Has the kernel end a process that has used so many seconds of processor time in all.
int process_limit_processor_seconds(int process, unsigned long seconds);

/// So many heaps at most, whatever the number of threads.
void process_bound_heaps(int most);

/// Starts this program anew, in this process, so that each thread keeps so many freed pieces of each size at hand; the C library asks for that at
/// the start alone. Returns when it was done before, when the environment says otherwise, and when it cannot be done. To be called first of all.
void process_keep_freed(int pieces, char *const *arguments);

/// A file in memory, without a name.
int process_make_memory_file(void);

#endif
