"""The C library of PostgreSQL, as far as a writer needs it that knows when it does not know."""

import ctypes
import ctypes.util

library = ctypes.CDLL(ctypes.util.find_library("pq"))
library.PQconnectdb.restype = library.PQexecParams.restype = ctypes.c_void_p
library.PQresultErrorField.restype = library.PQerrorMessage.restype = library.PQgetvalue.restype = ctypes.c_char_p
for name in ("PQstatus", "PQfinish", "PQresultStatus", "PQclear", "PQntuples", "PQerrorMessage"):
    getattr(library, name).argtypes = [ctypes.c_void_p]
library.PQresultErrorField.argtypes = [ctypes.c_void_p, ctypes.c_int]
library.PQgetvalue.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
library.PQexecParams.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p,
                                 ctypes.POINTER(ctypes.c_char_p), ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]
COMMAND_OK, TUPLES_OK, SQLSTATE = 1, 2, ord("C")


class Refused(Exception):
    """The server said no: nothing was kept."""


class Lost(Exception):
    """The connection ended without an answer."""


class Unreachable(Exception):
    """There was no connection to begin with."""


class Connection:
    def __init__(self, address):
        self.pointer = library.PQconnectdb(address.encode())
        if library.PQstatus(self.pointer) != 0:
            words = library.PQerrorMessage(self.pointer).decode()
            self.close()
            raise Unreachable(words)

    def run(self, statement, *values):
        """The first column of each row."""
        array = (ctypes.c_char_p * max(1, len(values)))(*(value.encode() for value in values))
        result = library.PQexecParams(self.pointer, statement.encode(), len(values), None, array, None, None, 0)
        try:
            if library.PQresultStatus(result) in (COMMAND_OK, TUPLES_OK):
                return [library.PQgetvalue(result, row, 0).decode() for row in range(library.PQntuples(result))]
            state = (library.PQresultErrorField(result, SQLSTATE) or b"").decode()
            # Class 57 is a server that is going away: it may have kept the transaction before it went.
            if not state or state[:2] in ("57", "08"):
                raise Lost(state or library.PQerrorMessage(self.pointer).decode())
            raise Refused(state)
        finally:
            library.PQclear(result)

    def close(self):
        library.PQfinish(self.pointer)
