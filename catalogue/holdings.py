"""All offers that the catalogue holds, also those that nobody is shown: for staff who look for one, or for gaps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from catalogue.conditions import is_current
from catalogue.freshness import is_outdated, is_overdue, outdated, overdue, shown
from catalogue.indexing import KEYWORDS
from catalogue.models import Correction, Notice, Offer, OfferText, Provider
from catalogue.region import Region
from catalogue.subject import about
from catalogue.submissions.plan import LISTED

ONLINE = "online"
_Clause = Callable[[Region, date], ColumnElement[bool]]
_TITLE, _PROVIDER = func.lower(Offer.title), func.lower(Provider.name)
SORTS: Mapping[str, tuple[Any, ...]] = {
    "titel": (_TITLE,),
    "anbieter": (_PROVIDER, _TITLE),
    "bestaetigt": (Offer.confirmed, _TITLE),
    "beginn": (Offer.begins.is_(None), Offer.begins, _TITLE),
}


def _has(*conditions: Any) -> ColumnElement[bool]:
    return Offer.id.in_(select(Correction.offer_id).where(*conditions))


def _lacks(*columns: Any) -> _Clause:
    """Of the offers that somebody may still ask for those of which none of these is known."""
    without = Offer.id.in_(select(OfferText.offer_id).where(*(column.is_(None) for column in columns)))
    return lambda _, today: and_(is_current(today), without)


# In which state an offer may be; several may hold at once. The gaps count for offers that are not over.
STATES: Mapping[str, _Clause] = {
    "verzeichnis": shown,
    "nachfrage": lambda region, today: and_(is_current(today), outdated(region, today)),
    "ueberfaellig": lambda region, today: and_(is_current(today), overdue(region, today)),
    "abgelaufen": lambda _, today: and_(Offer.withdrawn_on.is_(None), Offer.last_day < today),
    "zurueckgezogen": lambda _region, _today: Offer.withdrawn_on.is_not(None),
    "berichtigt": lambda _region, _today: _has(Correction.column != LISTED),
    "konflikt": lambda _region, _today: _has(Correction.in_conflict),
    "hinweis": lambda _region, _today: Offer.key.in_(select(Notice.offer_key).where(Notice.done_at.is_(None))),
    "ohne-kontakt": _lacks(OfferText.phone, OfferText.email, OfferText.url),
    "ohne-kosten": lambda _, today: and_(is_current(today), Offer.cost.is_(None)),
    "ohne-termin": lambda _, today: and_(
        is_current(today), Offer.begins.is_(None), Offer.ends.is_(None), Offer.weekdays == ()
    ),
}


@dataclass(frozen=True)
class Selection:
    """What is looked for. `provider` is a slug, `place` a municipality or ONLINE, `state` one of STATES."""

    text: str = ""
    provider: str = ""
    area: str = ""
    kind: str = ""
    place: str = ""
    status: str = ""
    state: str = ""
    sort: str = "titel"

    @property
    def is_empty(self) -> bool:
        return replace(self, sort="titel") == Selection()


@dataclass(frozen=True)
class Held:
    """A page of offers, how many there are in all, and how many of them each state would leave."""

    total: int
    offers: Sequence[Offer]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Choices:
    """What may be chosen: providers as (slug, name), and places."""

    providers: Sequence[tuple[str, str]]
    places: Sequence[str]


def held(session: Session, chosen: Selection, region: Region, today: date, *, limit: int, offset: int = 0) -> Held:
    """The offers of a selection, in its order, from `offset` on."""
    anyhow = _clause(replace(chosen, state=""), region, today)
    names = list(STATES)
    sums = [func.sum(case((STATES[name](region, today), 1), else_=0)) for name in names]
    total, *counted = session.execute(select(func.count(), *sums).select_from(Offer).join(Provider).where(anyhow)).one()
    counts = {name: count or 0 for name, count in zip(names, counted, strict=True)}
    ids = list(session.scalars(_ranked(chosen, region, today).limit(limit).offset(offset)))
    found = {offer.id: offer for offer in session.scalars(_with_provider().where(Offer.id.in_(ids)))}
    return Held(counts[chosen.state] if chosen.state else total, [found[number] for number in ids], counts)


def all_held(session: Session, chosen: Selection, region: Region, today: date) -> Sequence[Offer]:
    """Every offer of a selection in its order, with all texts: for an export."""
    ids = list(session.scalars(_ranked(chosen, region, today)))
    # Through a subquery, for a database takes only so many values in a list.
    wanted = _with_provider().options(joinedload(Offer.text)).where(Offer.id.in_(_ranked(chosen, region, today)))
    found = {offer.id: offer for offer in session.scalars(wanted)}
    return [found[number] for number in ids]


def choices(session: Session) -> Choices:
    """The providers and places that offers have."""
    providers = session.execute(select(Provider.slug, Provider.name).order_by(_PROVIDER)).tuples().all()
    places = session.scalars(select(Offer.municipality).distinct().order_by(Offer.municipality))
    return Choices(providers, [place for place in places if place])


def standing(offer: Offer, region: Region, today: date) -> str:
    """How an offer stands in the catalogue, in one word or two."""
    if offer.withdrawn_on:
        return "zurückgezogen"
    if offer.last_day and offer.last_day < today:
        return "abgelaufen"
    if offer.status == "abgesagt":
        return "nicht gezeigt"
    if is_outdated(offer, region, today):
        return "nur auf Nachfrage"
    return "überfällig" if is_overdue(offer, region, today) else "im Verzeichnis"


def _with_provider() -> Select[tuple[Offer]]:
    return select(Offer).options(joinedload(Offer.provider))


def _ranked(chosen: Selection, region: Region, today: date) -> Select[tuple[int]]:
    order = SORTS.get(chosen.sort, SORTS["titel"])
    return select(Offer.id).join(Provider).where(_clause(chosen, region, today)).order_by(*order, Offer.id)


def _clause(chosen: Selection, region: Region, today: date) -> ColumnElement[bool]:
    clauses = [_about(word, region) for word in chosen.text.split()]
    exact = {Provider.slug: chosen.provider, Offer.area: chosen.area, Offer.kind: chosen.kind}
    clauses += [column == value for column, value in {**exact, Offer.status: chosen.status}.items() if value]
    if chosen.place == ONLINE:
        clauses.append(Offer.format == "Online")
    elif chosen.place:
        clauses.append(Offer.municipality == chosen.place)
    if chosen.state:
        clauses.append(STATES[chosen.state](region, today))
    return and_(not_(Offer.id.is_(None)), *clauses)


def _about(word: str, region: Region) -> ColumnElement[bool]:
    """Offers with a word anywhere in title, provider or id, or, in whatever form, in title or keywords."""
    # SQLite knows upper and lower case of ASCII only.
    spellings = dict.fromkeys((word, word.lower(), word.capitalize(), word.upper()))
    columns = Offer.title, Provider.name, Offer.key
    parts = [column.contains(spelling, autoescape=True) for spelling in spellings for column in columns]
    return or_(*parts, about(word, region, KEYWORDS))
