"""One message at a time: what it says, what was understood, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.review.claims import Claims
from bot.review.inbox import REASONS, Inbox, Line, Waiting
from bot.review.kinds import ENTITIES, KINDS, OUTCOMES, ROLES, name_of
from bot.review.labelling import Labelling, stand
from bot.review.labels import Label
from bot.review.marks import pieces, words_of
from bot.review.tables import FOUND, RELAXED, KeptMessage
from staff.access import current_account
from staff.desk import desk
from staff.questions import room
from staff.questions.entries import Entries, shown_first

# Above any session: whoever wants no shortcuts, wants none tomorrow either.
_WITHOUT_KEYS, _A_YEAR = "fragen-ohne-tasten", 365 * 24 * 3600
_LARGEST_ID = 2**31


@dataclass(frozen=True)
class Place:
    """Where in the queue somebody is: whether what is known well is shown too, and what was passed over."""

    everything: bool
    after: int | None

    @property
    def arguments(self) -> dict[str, Any]:
        return {"alle": "1" if self.everything else None, "nach": self.after}


def place() -> Place:
    """The place of the present request, from its address or its form."""
    after = request.values.get("nach", "")
    number = int(after) if after.isascii() and after.isdigit() and int(after) < _LARGEST_ID else None
    return Place(bool(request.values.get("alle")), number)


def inbox() -> Inbox:
    return Inbox(desk().stored)


def claims() -> Claims:
    return Claims(desk().stored, lambda: desk().clock().timestamp())


def labelling() -> Labelling:
    return Labelling(desk().stored, lambda: desk().clock().timestamp())


def message_or_404(message_id: int) -> KeptMessage:
    message = inbox().message(message_id)
    if message is None or not message.text:
        abort(404)
    return message


@room.get("/")
def index() -> ResponseReturnValue:
    """The most useful message that nobody else looks at."""
    here, found = place(), inbox().waiting()
    group = inbox().next_for(current_account().name, claims(), found.shown(here.everything), here.after)
    if group is None:
        return render_template(
            "questions/done.html",
            found=found,
            place=here,
            can_undo=labelling().can_undo(current_account().name),
            with_others=len(found.groups) if here.after is None else 0,
        )
    return _page(message_or_404(group.id), found, group.lines, group.reasons)


@room.get("/<int(max=2147483647):message_id>")
def one(message_id: int) -> ResponseReturnValue:
    """A certain message, labelled or not."""
    message = message_or_404(message_id)
    if not claims().take(message.id, current_account().name):
        holder = claims().holder(message.id)
        flash(f"{holder} sieht diese Nachricht gerade auch an.", "fault")
    return show(message)


@room.post("/tasten")
def keys() -> ResponseReturnValue:
    """Switch the shortcuts off or on, for this browser."""
    answer = redirect(url_for("questions.index", **place().arguments))
    answer.set_cookie(
        _WITHOUT_KEYS,
        "" if request.cookies.get(_WITHOUT_KEYS) else "1",
        max_age=_A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return answer


def show(message: KeptMessage, entries: Entries | None = None, meanwhile: Label | None = None) -> str:
    """The page of one message, with what was entered where it was not taken."""
    found = inbox().waiting()
    group = next((group for group in found.shown(True) if message.id in group.ids), None)
    return _page(message, found, inbox().alike(message), group.reasons if group else (), entries, meanwhile)


def _page(
    message: KeptMessage,
    found: Waiting,
    alike: Sequence[Line],
    reasons: Sequence[str],
    entries: Entries | None = None,
    meanwhile: Label | None = None,
) -> str:
    label = labelling().of_text(message.text)
    entries = entries or shown_first(message, label)
    return render_template(
        "questions/one.html",
        message=message,
        entries=entries,
        pieces=pieces(message.text, entries.marks),
        words=[message.text[start:end] for start, end in words_of(message.text)],
        label=label,
        meanwhile=meanwhile,
        meanwhile_pieces=pieces(message.text, meanwhile.entities) if meanwhile else (),
        stand=stand(label),
        alike=list(dict.fromkeys(line.text for line in alike if line.text != message.text)),
        count=len(alike),
        reasons=[REASONS[name] for name in reasons],
        found=found,
        place=place(),
        kinds=KINDS,
        entities=ENTITIES,
        roles=ROLES,
        shows_total=message.outcome in (FOUND, RELAXED),
        outcome=OUTCOMES.get(message.outcome, message.outcome),
        name_of=name_of,
        topics=sorted(desk().region.topics),
        with_keys=not request.cookies.get(_WITHOUT_KEYS),
        can_undo=labelling().can_undo(current_account().name),
    )
