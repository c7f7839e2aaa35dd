#include <stdbool.h>

/// Whether the library that makes the requests reads the same host from an address as Foundation does; see CURLHost.c.
bool CFURLSessionCurlHostIsEqual(const char *_Nonnull url, const char *_Nonnull host);
