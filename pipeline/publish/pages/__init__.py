"""The pages people read. Each takes a constant number of queries."""

from fastapi import APIRouter

from pipeline.publish.pages import archived, articles, lists, overviews, places, searching

router = APIRouter()
for part in (lists, articles, archived, places, overviews, searching):
    router.include_router(part.router)
