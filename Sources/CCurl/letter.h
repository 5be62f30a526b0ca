// libcurl sets its options by a variadic function, which Swift cannot call; so the few things we ask of it are put
// together here, and beside it in request.h.
#include <curl/curl.h>
#include <string.h>

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
