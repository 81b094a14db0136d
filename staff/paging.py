"""Long lists, page by page."""

from flask import request

# More than any list has; the database is not asked for what no number of it can be.
_LAST = 10_000


def asked_page() -> int:
    """Which page of a list the address asks for, from 1."""
    return max(1, min(request.args.get("seite", 1, type=int), _LAST))
