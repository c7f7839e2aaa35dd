#ifndef SHADOW_H
#define SHADOW_H

#include <stdint.h>

// What of a file would survive a loss of power: its content at the last sync, and the changes since then in their order.

typedef struct shadow_node shadow_node;

shadow_node *shadow_open(const char *path);
void shadow_release(shadow_node *node);
void shadow_write(shadow_node *node, const void *bytes, int count, int64_t offset);
void shadow_truncate(shadow_node *node, int64_t size);
void shadow_sync(shadow_node *node);
void shadow_delete(const char *path);
int shadow_lose_power(uint64_t seed);
void shadow_forget(void);

#endif
