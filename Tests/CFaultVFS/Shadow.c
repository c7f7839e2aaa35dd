#include "Shadow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    int64_t offset;
    // Below 0: the file is cut to `offset`.
    int64_t count;
    unsigned char *bytes;
} change;

struct shadow_node {
    char *path;
    unsigned char *bytes;
    int64_t size, room;
    change *changes;
    int count, change_room;
    int is_deleted;
    shadow_node *next;
};

static shadow_node *nodes;

static void reserve(shadow_node *node, int64_t size) {
    if (size <= node->room) return;
    node->room = size * 2;
    node->bytes = realloc(node->bytes, node->room);
}

static void resize(shadow_node *node, int64_t size) {
    reserve(node, size);
    if (size > node->size) memset(node->bytes + node->size, 0, size - node->size);
    node->size = size;
}

static void put(shadow_node *node, const unsigned char *bytes, int64_t count, int64_t offset) {
    if (offset + count > node->size) resize(node, offset + count);
    memcpy(node->bytes + offset, bytes, count);
}

static void clear_changes(shadow_node *node) {
    for (int i = 0; i < node->count; i++) free(node->changes[i].bytes);
    node->count = 0;
}

static void add(shadow_node *node, change made) {
    if (node->count == node->change_room) {
        node->change_room = node->change_room ? node->change_room * 2 : 64;
        node->changes = realloc(node->changes, node->change_room * sizeof(change));
    }
    node->changes[node->count++] = made;
}

static shadow_node *find(const char *path) {
    for (shadow_node *node = nodes; node; node = node->next)
        if (!node->is_deleted && strcmp(node->path, path) == 0) return node;
    return 0;
}

shadow_node *shadow_open(const char *path) {
    shadow_node *node = find(path);
    if (node) return node;
    node = calloc(1, sizeof *node);
    node->path = strdup(path);
    FILE *file = fopen(path, "rb");
    if (file) {
        unsigned char piece[65536];
        size_t count;
        while ((count = fread(piece, 1, sizeof piece, file)) > 0) put(node, piece, count, node->size);
        fclose(file);
    }
    node->next = nodes;
    nodes = node;
    return node;
}

/// Nodes stay until the next loss of power or `shadow_forget`: a file that is opened again goes on.
void shadow_release(shadow_node *node) { (void)node; }

void shadow_write(shadow_node *node, const void *bytes, int count, int64_t offset) {
    if (!node) return;
    change made = {offset, count, malloc(count > 0 ? count : 1)};
    memcpy(made.bytes, bytes, count);
    add(node, made);
}

void shadow_truncate(shadow_node *node, int64_t size) {
    if (node) add(node, (change){size, -1, 0});
}

void shadow_sync(shadow_node *node) {
    if (!node) return;
    for (int i = 0; i < node->count; i++) {
        change *made = &node->changes[i];
        if (made->count < 0) resize(node, made->offset);
        else put(node, made->bytes, made->count, made->offset);
    }
    clear_changes(node);
}

/// A file that is gone stays gone: to find it again would be no harder for SQLite than a crash before its deletion.
void shadow_delete(const char *path) {
    shadow_node *node = find(path);
    if (!node) return;
    node->is_deleted = 1;
    clear_changes(node);
}

// MARK: Loss of power

static uint64_t mix(uint64_t *state) {
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

enum { SECTOR = 512 };

/// A write whose sectors reach the disk each by chance.
static void put_some(shadow_node *node, change *made, uint64_t *state) {
    int64_t done = 0;
    while (done < made->count) {
        int64_t end = ((made->offset + done) / SECTOR + 1) * SECTOR - made->offset;
        if (end > made->count) end = made->count;
        if (mix(state) % 2) put(node, made->bytes + done, end - done, made->offset + done);
        done = end;
    }
}

static void leave(shadow_node *node, uint64_t way, uint64_t *state) {
    int count = way == 0 ? 0 : node->count;
    if (way == 1 && count > 0) count = (int)(mix(state) % (uint64_t)(count + 1));
    for (int i = 0; i < count; i++) {
        change *made = &node->changes[i];
        if (way == 2 && made->count >= 0) put_some(node, made, state);
        else if (way == 2 && mix(state) % 2) continue;
        else if (made->count < 0) resize(node, made->offset);
        else put(node, made->bytes, made->count, made->offset);
    }
}

static int save(shadow_node *node) {
    FILE *file = fopen(node->path, "wb");
    if (!file) return -1;
    size_t written = node->size ? fwrite(node->bytes, 1, node->size, file) : 0;
    return fclose(file) == 0 && written == (size_t)node->size ? 0 : -1;
}

int shadow_lose_power(uint64_t seed) {
    uint64_t state = seed;
    uint64_t way = mix(&state) % 3;
    int result = 0;
    for (shadow_node *node = nodes; node; node = node->next) {
        if (node->is_deleted) continue;
        leave(node, way, &state);
        if (save(node) < 0) result = -1;
        char *shared = malloc(strlen(node->path) + 5);
        strcat(strcpy(shared, node->path), "-shm");
        unlink(shared);
        free(shared);
    }
    shadow_forget();
    return result;
}

void shadow_forget(void) {
    while (nodes) {
        shadow_node *node = nodes;
        nodes = node->next;
        clear_changes(node);
        free(node->changes);
        free(node->bytes);
        free(node->path);
        free(node);
    }
}
