#include <sqlite3.h>

/// SQLITE_TRANSIENT and SQLITE_STATIC are casts that Swift cannot import.
static inline sqlite3_destructor_type journey_sqlite_transient(void) { return SQLITE_TRANSIENT; }
static inline sqlite3_destructor_type journey_sqlite_static(void) { return SQLITE_STATIC; }

/// Asks for a cache line that will be read soon; never faults.
static inline void journey_prefetch(const void *address) { __builtin_prefetch(address); }

/// Lets SQLite allocate without counting every byte under a lock of the whole process. To be called before it is first used; afterwards
/// it does nothing.
static inline void journey_sqlite_uncounted(void) { (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
