"""A glossary of another language: what its words and phrases are called in German.

A message is not translated but put into a telegram of German words ("Deutsch Kurs für meine Tochter in
Hameln abends"), in its own order, which the German understanding then reads. The forms stand in
`glossaries/<code>.yml`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "glossaries"
_WORD = re.compile(r"\w+(?:['’ʼ`´]\w+)*")
# The same words in a glossary, where a stem ends in *.
_PATTERN = re.compile(_WORD.pattern + r"\*?")
_SIGN = re.compile(r"[,;!?()،؛؟]|(?<!\d)[.:]")
_STEM = "*"
# A stem shorter than this would match words that have nothing to do with it.
_SHORTEST_STEM = 3
_SAME_LETTER = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ґ": "г"}
    | dict.fromkeys("أإآٱ", "ا")
    | dict.fromkeys("ىیېئ", "ي")
    | {"ؤ": "و", "ة": "ه", "ۀ": "ه", "ک": "ك"}
    | {"ـ": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": ""}
    | dict.fromkeys("'’ʼ`´", "")
    | {digit: str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)}
)  # fmt: skip
# What Arabic writes together with the next word, and what of it matters in German.
_CLITICS = (
    ("وبال", ""), ("وال", ""), ("بال", "in"), ("فال", ""), ("كال", "als"), ("ولل", "für"), ("لل", "für"), ("ال", ""),
    ("ول", "für"), ("وب", ""), ("و", "und"), ("ف", ""), ("ب", "in"), ("ل", "für"), ("ك", "als"),
)  # fmt: skip
_SHORTEST_WITHOUT_CLITIC = 3


@dataclass(frozen=True)
class Token:
    """A word of a message: as it was typed, where, and in the form in which words are compared.

    `clause` counts the signs before it: no phrase goes on behind a comma.
    """

    text: str
    start: int
    form: str
    clause: int = 0


@dataclass(frozen=True)
class Piece:
    """What became of one or several words: their German, and whether the glossary has them as they stand."""

    tokens: tuple[Token, ...]
    german: str | None
    is_exact: bool = True


def comparable(word: str) -> str:
    """A word without case, accents and apostrophes: "Çocuğum" → "cocugum"."""
    bare = unicodedata.normalize("NFKD", word.casefold().translate(_SAME_LETTER))
    return "".join(char for char in bare if not unicodedata.combining(char)).translate(_SAME_LETTER)


def tokens(text: str) -> list[Token]:
    """The words of a text, signs left out."""
    found: list[Token] = []
    clause = end = 0
    for match in _WORD.finditer(text):
        clause += bool(_SIGN.search(text, end, match.start()))
        end = match.end()
        found.append(Token(match[0], match.start(), comparable(match[0]), clause))
    return found


class Glossary:
    """The words of one language with their German."""

    def __init__(self, code: str, name: str, entries: Mapping[str, Sequence[str]]) -> None:
        self.code, self.name = code, name
        self._forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for german, forms in entries.items():
            for form in forms:
                words = tuple(_as_pattern(word) for word in _PATTERN.findall(str(form)))
                if words:
                    self._forms.setdefault(words[0], []).append((words, german))
        for candidates in self._forms.values():
            candidates.sort(key=_longest_and_most_exact)

    @classmethod
    def read(cls, path: Path) -> "Glossary":
        with path.open(encoding="utf-8") as file:
            data: dict[str, Any] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return cls(str(data["code"]), str(data["name"]), data["glossary"])

    def pieces(self, words: Sequence[Token]) -> list[Piece]:
        """A message in pieces, the longest known phrase first; unknown words have no German."""
        found: list[Piece] = []
        position = 0
        while position < len(words):
            piece = self._longest(words, position) or self._within(words[position])
            found.append(piece or Piece((words[position],), None))
            position += len(found[-1].tokens)
        return found

    def _longest(self, words: Sequence[Token], position: int) -> Piece | None:
        rest, first = words[position:], words[position].form
        starts = [first, *(first[:length] + _STEM for length in range(len(first), _SHORTEST_STEM - 1, -1))]
        best: tuple[tuple[str, ...], str] | None = None
        for start in starts:
            for pattern, german in self._forms.get(start, ()):
                if (best is None or len(pattern) > len(best[0])) and _fits(pattern, rest):
                    best = (pattern, german)
        if best is None:
            return None
        is_exact = not any(word.endswith(_STEM) for word in best[0])
        return Piece(tuple(rest[: len(best[0])]), best[1], is_exact)

    def _within(self, token: Token) -> Piece | None:
        """A word that is written together with a smaller one: "l'allemand", "Hameln'de", "بالمساء"."""
        halves = re.split(r"['’ʼ`´]", token.text)
        if len(halves) > 1:
            half = max(halves, key=len)
            known = self._longest([Token(half, token.start, comparable(half))], 0)
            return Piece((token,), known.german if known else half)
        for clitic, german in _CLITICS if "\u0600" <= token.form[:1] <= "\u06ff" else ():
            rest = token.form.removeprefix(clitic)
            if rest != token.form and len(rest) >= _SHORTEST_WITHOUT_CLITIC:
                known = self._longest([Token(rest, token.start, rest)], 0)
                if known:
                    return Piece((token,), f"{german} {known.german}".strip())
        return None


def _longest_and_most_exact(form: tuple[tuple[str, ...], str]) -> tuple[int, int, int, str]:
    words = form[0]
    return -len(words), sum(word.endswith(_STEM) for word in words), -len("".join(words)), " ".join(words)


def _as_pattern(word: str) -> str:
    return comparable(word.removesuffix(_STEM)) + (_STEM if word.endswith(_STEM) else "")


def _fits(pattern: Sequence[str], words: Sequence[Token]) -> bool:
    if len(pattern) > len(words) or words[0].clause != words[len(pattern) - 1].clause:
        return False
    return all(
        word.form.startswith(expected[:-1]) if expected.endswith(_STEM) else word.form == expected
        for expected, word in zip(pattern, words, strict=False)
    )


@lru_cache(maxsize=1)
def glossaries() -> tuple[Glossary, ...]:
    """All glossaries, by their files' names."""
    return tuple(Glossary.read(path) for path in sorted(FOLDER.glob("*.yml")))


def join(text: str, pieces: Iterable[Piece]) -> str:
    """The message with the German in place; punctuation and what is unknown stay as they were typed."""
    parts: list[str] = []
    position = 0
    for piece in pieces:
        first, last = piece.tokens[0], piece.tokens[-1]
        parts.append(text[position : first.start])
        german = text[first.start : last.start + len(last.text)] if piece.german is None else piece.german
        parts.append(f" {german} " if piece.german is not None else german)
        position = last.start + len(last.text)
    parts.append(text[position:])
    german = re.sub(r"[ \t]+", " ", "".join(parts).translate(_PUNCTUATION))
    return re.sub(r"\s+([,.?!])", r"\1", german).strip()


_PUNCTUATION = str.maketrans({"؟": "?", "،": ",", "؛": ";"})
