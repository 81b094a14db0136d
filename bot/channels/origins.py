"""Who sends a request, and from which homepage."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from sanic.request import Request

_FORWARDED = "x-forwarded-for"


class Origins:
    """The homepages from which browsers may talk to the assistant: its own, and those named in the settings.

    `proxies` are addresses or networks ("10.0.0.0/8") whose word counts on who a request comes from.
    """

    def __init__(self, public_url: str = "", allowed: Iterable[str] = (), proxies: Iterable[str] = ()) -> None:
        self.public_url = public_url.rstrip("/")
        self.allowed = frozenset(allowed)
        self._proxies = tuple(ip_network(item) for item in proxies)

    def permits(self, request: Request) -> bool:
        """Whether a request may be answered; one without an origin comes from no other homepage's page."""
        origin = request.headers.get("origin")
        return origin is None or origin in self.allowed or self._is_own(origin, request)

    def headers(self, request: Request) -> dict[str, str]:
        """What tells a browser that the page of an allowed homepage may read the answer."""
        origin = request.headers.get("origin")
        if origin is None or not self.permits(request):
            return {"Vary": "Origin"}
        return {"Vary": "Origin", "Access-Control-Allow-Origin": origin}

    def _is_own(self, origin: str, request: Request) -> bool:
        if self.public_url:
            parts = urlsplit(self.public_url)
            return origin == f"{parts.scheme}://{parts.netloc}"
        # A proxy in front may speak either.
        return origin in (f"http://{request.host}", f"https://{request.host}")

    def address(self, request: Request) -> str:
        """The address that a request comes from; what is said of it counts only from a named proxy."""
        address = str(request.ip)
        said = [part.strip() for part in ",".join(request.headers.getall(_FORWARDED, [])).split(",")]
        while self._is_proxy(address) and said and said[-1]:
            address = said.pop()
        return address

    def _is_proxy(self, address: str) -> bool:
        try:
            return any(ip_address(address) in network for network in self._proxies)
        except ValueError:
            return False
