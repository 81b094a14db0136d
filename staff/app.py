"""The staff pages as one Flask application: rooms, protection, headers, and pages for faults."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, render_template, request, send_from_directory
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from bot.channels.sessions import session_key
from bot.typography import unbroken
from catalogue.amounts import german_date, in_german
from catalogue.errors import BildungslotseError
from catalogue.submissions.labels import label, readable
from staff import (
    accounts,
    audit,
    freshness,
    handbook,
    insight,
    invitations,
    models,
    notices,
    offers,
    overview,
    questions,
    report,
    submissions,
    words,
)
from staff.access import SESSION_SECONDS, guard
from staff.desk import Desk
from staff.jobs import Jobs

# In the order of the menu, as they are called there.
ROOMS = (
    (overview.room, "Übersicht"),
    (submissions.room, "Meldungen"),
    (offers.room, "Angebote"),
    (notices.room, "Hinweise"),
    (freshness.room, "Aktualität"),
    (words.room, "Wörter"),
    (questions.room, "Fragen"),
    (models.room, "Modelle"),
    (report.room, "Bericht"),
    (handbook.room, "Handbuch"),
    (invitations.room, "Einladungen"),
    (accounts.room, "Konten"),
    (audit.room, "Protokoll"),
)
# Reached from other rooms.
_BESIDE = (insight.room,)
_FOR_LEADS = frozenset(("Konten", "Protokoll"))
LARGEST_UPLOAD = 25 * 1024 * 1024
_MOST_FIELDS = 5000
_LARGEST_FIELDS = 2 * 1024 * 1024
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
_PUBLIC_STYLE = Path(__file__).parent.parent / "bot" / "pages" / "static"
_LOCAL = ["localhost", "127.0.0.1", "[::1]"]
_FAULTS = {
    400: ("Das hat nicht geklappt", "Die Anfrage ist so nicht zu verstehen. Bitte versuchen Sie es noch einmal."),
    403: ("Dafür fehlt die Berechtigung", "Diese Seite ist der Leitung vorbehalten. Bitte fragen Sie dort nach."),
    404: ("Diese Seite gibt es nicht", "Vielleicht wurde etwas gelöscht oder umbenannt. Das Menü oben führt weiter."),
    405: ("Das geht hier nicht", "Bitte benutzen Sie das Menü oben."),
    413: (
        "Das ist zu groß",
        f"Zusammen dürfen Dateien {LARGEST_UPLOAD // 1024 // 1024} MB haben. Es wurde nichts übernommen.",
    ),
}
_UNKNOWN = ("Das hat nicht geklappt", "Ein Fehler ist aufgetreten; er steht im Protokoll des Servers.")


def create_app(desk: Desk) -> Flask:
    """The application of one office. Raises SettingError where its data directory cannot be used."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=session_key(desk.settings.data_dir),
        SESSION_COOKIE_NAME="bildungslotse-staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=desk.settings.staff_url.startswith("https:"),
        # A second guard beside the moment in the session itself.
        PERMANENT_SESSION_LIFETIME=SESSION_SECONDS,
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=_LARGEST_FIELDS,
        MAX_FORM_PARTS=_MOST_FIELDS,
        # A form stays good as long as the session that it was made in.
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=_hosts(desk),
    )
    app.extensions["desk"], app.extensions["jobs"] = desk, Jobs()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(number=in_german, today=desk.today, column=label)
    app.jinja_env.filters.update(
        unbroken=unbroken,
        german_date=german_date,
        moment=_moment,
        when=_when,
        cell=lambda text, name: readable(name, text),
    )
    # The colours and forms of the public pages; staff.css has only what those do not need.
    app.add_url_rule("/site.css", "site_style", lambda: send_from_directory(_PUBLIC_STYLE, "site.css"))
    # Read before somebody waits for a page, and anew at every page: staff change what the region says of itself.
    assert desk.region.office.name
    app.context_processor(lambda: {"region": desk.region})
    guard(app)
    CSRFProtect(app)
    for room in (*(room for room, _ in ROOMS), *_BESIDE):
        app.register_blueprint(room)
    app.jinja_env.globals["menu"] = [(room.name, title, title in _FOR_LEADS) for room, title in ROOMS]
    _protect(app)
    _tell_faults(app)
    return app


def _moment(seconds: float | None) -> str:
    """ "11.01.2027, 09:05 Uhr"; empty where it is not known."""
    return f"{datetime.fromtimestamp(seconds):%d.%m.%Y, %H:%M} Uhr" if seconds is not None else ""


def _when(moment: datetime | None) -> str:
    """The same for a moment of the catalogue."""
    return _moment(moment.timestamp()) if moment is not None else ""


def _hosts(desk: Desk) -> list[str] | None:
    """The names that browsers may know us by; any where others on the network may ask."""
    if desk.settings.staff_url:
        return [*_LOCAL, urlsplit(desk.settings.staff_url).hostname or ""]
    return _LOCAL if desk.settings.host in ("127.0.0.1", "localhost", "::1") else None


def _protect(app: Flask) -> None:
    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint not in ("static", "site_style"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def _tell_faults(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def form_of_nobody(_: CSRFError) -> ResponseReturnValue:
        return render_template("session_over.html"), 400

    @app.errorhandler(HTTPException)
    def fault(error: HTTPException) -> ResponseReturnValue:
        title, text = _FAULTS.get(error.code or 500, _UNKNOWN)
        return render_template("fault.html", title=title, text=text), error.code or 500

    @app.errorhandler(BildungslotseError)
    def refused(error: BildungslotseError) -> ResponseReturnValue:
        app.logger.warning("refused: %s", error.code)
        return render_template("fault.html", title="Das hat nicht geklappt", text=error.message), 409
