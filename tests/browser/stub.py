"""A server that says what a test tells it to, and serves the real files of the chat element on a strict homepage."""

import json
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WIDGET = Path(__file__).parent.parent.parent / "bot" / "widget"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"
)
GREETING = (
    "Guten Tag! Ich bin der Bildungslotse – ein Programm, kein Mensch. Ich finde Bildungsangebote in der "
    "Bildungsregion Hameln-Pyrmont. Bitte schreiben Sie mir keine Namen oder Telefonnummern."
)
REVIEW = {
    "lang": "de",
    "switch": "Meine Fragen dürfen helfen, den Bildungslotsen zu verbessern",
    "more": "Was heißt das?",
    "what": "Nur wenn Sie das einschalten, heben wir Ihre Fragen und die Antworten von da an 180 Tage lang auf. Namen und "
    "Nummern nehmen wir vorher heraus. Nur das Bildungsbüro liest sie und verbessert damit den Bildungslotsen. Solange "
    "dieses Gespräch läuft, können Sie das jederzeit wieder ausschalten: Dann wird alles sofort gelöscht.",
    "on": "Danke! Von jetzt an heben wir Ihre Fragen auf, ohne Namen und Nummern.",
    "off": "Ausgeschaltet. Was wir aufgehoben hatten, ist gelöscht.",
}
CONTACT = 'office="Bildungsbüro Beispielstadt" phone="05151 9000" hours="Mo bis Do, 9 bis 16 Uhr"'
_HOST_STYLE = """
html { font: 100%/1.5 sans-serif; } body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
.small { font-size: 62.5%; } .large { font-size: 200%; }
h1 { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { html { color: #eee; background: #222; } main a { color: #9cf; } }
.room { height: 30rem; }
.screen { display: flex; flex-direction: column; min-height: 40rem; }
.screen bildungslotse-chat { flex: 1; }
"""
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


def _homepage(title: str, element: str, script: str = "/widget/bildungslotse-chat.js") -> str:
    text = "<p>Willkommen auf der Seite der Stadt.</p>" * 40
    return f"""<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/host.css">
<script type="module" src="{script}"></script></head>
<body><main><h1>{title}</h1><p><a href="/second">Zweite Seite</a></p>{text}</main>{element}</body></html>"""


_ELEMENT = f'<bildungslotse-chat region="Hameln-Pyrmont" {CONTACT}></bildungslotse-chat>'
_CHAT_PAGE = f"""<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Chat</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/host.css">
<script type="module" src="/widget/bildungslotse-chat.js"></script></head><body><main><h1>Bildungslotse</h1>
<div class="room"><bildungslotse-chat mode="page" {CONTACT}></bildungslotse-chat></div></main></body></html>"""
PAGES = {
    "/": _homepage("Startseite", _ELEMENT),
    "/second": _homepage("Zweite Seite", _ELEMENT),
    "/twice": _homepage("Doppelt", _ELEMENT + _ELEMENT),
    "/chat": _CHAT_PAGE,
}


@dataclass(frozen=True)
class Reply:
    """What is answered to one request."""

    body: Any = None
    status: int = 200
    kind: str = "application/json"

    @property
    def bytes(self) -> bytes:
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


def answer(*messages: dict[str, Any], language: str = "de", review: Any = REVIEW, **more: Any) -> Reply:
    """An answer; `more` as the service sends it along: `helpful`, `counsellor`. Without `review` nothing is kept."""
    beside = {**more, "review": review} if review else more
    return Reply({"messages": list(messages), "language": language, **beside})


def refusal(status: int, sentence: str) -> Reply:
    return Reply({"error": sentence}, status)


@dataclass
class Stub:
    """The server. `will` queues replies; with none queued a session is given and the question repeated.

    While `gate` is cleared, requests of the kind `gated` wait.
    """

    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    gated: str = "POST message"
    cookies: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=lambda: dict(PAGES))
    kinds: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    policy: str = POLICY
    _replies: dict[str, deque[Reply]] = field(default_factory=lambda: defaultdict(deque))
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None
    _port: int = 0
    _sessions: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Listen; after `stop` at the same address as before."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), _handler(self))
        self._server.daemon_threads = False
        self._port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.gate.set()

    def stop(self) -> None:
        if self._server and self._thread:
            self.gate.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None

    def will(self, request: str, *replies: Reply) -> None:
        """Answers to come for "POST session", "POST message", "POST review", "POST thumb" or "DELETE session"."""
        self._replies[request].extend(replies)

    def sent(self, request: str) -> list[Any]:
        """The bodies of the requests of one kind."""
        return [body for method, path, body in self.calls if f"{method} {path}" == request]

    def reply(self, method: str, path: str, body: Any) -> Reply:
        self.calls.append((method, path, body))
        request = f"{method} {path}"
        if request == self.gated:
            self.gate.wait(10)
        if self._replies[request]:
            return self._replies[request].popleft()
        if request == "POST session":
            self._sessions += 1
            return Reply({"session": f"token-{self._sessions}", "greeting": GREETING, "review": REVIEW})
        if request == "POST review":
            return Reply({"agreed": body["agreed"]})
        if request == "POST thumb":
            return Reply(status=204)
        if request == "DELETE session":
            return Reply(status=204)
        return answer({"text": f"Sie schrieben: {body['message']}"})


def _handler(stub: Stub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path in stub.missing:
                self._send(Reply("", 404, "text/plain"))
            elif path in stub.pages:
                self._send(Reply(stub.pages[path], kind=stub.kinds.get(path, "text/html; charset=utf-8")))
            elif path == "/host.css":
                self._send(Reply(_HOST_STYLE, kind="text/css"))
            elif path.startswith("/widget/") and (file := WIDGET / path.removeprefix("/widget/")).is_file():
                self._send(Reply(file.read_text(encoding="utf-8"), kind=_TYPES[file.suffix]))
            else:
                self._send(Reply("", 204 if path == "/favicon.ico" else 404, "text/plain"))

        def _exchange(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = self.path.removeprefix("/webhooks/website/")
            stub.cookies.extend(self.headers.get_all("Cookie", ()))
            self._send(stub.reply(self.command, path, json.loads(body)))

        do_POST = do_DELETE = _exchange  # noqa: N815 - the names that http.server asks for

        def do_OPTIONS(self) -> None:
            self._send(Reply(status=204))

        def _send(self, reply: Reply) -> None:
            content = b"" if reply.status == 204 else reply.bytes
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", stub.policy)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Methods", "POST, DELETE")
            self.send_header("Access-Control-Allow-Headers", "Content-Type")
            try:
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                pass  # the visitor did not wait

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
