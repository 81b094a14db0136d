"""Counting what the assistant is used for, without anything about a person.

Counts are gathered in memory (`Tally`) and written every few seconds (`write`), so that no answer waits for them. A
database that does not take them leaves them where they are, and gets them the next time.

Event → what its `subject` and its `detail` are:

CONVERSATION  begun: channel
TURN          a message answered: kind of turn, channel
SEARCH        a search in the chat: OFFERED, RELAXED, NOTHING or DECLINED, channel
LIST_SEARCH   the list with something chosen: OFFERED or NOTHING
OFFER_OPENED  an offer's page: slug of the provider, area
CLICK         on to the provider's own page: slug of the provider, area
HANDED_OVER   a note list: form, channel
THUMB         somebody said whether an answer helped: YES or NO, channel
IN_SERVICE    the assistant ran on that day
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from catalogue.database import writing
from catalogue.demand import Cell
from catalogue.errors import CatalogueError
from catalogue.models import Base, DemandCount, UsageCount

logger = logging.getLogger(__name__)

CONVERSATION, TURN, SEARCH, LIST_SEARCH = "conversation", "turn", "search", "list_search"
OFFER_OPENED, CLICK, HANDED_OVER, IN_SERVICE = "offer_opened", "click", "handed_over", "in_service"
THUMB = "thumb"
# A message that no search could be made of.
DECLINED = "declined"
YES, NO = "yes", "no"
# Different counts that wait at most; what comes beyond is not counted, so that memory stays small.
MOST_WAITING = 20_000

_Use = tuple[date, str, str, str]
_Demand = tuple[date, str, str, str, str]


@dataclass(frozen=True)
class Counts:
    """What waits: (day, event, subject, detail) and (month, topic, audience, place, outcome) → how often."""

    uses: Counter[_Use] = field(default_factory=Counter)
    demand: Counter[_Demand] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.uses) + len(self.demand)


class Tally:
    """Counts in memory, from any number of threads. One that nobody writes (tests, the terminal) counts for nothing."""

    def __init__(self, today: Callable[[], date] = date.today, most: int = MOST_WAITING) -> None:
        self.today, self._most = today, most
        self._lock, self._waiting = Lock(), Counts()
        self._lost = 0

    def use(self, event: str, subject: str = "", detail: str = "") -> None:
        """Something happened once more."""
        with self._lock:
            self._count(self._waiting.uses, (self.today(), event, subject, detail))

    def demand(self, cell: Cell, outcome: str) -> None:
        """Somebody asked for something, and it ended so."""
        with self._lock:
            month = self.today().replace(day=1)
            self._count(self._waiting.demand, (month, cell.topic, cell.audience, cell.place, outcome))

    def _count(self, counter: Counter[Any], key: Any, times: int = 1) -> None:
        if key in counter or len(self._waiting) < self._most:
            counter[key] += times
        else:
            self._lost += times

    def take(self) -> Counts:
        """What waits; from now on it waits here no longer."""
        with self._lock:
            taken, self._waiting = self._waiting, Counts()
            lost, self._lost = self._lost, 0
        if lost:
            logger.error("statistics: %d counts lost, more than %d different ones waited", lost, self._most)
        return taken

    def give_back(self, counts: Counts) -> None:
        """What could not be written waits again."""
        with self._lock:
            for waiting, back in ((self._waiting.uses, counts.uses), (self._waiting.demand, counts.demand)):
                for key, times in back.items():
                    self._count(waiting, key, times)


def write(engine: Engine, tally: Tally) -> bool:
    """Add what waits to the database, all of it or nothing; whether it took it."""
    counts = tally.take()
    if not len(counts):
        return True
    try:
        with writing(engine) as session:
            _add(session, UsageCount, counts.uses)
            _add(session, DemandCount, counts.demand)
    except CatalogueError as error:
        logger.warning("statistics not written, they wait: %s", type(error.__cause__).__name__)
        tally.give_back(counts)
        return False
    return True


def _add(session: Session, table: type[Base], counts: Counter[Any]) -> None:
    """Count rows up, those that are not there yet from nothing."""
    if not counts:
        return
    columns = table.__table__.columns.keys()
    keys = [name for name in columns if name != "count"]
    rows = [dict(zip(columns, (*key, times), strict=True)) for key, times in sorted(counts.items())]
    # Both databases have the same words for it, but SQLAlchemy one statement for each.
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    there: Any = table.__table__.columns["count"]
    more = there + statement.excluded["count"]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"count": more}), rows)
