"""Who opens a page: a person, or a program that says so. Nothing of it is kept."""

import re

from sanic.request import Request

# What search engines, previews of links and watchers call themselves.
_PROGRAM = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|monitor|uptime|facebookexternalhit|archiver", re.IGNORECASE
)
_BEFOREHAND = ("purpose", "sec-purpose", "x-moz")


def is_visit(request: Request) -> bool:
    """Whether somebody opens a page: no program that says it is one, and no browser that only loads beforehand."""
    if request.method == "HEAD" or _PROGRAM.search(request.headers.get("user-agent", "")):
        return False
    return not any("prefetch" in request.headers.get(name, "") for name in _BEFOREHAND)
