#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What of the system's libcurl requests need. The library is not linked: it is loaded when the first request is made, since it
// brings some thirty other libraries along, and most runs of the program ask nothing of any server. Its header need not be installed;
// names and numbers are those of curl/curl.h and curl/multi.h, which never change.

enum {
    CCURL_WRITEDATA = 10001, CCURL_URL = 10002, CCURL_READDATA = 10009, CCURL_USERAGENT = 10018, CCURL_HTTPHEADER = 10023,
    CCURL_HEADERDATA = 10029, CCURL_CUSTOMREQUEST = 10036, CCURL_ACCEPT_ENCODING = 10102, CCURL_SEEKDATA = 10168,
    CCURL_POST = 47, CCURL_FRESH_CONNECT = 74, CCURL_NOSIGNAL = 99, CCURL_TIMEOUT_MS = 155,
    CCURL_PROTOCOLS = 181,
    CCURL_WRITEFUNCTION = 20011, CCURL_READFUNCTION = 20012, CCURL_HEADERFUNCTION = 20079,
    CCURL_POSTFIELDSIZE_LARGE = 30120,
};

enum { CCURL_PROTOCOL_HTTP = 1, CCURL_PROTOCOL_HTTPS = 2 };

/// Of a multi handle.
enum { CCURL_MULTI_MAXCONNECTS = 6, CCURL_MULTI_MAX_HOST_CONNECTIONS = 7 };

/// What becomes of a transfer.
enum {
    CCURL_OK = 0, CCURL_UNSUPPORTED_PROTOCOL = 1, CCURL_URL_MALFORMAT = 3, CCURL_COULDNT_RESOLVE_PROXY = 5,
    CCURL_COULDNT_RESOLVE_HOST = 6, CCURL_COULDNT_CONNECT = 7, CCURL_WEIRD_SERVER_REPLY = 8, CCURL_HTTP2 = 16,
    CCURL_PARTIAL_FILE = 18, CCURL_WRITE_ERROR = 23, CCURL_OPERATION_TIMEDOUT = 28, CCURL_SSL_CONNECT_ERROR = 35, CCURL_GOT_NOTHING = 52,
    CCURL_SSL_ENGINE_NOTFOUND = 53, CCURL_SSL_ENGINE_SETFAILED = 54, CCURL_SEND_ERROR = 55, CCURL_RECV_ERROR = 56,
    CCURL_SSL_CERTPROBLEM = 58, CCURL_SSL_CIPHER = 59, CCURL_PEER_FAILED_VERIFICATION = 60, CCURL_SEND_FAIL_REWIND = 65,
    CCURL_SSL_CACERT_BADFILE = 77, CCURL_SSL_ISSUER_ERROR = 83, CCURL_SSL_INVALIDCERTSTATUS = 91, CCURL_HTTP2_STREAM = 92,
    CCURL_PROXY = 97,
};

typedef struct ccurl_easy ccurl_easy;
typedef struct ccurl_multi ccurl_multi;
typedef struct ccurl_list ccurl_list;

typedef size_t (*ccurl_transfer)(char *_Nonnull bytes, size_t size, size_t count, void *_Nonnull data);
typedef int (*ccurl_seek)(void *_Nonnull data, int64_t offset, int origin);

/// Loads the library, once; false where it is missing or older than 7.68. Nothing else may be called before it has said true.
bool ccurl_load(void);

ccurl_easy *_Nullable ccurl_easy_init(void);
void ccurl_easy_reset(ccurl_easy *_Nonnull easy);
void ccurl_easy_cleanup(ccurl_easy *_Nonnull easy);
void ccurl_set_number(ccurl_easy *_Nonnull easy, long option, long number);
void ccurl_set_size(ccurl_easy *_Nonnull easy, long option, int64_t size);
/// A text is copied, a list is not.
void ccurl_set_text(ccurl_easy *_Nonnull easy, long option, const char *_Nonnull text);
void ccurl_set_data(ccurl_easy *_Nonnull easy, long option, const void *_Nullable data);
void ccurl_set_transfer(ccurl_easy *_Nonnull easy, long option, ccurl_transfer _Nonnull function);
void ccurl_set_seek(ccurl_easy *_Nonnull easy, ccurl_seek _Nonnull function);
/// Of the last answer; 0 before there is one.
long ccurl_status(ccurl_easy *_Nonnull easy);

/// The longer list, or null where there is no memory.
ccurl_list *_Nullable ccurl_list_append(ccurl_list *_Nullable list, const char *_Nonnull text);
void ccurl_list_free(ccurl_list *_Nullable list);

ccurl_multi *_Nullable ccurl_multi_init(void);
void ccurl_multi_cleanup(ccurl_multi *_Nonnull multi);
void ccurl_multi_set_number(ccurl_multi *_Nonnull multi, long option, long number);
bool ccurl_multi_add(ccurl_multi *_Nonnull multi, ccurl_easy *_Nonnull easy);
void ccurl_multi_remove(ccurl_multi *_Nonnull multi, ccurl_easy *_Nonnull easy);
void ccurl_multi_perform(ccurl_multi *_Nonnull multi);
/// Until something can be read or written, a time is over, or somebody calls `ccurl_multi_wakeup`.
void ccurl_multi_poll(ccurl_multi *_Nonnull multi, int milliseconds);
/// The one function that may be called from another thread.
void ccurl_multi_wakeup(ccurl_multi *_Nonnull multi);
/// A transfer that has ended since it was asked last, and how; null when there are no more.
ccurl_easy *_Nullable ccurl_multi_next_ended(ccurl_multi *_Nonnull multi, long *_Nonnull result);
