#include <sqlite3.h>

// Swift cannot call what takes arguments of any number.

/// Tells SQLite not to count the memory that it takes, for which all threads of a process would share one lock.
/// To be called before anything else of it.
static inline int footbridge_sqlite_counts_no_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
