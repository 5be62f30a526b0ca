// Inserts the rows of a notice again and again, as fast as SQLite does it from C: prepared statements, one thread.
// Written out by floors.py around ROWS; arguments: the file, how many notices, how many of them share a commit.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum kind { NOTHING, NUMBER, COUNTED, TEXT, OWN, SCATTERED, BYTES };
struct value { enum kind kind; long long number; const char *text; int length; };
struct row { const char *sql; int count; const struct value *values; };

ROWS

static void need(int wanted, int got, sqlite3 *database) {
    if (wanted == got) return;
    fprintf(stderr, "floor: %s\n", sqlite3_errmsg(database));
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int earlier(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// An id ends in the number of the notice, so ids ascend as version-7 UUIDs do; a keyed index begins with a hash of it.
static void bind(sqlite3_stmt *s, int place, const struct value *v, long long notice, int row) {
    char text[128];
    switch (v->kind) {
    case NOTHING: sqlite3_bind_null(s, place); break;
    case NUMBER: sqlite3_bind_int64(s, place, v->number); break;
    case COUNTED: sqlite3_bind_int64(s, place, notice * 100 + row); break;
    case TEXT: sqlite3_bind_text(s, place, v->text, v->length, SQLITE_STATIC); break;
    case BYTES: sqlite3_bind_blob(s, place, v->text, v->length, SQLITE_STATIC); break;
    case OWN:
    case SCATTERED:
        memcpy(text, v->text, v->length);
        char digits[17];
        unsigned long long number = v->kind == OWN ? notice : notice * 0x9E3779B97F4A7C15ULL;
        snprintf(digits, sizeof digits, "%016llx", number);
        int shown = v->length < 8 ? v->length : 8;
        if (v->kind == OWN) memcpy(text + v->length - shown, digits + 16 - shown, shown);
        else memcpy(text, digits, shown);
        sqlite3_bind_text(s, place, text, v->length, SQLITE_TRANSIENT);
    }
}

int main(int argc, char **argv) {
    sqlite3 *database;
    need(SQLITE_OK, sqlite3_open(argv[1], &database), database);
    sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", 0, 0, 0);
    long long count = atoll(argv[2]), together = atoll(argv[3]), base = (long long)(now() * 1000);
    int kinds = sizeof rows / sizeof *rows;
    sqlite3_stmt *prepared[kinds];
    for (int r = 0; r < kinds; r++)
        need(SQLITE_OK, sqlite3_prepare_v3(database, rows[r].sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared[r], 0), database);
    double *times = malloc(sizeof(double) * (count / together + 1)), began = now();
    long long commits = 0;
    for (long long done = 0; done < count; commits++) {
        double start = now();
        sqlite3_exec(database, "BEGIN IMMEDIATE", 0, 0, 0);
        for (long long n = 0; n < together && done < count; n++, done++)
            for (int r = 0; r < kinds; r++) {
                for (int v = 0; v < rows[r].count; v++) bind(prepared[r], v + 1, &rows[r].values[v], base + done, r);
                need(SQLITE_DONE, sqlite3_step(prepared[r]), database);
                sqlite3_reset(prepared[r]);
            }
        need(SQLITE_OK, sqlite3_exec(database, "COMMIT", 0, 0, 0), database);
        times[commits] = now() - start;
    }
    double seconds = (now() - began) / 1000;
    qsort(times, commits, sizeof(double), earlier);
    printf("{\"requests\": %lld, \"seconds\": %f, \"median\": %f, \"p99\": %f}\n", count, seconds, times[commits / 2],
           times[commits * 99 / 100]);
    return 0;
}
