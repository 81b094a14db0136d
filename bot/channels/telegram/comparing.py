"""Comparing offers of a note list in the chat: two or three are chosen by number, one message tells their facts."""

import html
import json
from collections.abc import Callable, Sequence

from bot.channels.telegram.buttons import NOTES
from bot.channels.telegram.rendering import Message, Row
from bot.channels.telegram.splitting import LONGEST_TEXT, shortened, visible_units
from bot.channels.telegram.wording import say
from bot.handover.comparison import Comparison
from bot.handover.notes import Note

CHOOSE, COMPARE, BACK = "choose", "compare", "show"
_BUTTONS_A_ROW = 5
_LONGEST_TITLE = 90
# How long a value may be: the more there is to say, the shorter.
_LONGEST_VALUES = (300, 120, 60)


def button(action: str, chosen: Sequence[str] = ()) -> str:
    """What a button does on the way to a comparison of these offers."""
    return f"{NOTES}{action}:{json.dumps(chosen, ensure_ascii=False)}"


def choosing(notes: Sequence[Note], chosen: Sequence[str]) -> Message:
    """The list's titles with a button for each number; those that are gone cannot be chosen."""
    lines, buttons = [say("choose")], []
    for number, note in enumerate(notes, start=1):
        if note.hit is None:
            continue
        is_chosen = note.key in chosen
        others = [key for key in chosen if key != note.key]
        lines.append(f"{number}. {shortened(note.hit.offer.title, _LONGEST_TITLE)}")
        label = say("chosen" if is_chosen else "choose_one", number=number)
        buttons.append((label, button(CHOOSE, others if is_chosen else [*others, note.key])))
    rows: list[Row] = [buttons[start : start + _BUTTONS_A_ROW] for start in range(0, len(buttons), _BUTTONS_A_ROW)]
    if len(chosen) > 1:
        rows.append([(say("compare_now"), button(COMPARE, chosen))])
    return Message("\n".join(lines), [*rows, [(say("back_to_list"), f"{NOTES}{BACK}:0")]])


def side_by_side(comparison: Comparison, page: Callable[[str], str | None]) -> Message:
    """One message: the titles by number, then each fact with what every offer says about it."""
    text = ""
    for longest in _LONGEST_VALUES:
        text = "\n\n".join([_titles(comparison, page), *_facts(comparison, longest)])
        if visible_units(text) <= LONGEST_TEXT:
            break
    return Message(text, is_html=True)


def _titles(comparison: Comparison, page: Callable[[str], str | None]) -> str:
    lines = []
    for number, hit in enumerate(comparison.hits, start=1):
        title, url = html.escape(shortened(hit.offer.title, _LONGEST_TITLE)), page(hit.offer.key)
        lines.append(f"<b>{number}. " + (f'<a href="{html.escape(url)}">{title}</a>' if url else title) + "</b>")
    return "\n".join(lines)


def _facts(comparison: Comparison, longest: int) -> list[str]:
    found = []
    for heading, values in comparison.rows:
        told = [shortened(value, longest) or say("not_known") for value in values]
        lines = [f"{number}. {html.escape(value)}" for number, value in enumerate(told, start=1)]
        found.append("\n".join([f"<b>{html.escape(heading)}</b>", *lines]))
    return found
