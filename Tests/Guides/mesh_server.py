"""NHS England's sandbox of MESH. While the file that HOLD names is there, an acknowledgement waits, and is then not taken."""

import asyncio
import os
import pathlib

from fastapi import Response
from mesh_sandbox.api import app
from mesh_sandbox.dependencies import get_messaging

HOLD = pathlib.Path(os.environ["HOLD"])

# The sandbox makes its store when the first request comes, on a thread of that request: two that come together make two,
# and what the first was told was stored is in neither of those that are asked afterwards.
get_messaging()


@app.middleware("http")
async def hold(request, call_next):
    if request.url.path.endswith("/acknowledged") and HOLD.exists():
        while HOLD.exists():
            await asyncio.sleep(0.05)
        return Response(status_code=503)
    return await call_next(request)
