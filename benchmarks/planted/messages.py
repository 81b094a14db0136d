"""Messages with one thing of a kind in each: a sentence around it, and often a message of the question set."""

import random
import re
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.planted import sentences, values
from benchmarks.planted.pieces import Piece, Planted


def planted(seed: int, count: int, carriers: list[str]) -> Iterator[Planted]:
    """So many messages; every third has a message of the question set around it, every third is in small letters."""
    chance = random.Random(seed)
    kinds = list(_KINDS.items())
    for number in range(count):
        kind, plant = kinds[number % len(kinds)]
        text, needles = plant(chance)
        carrier = ""
        if carriers and chance.random() < 0.4:
            carrier = chance.choice(carriers)
            text = chance.choice(
                (f"{carrier} {text}", f"{text} {carrier}", f"{carrier}\n{text}", f"{text}\n\n{carrier}")
            )
        if chance.random() < 0.3:
            text = text.lower()
        yield Planted(text, (Piece(kind.strip(), needles),), carrier)


def _filled(chance: random.Random, templates: list[str], **inserted: str) -> str:
    wish, place = chance.choice(sentences.WISHES), chance.choice(sentences.PLACES)
    return chance.choice(templates).format(wish=wish, place=place, **inserted)


def _name(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    first, last = values.name(chance)
    template = chance.choice(sentences.NAMES)
    text = _filled(chance, [template], first=first, last=last, full=f"{first} {last}")
    given = "{first}" in template or "{full}" in template
    family = "{last}" in template or "{full}" in template
    return text, tuple([first] * given + [last] * family)


def _one(
    value: Callable[[random.Random], values.Value], templates: list[str], chance: random.Random
) -> tuple[str, tuple[str, ...]]:
    drawn = value(chance)
    return _filled(chance, templates, it=drawn.it), drawn.needles


def _number(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    template = chance.choice(sentences.CASES)
    numbers = values.numbers(chance)
    (used,) = re.findall("{(" + "|".join(numbers) + ")}", template)
    return _filled(chance, [template], **numbers), (numbers[used],)


_KINDS: dict[str, Callable[[random.Random], tuple[str, tuple[str, ...]]]] = {
    "name": _name,
    "name ": _name,
    "name  ": _name,
    "phone": partial(_one, values.phone, sentences.PHONES),
    "phone ": partial(_one, values.phone, sentences.PHONES),
    "phone spelled out": partial(_one, values.spelled_phone, sentences.SPELLED),
    "mail": partial(_one, values.mail, sentences.MAILS),
    "mail ": partial(_one, values.mail, sentences.MAILS),
    "address": partial(_one, values.address, sentences.ADDRESSES),
    "birth date": partial(_one, values.birth, sentences.BIRTHS),
    "account": partial(_one, values.account, sentences.ACCOUNTS),
    "number": _number,
    "number ": _number,
    "link": partial(_one, values.link, sentences.LINKS),
    "handle": partial(_one, values.handle, sentences.HANDLES),
}
