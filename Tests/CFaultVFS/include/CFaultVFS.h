#ifndef CFAULTVFS_H
#define CFAULTVFS_H

#include <stdint.h>

/// What a call that is hit answers.
typedef enum {
    /// An I/O error. Nothing is done.
    FAULT_IO = 1,
    /// The disk is full. Counts calls that could need room.
    FAULT_FULL,
    /// The disk is full when half of the bytes are written. Counts writes.
    FAULT_HALF,
    /// There is no memory.
    FAULT_MEMORY,
    /// The machine stops: nothing is done from here on. Counts calls that change the disk.
    FAULT_POWER,
} fault_kind;

/// Wraps the system's VFS and becomes the default, once for the process. Without a fault armed it only counts and remembers.
int fault_install(void);
/// Gives the default back to the system's VFS. Files that are open stay as they are.
void fault_remove(void);

/// Lets the call after `calls` more of those that `kind` counts fail, and where `for_good` all later ones, too.
void fault_arm(fault_kind kind, long calls, int for_good);
/// Ends all faults.
void fault_disarm(void);
/// Whether the armed call was reached.
int fault_was_hit(void);
/// What was hit first: `write wal`, `sync db`.
const char *fault_place(void);

/// Begins to count anew.
void fault_reset_counts(void);
/// Calls of those that `kind` counts since.
long fault_calls(fault_kind kind);

/// What a loss of power leaves is written to the files, all of which must be closed: what was synced, and of the rest nothing, a
/// part in the order of writing, or any sectors, as `seed` chooses. Shared memory is gone. Gives a number below 0 on failure.
int fault_lose_power(uint64_t seed);
/// What is in the files, all of which must be closed, is on the disk; forgets what was not synced.
void fault_settle(void);

#endif
