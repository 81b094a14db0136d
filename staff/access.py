"""Who is logged in, and what they may see: every page needs a log-in, unless it is listed here."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, g, redirect, render_template, request, session, url_for
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response

from staff.desk import desk
from staff.identity.accounts import Account

SESSION_SECONDS = 8 * 3600
# All that can be seen without a log-in.
PUBLIC = frozenset(("accounts.log_in", "static", "site_style"))
# All that can be done with a password that has to be changed first.
_WITH_START_PASSWORD = PUBLIC | {"accounts.password", "accounts.log_out"}

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def guard(app: Flask) -> None:
    """Let nobody in who is not logged in."""

    @app.before_request
    def ask_for_log_in() -> Any:
        if isinstance(request.routing_exception, SecurityError):
            # Asked for under the name of another site: no page of ours can even be linked to.
            return "Unter diesem Namen ist hier nichts zu finden.", 400
        g.account = _account_of_session()
        if request.endpoint in PUBLIC:
            return None
        if g.account is None:
            return _to_log_in()
        if g.account.must_change and request.endpoint not in _WITH_START_PASSWORD:
            return redirect(url_for("accounts.password"))
        return None

    @app.context_processor
    def who() -> dict[str, Any]:
        ends = datetime.fromtimestamp(session.get("since", 0) + SESSION_SECONDS)
        return {"account": g.get("account"), "session_ends": f"{ends:%H:%M}"}


def current_account() -> Account:
    """Who is logged in. Only for pages that need a log-in."""
    account = g.account
    assert isinstance(account, Account)
    return account


def begin_session(account: Account) -> None:
    session.clear()
    session["account"], session["epoch"] = account.id, account.epoch
    session["since"] = int(desk().clock().timestamp())


def renew_session(account: Account) -> None:
    """Go on with a session although all others of the account end."""
    session["epoch"] = account.epoch


def only(role: str) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """A view for one role alone."""

    def restricted(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @wraps(view)
        def checked(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            if current_account().role != role:
                abort(403)
            return view(*args, **kwargs)

        return checked

    return restricted


def own_path(address: str) -> str | None:
    """An address to go on to after the log-in, if it is a page of ours."""
    parts = urlsplit(address)
    is_ours = (
        not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith(("//", "/\\"))
    )
    return address if is_ours and address.isprintable() else None


def _account_of_session() -> Account | None:
    age = desk().clock().timestamp() - session.get("since", 0)
    if not 0 <= age < SESSION_SECONDS:
        return None
    return desk().accounts.open_session(session.get("account", 0), session.get("epoch", 0))


def _to_log_in() -> Response | tuple[str, int]:
    if request.method == "GET":
        here = request.full_path.rstrip("?")
        return redirect(url_for("accounts.log_in", weiter=here if here != "/" else None))
    return render_template("session_over.html"), 401
