"""What measuring notes of a sentence, in words for people."""

import re

from bot.review.kinds import ENTITIES, KINDS

# Annotators call some kinds of turn otherwise than the training data do.
_TURNS = {"offers": "search", "bye": "goodbye", "bot": "bot_challenge"}
_PAIR = re.compile(r"(?:^| )(\w+)=")
_FURTHER = {"exclude": "nicht gewünscht", "from": "ab", "until": "bis", "words": "Wörter"}


def in_german(noted: str) -> str:
    """ "offers topic=yoga place=Hameln" → "Sucht etwas: Thema yoga, Ort Hameln"; what is no such note stays."""
    first, *pieces = _PAIR.split(noted)
    kind, *more = first.split(", ", 1)
    name = _TURNS.get(kind.strip(), kind.strip())
    told = ", ".join([KINDS[name].name if name in KINDS else kind, *more])
    pairs = zip(pieces[::2], pieces[1::2], strict=True)
    facts = [f"{ENTITIES.get(key) or _FURTHER.get(key, key)} {value}" for key, value in pairs]
    return f"{told}: {', '.join(facts)}" if facts else told
