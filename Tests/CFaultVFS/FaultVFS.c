#include "CFaultVFS.h"

#include "Shadow.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

// Wraps every file of the system's VFS. One lock for all: connections of several threads take part.

typedef struct {
    sqlite3_file base;
    shadow_node *shadow;
    const char *sort;
    sqlite3_file real[];
} fault_file;

static sqlite3_vfs *system_vfs;
static sqlite3_vfs vfs;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct {
    fault_kind kind;
    long left;
    int is_armed, is_for_good, was_hit, is_off;
    long counts[FAULT_POWER + 1];
    char place[64];
} plan;

enum { TAKES_ROOM = 1 << FAULT_FULL, WRITES = 1 << FAULT_HALF, CHANGES = 1 << FAULT_POWER, ANY = 1 << FAULT_IO | 1 << FAULT_MEMORY };

/// Whether this call is to fail. Under the lock.
static fault_kind next_call(int sorts, const char *call, const char *sort) {
    for (int kind = FAULT_IO; kind <= FAULT_POWER; kind++)
        if (sorts & 1 << kind) plan.counts[kind]++;
    if (plan.is_off) return FAULT_POWER;
    if (!plan.is_armed || !(sorts & 1 << plan.kind)) return 0;
    if (plan.left-- > 0) return 0;
    if (!plan.was_hit) snprintf(plan.place, sizeof plan.place, "%s %s", call, sort);
    plan.was_hit = 1;
    if (plan.kind == FAULT_POWER) plan.is_off = 1;
    else if (!plan.is_for_good) plan.is_armed = 0;
    return plan.kind;
}

static int code_of(fault_kind kind, int io_code) {
    switch (kind) {
    case FAULT_FULL:
    case FAULT_HALF: return SQLITE_FULL;
    case FAULT_MEMORY: return SQLITE_IOERR_NOMEM;
    default: return io_code;
    }
}

static fault_file *of(sqlite3_file *file) { return (fault_file *)file; }

/// A call that passes unless it is to fail.
#define PASS(file, sorts, name, io_code, call)                            \
    do {                                                                  \
        pthread_mutex_lock(&lock);                                        \
        fault_kind hit = next_call(sorts, name, of(file)->sort);          \
        pthread_mutex_unlock(&lock);                                      \
        if (hit) return code_of(hit, io_code);                            \
        return of(file)->real->pMethods->call;                            \
    } while (0)

// MARK: Files

static int file_close(sqlite3_file *file) {
    pthread_mutex_lock(&lock);
    shadow_release(of(file)->shadow);
    pthread_mutex_unlock(&lock);
    return of(file)->real->pMethods->xClose(of(file)->real);
}

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    PASS(file, ANY, "read", SQLITE_IOERR_READ, xRead(of(file)->real, bytes, count, offset));
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    pthread_mutex_lock(&lock);
    int was_off = plan.is_off;
    fault_kind hit = next_call(ANY | TAKES_ROOM | WRITES | CHANGES, "write", of(file)->sort);
    int code = SQLITE_OK;
    if (hit == 0 || hit == FAULT_HALF) {
        int written = hit ? count / 2 : count;
        code = of(file)->real->pMethods->xWrite(of(file)->real, bytes, written, offset);
        if (code == SQLITE_OK) shadow_write(of(file)->shadow, bytes, written, offset);
    } else if (hit == FAULT_POWER && !was_off) {
        // Some of it may have reached the disk.
        shadow_write(of(file)->shadow, bytes, count, offset);
    }
    pthread_mutex_unlock(&lock);
    return hit ? code_of(hit, SQLITE_IOERR_WRITE) : code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    pthread_mutex_lock(&lock);
    fault_kind hit = next_call(ANY | TAKES_ROOM | CHANGES, "truncate", of(file)->sort);
    int code = SQLITE_OK;
    if (!hit) {
        code = of(file)->real->pMethods->xTruncate(of(file)->real, size);
        if (code == SQLITE_OK) shadow_truncate(of(file)->shadow, size);
    }
    pthread_mutex_unlock(&lock);
    return hit ? code_of(hit, SQLITE_IOERR_TRUNCATE) : code;
}

/// The real disk is never waited for: what would be on it the shadow knows.
static int file_sync(sqlite3_file *file, int flags) {
    (void)flags;
    pthread_mutex_lock(&lock);
    fault_kind hit = next_call(ANY | TAKES_ROOM | CHANGES, "sync", of(file)->sort);
    if (!hit) shadow_sync(of(file)->shadow);
    pthread_mutex_unlock(&lock);
    return hit ? code_of(hit, SQLITE_IOERR_FSYNC) : SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    PASS(file, ANY, "size", SQLITE_IOERR_FSTAT, xFileSize(of(file)->real, size));
}

static int file_lock(sqlite3_file *file, int level) {
    PASS(file, ANY, "lock", SQLITE_IOERR_LOCK, xLock(of(file)->real, level));
}

static int file_unlock(sqlite3_file *file, int level) { return of(file)->real->pMethods->xUnlock(of(file)->real, level); }

static int file_check_lock(sqlite3_file *file, int *result) {
    PASS(file, ANY, "check", SQLITE_IOERR_CHECKRESERVEDLOCK, xCheckReservedLock(of(file)->real, result));
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
    return of(file)->real->pMethods->xFileControl(of(file)->real, operation, argument);
}

static int file_sector(sqlite3_file *file) { return of(file)->real->pMethods->xSectorSize(of(file)->real); }

static int file_device(sqlite3_file *file) { return of(file)->real->pMethods->xDeviceCharacteristics(of(file)->real); }

static int file_shm_map(sqlite3_file *file, int page, int size, int extends, void volatile **memory) {
    PASS(file, ANY | TAKES_ROOM, "map", SQLITE_IOERR_SHMMAP, xShmMap(of(file)->real, page, size, extends, memory));
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    if (flags & SQLITE_SHM_UNLOCK) return of(file)->real->pMethods->xShmLock(of(file)->real, offset, count, flags);
    PASS(file, ANY, "shm-lock", SQLITE_IOERR_SHMLOCK, xShmLock(of(file)->real, offset, count, flags));
}

static void file_shm_barrier(sqlite3_file *file) { of(file)->real->pMethods->xShmBarrier(of(file)->real); }

static int file_shm_unmap(sqlite3_file *file, int deletes) {
    return of(file)->real->pMethods->xShmUnmap(of(file)->real, deletes);
}

// Version 2: without memory-mapped reading, which would go past the counts.
static const sqlite3_io_methods methods = {
    2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_unlock, file_check_lock,
    file_control, file_sector, file_device, file_shm_map, file_shm_lock, file_shm_barrier, file_shm_unmap, 0, 0,
};

// MARK: The file system

static int vfs_open(sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)self;
    fault_file *opened = of(file);
    memset(opened, 0, sizeof *opened);
    opened->sort = flags & SQLITE_OPEN_MAIN_DB ? "db" : flags & SQLITE_OPEN_WAL ? "wal" : "journal";
    pthread_mutex_lock(&lock);
    fault_kind hit = next_call(ANY | TAKES_ROOM, "open", opened->sort);
    // The path tells what is durable of it before anything is made.
    if (!hit && name) opened->shadow = shadow_open(name);
    pthread_mutex_unlock(&lock);
    if (hit) return hit == FAULT_MEMORY ? SQLITE_NOMEM : SQLITE_CANTOPEN;
    int code = system_vfs->xOpen(system_vfs, name, opened->real, flags, out_flags);
    if (opened->real->pMethods) {
        opened->base.pMethods = &methods;
    } else {
        pthread_mutex_lock(&lock);
        shadow_release(opened->shadow);
        pthread_mutex_unlock(&lock);
    }
    return code;
}

static int vfs_delete(sqlite3_vfs *self, const char *name, int syncs) {
    (void)self;
    pthread_mutex_lock(&lock);
    fault_kind hit = next_call(ANY | CHANGES, "delete", "file");
    int code = SQLITE_OK;
    if (!hit) {
        code = system_vfs->xDelete(system_vfs, name, syncs);
        if (code == SQLITE_OK) shadow_delete(name);
    }
    pthread_mutex_unlock(&lock);
    return hit ? code_of(hit, SQLITE_IOERR_DELETE) : code;
}

static int vfs_access(sqlite3_vfs *self, const char *name, int flags, int *result) {
    (void)self;
    pthread_mutex_lock(&lock);
    fault_kind hit = next_call(ANY, "access", "file");
    pthread_mutex_unlock(&lock);
    if (hit) return code_of(hit, SQLITE_IOERR_ACCESS);
    return system_vfs->xAccess(system_vfs, name, flags, result);
}

int fault_install(void) {
    if (system_vfs) return sqlite3_vfs_register(&vfs, 1);
    system_vfs = sqlite3_vfs_find(0);
    if (!system_vfs) return SQLITE_ERROR;
    vfs = *system_vfs;
    vfs.zName = "faults";
    vfs.pNext = 0;
    vfs.szOsFile = (int)sizeof(fault_file) + system_vfs->szOsFile;
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    vfs.xAccess = vfs_access;
    return sqlite3_vfs_register(&vfs, 1);
}

void fault_remove(void) {
    if (system_vfs) sqlite3_vfs_register(system_vfs, 1);
}

// MARK: The plan

#define LOCKED(...)                    \
    do {                               \
        pthread_mutex_lock(&lock);     \
        __VA_ARGS__;                   \
        pthread_mutex_unlock(&lock);   \
    } while (0)

void fault_arm(fault_kind kind, long calls, int for_good) {
    LOCKED({
        plan.kind = kind;
        plan.left = calls;
        plan.is_for_good = for_good;
        plan.is_armed = 1;
        plan.was_hit = plan.is_off = 0;
        plan.place[0] = 0;
    });
}

void fault_disarm(void) { LOCKED(plan.is_armed = plan.is_off = 0); }

int fault_was_hit(void) { return plan.was_hit; }

const char *fault_place(void) { return plan.place; }

void fault_reset_counts(void) { LOCKED(memset(plan.counts, 0, sizeof plan.counts)); }

long fault_calls(fault_kind kind) { return plan.counts[kind]; }

int fault_lose_power(uint64_t seed) {
    int result;
    LOCKED(result = shadow_lose_power(seed));
    return result;
}

void fault_settle(void) { LOCKED(shadow_forget()); }
