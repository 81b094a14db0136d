"""Labels: what staff said of messages. They measure the next model once, and teach the ones after it."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from bot.review.tables import REVIEWED, TAUGHT, KeptMessage, LabelRow
from bot.stored import make_tables


@dataclass(frozen=True)
class Marked:
    """A condition in a text, as Rasa's examples have it: the characters from `start` to before `end` say `entity`.

    `role` is "background" for what only belongs to the story, "exclude" for what is not wanted, None for what is.
    """

    start: int
    end: int
    entity: str
    role: str | None = None


@dataclass(frozen=True)
class Label:
    """What a text means: its kind of turn (`intent`; None where it teaches nothing), and the conditions in it.

    `topic` is a topic that the text asks for without naming it. `conversation` is the digest of who wrote it, for
    forgetting. `is_real` says that a visitor wrote it. `by` and `at` (seconds) say who labelled it and when;
    `measured` which model it has measured, once it has.
    """

    text: str
    intent: str | None
    entities: tuple[Marked, ...] = ()
    topic: str | None = None
    conversation: str | None = None
    is_real: bool = True
    by: str = ""
    at: float = 0.0
    state: str = REVIEWED
    measured: str | None = None
    id: int = field(default=0, compare=False)


class Labels:
    """The labels of one database, a text has one at most."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock
        make_tables(engine)

    def put(self, label: Label, by: str) -> int:
        """Keep a label, in place of another of the same text; its id. Which model it measures is asked anew."""
        with Session(self._engine) as session, session.begin():
            row = session.scalar(select(LabelRow).where(LabelRow.text == label.text)) or LabelRow(text=label.text)
            row.intent, row.topic, row.conversation = label.intent, label.topic, label.conversation
            row.entities = [asdict(item) for item in label.entities]
            row.is_real, row.by, row.at = label.is_real, by, self._clock()
            row.state, row.measured = REVIEWED, None
            session.add(row)
            session.flush()
            return row.id

    def remove(self, label_id: int) -> bool:
        """Take a label back; its messages wait again. Whether it was there."""
        with Session(self._engine) as session, session.begin():
            session.execute(update(KeptMessage).where(KeptMessage.label_id == label_id).values(label_id=None))
            gone = session.execute(delete(LabelRow).where(LabelRow.id == label_id))
            return bool(gone.rowcount)  # type: ignore[attr-defined]

    def find(self, label_id: int) -> Label | None:
        with Session(self._engine) as session:
            row = session.get(LabelRow, label_id)
            return _label(row) if row else None

    def reviewed(self) -> list[Label]:
        """Those that teach something and have measured no model yet, in the order in which they were made."""
        return self._those(REVIEWED)

    def taught(self) -> list[Label]:
        """Those that teach, in the order in which they were made."""
        return self._those(TAUGHT)

    def all(self) -> list[Label]:
        """Every label, also those that teach nothing."""
        with Session(self._engine) as session:
            return [_label(row) for row in session.scalars(select(LabelRow).order_by(LabelRow.id))]

    def teach(self, ids: Collection[int], measured: str) -> None:
        """Let labels teach from now on: they have measured a model."""
        with Session(self._engine) as session, session.begin():
            theirs = update(LabelRow).where(LabelRow.id.in_(ids))
            session.execute(theirs.values(state=TAUGHT, measured=measured))

    def _those(self, state: str) -> list[Label]:
        statement = select(LabelRow).where(LabelRow.state == state, LabelRow.intent.is_not(None))
        with Session(self._engine) as session:
            return [_label(row) for row in session.scalars(statement.order_by(LabelRow.id))]


def _label(row: LabelRow) -> Label:
    entities: Sequence[Marked] = [Marked(**item) for item in row.entities]
    return Label(
        text=row.text,
        intent=row.intent,
        entities=tuple(entities),
        topic=row.topic,
        conversation=row.conversation,
        is_real=row.is_real,
        by=row.by,
        at=row.at,
        state=row.state,
        measured=row.measured,
        id=row.id,
    )
