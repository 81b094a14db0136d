"""An answer of the assistant as messages of Telegram: texts, and offers as one message with a keyboard."""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

from bot.channels.telegram.buttons import KEEP, NOTHING, PAGE, SAY, THUMB
from bot.channels.telegram.splitting import LONGEST_TEXT, parts, shortened, visible_units
from bot.channels.telegram.wording import say
from catalogue.search import PAGE as OFFERS_A_PAGE

# A button's words and what it does; rows of such.
Row = Sequence[tuple[str, str]]
_LONGEST_TITLE, _LONGEST_AROUND = 200, 600
# How long a line of an offer may be: the more there is to say, the shorter.
_LONGEST_LINES = (600, 120, 60)
_BUTTONS_A_ROW, _MOST_LABEL = 2, 60
_MORE = "/more"
# What the buttons do that say whether an answer helped.
UP, DOWN = f"{THUMB}up", f"{THUMB}down"


@dataclass(frozen=True)
class Message:
    """One message: HTML or plain text, and rows of buttons. `shows_offers` marks the one that paging replaces."""

    text: str
    rows: Sequence[Row] = field(default_factory=tuple)
    is_html: bool = False
    shows_offers: bool = False


@dataclass(frozen=True)
class Turning:
    """What pages of one result have in common: offers a page, the question below them, and the answers to it.

    The assistant asks below the first page only; on Telegram a page takes its place, and the buttons with it.
    """

    size: int
    question: str
    choices: Sequence[tuple[str, str]]

    def payload(self, offset: int) -> str:
        """What a button does that leads to the page after so many offers."""
        told = {"offset": offset, "size": self.size, "question": self.question, "choices": self.choices}
        return PAGE + json.dumps(told, ensure_ascii=False)


def page_asked(payload: str) -> tuple[str, Turning]:
    """What such a button asks the assistant for, and what stays as it was."""
    told = json.loads(payload.removeprefix(PAGE))
    choices = tuple((title, choice) for title, choice in told["choices"])
    return f"{_MORE}{json.dumps({'offset': told['offset']})}", Turning(told["size"], told["question"], choices)


def has_result(said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a search was answered, with offers or without."""
    return any(_is_result(message.get("custom")) for message in said)


def _is_result(custom: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(custom, Mapping) and custom.get("type") == "offers"


def messages_of(said: Sequence[Mapping[str, Any]], public_url: str, turning: Turning | None = None) -> list[Message]:
    """What Rasa said, as Telegram shows it. Offers stand in place of the text before them, which says the same.

    `public_url` is where offers have their pages, empty where nobody outside can reach them; `turning` what stays of
    the page that is turned, where one is.
    """
    found: list[Message] = []
    waiting: Mapping[str, Any] | None = None
    for message in said:
        custom = message.get("custom")
        if _is_result(custom):
            buttons = waiting.get("buttons", ()) if waiting else ()
            found.append(_offers(custom, turning or _turning(custom, buttons), public_url))
            waiting = None
            continue
        found += _plain(waiting) if waiting else []
        waiting = message if message.get("text") else None
    return [*found, *(_plain(waiting) if waiting else [])]


def asking_whether_it_helped(message: Message) -> Message:
    """Offers with the two buttons that say whether they helped below all others; any other message as it is."""
    if not message.shows_offers:
        return message
    return replace(message, rows=[*message.rows, [(say("thumb_up"), UP), (say("thumb_down"), DOWN)]])


def _plain(message: Mapping[str, Any]) -> list[Message]:
    """A text in as many messages as it needs; the buttons stand below the last one."""
    *others, last = parts(str(message["text"])) or ["…"]
    return [*map(Message, others), Message(last, _choices(message.get("buttons", ())))]


def _turning(custom: Mapping[str, Any], buttons: Sequence[Mapping[str, Any]]) -> Turning:
    choices = [_choice(button) for button in buttons if button.get("payload") != _MORE]
    return Turning(max(len(custom["offers"]), OFFERS_A_PAGE), str(custom.get("after") or ""), choices)


def _offers(custom: Mapping[str, Any], turning: Turning, public_url: str) -> Message:
    """A page of offers that fits one message."""
    offers, first = custom["offers"], int(custom.get("first") or 1)
    before, after = (
        html.escape(shortened(said, _LONGEST_AROUND)) for said in (str(custom.get("before") or ""), turning.question)
    )
    room = LONGEST_TEXT - visible_units(_joined([before, "", after]))
    text = _joined([before, *_told(offers, first, room, public_url), after])
    rows = [*_keeping(offers, first), *_paging(custom, turning, first), *_in_rows(turning.choices, _BUTTONS_A_ROW)]
    return Message(text or "…", rows, is_html=True, shows_offers=bool(offers))


def _joined(texts: Sequence[str]) -> str:
    return "\n\n".join(filter(None, texts))


def _told(offers: Sequence[Mapping[str, Any]], first: int, room: int, public_url: str) -> list[str]:
    """Offers in a text that fits: where it does not, contacts are left out first, the longest offers' before others'.

    They stand on the offers' pages; what it costs, when it was confirmed and what counsellors are told stays, in
    shorter lines if need be. Lines are left out where nothing else helps.
    """
    numbered = list(enumerate(offers, start=first))

    def fits(told: Sequence[str]) -> bool:
        return visible_units(_joined(told)) <= room

    for longest in _LONGEST_LINES:
        bare = [_offer(offer, number, _lines(offer), longest, public_url) for number, offer in numbered]
        told = ["\n".join([text, *_contact(offer, longest)]) for text, offer in zip(bare, offers, strict=True)]
        for at in sorted(range(len(told)), key=lambda at: -visible_units(told[at])):
            if fits(told):
                break
            told[at] = bare[at]
        if fits(told):
            return told
    most = max(len(_lines(offer)) for offer in offers)
    while not fits(told) and most:
        most -= 1
        told = [_offer(offer, number, _lines(offer)[:most], longest, public_url) for number, offer in numbered]
    return told


def _offer(offer: Mapping[str, Any], number: int, lines: Sequence[str], longest: int, public_url: str) -> str:
    title = html.escape(shortened(str(offer["title"]), min(longest, _LONGEST_TITLE)))
    if public_url and offer.get("links"):
        # The first link leads to the offer's page.
        title = f'<a href="{html.escape(public_url + offer["links"][0]["url"])}">{title}</a>'
    return "\n".join([f"<b>{number}. {title}</b>", *(html.escape(shortened(line, longest)) for line in lines)])


def _lines(offer: Mapping[str, Any]) -> list[str]:
    return list(offer.get("lines", ()))


def _contact(offer: Mapping[str, Any], longest: int) -> list[str]:
    """Phone and mail as text, of which Telegram makes links by itself."""
    contact = offer.get("contact")
    return [html.escape(shortened(say("contact_line", contact=contact), longest))] if contact else []


def _keeping(offers: Sequence[Mapping[str, Any]], first: int) -> list[Row]:
    kept = [(say("keep", number=number), KEEP + offer["id"]) for number, offer in enumerate(offers, start=first)]
    return _in_rows(kept, 5)


def _paging(custom: Mapping[str, Any], turning: Turning, first: int) -> list[Row]:
    """ "Zurück", "6–10 von 23", "Weitere"; nothing where there is one page only."""
    count, total = len(custom["offers"]), int(custom.get("total") or 0)
    last = first + count - 1
    if total <= count or not count:
        return []
    shown = "shown_one" if first == last else "shown"
    row = [(say(shown, first=first, last=last, total=total), NOTHING)]
    if first > 1:
        row.insert(0, (say("back"), turning.payload(max(0, first - 1 - turning.size))))
    if last < total:
        row.append((say("forward"), turning.payload(last)))
    return [row]


def _choices(buttons: Sequence[Mapping[str, Any]]) -> list[Row]:
    return _in_rows([_choice(button) for button in buttons], _BUTTONS_A_ROW)


def _choice(button: Mapping[str, Any]) -> tuple[str, str]:
    """A button of Rasa's; what it sends is resolved here."""
    return shortened(str(button["title"]), _MOST_LABEL), SAY + str(button["payload"])


def _in_rows(buttons: Sequence[tuple[str, str]], most: int) -> list[Row]:
    return [buttons[start : start + most] for start in range(0, len(buttons), most)]
