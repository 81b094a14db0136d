"""How often a log-in may be tried: after some wrong tries the next has to wait, each time longer."""

from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.stored import Stored
from catalogue.errors import ChangeError

FREE_TRIES = 3
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 5, 900
_FORGOTTEN_SECONDS = 24 * 3600
_LONGEST_NAME = 100


class StoredAttempts(Stored):
    """Tries under one name, whether there is such an account or not, since the last right one."""

    __tablename__ = "staff_attempts"

    name: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    tried_at: Mapped[float]
    open_at: Mapped[float]


class TooManyTriesError(ChangeError):
    """A log-in has to wait."""

    code = "too-many-tries"


def wait_after(tries: int) -> int:
    """Seconds until the next try, after so many."""
    beyond = tries - FREE_TRIES
    return 0 if beyond < 0 else min(FIRST_WAIT_SECONDS << min(beyond, 20), LONGEST_WAIT_SECONDS)


def begin(engine: Engine, name: str, now: float) -> None:
    """Count a try before its password is looked at, so that many at once are not worth more than one.

    Raises TooManyTriesError where it comes too early, or beside another one.
    """
    name = name[:_LONGEST_NAME]
    with Session(engine) as session, session.begin():
        session.execute(delete(StoredAttempts).where(StoredAttempts.tried_at < now - _FORGOTTEN_SECONDS))
    with Session(engine) as session:
        stored = session.get(StoredAttempts, name)
        tries, open_at = (stored.tries, stored.open_at) if stored else (0, now)
    if open_at > now:
        raise TooManyTriesError(_asking_to_wait(open_at - now))
    if not _counted(engine, name, tries, now):
        raise TooManyTriesError(_asking_to_wait(1))


def _counted(engine: Engine, name: str, tries: int, now: float) -> bool:
    """Count one more than `tries`; False where somebody else has just done so."""
    values = {"tries": tries + 1, "tried_at": now, "open_at": now + wait_after(tries + 1)}
    try:
        with Session(engine) as session, session.begin():
            if tries == 0:
                session.add(StoredAttempts(name=name, **values))
                return True
            mine = (StoredAttempts.name == name, StoredAttempts.tries == tries)
            return bool(session.execute(update(StoredAttempts).where(*mine).values(values)).rowcount)  # type: ignore[attr-defined]
    except IntegrityError:
        return False


def forget(engine: Engine, name: str) -> None:
    """The right password was given."""
    with Session(engine) as session, session.begin():
        session.execute(delete(StoredAttempts).where(StoredAttempts.name == name[:_LONGEST_NAME]))


def _asking_to_wait(seconds: float) -> str:
    return f"Das waren zu viele Versuche. Bitte warten Sie {_in_words(seconds)} und versuchen Sie es dann noch einmal."


def _in_words(seconds: float) -> str:
    if seconds <= 90:
        return f"{max(1, round(seconds))} Sekunden"
    return f"{round(seconds / 60)} Minuten"
