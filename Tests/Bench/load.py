"""The load generator for what may be asked once only, or leads to an event: its own process, one thread.

Reads a plan as JSON on standard input: {"port", "connections", "requests": [{"method", "path", "cookie" or "headers", "body",
"status", "contains"}]}; writes {"latencies": [ms …], "seconds", "wrong": [what was wrong …]} on standard output.
"""

import asyncio
import json
import sys
import time

FORM = "application/x-www-form-urlencoded"


def head(request):
    body = request.get("body", "").encode()
    headers = request.get("headers") or {"Cookie": request["cookie"], "Content-Type": FORM}
    lines = [f"{request['method']} {request['path']} HTTP/1.1", "Host: 127.0.0.1",
             *(f"{name}: {value}" for name, value in headers.items())]
    if request["method"] == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def answer(reader):
    """The status and the whole answer, its head included."""
    top = await reader.readuntil(b"\r\n\r\n")
    low = top.lower()
    at = low.find(b"content-length:")
    if at >= 0:
        return top, await reader.readexactly(int(low[at + 15:low.index(b"\r", at)]))
    body = b""
    while True:
        size = int(await reader.readuntil(b"\r\n"), 16)
        body += (await reader.readexactly(size + 2))[:size]
        if size == 0:
            return top, body


async def work(port, waiting, latencies, wrong):
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    while waiting:
        request = waiting.pop()
        began = time.perf_counter()
        writer.write(request["bytes"])
        top, body = await answer(reader)
        latencies.append((time.perf_counter() - began) * 1000)
        status = int(top[9:12])
        if status != request["status"] or request["contains"] not in top + body:
            wrong.append(f"{request['method']} {request['path']} answered {status}, without what was looked for")
    writer.close()


async def main(plan):
    waiting = [request | {"bytes": head(request), "contains": request["contains"].encode()}
               for request in reversed(plan["requests"])]
    latencies, wrong = [], []
    began = time.perf_counter()
    await asyncio.gather(*[work(plan["port"], waiting, latencies, wrong) for _ in range(plan["connections"])])
    print(json.dumps({"latencies": latencies, "seconds": time.perf_counter() - began, "wrong": wrong}))


asyncio.run(main(json.load(sys.stdin)))
