from __future__ import annotations

from typing import Literal

from ninja import Router

from inkstead.api.auth import ApiRequest
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Cursor, Limit, Word
from inkstead.api.schemas.rankings import Place, RankingShown
from inkstead.discovery.queries.hiding import listed_for
from inkstead.rankings.queries import ranked

router = Router(tags=["rankings"])
Name = Literal["rising", "newcomers", "read", "loved", "kept", "finished"]
Window = Literal["today", "week", "month", "all"]


@router.get("/rankings/{name}", response=RankingShown, openapi_extra=says(404, 422, guests=True))
def ranking(
    request: ApiRequest,
    name: Name,
    window: Window | None = None,
    tag: Word = "",
    language: Word = "",
    cursor: Cursor = "",
    limit: Limit = 20,
) -> RankingShown:
    """A ranking with its formula, and each story's own numbers in it. Not every one is made for every window."""
    page = ranked(
        name,
        window or "",
        tag=tag,
        language=language,
        cursor=cursor,
        size=limit,
        among=listed_for(request.caller.user),
    )
    return RankingShown(
        ranking=page.ranking.name,
        window=page.window,
        formula=page.ranking.formula,
        items=[Place.of(item) for item in page.items],
        next=page.next or None,
    )
