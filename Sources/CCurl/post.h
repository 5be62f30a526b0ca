// One POST to one address that we have looked up ourselves, and to no other.
#include <curl/curl.h>

typedef struct {
    const char *url;
    const char *pinned;    // host:port:address, so that nothing is looked up again in between
    const char *authorization; // the whole header
    const char *request;   // the whole header
    const char *authority; // a file of certificates to trust, or NULL for the system's
    const char *body;      // or nothing, by which something is said too
    size_t length;
    long seconds;          // for all of it
} footbridge_post;

static size_t footbridge_overlook(char *buffer, size_t size, size_t count, void *seen) {
    (void)buffer;
    size_t *total = (size_t *)seen;
    *total += size * count;
    return *total > 1 << 20 ? 0 : size * count;
}

// `status` is the last HTTP status, 0 where there was none. What the other side says is counted and let go.
static inline CURLcode footbridge_send_post(const footbridge_post *post, long *status) {
    CURL *curl = curl_easy_init();
    if (!curl) return CURLE_FAILED_INIT;
    struct curl_slist *pinned = curl_slist_append(NULL, post->pinned);
    struct curl_slist *headers = curl_slist_append(NULL, post->length ? "Content-Type: application/fhir+json" : "Content-Type:");
    headers = curl_slist_append(headers, "Expect:");
    headers = curl_slist_append(headers, post->authorization);
    headers = curl_slist_append(headers, post->request);
    size_t seen = 0;
    curl_easy_setopt(curl, CURLOPT_URL, post->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_RESOLVE, pinned);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (post->authority) curl_easy_setopt(curl, CURLOPT_CAINFO, post->authority);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "Footbridge");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post->body);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->length);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, footbridge_overlook);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &seen);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, post->seconds);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, status);
    curl_slist_free_all(headers);
    curl_slist_free_all(pinned);
    curl_easy_cleanup(curl);
    return code;
}
