"""What a word means in a region: nothing may be added that would have two meanings."""

from collections import defaultdict
from collections.abc import Mapping, Set

from catalogue.german import keys
from catalogue.overlays.overlay import AREA, AUDIENCE, KIND, RESPONSIBLE, TOPIC
from catalogue.region import Region

# A field of the vocabulary and a name in it: ("topic", "yoga").
Term = tuple[str, str]
_FIELDS = {"elsewhere": RESPONSIBLE}
_NAMES = {
    TOPIC: "das Thema „{}“",
    AREA: "den Bereich „{}“",
    AUDIENCE: "die Zielgruppe „{}“",
    KIND: "die Angebotsart „{}“",
    RESPONSIBLE: "die zuständige Stelle für „{}“",
}


def sense(word: str) -> tuple[str, ...]:
    """What makes two words the same for the assistant: their spelling, case and inflection do not count."""
    return keys(word)


def meanings_of(region: Region) -> Mapping[tuple[str, ...], Set[Term]]:
    """Everything that each word or phrase of the region means."""
    found: dict[tuple[str, ...], set[Term]] = defaultdict(set)
    for text, meaning in region.vocabulary.entries():
        # A language is the topic of its name as well.
        if meaning.field != "language" and meaning.exact is None:
            found[sense(text)].add((_FIELDS.get(meaning.field, meaning.field), meaning.value))
    return found


def told(term: Term) -> str:
    """A term in words."""
    return _NAMES[term[0]].format(term[1]) if term[0] in _NAMES else term[1]
