"""NHS England's sandbox of MESH. While the file that HOLD names is there, an acknowledgement waits, and is then not taken."""

import asyncio
import os
import pathlib

from fastapi import Response
from mesh_sandbox.api import app

HOLD = pathlib.Path(os.environ["HOLD"])


@app.middleware("http")
async def hold(request, call_next):
    if request.url.path.endswith("/acknowledged") and HOLD.exists():
        while HOLD.exists():
            await asyncio.sleep(0.05)
        return Response(status_code=503)
    return await call_next(request)
