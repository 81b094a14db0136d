"""More than a page fits: the one question that narrows the result best, with counts."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, select
from sqlalchemy.orm import Session

from catalogue.conditions import conditions
from catalogue.dimensions import COLUMNS, DIMENSIONS, counted
from catalogue.models import Offer
from catalogue.region import Region
from catalogue.wish import Wish

MOST_OPTIONS = 4
# How naturally people answer a question about this; multiplies its value.
_EASE = {
    "place": 1.0,
    "level": 1.0,
    "audience": 0.9,
    "kind": 0.8,
    "time": 0.85,
    "free": 0.6,
    "format": 0.5,
}


@dataclass(frozen=True)
class Option:
    """A possible answer, and how many offers would be left."""

    value: Any
    count: int


@dataclass(frozen=True)
class Question:
    """Ask for this key of the wish, with these answers."""

    key: str
    options: tuple[Option, ...]


# Of more offers than this only a sample is looked at to choose the question; its counts are of all of them.
MOST_READ = 1000


class Matches:
    """The offers that match a clause: how many there are, and the question that narrows them best.

    `clause` of them are those that are not `hidden`; these are only counted. One pass over the offers answers all,
    unless there are more than MOST_READ.
    """

    def __init__(
        self, session: Session, clause: ColumnElement[bool], hidden: ColumnElement[bool], region: Region
    ) -> None:
        self._session, self._everything, self._hidden, self._region = session, clause, hidden, region
        self.clause = and_(clause, not_(hidden))
        is_hidden = case((hidden, 1), else_=0)
        statement = select(*COLUMNS, is_hidden).where(clause).limit(MOST_READ + 1)
        read = session.connection().execute(statement).fetchall()
        self._rows = [row for row in read if not row[-1]]
        self._counted = (len(self._rows), len(read) - len(self._rows)) if len(read) <= MOST_READ else None

    def __bool__(self) -> bool:
        return bool(self._rows) or self.count() > 0

    def exceed(self, limit: int) -> bool:
        """Whether there are more than `limit`."""
        return len(self._rows) > limit or self.count() > limit

    def count(self) -> int:
        return self._numbers()[0]

    def count_hidden(self) -> int:
        return self._numbers()[1]

    def narrowed(self, wish: Wish, but: Container[str] = ()) -> tuple[int, Question | None]:
        """How many offers match, and the best question about them; none where nothing narrows or all was asked.

        `but` are keys that are not asked for (again).
        """
        if self._counted:
            return self.count(), best_question(self._rows, wish, but)
        question = best_question(self._sample(), wish, but)
        if question is None:
            return self.count(), None
        found = self._numbers(*(self._clause_of(question.key, option.value) for option in question.options))[2:]
        options = [Option(option.value, count) for option, count in zip(question.options, found, strict=True)]
        return self.count(), Question(question.key, tuple(sorted(options, key=_largest_first)))

    def _numbers(self, *further: ColumnElement[bool]) -> tuple[int, ...]:
        """How many match, how many of them are hidden, and how many of those that are not meet further clauses."""
        if self._counted and not further:
            return self._counted
        wanted = (~self._hidden, self._hidden, *(and_(~self._hidden, clause) for clause in further))
        counts = [func.count(case((clause, 1))) for clause in wanted]
        numbers = tuple(self._session.execute(select(*counts).select_from(Offer).where(self._everything)).one())
        self._counted = numbers[:2]
        return numbers

    def _sample(self) -> Sequence[Any]:
        """Some of very many offers. The first that an index yields would be all of one kind or place."""
        last = self._session.scalar(select(func.max(Offer.id))) or 0
        ids = range(1, last + 1, max(1, last // (2 * MOST_READ)))
        return self._session.connection().execute(select(*COLUMNS).where(self.clause, Offer.id.in_(ids))).fetchall()

    def _clause_of(self, key: str, value: Any) -> ColumnElement[bool]:
        """What an offer must be to fit an answer."""
        return conditions(Wish.only(key, value), self._region)[0].clause


def best_question(rows: Sequence[Any], wish: Wish, but: Container[str] = ()) -> Question | None:
    """The question whose answer leaves the fewest offers on average; None if nothing narrows.

    Where no subject was named ("Beratung"), it is asked for before anything else, by the areas there are.

    `rows` are the COLUMNS (of `dimensions`) of all matching offers. An option's count is what a search with that answer
    would find: an offer that fits every answer (online, for everybody) counts for each.
    """
    columns = dict(enumerate(zip(*rows, strict=True)))
    best: tuple[float, Question] | None = None
    for key, dimension in DIMENSIONS.items():
        said = getattr(wish, key) not in (None, ()) and key not in wish.follows
        if not columns or key in but or said or (key == "area" and wish.topic):
            continue
        options = _options(counted(columns, dimension), len(rows))
        if len(options) < 2 and not (key == "free" and options):
            continue
        question = Question(key, options[:MOST_OPTIONS])
        if key == "area":
            return question
        worth = _EASE[key] * _expected_gain(question, len(rows))
        if best is None or worth > best[0]:
            best = (worth, question)
    return best[1] if best else None


def _options(counts: Mapping[Any, int], total: int) -> tuple[Option, ...]:
    """Possible answers with counts, the largest first; those that rule nothing out are left out."""
    narrowing = [Option(value, count) for value, count in counts.items() if count < total]
    return tuple(sorted(narrowing, key=_largest_first))


def _largest_first(option: Option) -> tuple[int, str]:
    return -option.count, str(option.value)


def _expected_gain(question: Question, total: int) -> float:
    """The share of offers that an answer rules out, weighted by how likely the answer is."""
    chosen = sum(option.count for option in question.options)
    covered = min(1.0, chosen / total)
    gain = sum(option.count / chosen * (1 - option.count / total) for option in question.options)
    return gain * covered
