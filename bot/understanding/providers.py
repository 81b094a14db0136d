"""Providers in a message: "bei der VHS", "vom Frauenzentrum", a provider's full name."""

from collections.abc import Sequence

from spacy.tokens import Doc

from bot.understanding.facts import EXCLUDE, SAID, Fact
from bot.understanding.lexicon import Lexicon
from bot.understanding.roles import is_negated
from catalogue.words import provider_keys

_FROM = frozenset("bei beim von vom an der die das dem den".split())


def provider_facts(doc: Doc, providers: Sequence[str], lexicon: Lexicon) -> list[Fact]:
    """The provider that the offer is to be from, as the words of its name that were said."""
    known = lexicon.phrases["providers"]
    for token in doc:
        if token._.plain in known:
            return [_fact(doc, token.i, token.i + 1, known[token._.plain])]
    names = [(name, provider_keys(name)) for name in providers]
    best: tuple[int, Fact] | None = None
    for start, token in enumerate(doc):
        if not token._.key:
            continue
        for _, name_keys in names:
            length = _common_run(doc, start, name_keys)
            if length and _is_name(doc, start, length, name_keys, lexicon) and (best is None or length > best[0]):
                text = doc[start : start + length].text
                best = (length, _fact(doc, start, start + length, text))
    return [best[1]] if best else []


def _fact(doc: Doc, start: int, end: int, name: str) -> Fact:
    span = doc[start:end]
    role = EXCLUDE if is_negated(doc, start, end) else SAID
    return Fact("provider", name, span.start_char, span.end_char, role)


def _common_run(doc: Doc, start: int, name_keys: tuple[str, ...]) -> int:
    """How many tokens from `start` on stand in the name in this order, from the name's beginning."""
    length = 0
    while start + length < len(doc) and length < len(name_keys) and doc[start + length]._.key == name_keys[length]:
        length += 1
    return length


def _is_name(doc: Doc, start: int, length: int, name_keys: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether the words are meant as a name and not as what they say."""
    if length >= 2 or length == len(name_keys):
        return True
    word = doc[start]._.key
    if word in lexicon.generic or len(doc[start].text) < 5:
        return False
    said_from = (start > 0 and doc[start - 1]._.plain in ("bei", "beim", "von", "vom")) or (
        start > 1 and doc[start - 2]._.plain in ("bei", "von") and doc[start - 1]._.plain in _FROM
    )
    return said_from or (word not in lexicon.vocabulary.words and start == 0)
