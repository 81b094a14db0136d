"""The handbook, as it stands in `docs/handbuch.md`: task by task, with pictures of the pages."""

from functools import cache
from pathlib import Path

from flask import Blueprint, Response, render_template, send_from_directory
from markdown_it import MarkdownIt

from staff.handbook.chapters import Chapter, chapters

room = Blueprint("handbook", __name__, url_prefix="/handbuch")

_DOCS = Path(__file__).parent.parent.parent / "docs"


@room.get("/")
def index() -> str:
    introduction, found = _read()
    return render_template("handbook/index.html", introduction=introduction, chapters=found)


@room.get("/handbuch/<path:name>")
def picture(name: str) -> Response:
    """A picture, at the address that the handbook's own links lead to."""
    return send_from_directory(_DOCS / "handbuch", name)


@cache
def _read() -> tuple[str, tuple[Chapter, ...]]:
    text = (_DOCS / "handbuch.md").read_text(encoding="utf-8")
    return chapters(text, MarkdownIt("commonmark", {"html": False}).enable("table"))
