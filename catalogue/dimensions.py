"""By what a set of offers can be divided: the values that an offer has in each respect, counted.

Questions that narrow a result (`narrow`) and filters with counts (`listing`) both stand on this.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import String, type_coerce

from catalogue.conditions import TIMES_OF_DAY
from catalogue.models import Offer

# The columns that are read; rows have them in this order. Lists and times come as the database keeps them: of
# thousands of rows each distinct value is taken apart once.
COLUMNS = (
    Offer.municipality,
    type_coerce(Offer.levels, String),
    type_coerce(Offer.audiences, String),
    Offer.kind,
    type_coerce(Offer.starts_at, String),
    Offer.cost,
    Offer.format,
    Offer.area,
)
_MUNICIPALITY, _LEVELS, _AUDIENCES, _KIND, _STARTS_AT, _COST, _FORMAT, _AREA = range(len(COLUMNS))
# Of several meanings of the morning the wider one, so that every hour has one.
TIMES_TOLD_APART = ("vormittags", "nachmittags", "abends")


@dataclass(frozen=True)
class Dimension:
    """The columns that it depends on, and what an offer has in them; None where it fits every value."""

    columns: tuple[int, ...]
    values_of: Callable[..., Iterable[Any] | None]


def counted(columns: Mapping[int, Sequence[Any]], dimension: Dimension) -> Counter[Any]:
    """Value → how many offers a search for it would find, those that fit every value included."""
    counts, fitting_all = told_apart(columns, dimension)
    return Counter({value: count + fitting_all for value, count in counts.items()})


def told_apart(columns: Mapping[int, Sequence[Any]], dimension: Dimension) -> tuple[Counter[Any], int]:
    """Value → how many offers have it; and how many offers fit every value."""
    counts: Counter[Any] = Counter()
    fitting_all = 0
    for raw, count in Counter(zip(*(columns[index] for index in dimension.columns), strict=True)).items():
        values = dimension.values_of(*raw)
        if values is None:
            fitting_all += count
        else:
            counts.update(dict.fromkeys(values, count))
    return counts, fitting_all


def listed(raw: Any) -> tuple[str, ...]:
    """The values of a ValueList, as the database keeps it or already taken apart."""
    return raw if isinstance(raw, tuple) else tuple(item for item in (raw or "").split("|") if item)


def _place(municipality: str | None, form: str) -> Iterable[Any] | None:
    return None if form == "Online" else _single(municipality)


def _single(value: Any) -> Iterable[Any]:
    return () if value is None else (value,)


def times_of_day(raw: Any) -> tuple[str, ...]:
    """The times of day at which an offer begins, as the database keeps it."""
    if raw is None:
        return ()
    begins = time.fromisoformat(str(raw)[:5])
    return tuple(name for name, (first, last) in TIMES_OF_DAY.items() if first <= begins < last)


def _format(form: str) -> Iterable[Any]:
    return ("Online", "Präsenz", "Hybrid") if form == "Hybrid" else (form,)


DIMENSIONS = {
    "area": Dimension((_AREA,), _single),
    "place": Dimension((_MUNICIPALITY, _FORMAT), _place),
    "level": Dimension((_LEVELS,), listed),
    "audience": Dimension((_AUDIENCES,), lambda raw: listed(raw) or None),
    "kind": Dimension((_KIND,), _single),
    "time": Dimension((_STARTS_AT,), lambda raw: [name for name in times_of_day(raw) if name in TIMES_TOLD_APART]),
    "free": Dimension((_COST,), lambda cost: (True,) if cost == 0 else ()),
    "format": Dimension((_FORMAT,), _format),
}
