"""How surely places are understood: every municipality and Ortsteil, postcodes, circles, and names misspelt once.

Sentences are made of the region's own names (places.csv), typed in several ways; right is what the search would
be asked for. Names that several places bear are left out (they are asked back), and so are misspellings that make
another place's name or a German word.
"""

import random
import re
from collections.abc import Iterator

from simplemma import is_known
from spacy.language import Language

from bot.understanding.pipeline import understanding_of
from catalogue.geography import Place, name_key
from catalogue.german import frequency
from catalogue.region import Region

FRAMES = ("Kurs in {}", "deutschkurs {}", "Gibt es in {} eine Beratung?", "praktikum in {} gesucht", "und in {}?")
CIRCLES = ("Yoga im Umkreis von 10 km um {}", "max 10 km von {} entfernt, Yoga", "Yoga, höchstens 10 km um {}")
_LONG_ENOUGH = 5
_ORDINARY = 3.0
_SEED = 20270111


def questions(region: Region) -> Iterator[tuple[str, str, str]]:
    """Kind of question, its text, and the place's name that should be understood."""
    chance = random.Random(_SEED)
    names = region.gazetteer.names
    for place in region.gazetteer.places:
        if place.is_neighbour or names.get(name_key(place.name)) != [place]:
            continue
        kind = "municipality" if place.is_municipality else "Ortsteil"
        for frame in FRAMES:
            yield kind, frame.format(place.name), place.name
        yield kind, FRAMES[1].format(place.name.lower()), place.name
        yield "radius", chance.choice(CIRCLES).format(place.name), place.name
        typed = misspelt(place, chance, region)
        if typed:
            yield "misspelt once", chance.choice(FRAMES[:4]).format(typed), place.name
    for plz in sorted({plz for place in region.gazetteer.places for plz in place.postcodes}):
        yield "PLZ", f"Kurse in {plz}", plz


def misspelt(place: Place, chance: random.Random, region: Region) -> str | None:
    """The name with one letter left out, doubled, swapped or mistaken; None where that makes another word."""
    name = place.name
    spots = [i for i, char in enumerate(name) if char.isalpha() and i > 0 and not re.match(r"\W", name[i - 1])]
    if len(name) < _LONG_ENOUGH or not spots:
        return None
    for _ in range(10):
        i = chance.choice(spots)
        typed = chance.choice(
            (
                name[:i] + name[i + 1 :],
                name[:i] + name[i] + name[i:],
                name[: i - 1] + name[i] + name[i - 1] + name[i + 1 :],
                name[:i] + chance.choice("aeionrst") + name[i + 1 :],
            )
        )
        word = max(typed.split(), key=len)
        ordinary = frequency(word.lower()) >= _ORDINARY or is_known(word, lang="de")
        if name_key(typed) not in region.gazetteer.names and not ordinary:
            return typed
    return None


def shares(nlp: Language, region: Region) -> dict[str, tuple[int, int]]:
    """By kind of question how many were understood, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    for kind, text, name in questions(region):
        understood = understanding_of(nlp(text))
        places = [str(fact.value).split(" (")[0] for fact in understood.of("place")]
        right = places == [name] and (kind != "radius" or [fact.value for fact in understood.of("radius_km")] == [10.0])
        good, total = found.get(kind, (0, 0))
        found[kind] = (good + right, total + 1)
    return found
