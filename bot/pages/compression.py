"""Answers in fewer bytes, for phones with little of a network."""

import gzip

from sanic.request import Request
from sanic.response import HTTPResponse

_WORTH_IT = 1000


def compressed(request: Request, answer: HTTPResponse) -> HTTPResponse:
    """The answer, compressed where the browser reads that. Only for what holds no secret."""
    answer.headers["Vary"] = "Accept-Encoding"
    if answer.body and len(answer.body) >= _WORTH_IT and "gzip" in request.headers.get("accept-encoding", ""):
        answer.body = gzip.compress(answer.body, 6, mtime=0)
        answer.headers["Content-Encoding"] = "gzip"
    return answer
