"""Files that browsers save."""

from flask import Response


def download(content: str | bytes, name: str, content_type: str) -> Response:
    """A file under a name; `name` has nothing in it that would have to be quoted."""
    return Response(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
