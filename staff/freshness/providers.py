"""How it stands with the providers: overdue, asked, answered; and confirming what somebody said on the phone."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.confirmations import Standing, find_standing, offers_to_confirm, standings
from catalogue.database import reading
from catalogue.editing import confirm
from catalogue.freshness import is_overdue
from staff.access import current_account
from staff.desk import desk
from staff.freshness import room
from staff.freshness.rounds import ABOUT, day_of, rounds
from staff.jobs import jobs
from staff.paging import asked_page
from staff.submissions.forms import PlainForm

PAGE = 50
_ROUNDS = 10
# What the list can be narrowed to, as it is called there.
VIEWS: dict[str, tuple[str, Callable[[Standing], bool]]] = {
    "fragen": ("Zu fragen", lambda item: item.is_to_ask),
    "ueberfaellig": ("Überfällig", lambda item: item.overdue > 0),
    "wartet": ("Gefragt, Antwort steht aus", lambda item: item.is_waiting),
    "still": ("Nach 21 Tagen ohne Antwort", lambda item: item.is_silent),
    "geantwortet": ("Geantwortet", lambda item: item.answered_at is not None),
    "alle": ("Alle Anbieter", lambda item: True),
}


@room.get("/")
def index() -> str:
    with reading(desk().engine) as session:
        every = standings(session, desk().region, desk().today())
    view, words = request.args.get("zeige", "fragen"), request.args.get("suche", "").strip()
    view = view if view in VIEWS else "fragen"
    wanted = [item for item in every if VIEWS[view][1](item) and words.casefold() in item.name.casefold()]
    page = min(asked_page(), max(1, -(-len(wanted) // PAGE)))
    job = jobs().find(ABOUT)
    if job is not None and not job.is_running:
        jobs().forget(ABOUT)
    return render_template(
        "freshness/index.html",
        found=wanted[(page - 1) * PAGE : page * PAGE],
        total=len(wanted),
        has_more=page * PAGE < len(wanted),
        page=page,
        view=view,
        words=words,
        views=[(name, title, sum(map(belongs, every))) for name, (title, belongs) in VIEWS.items()],
        rounds=[(name, day_of(name)) for name in rounds(desk())[:_ROUNDS]],
        problem=job.problem if job else "",
    )


@room.get("/<int:provider_id>")
def provider(provider_id: int) -> str:
    return _provider_page(provider_id)


@room.post("/<int:provider_id>/bestaetigen")
def confirm_offers(provider_id: int) -> ResponseReturnValue:
    """He has said on the phone that all is right: of all his offers, or of those that were ticked."""
    if not PlainForm().validate_on_submit():
        return _provider_page(provider_id), 422
    is_all = request.form.get("welche") == "alle"
    keys = None if is_all else request.form.getlist("angebot")
    if keys == []:
        return _provider_page(provider_id, "Bitte kreuzen Sie mindestens ein Angebot an."), 422
    with reading(desk().engine) as session:
        name = find_standing(session, provider_id, desk().region, desk().today()).name
    number = confirm(desk().engine, provider_id, desk().now(), current_account().name, keys=keys)
    named = "1 Angebot" if number == 1 else f"{number} Angebote"
    flash(f"{name}: {named} mit dem heutigen Stand bestätigt.", "done")
    return redirect(url_for("freshness.provider", provider_id=provider_id))


def _provider_page(provider_id: int, problem: str = "") -> str:
    region, today = desk().region, desk().today()
    with reading(desk().engine) as session:
        standing = find_standing(session, provider_id, region, today)
        page = min(asked_page(), max(1, -(-standing.offers // PAGE)))
        offers = offers_to_confirm(session, provider_id, today, limit=PAGE, offset=(page - 1) * PAGE)
        return render_template(
            "freshness/provider.html",
            provider=standing,
            offers=[(offer, is_overdue(offer, region, today)) for offer in offers],
            page=page,
            has_more=page * PAGE < standing.offers,
            problem=problem,
        )
