// Foundation asks this function before each request of a URLSession on Linux, and its own (of Swift 5.10 to 6.3 at least) frees what
// libcurl made for the answer with `curl_free` instead of `curl_url_cleanup`: four small blocks, some 150 bytes, are lost with every
// request, 100 megabytes in an hour of 200 messages a second. As the function of the program stands before those of the libraries that
// it is linked with, this one takes its place.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "CURLHost.h"

// From curl/urlapi.h, which is not where Swift is installed without it.
enum { part_url = 0, part_host = 5 };

static struct {
    void *(*make)(void);
    int (*set)(void *, int, const char *, unsigned);
    int (*get)(void *, int, char **, unsigned);
    void (*free_text)(void *);
    void (*end)(void *);
    bool (*original)(const char *, const char *);
} curl;

static void find(void) {
    curl.make = (void *(*)(void))dlsym(RTLD_DEFAULT, "curl_url");
    curl.set = (int (*)(void *, int, const char *, unsigned))dlsym(RTLD_DEFAULT, "curl_url_set");
    curl.get = (int (*)(void *, int, char **, unsigned))dlsym(RTLD_DEFAULT, "curl_url_get");
    curl.free_text = (void (*)(void *))dlsym(RTLD_DEFAULT, "curl_free");
    curl.end = (void (*)(void *))dlsym(RTLD_DEFAULT, "curl_url_cleanup");
    curl.original = (bool (*)(const char *, const char *))dlsym(RTLD_NEXT, "CFURLSessionCurlHostIsEqual");
}

// Weak: where Foundation is linked in statically, its own stands.
__attribute__((weak, used, visibility("default")))
bool CFURLSessionCurlHostIsEqual(const char *url, const char *host) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, find);
    if (!curl.make || !curl.set || !curl.get || !curl.free_text || !curl.end) {
        return curl.original && curl.original(url, host);
    }
    void *parsed = curl.make();
    if (!parsed) return false;
    bool is_equal = false;
    char *found = NULL;
    if (curl.set(parsed, part_url, url, 0) == 0 && curl.get(parsed, part_host, &found, 0) == 0 && found) {
        is_equal = strcmp(found, host) == 0;
        curl.free_text(found);
    }
    curl.end(parsed);
    return is_equal;
}
