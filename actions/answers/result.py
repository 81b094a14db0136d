"""A search result as an answer: the sentence on top, the offers, the question that narrows, buttons."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actions.answers.counselling import with_counselling
from actions.answers.offer import offer_data, offer_facts
from actions.answers.texts import Texts
from actions.answers.wording import (
    count_offers,
    describe,
    given_up_words,
    nearby_words,
    option_label,
    titled,
    where,
)  # fmt: skip
from bot.understanding.facts import OUTDATED
from catalogue.listing import Choice, given_up
from catalogue.permalink import list_link
from catalogue.region import Region
from catalogue.search import Result
from catalogue.values import LEVELS
from catalogue.wish import QUERY_NAMES

Button = dict[str, str]


def result_payload(result: Result, texts: Texts, before: str, after: str, offset: int = 0) -> dict[str, Any]:
    """The `custom` message of a turn that shows offers (section 2 of the interfaces).

    `before` and `after` are what the answer says around the offers, for those who show these as cards; `first` is the
    number of the first one, `list` a link to all of them. `outdated` counts what fits as well but is shown on
    request only.
    """
    return {
        "type": "offers",
        "query": result.wish.as_query(),
        "relaxed": [QUERY_NAMES.get(name, name) for name in result.relaxed],
        "total": result.total,
        "offers": [offer_data(hit, texts) for hit in result.hits],
        "before": before,
        "after": after,
        "first": offset + 1,
        "list": _list_link(result, texts) if result.total > len(result.hits) and not result.on_request else None,
        "outdated": result.outdated,
    }


def _list_link(result: Result, texts: Texts) -> dict[str, str]:
    """Where all offers of a result stand: what was given up is not asked for there either.

    Nor are further words of the subject then: where they were given up for the rest, they only rank.
    """
    wish = given_up(replace(result.wish, words=()), *result.relaxed) if result.relaxed else result.wish
    return {"title": texts.label("all_as_list", total=result.total), "url": list_link(Choice(wish))}


def result_text(texts: Texts, result: Result, region: Region, offset: int = 0) -> str:
    """The whole answer as text: headline, offers, and what is below them."""
    lines = [headline(texts, result, region, offset)]
    for number, hit in enumerate(result.hits, start=offset + 1):
        said = texts.say("utter_offer", number=number, **offer_facts(hit, texts))
        lines.append(with_counselling(said, hit, indent="   "))
    return "\n".join([*lines, *below(texts, result)])


def below(texts: Texts, result: Result) -> list[str]:
    """What is said below the offers: how many are shown on request only, and the question that narrows the result."""
    lines = []
    if result.outdated:
        lines.append(titled(texts.say("utter_outdated", count=count_offers(result.outdated, texts))))
    if result.question:
        lines.append(texts.say(f"utter_ask_{result.question.key}"))
    return lines


def headline(texts: Texts, result: Result, region: Region, offset: int) -> str:
    """What was understood and found, in a sentence."""
    wish = describe(result.wish, region, texts)
    if result.total == 0:
        return texts.say("utter_none", wish=wish)
    if offset:
        last = offset + len(result.hits)
        return texts.say("utter_more", first=offset + 1, last=last, total=result.total, wish=wish)
    if result.on_request:
        return texts.say("utter_outdated_shown", wish=wish)
    if result.relaxed:
        return _relaxed_headline(texts, result, region, wish)
    if result.total == 1:
        return texts.say("utter_found_one", wish=wish)
    response = "utter_found" if result.total == len(result.hits) else "utter_found_many"
    return texts.say(response, total=result.total, shown=len(result.hits), wish=wish)


def _relaxed_headline(texts: Texts, result: Result, region: Region, wish: str) -> str:
    others = [name for name in result.relaxed if name != "place"]
    values = {
        "wish": wish,
        "given_up": given_up_words(others or result.relaxed, texts),
        "count": count_offers(result.total, texts),
        "where": titled(where(result.wish, region, texts)) if result.wish.place else "",
        "nearby": titled(nearby_words(result.nearby, texts)),
    }
    if not result.nearby:
        return texts.say("utter_relaxed", **values | {"given_up": given_up_words(result.relaxed, texts)})
    return texts.say("utter_relaxed_place_and" if others else "utter_relaxed_place", **values)


def result_buttons(texts: Texts, result: Result, second: str | None, has_more: bool) -> list[Button]:
    """Answers to the question with counts, the next page, what is shown on request only, and the second wish."""
    buttons = []
    if result.question:
        options = result.question.options
        if result.question.key == "level":
            options = tuple(sorted(options, key=lambda option: LEVELS.index(option.value)))
        for option in options:
            label = f"{option_label(result.question.key, option.value, texts)} ({option.count})"
            buttons.append(button(label, "refine", {result.question.key: option.value}))
    if has_more:
        buttons.append(button(texts.label("button_more"), "more"))
    if result.outdated:
        buttons.append(button(texts.label("button_outdated", count=result.outdated), "more", {"cue": OUTDATED}))
    if second:
        buttons.append(button(texts.label("button_second", topic=titled(second)), "search", {"topic": second}))
    return buttons


def places_named(name: str, region: Region) -> list[Button]:
    """The places that bear a name, to choose from."""
    return [button(place.title, "refine", {"place": place.title}) for place in region.gazetteer.named(name)]


def button(title: str, intent: str, values: Mapping[str, Any] | None = None) -> Button:
    """A button of Rasa's: what it says, and the payload that it sends back."""
    payload = f"/{intent}" + (json.dumps(values, ensure_ascii=False) if values else "")
    return {"title": title, "payload": payload}
