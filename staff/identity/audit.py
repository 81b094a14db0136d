"""The audit trail of what the catalogue's own history does not hold: log-ins, accounts, words, notices, mails."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Engine, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.stored import Stored

# Who did it where no account did: somebody who may type commands on the server.
BY_COMMAND = "(Befehlszeile)"


class StoredAudit(Stored):
    """One line; `before` and `after` are the fields that changed, as they are shown."""

    __tablename__ = "staff_audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[float] = mapped_column(index=True)
    by: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


@dataclass(frozen=True)
class Line:
    """Who did what to what, when (seconds since 1970), and which fields were how before and after."""

    at: float
    by: str
    action: str
    subject: str
    changes: tuple[tuple[str, str, str], ...] = ()


class Audit:
    """The trail: lines are added, never changed."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    def note(
        self,
        by: str,
        action: str,
        subject: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep that somebody did something. `action` is German, for people ("Passwort zurückgesetzt")."""
        with Session(self._engine) as session, session.begin():
            session.add(
                StoredAudit(
                    at=self._clock(),
                    by=by,
                    action=action,
                    subject=subject,
                    before=dict(before) if before is not None else None,
                    after=dict(after) if after is not None else None,
                )
            )

    def lines(self, *, limit: int, offset: int = 0) -> Sequence[Line]:
        """The latest first."""
        with Session(self._engine) as session:
            found = session.scalars(select(StoredAudit).order_by(StoredAudit.id.desc()).limit(limit).offset(offset))
            return [_line(stored) for stored in found]

    def count(self) -> int:
        with Session(self._engine) as session:
            return session.scalar(select(func.count()).select_from(StoredAudit)) or 0


def _line(stored: StoredAudit) -> Line:
    before, after = stored.before or {}, stored.after or {}
    names = dict.fromkeys((*before, *after))
    changes = tuple((name, _shown(before.get(name)), _shown(after.get(name))) for name in names)
    return Line(stored.at, stored.by, stored.action, stored.subject, changes)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "(leer)"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
