"""Everything the understanding looks words up in: the region's vocabulary, phrases, places.

Built once for a region; the catalogue's own words come from `catalogue.words` and change while
the service runs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import simplemma
import yaml

from catalogue.geography import Place, name_key
from catalogue.german import key, plain
from catalogue.region import Region
from catalogue.vocabulary import Meaning, Vocabulary, split

PHRASES = Path(__file__).parent / "phrases.yml"
# Cues by which somebody asks for plain German, and for the usual one again.
WAYS_OF_SPEAKING = frozenset(("plain_language", "usual_language"))
_VALUE_FIELDS = ("free", "format", "time", "weekdays", "childcare", "accessible", "women_only", "level")


@dataclass(frozen=True)
class PlaceName:
    """A name as it may be typed, the places that bear it, and whether it is an ordinary word too.

    "Springe" and "Ohr" count as places only where a place is expected.
    """

    words: tuple[str, ...]
    titles: tuple[str, ...]
    ordinary: bool


class Lexicon:
    """The words of one region, ready for matching."""

    def __init__(self, region: Region) -> None:
        self.region = region
        with PHRASES.open(encoding="utf-8") as file:
            self.phrases: Mapping[str, Any] = yaml.safe_load(file)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The region's vocabulary and the phrases, in one: the longest phrase wins over all."""
        vocabulary = Vocabulary()
        for text, meaning in self.region.vocabulary.entries():
            vocabulary.add(text, meaning)
        for kind_of in _VALUE_FIELDS:
            for value, texts in self.phrases[kind_of].items():
                for text in texts:
                    exact = text if len(text) == 2 else None
                    vocabulary.add(text, Meaning(kind_of, value, exact))
        for kind_of in ("drop", "cue"):
            for value, texts in self.phrases[kind_of].items():
                for text in texts:
                    vocabulary.add(text, Meaning(kind_of, value))
        return vocabulary

    @cached_property
    def generic(self) -> frozenset[str]:
        """Keys of words that are never a subject."""
        return frozenset(key(word) for word in self.phrases["generic"])

    @cached_property
    def generic_forms(self) -> frozenset[str]:
        """Plain forms of generic words as they are typed: "sucht" of suchen is not the noun "Sucht"."""
        forms: set[str] = set()
        for word in self.phrases["generic"]:
            shape = plain(word)
            forms.add(shape)
            if shape.endswith("en"):
                forms.update(shape[:-2] + ending for ending in ("", "e", "st", "t", "te", "ten"))
                forms.update(("ge" + shape[:-2] + "t", "ge" + shape))
        return frozenset(forms)

    @cached_property
    def kind_heads(self) -> tuple[tuple[str, str], ...]:
        """Words for kinds in plain form, longest first: ("beratung", "Beratung")."""
        heads = {
            plain(word): kind.name for kind in self.region.kinds for word in (kind.name, *kind.words) if " " not in word
        }
        return tuple(
            sorted(((head, name) for head, name in heads.items() if len(head) >= 4), key=lambda item: -len(item[0]))
        )

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Long forms of counsellors' shorthand, by the plain form of the short one."""
        return {plain(short): long for short, long in self.phrases["abbreviations"].items()}

    @property
    def shorthand(self) -> dict[str, str]:
        """Long forms of abbreviations without a dot, by their spelling: other capitals are other words."""
        return dict(self.phrases["shorthand"])

    @cached_property
    def patterns(self) -> list[tuple[str, str, re.Pattern[str]]]:
        """Key, value and expression of conditions that take a whole clause to say."""
        return [
            (name, value, re.compile(pattern, re.IGNORECASE))
            for name, values in self.phrases["patterns"].items()
            for value, pattern in values.items()
        ]

    @cached_property
    def people(self) -> list[tuple[str, re.Pattern[str]]]:
        """Audiences that no word names, each with what tells of them."""
        return [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in self.phrases["people"].items()]

    @cached_property
    def danger(self) -> tuple[re.Pattern[str], ...]:
        """Phrases of people in danger."""
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in self.phrases["danger"])

    @cached_property
    def ways_of_speaking(self) -> frozenset[str]:
        """Topics whose words ask the assistant to speak in that way, too: "Leichte Sprache"."""
        phrases = (phrase for cue in WAYS_OF_SPEAKING for phrase in self.phrases["cue"][cue])
        mentions = (mention for phrase in phrases for mention in self.vocabulary.find(split(phrase)))
        return frozenset(mention.meaning.value for mention in mentions if mention.meaning.field == "topic")

    @cached_property
    def openers(self) -> frozenset[str]:
        """Words with which a message takes up the one before."""
        return frozenset(map(plain, self.phrases["openers"]))

    @cached_property
    def fillers(self) -> frozenset[str]:
        """Words before the first one that counts."""
        return frozenset(map(plain, self.phrases["fillers"]))

    @cached_property
    def preferring(self) -> re.Pattern[str]:
        """Words that prefer something to what was said before, in plain form."""
        return re.compile("|".join(rf"\b{plain(phrase)}\b" for phrase in self.phrases["preferring"]))

    @cached_property
    def surroundings(self) -> frozenset[str]:
        return frozenset(plain(word) for phrase in self.phrases["surroundings"] for word in phrase.split())

    @cached_property
    def places(self) -> dict[str, list[PlaceName]]:
        """Place names by their first word, longest first."""
        found: dict[str, list[PlaceName]] = {}
        for name, places in self.region.gazetteer.names.items():
            self._add_place(found, tuple(name.split()), places)
        for name in (*self.region.district_names, self.region.district):
            words = tuple(name_key(name).split())
            found.setdefault(words[0], []).append(PlaceName(words, (self.region.district,), False))
        for names in found.values():
            names.sort(key=lambda name: -len(name.words))
        return found

    def _add_place(self, found: dict[str, list[PlaceName]], words: tuple[str, ...], places: Sequence[Place]) -> None:
        titles = tuple(place.title for place in places)
        ordinary = len(words) == 1 and self._is_ordinary(words[0], places)
        for ending in ("", "s", "er"):
            inflected = (*words[:-1], words[-1] + ending)
            if ending and (ordinary or len(words[-1]) < 5):
                continue
            found.setdefault(inflected[0], []).append(PlaceName(inflected, titles, ordinary))

    def _is_ordinary(self, word: str, places: Sequence[Place]) -> bool:
        """Whether a name could be meant as a word: short ones, inflected ones, and those the region lists."""
        if any(place.is_municipality for place in places):
            return False
        listed = word in {plain(name) for name in self.region.ordinary_names}
        forms = {simplemma.lemmatize(form, lang="de").lower() for form in (word, word.capitalize())}
        return listed or len(word) <= 4 or forms != {word} or key(word) in self.vocabulary.words

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Correct spellings of everything known, by their plain form: what typos are corrected to."""
        words: dict[str, str] = {}
        for name in self.region.gazetteer.names:
            for word in name.split():
                if len(word) >= 4:
                    words.setdefault(word, word)
        for text in self._all_texts():
            for word in text.replace("-", " ").split():
                if len(word) >= 5 and word.isalpha():
                    words.setdefault(plain(word), word)
                    if word[0].isupper() and word.endswith("er"):
                        words.setdefault(plain(word) + "in", word + "in")
        return words

    @cached_property
    def short_spellings(self) -> dict[str, str]:
        """Subjects of four letters by their plain form: too short for any typo but two letters swapped."""
        words = (
            word
            for text, meaning in self.region.vocabulary.entries()
            if meaning.field == "topic"
            for word in text.split()
        )
        return {plain(word): word for word in words if len(word) == 4 and word.isalpha()}

    def _all_texts(self) -> list[str]:
        texts = [text for text, _ in self.region.vocabulary.entries()]
        for kind_of in (*_VALUE_FIELDS, "drop", "cue"):
            texts += [text for group in self.phrases[kind_of].values() for text in group]
        return [*texts, *self.phrases["generic"]]


@lru_cache(maxsize=4)
def lexicon_of(region: Region) -> Lexicon:
    """The lexicon of a region, built once a process."""
    return Lexicon(region)
