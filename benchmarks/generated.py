"""A large catalogue that looks like the example catalogue: for measuring, never for people.

The example catalogue is loaded first. Every further offer takes area, kind, audiences, ages, levels,
languages, format and flags together from one example offer, times and cost from another one, its place
from a third or, once in four, from anywhere in the region, and its dates from the first, moved by up to
40 weeks. Its text is one of some hundred: the example's own, or one for each topic of the region.
"""

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.orm import Session, joinedload

from catalogue.example import write_shifted
from catalogue.geography import Place
from catalogue.indexing import terms_of
from catalogue.models import Offer, OfferTerm, OfferText, Provider, last_day
from catalogue.region import Region
from catalogue.submissions.load import load

_PROVIDERS = 400
_CHUNK = 5_000
_JOINT = (
    "area", "kind", "audiences", "women_only", "age_from", "age_to", "levels", "languages", "format", "status",
    "childcare", "accessible",
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """What an offer says, whose facts go with it, and the terms by which it is found."""

    base: Offer
    title: str
    keywords: tuple[str, ...]
    terms: tuple[tuple[str, int], ...]


def fill(engine: Engine, region: Region, count: int, today: date, draw: random.Random) -> None:
    """Fill a migrated, empty catalogue with so many offers, the example's among them."""
    with tempfile.TemporaryDirectory() as folder:
        load(engine, write_shifted(region, today, Path(folder)), region, datetime.combine(today, time(9)))
    with Session(engine) as session:
        bases = session.scalars(select(Offer).options(joinedload(Offer.text))).all()
        texts = list(_texts(bases, region, draw))
    with engine.begin() as connection:
        first = max(base.id for base in bases) + 1
        providers = _add_providers(connection)
        for start in range(first, first + count - len(bases), _CHUNK):
            numbers = range(start, min(start + _CHUNK, first + count - len(bases)))
            _add(connection, numbers, [draw.choice(texts) for _ in numbers], bases, providers, region, draw)


def _texts(bases: Sequence[Offer], region: Region, draw: random.Random) -> Iterator[Text]:
    """The example's texts, and one on every topic with the facts of an example offer of its area."""
    by_area: dict[str | None, list[Offer]] = {}
    for base in bases:
        by_area.setdefault(base.area, []).append(base)
        yield _text(base, base.title, base.text.keywords, region)
    for topic in region.topics.values():
        base = draw.choice(by_area.get(region.area_of(topic.name), list(bases)))
        title = f"{topic.name.capitalize()}: {base.kind or 'Angebot'} für {'/'.join(base.audiences[:1]) or 'alle'}"
        yield _text(base, title, (topic.name, *topic.words[:2]), region)


def _text(base: Offer, title: str, keywords: tuple[str, ...], region: Region) -> Text:
    terms = terms_of(title, keywords, base.text.description, region)
    return Text(base, title, keywords, tuple(terms.items()))


def _add_providers(connection: Connection) -> list[int]:
    names = [{"slug": f"anbieter-{number}", "name": f"Anbieter {number}"} for number in range(_PROVIDERS)]
    connection.execute(insert(Provider), names)
    return list(connection.scalars(select(Provider.id).where(Provider.slug.like("anbieter-%"))))


def _add(
    connection: Connection, numbers: range, texts: Sequence[Text], bases: Sequence[Offer], providers: Sequence[int],
    region: Region, draw: random.Random,
) -> None:  # fmt: skip
    offers: list[dict[str, Any]] = []
    long_texts: list[dict[str, Any]] = []
    terms: list[dict[str, Any]] = []
    for number, text in zip(numbers, texts, strict=True):
        offers.append(_offer(number, text, bases, draw.choice(providers), region, draw))
        base = text.base.text
        long_texts.append(
            {
                "offer_id": number, "description": base.description, "keywords": text.keywords, "url": base.url,
                "submission_id": base.submission_id, "row": base.row,
            }
        )  # fmt: skip
        terms.extend({"offer_id": number, "term": term, "weight": weight} for term, weight in text.terms)
    for table, rows in ((Offer, offers), (OfferText, long_texts), (OfferTerm, terms)):
        connection.execute(insert(table), rows)


def _offer(
    number: int, text: Text, bases: Sequence[Offer], provider: int, region: Region, draw: random.Random
) -> dict[str, Any]:
    timing, paid = draw.choice(bases), draw.choice(bases)
    moved = timedelta(weeks=draw.randint(-40, 40))
    begins, ends = (day and day + moved for day in (text.base.begins, text.base.ends))
    place = None if text.base.format == "Online" else _place(draw.choice(bases).place, region, draw)
    return {
        **{name: getattr(text.base, name) for name in _JOINT},
        "id": number,
        "key": f"anbieter/{number}",
        "provider_id": provider,
        "reference": str(number),
        "title": text.title,
        "place": place.title if place else None,
        "municipality": place.municipality if place else None,
        "postcode": place.postcodes[0] if place and place.postcodes else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "begins": begins,
        "ends": ends,
        "last_day": last_day(text.base.kind, begins, ends),
        "weekdays": timing.weekdays,
        "starts_at": timing.starts_at,
        "ends_at": timing.ends_at,
        "cost": paid.cost and round(paid.cost * draw.uniform(0.7, 1.4)),
        "confirmed": text.base.confirmed - timedelta(days=draw.randint(0, 300)),
    }


def _place(title: str | None, region: Region, draw: random.Random) -> Place:
    """The place given, or any place of the region: once in four, and where none is given."""
    inside = [place for place in region.gazetteer.places if not place.is_neighbour]
    place = region.gazetteer.get(title) if title else None
    return draw.choice(inside) if place is None or draw.random() < 0.25 else place
