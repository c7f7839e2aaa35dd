#include "CCURL.h"

#include <dlfcn.h>
#include <pthread.h>

#ifdef __APPLE__
static const char *const names[] = {"libcurl.4.dylib"};
#else
// One name for whatever it makes its TLS with; then those of builds that are installed where that one is not.
static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
#endif

/// Of curl/multi.h.
struct message {
    int kind;
    ccurl_easy *easy;
    union { void *whatever; int result; } data;
};
enum { kind_done = 1, global_all = 3, option_seek_function = 20167, info_response_code = 0x200002 };

static struct {
    int (*global_init)(long);
    ccurl_easy *(*easy_init)(void);
    void (*easy_reset)(ccurl_easy *);
    void (*easy_cleanup)(ccurl_easy *);
    int (*easy_setopt)(ccurl_easy *, int, ...);
    int (*easy_getinfo)(ccurl_easy *, int, ...);
    ccurl_list *(*slist_append)(ccurl_list *, const char *);
    void (*slist_free_all)(ccurl_list *);
    ccurl_multi *(*multi_init)(void);
    int (*multi_cleanup)(ccurl_multi *);
    int (*multi_setopt)(ccurl_multi *, int, ...);
    int (*multi_add_handle)(ccurl_multi *, ccurl_easy *);
    int (*multi_remove_handle)(ccurl_multi *, ccurl_easy *);
    int (*multi_perform)(ccurl_multi *, int *);
    int (*multi_poll)(ccurl_multi *, void *, unsigned, int, int *);
    int (*multi_wakeup)(ccurl_multi *);
    struct message *(*multi_info_read)(ccurl_multi *, int *);
} curl;

static bool is_loaded = false;

static bool find(void *library, const char *name, void *place) {
    return (*(void **)place = dlsym(library, name)) != NULL;
}

static void load(void) {
    void *library = NULL;
    for (size_t index = 0; library == NULL && index < sizeof names / sizeof *names; index++) {
        library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
    }
    is_loaded = library != NULL
        && find(library, "curl_global_init", &curl.global_init)
        && find(library, "curl_easy_init", &curl.easy_init)
        && find(library, "curl_easy_reset", &curl.easy_reset)
        && find(library, "curl_easy_cleanup", &curl.easy_cleanup)
        && find(library, "curl_easy_setopt", &curl.easy_setopt)
        && find(library, "curl_easy_getinfo", &curl.easy_getinfo)
        && find(library, "curl_slist_append", &curl.slist_append)
        && find(library, "curl_slist_free_all", &curl.slist_free_all)
        && find(library, "curl_multi_init", &curl.multi_init)
        && find(library, "curl_multi_cleanup", &curl.multi_cleanup)
        && find(library, "curl_multi_setopt", &curl.multi_setopt)
        && find(library, "curl_multi_add_handle", &curl.multi_add_handle)
        && find(library, "curl_multi_remove_handle", &curl.multi_remove_handle)
        && find(library, "curl_multi_perform", &curl.multi_perform)
        && find(library, "curl_multi_poll", &curl.multi_poll)
        && find(library, "curl_multi_wakeup", &curl.multi_wakeup)
        && find(library, "curl_multi_info_read", &curl.multi_info_read)
        && curl.global_init(global_all) == 0;
}

bool ccurl_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_loaded;
}

ccurl_easy *ccurl_easy_init(void) { return curl.easy_init(); }
void ccurl_easy_reset(ccurl_easy *easy) { curl.easy_reset(easy); }
void ccurl_easy_cleanup(ccurl_easy *easy) { curl.easy_cleanup(easy); }
void ccurl_set_number(ccurl_easy *easy, long option, long number) { curl.easy_setopt(easy, (int)option, number); }
void ccurl_set_size(ccurl_easy *easy, long option, int64_t size) { curl.easy_setopt(easy, (int)option, size); }
void ccurl_set_text(ccurl_easy *easy, long option, const char *text) { curl.easy_setopt(easy, (int)option, text); }
void ccurl_set_data(ccurl_easy *easy, long option, const void *data) { curl.easy_setopt(easy, (int)option, data); }
void ccurl_set_transfer(ccurl_easy *easy, long option, ccurl_transfer function) { curl.easy_setopt(easy, (int)option, function); }
void ccurl_set_seek(ccurl_easy *easy, ccurl_seek function) { curl.easy_setopt(easy, option_seek_function, function); }

long ccurl_status(ccurl_easy *easy) {
    long status = 0;
    curl.easy_getinfo(easy, info_response_code, &status);
    return status;
}

ccurl_list *ccurl_list_append(ccurl_list *list, const char *text) { return curl.slist_append(list, text); }
void ccurl_list_free(ccurl_list *list) { curl.slist_free_all(list); }

ccurl_multi *ccurl_multi_init(void) { return curl.multi_init(); }
void ccurl_multi_cleanup(ccurl_multi *multi) { curl.multi_cleanup(multi); }
void ccurl_multi_set_number(ccurl_multi *multi, long option, long number) { curl.multi_setopt(multi, (int)option, number); }
bool ccurl_multi_add(ccurl_multi *multi, ccurl_easy *easy) { return curl.multi_add_handle(multi, easy) == 0; }
void ccurl_multi_remove(ccurl_multi *multi, ccurl_easy *easy) { curl.multi_remove_handle(multi, easy); }

void ccurl_multi_perform(ccurl_multi *multi) {
    int running;
    curl.multi_perform(multi, &running);
}

void ccurl_multi_poll(ccurl_multi *multi, int milliseconds) { curl.multi_poll(multi, NULL, 0, milliseconds, NULL); }
void ccurl_multi_wakeup(ccurl_multi *multi) { curl.multi_wakeup(multi); }

ccurl_easy *ccurl_multi_next_ended(ccurl_multi *multi, long *result) {
    int more;
    for (;;) {
        struct message *message = curl.multi_info_read(multi, &more);
        if (message == NULL) return NULL;
        if (message->kind != kind_done) continue;
        *result = message->data.result;
        return message->easy;
    }
}
