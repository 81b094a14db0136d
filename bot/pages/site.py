"""What all pages share: templates, facts of the region, headers, and work that waits for the catalogue."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.answers.texts import Texts
from bot.channels.origins import Origins
from bot.note_lists import NoteLists
from bot.pages.compression import compressed
from bot.region_now import RegionNow
from bot.settings import Settings
from bot.typography import unbroken
from catalogue.amounts import in_german
from catalogue.database import reading
from catalogue.region import Region
from catalogue.statistics import Tally

_FOLDER = Path(__file__).parent
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; require-trusted-types-for 'script'; frame-ancestors {ancestors}"
)
SECRET = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
Found = TypeVar("Found")


@dataclass(frozen=True)
class Site:
    """The pages of one region on one catalogue.

    `telegram` gives the name of the bot there, once it is known; what visitors do is counted in `tally`.
    """

    settings: Settings
    now: RegionNow
    engine: Engine
    origins: Origins
    note_lists: NoteLists
    telegram: Callable[[], str | None] = lambda: None
    tally: Tally = field(default_factory=Tally)

    @property
    def region(self) -> Region:
        return self.now.region

    @property
    def texts(self) -> Texts:
        return self.now.texts

    def today(self) -> date:
        return self.settings.today()

    async def read(self, work: Callable[[Session], Found]) -> Found:
        """Ask the catalogue without holding up other visitors. Raises CatalogueError where it does not answer."""

        def ask() -> Found:
            with reading(self.engine) as session:
                return work(session)

        return await asyncio.to_thread(ask)

    def address(self, request: Request, path: str = "") -> str:
        """The address under which visitors reach a path of ours."""
        return (self.origins.public_url or f"{request.scheme}://{request.host}") + path

    def page(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        framed: bool = False,
        secret: bool = False,
        **facts: Any,
    ) -> HTTPResponse:
        """A page made from a template. `framed` pages may stand in a frame on allowed homepages; the address of a
        `secret` one opens it, so nobody keeps or lists it.
        """
        own = getattr(request.ctx, "note_list", None)
        html = self._templates.get_template(template).render(
            region=self.region,
            office=self.region.office,
            path=request.path,
            here=request.path + (f"?{request.query_string}" if request.query_string else ""),
            noted=own.keys if own else (),
            **facts,
        )
        ancestors = " ".join(["'self'", *sorted(self.origins.allowed)]) if framed else "'none'"
        answer = response.html(html, status=status, headers=self._headers(ancestors))
        if secret:
            answer.headers.update(SECRET)
            return answer
        return compressed(request, answer)

    def _headers(self, ancestors: str) -> dict[str, str]:
        return {
            "Content-Security-Policy": _POLICY.format(ancestors=ancestors),
            "X-Content-Type-Options": "nosniff",
            # Nothing goes to other sites; with "no-referrer" browsers would not say that a form is our own.
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-cache",
        }

    @cached_property
    def _templates(self) -> Environment:
        loader = FileSystemLoader(_FOLDER / "templates")
        found = Environment(
            loader=loader,
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        found.globals["number"] = in_german
        found.filters["unbroken"] = unbroken
        return found
