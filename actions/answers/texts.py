"""Everything the assistant says, in one language: sentences and words, and the region's facts they are filled with.

German sentences stand in `domain.yml`, German words in `languages/de.yml`; where staff put a sentence of their own
in the place of one, the region has it. Every other language, and Einfache
Sprache (plain German), has both in a file of its own below `languages/`; what is missing there is said in German.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from catalogue.facts import facts_of
from catalogue.region import Region

LANGUAGES = Path(__file__).parent / "languages"
GERMAN, PLAIN = "de", "einfach"


@dataclass(frozen=True)
class Texts:
    """Sentences (`utter_…`), labels and the names of the catalogue's values in one language."""

    language: str
    sentences: Mapping[str, str]
    labels: Mapping[str, str]
    values: Mapping[str, str]
    office: Mapping[str, str]
    introduction: str = ""

    @property
    def code(self) -> str:
        """The language as pages and browsers name it; Einfache Sprache is German."""
        return GERMAN if self.language == PLAIN else self.language

    def say(self, response: str, /, **values: Any) -> str:
        """A sentence, filled in. Facts of the office may be used in every sentence."""
        return self.sentences[response].format(**{**self.office, **values})

    def label(self, name: str, /, **values: Any) -> str:
        """A word or phrase, filled in."""
        return str(self.labels[name]).format(**values)

    def value(self, value: Any) -> str:
        """What a value of the catalogue is called ("Mo" → "Montag")."""
        return str(self.values.get(str(value), value))

    def listed(self, names: Iterable[str], last: str = "and") -> str:
        """ "A", "A und B", "A, B und C"."""
        *others, final = list(names) or [""]
        return f"{self.joined(others)} {self.label(last)} {final}" if others else final

    def joined(self, parts: Iterable[str | None]) -> str:
        """Facts one after the other, empty ones left out."""
        return self.label("separator").join(part for part in parts if part)

    def opened(self) -> str:
        """What the assistant can do, for somebody who has just begun to write in this language."""
        return self.introduction.format(**self.office)


def texts_in(language: str, domain: Mapping[str, Any], region: Region) -> Texts:
    """The texts in a language; German where there is no such language."""
    sentences = {name: said[0]["text"] for name, said in domain["responses"].items()} | dict(region.answers)
    words = _read(GERMAN)
    german = Texts(GERMAN, sentences, words["labels"], words["values"], facts_of(region))
    if language == GERMAN or language not in languages():
        return german
    words = _read(language)
    return replace(
        german,
        language=language,
        sentences={**sentences, **words.get("responses", {})},
        labels={**german.labels, **words.get("labels", {})},
        values={**german.values, **words.get("values", {})},
        introduction=words.get("introduction", ""),
    )


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """The languages in which the assistant can answer."""
    return frozenset(path.stem for path in LANGUAGES.glob("*.yml"))


@lru_cache(maxsize=32)
def _read(language: str) -> dict[str, Any]:
    return dict(yaml.safe_load((LANGUAGES / f"{language}.yml").read_text(encoding="utf-8")))
