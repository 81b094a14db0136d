"""Messages whose sentences somebody wrote who did not know the program, nor what it looks for.

`blind-look.yml` was looked at while finders were mended. `blind-measure.yml` is never opened: it only measures.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.planted import values
from benchmarks.planted.pieces import Piece, Planted

_FOLDER = Path(__file__).parent
_PLACE = re.compile(r"{(\w+)}")
_POSTCODES = ("31785 Hameln", "31812 Bad Pyrmont", "31855 Aerzen", "31860 Emmerthal", "31840 Hessisch Oldendorf")
_NUMBERS = ("bg", "file", "case", "customer", "social", "tax", "insured", "bamf")


def blind(name: str, seed: int, count: int) -> Iterator[Planted]:
    """So many messages of a set, "look" or "measure": each sentence as often as the others, filled anew every time."""
    sentences = [item["text"] for item in yaml.safe_load((_FOLDER / f"blind-{name}.yml").read_text(encoding="utf-8"))]
    chance = random.Random(seed)
    for number in range(count):
        yield _filled(chance, sentences[number % len(sentences)])


def _filled(chance: random.Random, sentence: str) -> Planted:
    pieces: list[Piece] = []

    def value(found: re.Match[str]) -> str:
        piece, it = _drawn(chance, found[1])
        pieces.append(piece)
        return it

    carrier = _PLACE.sub("…", sentence)
    text = _PLACE.sub(value, sentence)
    # Who writes everything in small letters often writes names so as well.
    if chance.random() < (0.5 if carrier == carrier.lower() else 0.15):
        text = text.lower()
    return Planted(text, tuple(pieces), carrier)


def _drawn(chance: random.Random, what: str) -> tuple[Piece, str]:
    """A piece of what a sentence has a place for, and how it is written there."""
    if what in ("first", "last", "full"):
        first, last = values.name(chance)
        it = {"first": first, "last": last, "full": f"{first} {last}"}[what]
        return Piece("name", (first,) * (what != "last") + (last,) * (what != "first")), it
    if what in ("casenumber", "customernumber"):
        numbers = values.numbers(chance)
        it = numbers["customer" if what == "customernumber" else chance.choice(_NUMBERS)]
        return Piece("number", (it,)), it
    if what in ("street", "address"):
        drawn = values.address(chance)
        town = f", {chance.choice(_POSTCODES)}" if what == "address" else ""
        return Piece("address", drawn.needles), drawn.it + town
    drawn = {"phone": values.phone, "mail": values.mail, "iban": values.account, "birth": values.birth}[what](chance)
    return Piece({"iban": "account", "birth": "birth date"}.get(what, what), drawn.needles), drawn.it
