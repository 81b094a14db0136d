"""A search result as an answer: the sentence on top, the offers, the question that narrows, buttons."""

import json
from collections.abc import Mapping
from typing import Any

from actions.answers.offer import offer_data, offer_facts
from actions.answers.texts import say
from actions.answers.wording import (
    count_offers,
    describe,
    given_up_words,
    nearby_words,
    option_label,
    titled,
    where,
)  # fmt: skip
from catalogue.region import Region
from catalogue.search import Result
from catalogue.values import LEVELS
from catalogue.wish import QUERY_NAMES

Button = dict[str, str]


def result_payload(result: Result) -> dict[str, Any]:
    """The `custom` message of a turn that shows offers (section 2 of the interfaces)."""
    return {
        "type": "offers",
        "query": result.wish.as_query(),
        "relaxed": [QUERY_NAMES.get(name, name) for name in result.relaxed],
        "total": result.total,
        "offers": [offer_data(hit) for hit in result.hits],
    }


def result_text(domain: Mapping[str, Any], result: Result, region: Region, offset: int = 0) -> str:
    """The whole answer as text: headline, offers, question."""
    lines = [_headline(domain, result, region, offset)]
    for number, hit in enumerate(result.hits, start=offset + 1):
        lines.append(say(domain, "utter_offer", region, number=number, **offer_facts(hit)))
    if result.question:
        lines.append(say(domain, f"utter_ask_{result.question.key}", region))
    return "\n".join(lines)


def _headline(domain: Mapping[str, Any], result: Result, region: Region, offset: int) -> str:
    wish = describe(result.wish, region)
    if result.total == 0:
        return say(domain, "utter_none", region, wish=wish)
    if offset:
        last = offset + len(result.hits)
        return say(domain, "utter_more", region, first=offset + 1, last=last, total=result.total, wish=wish)
    if result.relaxed:
        return _relaxed_headline(domain, result, region, wish)
    if result.total == 1:
        return say(domain, "utter_found_one", region, wish=wish)
    response = "utter_found" if result.total == len(result.hits) else "utter_found_many"
    return say(domain, response, region, total=result.total, shown=len(result.hits), wish=wish)


def _relaxed_headline(domain: Mapping[str, Any], result: Result, region: Region, wish: str) -> str:
    others = [name for name in result.relaxed if name != "place"]
    values = {
        "wish": wish,
        "given_up": given_up_words(others or result.relaxed),
        "count": count_offers(result.total),
        "where": titled(where(result.wish, region)) if result.wish.place else "",
        "nearby": nearby_words(result.nearby),
    }
    if not result.nearby:
        return say(domain, "utter_relaxed", region, **values | {"given_up": given_up_words(result.relaxed)})
    return say(domain, "utter_relaxed_place_and" if others else "utter_relaxed_place", region, **values)


def result_buttons(result: Result, second: str | None, has_more: bool) -> list[Button]:
    """Answers to the question with counts, the next page, and the second wish."""
    buttons = []
    if result.question:
        options = result.question.options
        if result.question.key == "level":
            options = tuple(sorted(options, key=lambda option: LEVELS.index(option.value)))
        for option in options:
            label = f"{option_label(result.question.key, option.value)} ({option.count})"
            buttons.append(button(label, "refine", {result.question.key: option.value}))
    if has_more:
        buttons.append(button("Weitere zeigen", "more"))
    if second:
        buttons.append(button(f"Auch nach „{titled(second)}“ suchen", "search", {"topic": second}))
    return buttons


def places_named(name: str, region: Region) -> list[Button]:
    """The places that bear a name, to choose from."""
    return [button(place.title, "refine", {"place": place.title}) for place in region.gazetteer.named(name)]


def button(title: str, intent: str, values: Mapping[str, Any] | None = None) -> Button:
    """A button of Rasa's: what it says, and the payload that it sends back."""
    payload = f"/{intent}" + (json.dumps(values, ensure_ascii=False) if values else "")
    return {"title": title, "payload": payload}
