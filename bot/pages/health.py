"""`/health`: whether questions are answered, and with the words and texts that should count."""

import asyncio

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.pages.site import Site


def add_health(pages: Blueprint, site: Site) -> None:
    @pages.get("/health")
    async def health(request: Request) -> HTTPResponse:
        if request.app.ctx.agent is None:
            return response.json({"status": "starting"}, status=503)
        works = await asyncio.to_thread(_answers, site.engine)
        switch = getattr(request.app.ctx, "switch", None)
        is_well = works and not (switch and switch.trouble)
        return response.json({"status": "ok" if is_well else "degraded"})


def _answers(engine: Engine) -> bool:
    """Whether the catalogue answers at the moment."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM offers WHERE id = 0"))
    except SQLAlchemyError:
        return False
    return True
