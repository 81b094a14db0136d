"""What stands in the form of a message: its kind of turn, the conditions marked in it, and the topic it means."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from bot.review.kinds import ENTITIES, KINDS, OUT_OF_SCOPE, ROLES, SEARCHING
from bot.review.labels import Label, Marked
from bot.review.marks import described_topic, fault_of, in_order, marked_of, words_of
from bot.review.tables import KeptMessage

# In the place of a role: the words are no condition at all.
NOT_MEANT, _WANTED = "none", "wanted"


@dataclass(frozen=True)
class Entries:
    """`first`, `last`, `entity` and `role` are a condition that is being marked: numbers of words, and what it is.

    `faults` has sentences by field: "new", "topic" or "intent".
    """

    intent: str
    marks: tuple[Marked, ...]
    topic: str = ""
    first: str = ""
    last: str = ""
    entity: str = ""
    role: str = _WANTED
    faults: dict[str, str] = field(default_factory=dict)

    def label(self, message: KeptMessage) -> Label:
        """The label that the entries make of a message; what is elsewhere's business has no conditions."""
        is_elsewhere = self.intent == OUT_OF_SCOPE
        topic = self.topic if self.intent in SEARCHING and self.topic else None
        marks = () if is_elsewhere else self.marks
        return Label(message.text, self.intent, marks, topic, message.conversation)


def shown_first(message: KeptMessage, label: Label | None) -> Entries:
    """What stands in the form at first: what was said already, else what was understood."""
    if label is not None:
        return Entries(label.intent or message.intent, label.entities, label.topic or "")
    return Entries(message.intent, marked_of(message.facts, message.text), described_topic(message.facts) or "")


def entered(form: MultiDict[str, str], message: KeptMessage, topics: Collection[str]) -> Entries:
    """What somebody entered; all of it is kept, also what does not fit."""
    found = Entries(
        intent=form.get("intent", ""),
        marks=_marks(form, message.text),
        topic=form.get("topic", "").strip().lower(),
        first=form.get("first", ""),
        last=form.get("last", ""),
        entity=form.get("new_entity", ""),
        role=form.get("new_role", _WANTED),
    )
    faults = {}
    if found.intent not in KINDS:
        faults["intent"] = "Diese Art von Nachricht gibt es nicht."
    if found.topic and found.topic not in topics:
        faults["topic"] = f"Das Thema „{found.topic}“ gibt es nicht. Mit „Neues Thema“ legen Sie es an."
    found = replace(found, faults=faults)
    return _with_new(found, message.text) if found.first or found.entity else found


def _marks(form: MultiDict[str, str], text: str) -> tuple[Marked, ...]:
    """The conditions that stand in the form, without those that are not meant."""
    found: list[Marked] = []
    lists = (form.getlist(name) for name in ("mark", "entity", "role"))
    for where, entity, role in zip(*lists, strict=False):
        start, _, end = where.partition(":")
        if role != NOT_MEANT and start.isdecimal() and end.isdecimal():
            mark = Marked(int(start), int(end), entity, None if role == _WANTED else role)
            if fault_of(text, [*found, mark]) is None:
                found.append(mark)
    return in_order(found)


def _with_new(entries: Entries, text: str) -> Entries:
    """The entries with the condition that was being marked; where it does not fit, with the reason."""
    words = words_of(text)
    first, last = (int(item) if item.isdecimal() else -1 for item in (entries.first, entries.last or entries.first))
    if not (0 <= first <= last < len(words)) or entries.entity not in ENTITIES:
        why = "Bitte wählen Sie das erste und das letzte Wort, und was sie bedeuten."
        return replace(entries, faults={**entries.faults, "new": why})
    role = None if entries.role == _WANTED else entries.role
    mark = Marked(words[first][0], words[last][1], entries.entity, role if role in ROLES else None)
    if fault := fault_of(text, [*entries.marks, mark]):
        return replace(entries, faults={**entries.faults, "new": fault})
    marks = in_order((*entries.marks, mark))
    return replace(entries, marks=marks, first="", last="", entity="", role=_WANTED)
