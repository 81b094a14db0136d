"""Working off notices: what is still open, what was done about the others, and by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session, joinedload

from catalogue.database import writing
from catalogue.errors import ChangeError
from catalogue.models import Notice, Offer, OfferVersion

LONGEST_HOW = 300


@dataclass(frozen=True)
class Reported:
    """An offer with notices about it. `offer` is None where there is none any more; `title` is its last one then."""

    key: str
    title: str
    offer: Offer | None
    notices: tuple[Notice, ...]


def open_notices(session: Session) -> Sequence[Reported]:
    """All that is not worked off: the offers by their oldest notice, and of each the oldest notice first."""
    waiting = select(Notice).where(Notice.done_at.is_(None)).order_by(Notice.reported_at, Notice.id)
    return _by_offer(session, session.scalars(waiting))


def done_notices(session: Session, *, limit: int, offset: int = 0) -> Sequence[tuple[Reported, Notice]]:
    """What was worked off, the latest first, with the offer it was about."""
    done = select(Notice).where(Notice.done_at.is_not(None)).order_by(Notice.done_at.desc(), Notice.id.desc())
    notices = session.scalars(done.limit(limit).offset(offset)).all()
    about = {item.key: item for item in _by_offer(session, notices)}
    return [(about[notice.offer_key], notice) for notice in notices]


def notices_about(session: Session, key: str) -> Sequence[Notice]:
    """What was reported about one offer, open ones first, and of those the oldest."""
    about = select(Notice).where(Notice.offer_key == key)
    return session.scalars(about.order_by(Notice.done_at.is_not(None), Notice.reported_at, Notice.id)).all()


def count_open(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Notice).where(Notice.done_at.is_(None))) or 0


def finish(engine: Engine, numbers: Iterable[int], now: datetime, by: str, how: str = "") -> Sequence[str]:
    """Notices are worked off; the keys of their offers, one for each.

    Raises ChangeError where none of them is open any more, CatalogueError where the database does not take it.
    """
    wanted = tuple(numbers)
    with writing(engine) as session:
        still_open = Notice.id.in_(wanted), Notice.done_at.is_(None)
        values = {"done_at": now, "done_by": by, "done_how": how.replace("\0", "").strip()[:LONGEST_HOW] or None}
        # The database decides who was first.
        taken = session.scalars(update(Notice).where(*still_open).values(values).returning(Notice.offer_key)).all()
        if not taken:
            raise ChangeError(_why_not(session, wanted))
        return taken


def reopen(engine: Engine, number: int) -> str:
    """A notice waits again; the key of its offer. Raises ChangeError where it is open already, CatalogueError."""
    with writing(engine) as session:
        notice = session.get(Notice, number)
        if notice is None or notice.done_at is None:
            raise ChangeError("Dieser Hinweis ist noch offen, oder es gibt ihn nicht.")
        notice.done_at = notice.done_by = notice.done_how = None
        return notice.offer_key


def _why_not(session: Session, numbers: tuple[int, ...]) -> str:
    done = session.scalar(select(Notice).where(Notice.id.in_(numbers)).limit(1))
    if done is None:
        return "Diesen Hinweis gibt es nicht."
    return f"Das ist schon erledigt, von {done.done_by or 'jemand anderem'}."


def _by_offer(session: Session, notices: Iterable[Notice]) -> list[Reported]:
    grouped: dict[str, list[Notice]] = {}
    for notice in notices:
        grouped.setdefault(notice.offer_key, []).append(notice)
    found = select(Offer).where(Offer.key.in_(grouped)).options(joinedload(Offer.provider))
    offers = {offer.key: offer for offer in session.scalars(found)}
    return [
        Reported(key, offers[key].title if key in offers else last_title(session, key), offers.get(key), tuple(items))
        for key, items in grouped.items()
    ]


def last_title(session: Session, key: str) -> str:
    """What an offer that is gone was called last; its key where nobody knows."""
    history = select(OfferVersion).where(OfferVersion.offer_key == key).order_by(OfferVersion.id.desc())
    for version in session.scalars(history):
        before, after = version.changes.get("titel", (None, None))
        if title := after or before:
            return title
    return key
