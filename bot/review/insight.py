"""What the labels tell about the assistant: what it confuses and misses, and what it has to learn from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.review.insight_conditions import Conditions, conditions
from bot.review.insight_confusions import Confusions, Example, Turn, confusions
from bot.review.insight_contradictions import Contradiction, Taught
from bot.review.insight_stock import Stock, stock
from bot.review.labels import Label, Labels
from bot.review.sentences import Sentence, of_labels
from bot.review.tables import KeptMessage, LabelRow


@dataclass(frozen=True)
class Insight:
    """All of it. `frozen` counts a model's turns of the frozen sets; None where no figures of a model are known.

    `messages` has a kept message for each label that has one, by ids. `labels` says how many labels teach something.
    """

    confusions: Confusions
    conditions: Conditions
    contradictions: tuple[Contradiction, ...]
    stock: Stock
    labels: int
    messages: dict[int, int]
    frozen: Confusions | None = None


def insight(engine: Engine, sentences: Sequence[Sentence], taught: Taught, frozen: Iterable[Turn] = ()) -> Insight:
    """Look at all labels of a database and the sentences that are there from the beginning.

    `taught` are these sentences, compared with one another; `frozen` what a model made of the frozen sets.
    """
    labels = Labels(engine).all()
    messages = _reviewed(engine, {label.id: label for label in labels if label.intent is not None})
    turns = [
        Turn(label.intent, message.intent, message.guess, Example(message.text, message.id))
        for message, label in messages
        if label.intent is not None
    ]
    facts = ((Example(message.text, message.id), message.facts, label) for message, label in messages)
    of_model = confusions(frozen)
    return Insight(
        confusions(turns),
        conditions(facts),
        tuple(taught.contradictions(of_labels(labels))),
        stock(sentences, labels),
        sum(label.intent is not None for label in labels),
        {label.id: message.id for message, label in messages},
        of_model if of_model.understood.total else None,
    )


def state_of_labels(engine: Engine) -> tuple[object, ...]:
    """Changes with every label that is made, changed, taken back or taught, and with the messages they belong to."""
    labels = select(func.count(), func.max(LabelRow.id), func.max(LabelRow.at), func.count(LabelRow.measured))
    messages = select(func.count(KeptMessage.label_id), func.sum(KeptMessage.label_id), func.max(KeptMessage.id))
    with Session(engine) as session:
        return (*session.execute(labels).one(), *session.execute(messages).one())


def _reviewed(engine: Engine, labels: dict[int, Label]) -> list[tuple[KeptMessage, Label]]:
    """The messages that staff said something of, with what they said, the latest first."""
    statement = select(KeptMessage).where(KeptMessage.label_id.is_not(None)).order_by(KeptMessage.id.desc())
    with Session(engine) as session:
        kept = session.scalars(statement).all()
        session.expunge_all()
    return [(item, labels[item.label_id]) for item in kept if item.label_id in labels]
