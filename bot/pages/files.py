"""Files that never change while the service runs: stylesheets, the chat element, the icon."""

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.pages.compression import compressed

PAGES = Path(__file__).parent / "static"
_WIDGET = Path(__file__).parent.parent / "widget"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def add_files(pages: Blueprint) -> None:
    """Serve `static/` at the root, and the chat element below `/widget/`."""
    for folder, prefix in ((PAGES, "/"), (_WIDGET, "/widget/")):
        for path in sorted(folder.iterdir()):
            if path.suffix in _TYPES:
                pages.add_route(_serving(path), prefix + path.name, name=f"file_{path.stem}_{path.suffix[1:]}")


def _serving(path: Path) -> Callable[[Request], Awaitable[HTTPResponse]]:
    content = path.read_bytes()
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {
        "ETag": tag,
        # Looked up anew each time, and answered in a few bytes when it is the same.
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
        # The element is embedded by other homepages, whose browsers ask whether they may read it.
        "Access-Control-Allow-Origin": "*",
    }

    async def serve(request: Request) -> HTTPResponse:
        if tag in request.headers.get("if-none-match", ""):
            return HTTPResponse(status=304, headers=headers)
        return compressed(request, HTTPResponse(content, headers=headers, content_type=_TYPES[path.suffix]))

    return serve
