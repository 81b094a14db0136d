"""Labelling by several people: nobody's label is overwritten unseen, and everybody can take back his own steps."""

import hashlib
import time
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import JSON, Engine, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.review.labels import Label, Labels
from bot.review.tables import REVIEWED, KeptMessage, LabelRow
from bot.stored import Stored, make_tables
from catalogue.errors import ChangedMeanwhileError, ChangeError

_KEPT_SECONDS = 24 * 3600.0
_RESTORED = ("intent", "entities", "topic", "is_real", "by", "at", "state", "measured")


class StepRow(Stored):
    """A step that can be taken back. `before` is the label as it was, without its text; None where there was none.

    `assigned` are the messages that the step set aside; `with_word` says that a word went into the draft as well.
    """

    __tablename__ = "review_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(index=True)
    at: Mapped[float]
    message_id: Mapped[int]
    label_id: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    assigned: Mapped[list[int]] = mapped_column(JSON)
    with_word: Mapped[bool]


class LabelledMeanwhileError(ChangedMeanwhileError):
    """Somebody else has labelled the text since it was shown; `label` is what he says."""

    code = "labelled-meanwhile"

    def __init__(self, label: Label) -> None:
        super().__init__(f"{label.by or 'Jemand anderes'} hat diese Nachricht inzwischen schon eingeordnet.")
        self.label = label


@dataclass(frozen=True)
class Undone:
    """What was taken back: the message's id, the label that was, and whether a word still stands in the draft."""

    message_id: int
    intent: str | None
    with_word: bool


class Labelling:
    """What people say of the messages of one database, step by step."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock, self._labels = engine, clock, Labels(engine, clock)
        make_tables(engine)

    def of_text(self, text: str) -> Label | None:
        """What was said of a text."""
        with Session(self._engine) as session:
            found = session.scalar(select(LabelRow.id).where(LabelRow.text == text))
        return self._labels.find(found) if found else None

    def say(
        self, label: Label, message_id: int, alike: Collection[int], by: str, seen: str, *, with_word: bool = False
    ) -> int:
        """Label a message, and set those aside that are alike; the label's id.

        `seen` is the stand of the label that was shown with it. Raises LabelledMeanwhileError where it is another now.
        """
        try:
            with Session(self._engine) as session, session.begin():
                row = session.scalar(select(LabelRow).where(LabelRow.text == label.text).with_for_update())
                if stand(row) != seen:
                    raise _StaleError
                before = {name: getattr(row, name) for name in _RESTORED} if row else None
                row = row or LabelRow(text=label.text, conversation=label.conversation)
                row.intent, row.topic, row.is_real = label.intent, label.topic, label.is_real
                row.entities = [asdict(item) for item in label.entities]
                row.by, row.at, row.state, row.measured = by, self._clock(), REVIEWED, None
                session.add(row)
                session.flush()
                self._keep_step(session, row, message_id, alike, before, with_word)
                return row.id
        except (_StaleError, IntegrityError) as error:
            raise self._meanwhile(label.text) from error

    def undo(self, by: str) -> Undone:
        """Take back one's own latest step; what was before is again.

        Raises ChangeError where there is none, or somebody else has said something else since.
        """
        with Session(self._engine) as session, session.begin():
            step = session.scalar(select(StepRow).where(StepRow.by == by).order_by(StepRow.id.desc()).limit(1))
            if step is None:
                raise ChangeError("Es gibt nichts, was Sie zurücknehmen könnten.")
            session.delete(step)
            row = session.get(LabelRow, step.label_id)
            if row is not None and (row.by, row.at) == (by, step.at):
                undone = Undone(step.message_id, row.intent, step.with_word)
                self._restore(session, row, step)
                return undone
        # The step is gone all the same, so that the one before it can be taken back.
        raise ChangeError("Das hat inzwischen jemand anders eingeordnet oder gelöscht; dabei bleibt es.")

    def can_undo(self, by: str) -> bool:
        with Session(self._engine) as session:
            return session.scalar(select(StepRow.id).where(StepRow.by == by).limit(1)) is not None

    def _keep_step(
        self,
        session: Session,
        row: LabelRow,
        message_id: int,
        alike: Collection[int],
        before: dict[str, Any] | None,
        with_word: bool,
    ) -> None:
        ids = {message_id, *alike}
        free = select(KeptMessage.id).where(KeptMessage.id.in_(ids), KeptMessage.label_id.is_(None))
        assigned = sorted(session.scalars(free))
        session.execute(update(KeptMessage).where(KeptMessage.id.in_(assigned)).values(label_id=row.id))
        session.execute(delete(StepRow).where(StepRow.by == row.by, StepRow.at < row.at - _KEPT_SECONDS))
        step = StepRow(by=row.by, at=row.at, message_id=message_id, label_id=row.id)
        step.before, step.assigned, step.with_word = before, assigned, with_word
        session.add(step)

    def _restore(self, session: Session, row: LabelRow, step: StepRow) -> None:
        theirs = KeptMessage.label_id == row.id
        if step.before is not None:
            for name in _RESTORED:
                setattr(row, name, step.before[name])
            theirs = theirs & KeptMessage.id.in_(step.assigned)
        else:
            session.delete(row)
        session.execute(update(KeptMessage).where(theirs).values(label_id=None))

    def _meanwhile(self, text: str) -> ChangeError:
        label = self.of_text(text)
        return LabelledMeanwhileError(label) if label else ChangeError("Das wurde inzwischen zurückgenommen.")


class _StaleError(Exception):
    """The label is not the one that was seen."""


def stand(label: LabelRow | Label | None) -> str:
    """What tells two labels of a text apart; stands in the form. Empty where there is none."""
    if label is None:
        return ""
    entities = [item if isinstance(item, dict) else asdict(item) for item in label.entities]
    told = (label.intent, sorted(map(repr, map(sorted, map(dict.items, entities)))), label.topic, label.by, label.at)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
