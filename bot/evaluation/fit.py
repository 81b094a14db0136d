"""A naive, independent judge: do the offers shown fit what a person asked for?

It knows nothing of the assistant's search or vocabulary. The rules are those of `interfaces.md`. A list in a wish
means "any of these", in `exclude` "none of these". Rows are read in `raw_offers.py`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.evaluation.raw_offers import (
    FLAGS,
    IN_THEMES,
    LISTS,
    Offer,
    Place,
    Places,
    load_places,
    load_rows,
    plain,
    to_day,
)
from catalogue.errors import QuestionFileError

__all__ = ["Fit", "Judge", "Place", "Places", "Verdict", "load_places", "load_rows"]

ORTSTEIL_KM = 5.0
SHOWN_MUST_FIT, BEST_MUST_BE_SHOWN, BEST = 0.8, 0.6, 5
NEVER_RELAXED = {"topic", "exclude"}
# Added to the marks for the topic. Each weighs more than all after it, and half marks less for the topic (which may be
# a chance word of a description) more than all of them.
ON_SITE, NAMES_AUDIENCE, NEAR = 4.0, 2.0, 1.0
HOURS = {"morgens": range(10), "vormittags": range(12), "nachmittags": range(12, 17), "abends": range(17, 24)}
FORMATS = {"praesenz": {"praesenz", "hybrid"}, "online": {"online", "hybrid"}, "hybrid": {"hybrid"}}
STRICT_KEYS = ("area", "kind", "level", "languages", "weekdays", "time", "provider", "free", *FLAGS)


@dataclass(frozen=True)
class Fit:
    """A row that fits a wish; a higher score fits better."""

    id: str
    score: float


@dataclass(frozen=True)
class Verdict:
    """What the judge says about one answer; the note is in German, for the report."""

    right: bool
    fitting_count: int
    shown_fit_share: float
    best_shown_share: float
    note: str


def _values(value: Any) -> list[str]:
    """What a wish names under one key: nothing, one value or a list of them."""
    return [str(item) for item in (value if isinstance(value, (list, tuple)) else [value]) if item]


def _shares(fits: Sequence[Fit], shown: Sequence[str]) -> tuple[float, float]:
    """Of the shown offers, the share that fits; of the best fitting ones, the share that is shown (ties are equal)."""
    scores = {fit.id: fit.score for fit in fits}
    best = fits[:BEST]
    good = sum(scores.get(id_, -1.0) >= best[-1].score for id_ in set(shown)) if best else 0
    fit_share = sum(id_ in scores for id_ in shown) / len(shown) if shown else float(not fits)
    return fit_share, min(1.0, good / len(best)) if best else 1.0


class Judge:
    """Judges answers against the raw rows of a catalogue; `unreadable`: ids of the rows it had to leave out."""

    def __init__(self, rows: Iterable[Mapping[str, str]], places: Places, district: str, today: date) -> None:
        self.unreadable: list[str] = []
        self._places, self._district = places, plain(district)
        self._offers: dict[str, Offer] = {}
        for row in rows:
            try:
                self._offers[row["_id"]] = Offer(row, places)
            except ValueError:
                self.unreadable.append(row["_id"])
        self._offers = {
            id_: offer
            for id_, offer in self._offers.items()
            if not offer.cancelled and not (offer.end and offer.end < today)
        }

    def fitting(self, query: Mapping[str, Any]) -> list[Fit]:
        """Every row that fits a wish in the annotation format, best first."""
        try:
            scores = [(id_, self._score(offer, query)) for id_, offer in self._offers.items()]
        except (ValueError, KeyError, TypeError) as error:
            raise QuestionFileError(f"Im Wunsch {dict(query)} ist ein Wert nicht lesbar: {error!r}") from error
        fits = [Fit(id_, round(score, 2)) for id_, score in scores if score is not None]
        return sorted(fits, key=lambda fit: (-fit.score, fit.id))

    def judge(
        self, query: Mapping[str, Any], shown_ids: Sequence[str], total: int, relaxed: Sequence[str] = ()
    ) -> Verdict:
        """Whether an answer was right that showed these offers of a `total`, having given up the `relaxed` keys.

        `total` is only compared in the note. Where nothing fits, the shares are those of the wish without these keys.
        """
        fits = self.fitting(query)
        counts = f"{len(fits)} passen, {total} genannt"
        if fits:
            fit_share, best_share = _shares(fits, shown_ids)
            right = fit_share >= SHOWN_MUST_FIT and best_share >= BEST_MUST_BE_SHOWN and not relaxed
            note = f"{counts}; gezeigt {len(shown_ids)}, davon passend {fit_share:.0%}, von den besten {best_share:.0%}"
            return Verdict(
                right,
                len(fits),
                fit_share,
                best_share,
                note + (f"; grundlos aufgegeben: {', '.join(relaxed)}" if relaxed else ""),
            )
        if not shown_ids:
            return Verdict(True, 0, 1.0, 1.0, f"{counts}; zu Recht nichts gezeigt")
        if not relaxed or NEVER_RELAXED & set(relaxed):
            reason = "gezeigt, ohne zu sagen, was aufgegeben wurde" if not relaxed else "Unaufgebbares aufgegeben"
            return Verdict(False, 0, 0.0, 0.0, f"{counts}; {reason}")
        rest = self.fitting({key: value for key, value in query.items() if key not in relaxed})
        fit_share, best_share = _shares(rest, shown_ids)
        note = f"{counts}; ohne {', '.join(relaxed)} passen {len(rest)}, von den gezeigten {fit_share:.0%}"
        return Verdict(fit_share >= SHOWN_MUST_FIT, 0, fit_share, best_share, note)

    def _score(self, offer: Offer, query: Mapping[str, Any]) -> float | None:
        """How well an offer fits, None where it does not."""
        excluded = query.get("exclude") or {}
        if any(self._has(offer, key, value) for key in excluded for value in _values(excluded[key])):
            return None
        ask = {key: _values(value) for key, value in query.items()}
        if not all(any(self._has(offer, key, value) for value in ask[key]) for key in STRICT_KEYS if ask.get(key)):
            return None
        formats = {plain(value) for value in ask.get("format", [])}
        if formats and not any(offer.format in FORMATS[name] for name in formats):
            return None
        if not self._in_span(offer, query):
            return None
        parts = [
            offer.marks("|".join(ask["topic"])) or None if ask.get("topic") else 0.0,
            self._audience(offer, {plain(value) for value in ask.get("audience", [])}),
            self._place(offer, ask["place"], query.get("radius_km"), formats) if ask.get("place") else 0.0,
        ]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None

    def _has(self, offer: Offer, key: str, value: str) -> bool:
        """Whether an offer is known to have that very value."""
        if key in LISTS:
            return plain(value) == offer.format if key == "format" else plain(value) in offer.lists[key]
        if key == "topic":
            return offer.marks(value) >= IN_THEMES
        if key == "place":
            return offer.format != "online" and self._inside(offer, value)
        if key == "time":
            return offer.hour in HOURS[value]
        return offer.is_by(value) if key == "provider" else key in offer.flags

    @staticmethod
    def _in_span(offer: Offer, query: Mapping[str, Any]) -> bool:
        """Whether it is for that age and runs at some time from `from` to `until`."""
        first, last, age = to_day(query.get("from")), to_day(query.get("until")), query.get("age")
        if age is not None and int(age) not in offer.ages:
            return False
        return not (first and offer.end and offer.end < first) and not (last and offer.begin and offer.begin > last)

    @staticmethod
    def _audience(offer: Offer, asked: set[str]) -> float | None:
        """Marks for naming the audience, none for naming no audience at all, None for naming only others."""
        named = offer.lists["audience"]
        if not asked or not named:
            return 0.0
        return NAMES_AUDIENCE * len(asked & named) / len(asked) or None

    def _place(self, offer: Offer, asked: list[str], radius: Any, formats: set[str]) -> float | None:
        """Marks for being on site and near, none for an online offer, None where it cannot be reached."""
        if offer.format != "online":
            nearness = [near for value in asked if (near := self._near(offer, value, radius)) is not None]
            if nearness:
                return ON_SITE + NEAR * max(nearness)
        counts_as_online = offer.format == "online" or (offer.format == "hybrid" and "online" in formats)
        return 0.0 if counts_as_online and "praesenz" not in formats else None

    def _inside(self, offer: Offer, asked: str) -> bool:
        """Whether it is in a district, postcode or place, not counting the circle round an Ortsteil."""
        if plain(asked) == self._district:
            return any(place.kind != "neighbour" for place in offer.places)
        if asked.isdigit():
            return offer.plz == asked or any(place.has_plz(asked) for place in offer.places)
        return any(at.is_in(place) for place in self._places.named(asked) for at in offer.places)

    def _near(self, offer: Offer, asked: str, radius: Any) -> float | None:
        """How near it is to a place asked for, from 1 (there) to 0 (on the rim of the circle), None if beyond."""
        if plain(asked) == self._district or not radius:
            if self._inside(offer, asked):
                return 1.0
            centres = [place for place in self._places.named(asked) if place.is_part]
        elif asked.isdigit():
            centres = [place for place in self._places if place.has_plz(asked)]
        else:
            centres = self._places.named(asked)
        limit = float(radius or ORTSTEIL_KM)
        km = min((at.km_to(centre) for centre in centres for at in offer.places), default=math.inf)
        return 1.0 - km / limit if km <= limit else None
