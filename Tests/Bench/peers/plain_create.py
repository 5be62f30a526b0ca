"""What others would build: FHIRStarter with asyncpg, that checks a Bundle by its model and keeps it. Served by uvicorn.

DATABASE is a postgresql:// address. No decision, no audit, no rules: one row a message.
"""

import os
from contextlib import asynccontextmanager

os.environ.setdefault("FHIR_SEQUENCE", "R4B")

import asyncpg
from fhir.resources.R4B.bundle import Bundle
from fhirstarter import FHIRProvider, FHIRStarter, InteractionContext

provider = FHIRProvider()


@asynccontextmanager
async def lifespan(app):
    app.pool = await asyncpg.create_pool(os.environ["DATABASE"], min_size=4, max_size=16)
    await app.pool.execute("CREATE TABLE IF NOT EXISTS kept (id BIGSERIAL PRIMARY KEY, content TEXT NOT NULL)")
    yield
    await app.pool.close()


@provider.create(Bundle)
async def create(context: InteractionContext, resource: Bundle) -> str:
    number = await app.pool.fetchval("INSERT INTO kept (content) VALUES ($1) RETURNING id", resource.model_dump_json())
    return str(number)


app = FHIRStarter(lifespan=lifespan)
app.add_providers(provider)
