// libcurl sets its options by a variadic function, which Swift cannot call; so the few things we ask of it are put
// together here.
#include <curl/curl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

typedef struct {
    const char *url;       // smtp://host:port or smtps://host:port
    const char *user;      // or NULL
    const char *password;  // or NULL
    const char *authority; // a file of certificates to trust, or NULL for the system's
    int must_encrypt;      // whether the connection may not stay in the clear
    const char *from;
    const char *to;
    const char *letter;    // with CRLF line ends
    size_t length;
    long seconds;          // for all of it
} footbridge_letter;

typedef struct {
    const char *rest;
    size_t left;
} footbridge_remainder;

static size_t footbridge_hand_over(char *buffer, size_t size, size_t count, void *data) {
    footbridge_remainder *remainder = (footbridge_remainder *)data;
    size_t part = size * count < remainder->left ? size * count : remainder->left;
    memcpy(buffer, remainder->rest, part);
    remainder->rest += part;
    remainder->left -= part;
    return part;
}

// Sends one letter to one recipient. `reply` is the mail server's last reply code, 0 where there was none.
static inline CURLcode footbridge_send_letter(const footbridge_letter *letter, long *reply) {
    CURL *curl = curl_easy_init();
    if (!curl) return CURLE_FAILED_INIT;
    struct curl_slist *recipients = curl_slist_append(NULL, letter->to);
    footbridge_remainder remainder = {letter->letter, letter->length};
    curl_easy_setopt(curl, CURLOPT_URL, letter->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    if (letter->user) curl_easy_setopt(curl, CURLOPT_USERNAME, letter->user);
    if (letter->password) curl_easy_setopt(curl, CURLOPT_PASSWORD, letter->password);
    if (letter->authority) curl_easy_setopt(curl, CURLOPT_CAINFO, letter->authority);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(letter->must_encrypt ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, letter->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, footbridge_hand_over);
    curl_easy_setopt(curl, CURLOPT_READDATA, &remainder);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 20L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, letter->seconds);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, reply);
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return code;
}

// Whether a network address (4 bytes or 16) may be spoken to.
typedef int (*footbridge_admits)(const unsigned char *address, int length);

typedef struct {
    const char *url;
    const char *form;         // sent by POST, URL-encoded; or NULL for a GET
    const char *authorization; // a whole header line; or NULL
    const char *protocols;    // "https", or "http,https"
    footbridge_admits admits; // or NULL for any address
    long seconds;             // for all of it
    char *body;               // where the answer goes
    size_t room;              // how much of it there is
    size_t length;            // how much came
    int is_too_long;
    int is_refused;           // an address was not admitted
} footbridge_request;

static size_t footbridge_take_in(char *part, size_t size, size_t count, void *data) {
    footbridge_request *request = (footbridge_request *)data;
    size_t length = size * count;
    if (length > request->room - request->length) {
        request->is_too_long = 1;
        return 0;
    }
    memcpy(request->body + request->length, part, length);
    request->length += length;
    return length;
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

// Asks one thing of a web server. Follows nothing, speaks to no proxy. `status` is the answer's, 0 where there was none.
static inline CURLcode footbridge_ask(footbridge_request *request, long *status) {
    CURL *curl = curl_easy_init();
    if (!curl) return CURLE_FAILED_INIT;
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    if (request->authorization) headers = curl_slist_append(headers, request->authorization);
    curl_easy_setopt(curl, CURLOPT_URL, request->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, request->protocols);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    if (request->form) curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->form);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Footbridge");
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, footbridge_open);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, request);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, footbridge_take_in);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, request);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 5L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, request->seconds);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return code;
}
