"""Telegram's Bot API over HTTPS. The token is part of every address, so no address gets into an error or a log."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from catalogue.errors import BildungslotseError

_SECONDS = 60.0
_CONNECT_SECONDS = 10.0
# A hundred updates of the longest messages take some 2 MB.
_MOST_BYTES = 8_000_000
# Below the time after which Telegram closes idle connections, so that none is used that is closed already.
_KEPT_OPEN_SECONDS = 10.0


@dataclass(frozen=True)
class Document:
    """A file to send: its name, what is in it, and of which kind that is (a MIME type)."""

    name: str
    content: bytes
    kind: str


class TelegramError(BildungslotseError):
    """Telegram did not do what it was asked for."""

    code = "telegram"


class UnreachableError(TelegramError):
    """Telegram is away, broken (5xx) or silent; the same call may succeed later. It may even have been carried out."""


class TooManyCallsError(TelegramError):
    """Telegram wants a pause of `seconds` before it takes the call."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Telegram bittet um eine Pause.")
        self.seconds = seconds


class RefusedError(TelegramError):
    """Telegram will never do this: the user has blocked the bot (403), the call is wrong (400), the token is (401)."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(f"Telegram lehnt ab ({status}): {description}")
        self.status = status
        self.description = description


class BotApi:
    """Calls to one bot's API at a base URL."""

    def __init__(self, url: str, token: str, seconds: float = _SECONDS) -> None:
        self._base, self._seconds = f"{url}/bot{token}", seconds
        self._session: aiohttp.ClientSession | None = None

    def __repr__(self) -> str:
        return "BotApi(…)"

    async def call(self, method: str, params: Mapping[str, Any], *, waiting: float = 0.0) -> Any:
        """The result of a method. `waiting` are the seconds that Telegram itself may wait with its answer.

        A parameter may be a Document.

        Raises UnreachableError, TooManyCallsError or RefusedError.
        """
        timeout = aiohttp.ClientTimeout(total=self._seconds + waiting, sock_connect=_CONNECT_SECONDS)
        try:
            async with self._open().post(
                f"{self._base}/{method}", **_body(params), timeout=timeout, allow_redirects=False
            ) as response:
                status, body = response.status, await _read(response)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            # The library's own words may name the address, and with it the token.
            raise UnreachableError(f"Telegram antwortet nicht ({type(error).__name__}).") from None
        return _result(status, body)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(keepalive_timeout=_KEPT_OPEN_SECONDS)
            self._session = aiohttp.ClientSession(connector=connector)
        return self._session


def _body(params: Mapping[str, Any]) -> dict[str, Any]:
    """JSON, or a form where a file is among the parameters."""
    if not any(isinstance(value, Document) for value in params.values()):
        return {"json": params}
    form = aiohttp.FormData()
    for name, value in params.items():
        if isinstance(value, Document):
            form.add_field(name, value.content, filename=value.name, content_type=value.kind)
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    return {"data": form}


async def _read(response: aiohttp.ClientResponse) -> bytes:
    found = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        found += chunk
        if len(found) > _MOST_BYTES:
            raise aiohttp.ClientPayloadError("too long")
    return bytes(found)


def _result(status: int, body: bytes) -> Any:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise UnreachableError(f"Telegram antwortet unverständlich ({status}).")
    if answer.get("ok") is True:
        return answer.get("result")
    code = answer["error_code"] if isinstance(answer.get("error_code"), int) else status
    if code == 429:
        asked = (answer.get("parameters") or {}).get("retry_after")
        raise TooManyCallsError(float(asked) if isinstance(asked, int | float) and asked > 0 else 1.0)
    if code >= 500 or code < 400:
        raise UnreachableError(f"Telegram ist gestört ({code}).")
    raise RefusedError(code, str(answer.get("description", ""))[:200])
