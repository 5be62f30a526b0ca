// One thing asked of one web server, whoever that is.
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

// Whether a network address (4 bytes or 16) may be spoken to.
typedef int (*footbridge_admits)(const unsigned char *address, int length);

// What comes, as far as there is room for it. `text` is freed by whoever asked.
typedef struct {
    char *text;
    size_t length;
    size_t reserved;
    size_t most;
    int is_cut; // more came than there was room for
} footbridge_intake;

typedef struct {
    const char *url;
    const char *protocol;       // "https" or "http"
    const char *method;
    const char *const *headers; // whole lines, NULL after the last
    const char *body;           // or NULL
    size_t length;
    const char *authority;      // a file of certificates to trust, or NULL for the system's
    const char *certificate;    // a file with our own, or NULL
    const char *key;            // a file with its private key, or NULL
    footbridge_admits admits;   // or NULL for any address
    int unpacks;                // whether a packed answer (gzip) is asked for, and unpacked
    long seconds;               // for all of it
    footbridge_intake answer;
    footbridge_intake fields;   // the header of the answer, as it came
    int is_refused;             // an address was not admitted
} footbridge_request;

static size_t footbridge_take_in(footbridge_intake *intake, const char *part, size_t length) {
    if (length > intake->most - intake->length) {
        intake->is_cut = 1;
        return 0;
    }
    if (intake->length + length > intake->reserved) {
        size_t reserved = 2 * (intake->length + length);
        char *text = (char *)realloc(intake->text, reserved);
        if (!text) return 0;
        intake->text = text;
        intake->reserved = reserved;
    }
    memcpy(intake->text + intake->length, part, length);
    intake->length += length;
    return length;
}

static size_t footbridge_take_answer(char *part, size_t size, size_t count, void *data) {
    return footbridge_take_in(&((footbridge_request *)data)->answer, part, size * count);
}

// Of several headers (100 Continue) the last counts.
static size_t footbridge_take_field(char *line, size_t size, size_t count, void *data) {
    footbridge_intake *fields = &((footbridge_request *)data)->fields;
    if (size * count > 5 && memcmp(line, "HTTP/", 5) == 0) fields->length = 0;
    return footbridge_take_in(fields, line, size * count);
}

// Asked with the address that is about to be used, after the name was looked up: a name that changes its mind in between
// gains nothing.
static curl_socket_t footbridge_open(void *data, curlsocktype purpose, struct curl_sockaddr *address) {
    footbridge_request *request = (footbridge_request *)data;
    if (purpose == CURLSOCKTYPE_IPCXN && request->admits) {
        int is_admitted = 0;
        if (address->family == AF_INET) {
            struct sockaddr_in place;
            memcpy(&place, &address->addr, sizeof place);
            is_admitted = request->admits((const unsigned char *)&place.sin_addr, 4);
        } else if (address->family == AF_INET6) {
            struct sockaddr_in6 place;
            memcpy(&place, &address->addr, sizeof place);
            is_admitted = request->admits((const unsigned char *)&place.sin6_addr, 16);
        }
        if (!is_admitted) {
            request->is_refused = 1;
            return CURL_SOCKET_BAD;
        }
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void footbridge_put_body(CURL *curl, const footbridge_request *request) {
    if (request->body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->length);
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
}

static void footbridge_put_trust(CURL *curl, const footbridge_request *request) {
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (request->authority) curl_easy_setopt(curl, CURLOPT_CAINFO, request->authority);
    if (request->certificate) curl_easy_setopt(curl, CURLOPT_SSLCERT, request->certificate);
    if (request->key) curl_easy_setopt(curl, CURLOPT_SSLKEY, request->key);
}

static void footbridge_put_limits(CURL *curl, footbridge_request *request) {
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, request->protocol);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, footbridge_open);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, request);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, request->seconds);
}

// Asks. Follows nothing, speaks to no proxy. `status` is the answer's, 0 where there was none.
static inline CURLcode footbridge_ask(footbridge_request *request, long *status) {
    CURL *curl = curl_easy_init();
    if (!curl) return CURLE_FAILED_INIT;
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
    for (const char *const *line = request->headers; *line; line++) headers = curl_slist_append(headers, *line);
    curl_easy_setopt(curl, CURLOPT_URL, request->url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Footbridge");
    if (request->unpacks) curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip");
    footbridge_put_body(curl, request);
    footbridge_put_trust(curl, request);
    footbridge_put_limits(curl, request);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, footbridge_take_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, request);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, footbridge_take_field);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, request);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return code;
}
