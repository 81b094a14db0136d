"""What surrounds a mention in its message: the features by which the wish is told from the story."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from spacy.tokens import Doc

from bot.understanding.facts import EXCLUDE
from bot.understanding.roles import ASKING, clause_of, is_attached, is_negated, sentence_of
from catalogue.german import frequency, key
from catalogue.region import Region
from catalogue.vocabulary import Mention

LEARNT = frozenset(
    ("topic", "audience", "kind", "place", "age", "number", "level", "time", "weekdays", "date", "format")
)
# What a mention is to the wish; the third role is EXCLUDE.
WANTED, TOLD = "wanted", "told"
Lesson = tuple[frozenset[str], str]
# Fields of which annotators mark every mention that is meant.
_MARKED = ("topic", "number")
# The words before and after a mention that count whatever their order.
_REACH = 5
_PAST = frozenset(
    "war waren hatte hatten hab habe haben hat gelernt gearbeitet gemacht geworden ist seit fruher".split()
)
_POSSESSIVE = frozenset(
    "mein meine meinen meinem meiner meines unser unsere unseren unserem unserer sein seine seinen seiner"
    " ihr ihre ihren ihrer ihrem dein deine".split()
)
_ARTICLES = frozenset("der die den dem des wegen ein eine einen einem einer".split())
_COUNTS = frozenset("1 2 3 4 5 6 7 8 zwei drei vier funf mehrere viele".split())
_OWNING = frozenset(["hab", "habe", "hat", "haben", "mit"])
_SELF = frozenset("bin sind als bist wir ich".split())
_RELATIVES = frozenset(
    key(word)
    for word in "Frau Mann Mutter Vater Mama Papa Oma Opa Familie Bruder Schwester Mutti Großvater Großmutter"
    " Schwiegermutter Schwiegervater Freund Freundin Kollege Kollegin Nachbar Nachbarin Chef".split()
)
_CHILDREN = frozenset(
    key(word) for word in "Kind Baby Enkel Enkelin Kleine Kids Urenkel Sohn Tochter Zwillinge".split()
)
_PERSONS = _RELATIVES | _CHILDREN
_THIRD = frozenset("er sie ihm ihn ihnen".split())


class Scene:
    """A message with everything that was found in it, from which the features of a mention are read."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention], region: Region) -> None:
        self._doc, self._mentions, self._region = doc, mentions, region
        self._kinds = {i for item in mentions if item.meaning.field == "kind" for i in range(item.start, item.end)}
        self._typed = {
            index: f"<{item.meaning.field}>"
            for item in mentions
            if item.part is None and item.meaning.field != "cue"
            for index in range(item.start, item.end)
        }

    def labelled(self, entities: Iterable[Mapping[str, Any]]) -> Iterable[Lesson]:
        """The features of the mentions with what an annotator found each of them to be."""
        annotated = list(entities)
        for mention in self._mentions:
            # What is part of a compound belongs to the word that was annotated: "Jugendtreff" is a topic.
            if mention.meaning.field not in LEARNT or (mention.part is not None and mention.meaning.field != "topic"):
                continue
            span = self._doc[mention.start : mention.end]
            here = [item for item in annotated if item["start"] < span.end_char and span.start_char < item["end"]]
            name = "age" if mention.meaning.field == "number" else mention.meaning.field
            roles = {entity.get("role") for entity in here if entity["entity"] == name}
            is_subject = mention.meaning.field == "audience" and any(entity["entity"] == "topic" for entity in here)
            # Annotators mark every subject, but not every day or hour that is mentioned; a person's word may be
            # part of a subject ("Ausbildung als Erzieher").
            if roles or mention.meaning.field in _MARKED or is_subject:
                yield self.features(mention), EXCLUDE if EXCLUDE in roles else WANTED if None in roles else TOLD

    def features(self, mention: Mention) -> frozenset[str]:
        """Names of what is true of a mention, its words and its clause: for all fields, and for its own."""
        found = {*self._words(mention), *self._clause(mention), *self._company(mention)}
        if mention.meaning.field == "topic":
            found |= set(self._subject(mention))
        if mention.meaning.field == "audience":
            found |= set(self._person(mention))
        return frozenset(found) | {f"{mention.meaning.field}:{name}" for name in found}

    def _words(self, mention: Mention) -> Iterable[str]:
        start, end = mention.start, mention.end
        for distance in (1, 2, 3):
            yield f"before{distance}={self._word(start - distance)}"
            yield f"before{distance}~{self._kind_of_word(start - distance)}"
        for distance in (0, 1):
            yield f"after{distance}={self._word(end + distance)}"
            yield f"after{distance}~{self._kind_of_word(end + distance)}"
        yield f"pair={self._word(start - 2)} {self._word(start - 1)}"
        yield f"around={self._word(start - 1)} {self._word(end)}"
        for index in range(max(0, start - _REACH), start):
            yield f"before~{self._kind_of_word(index)}"
        for index in range(end, min(len(self._doc), end + _REACH)):
            yield f"after~{self._kind_of_word(index)}"
        if mention.meaning.field in ("topic", "audience", "kind"):
            yield f"word={self._word(start)}"
            yield f"value={mention.meaning.value}"

    def _clause(self, mention: Mention) -> Iterable[str]:
        doc, start = self._doc, mention.start
        clause, sentence = clause_of(doc, start), sentence_of(doc, start)
        words = {self._word(index) for index in clause}
        asking = {self._word(index) for index in sentence} & ASKING
        for index in clause:
            if not start <= index < mention.end:
                yield f"clause~{self._typed.get(index) or self._word(index)}"
        yield f"of {self._subject_of(clause)}, asked by {self._asker}"
        yield f"of {self._subject_of(clause)}"
        yield f"begins={self._word(clause.start)}"
        yield f"ends={self._word(clause.stop - 1)}"
        flags = {
            "sentence asks": bool(asking),
            "clause asks": bool(words & ASKING),
            "another sentence asks": not asking and any(token._.plain in ASKING for token in doc),
            "question": sentence.stop < len(doc) and doc[sentence.stop].text == "?",
            "past": bool(words & _PAST),
            "first sentence": sentence.start == 0,
            "last sentence": not any(token.text.isalpha() for token in doc[sentence.stop :]),
            "negated": is_negated(doc, start, mention.end),
            "denied": is_negated(doc, start, mention.end, by_verb=True),
        }
        yield from (name for name, holds in flags.items() if holds)

    def _subject_of(self, clause: range) -> str:
        """Who a clause is about: the one who writes, or somebody else."""
        if {self._word(index) for index in clause} & _SELF:
            return "me"
        others = any(self._doc[index]._.key in _PERSONS or self._word(index) in _THIRD for index in clause)
        return "another" if others else "nobody"

    @cached_property
    def _asker(self) -> str:
        """For whom the message asks, as far as its grammar says: whose clause holds the word that asks."""
        asking = [token.i for token in self._doc if token._.plain in ASKING]
        subjects = {self._subject_of(clause_of(self._doc, index)) for index in asking}
        return "me" if "me" in subjects else "another" if "another" in subjects else "nobody"

    def _company(self, mention: Mention) -> Iterable[str]:
        alike = [item.start for item in self._mentions if item.meaning.field == mention.meaning.field]
        flags = {
            "first": mention.start == min(alike),
            "last": mention.start == max(alike),
            "part": mention.part is not None,
            "attached": is_attached(self._doc, mention, self._kinds),
            "several words": mention.end - mention.start > 1,
            "capital": self._doc[mention.start].text[0].isupper(),
        }
        yield from (name for name, holds in flags.items() if holds)
        yield f"alike={min(3, len(alike))}"
        yield f"length={min(5, len(self._doc) // 6)}"
        yield f"frequency={int(frequency(self._doc[mention.start].text.lower()))}"

    def _subject(self, mention: Mention) -> Iterable[str]:
        topic = self._region.topics[mention.meaning.value]
        others = {item.meaning.value for item in self._mentions if item.meaning.field == "topic"} - {topic.name}
        narrower = self._region.narrower
        flags = {
            "form": topic.form,
            "narrower named": bool(narrower[topic.name] & others),
            "broader named": any(topic.name in narrower[other] for other in others),
        }
        yield from (name for name, holds in flags.items() if holds)
        yield f"kind={topic.kind}"
        yield f"area={self._region.area_of(topic.name)}"

    def _person(self, mention: Mention) -> Iterable[str]:
        """How somebody stands to the one who writes: a relative, a child, one's own, many, "für" them, oneself."""
        word, before = self._doc[mention.start]._.key, [self._word(mention.start - back) for back in (1, 2, 3)]
        who = "relative" if word in _RELATIVES else "child" if word in _CHILDREN else str(mention.meaning.value)
        near = set(before[:2])
        owners = {"own": near & _POSSESSIVE, "one": {before[0]} & _ARTICLES, "counted": {before[0]} & _COUNTS}
        ways = {"for": {"fur"} & set(before), "self": set(before) & _SELF, "has": near & _OWNING}
        whose = next((name for name, words in owners.items() if words), "")
        how = next((name for name, words in ways.items() if words), "")
        yield from (f"who={who}", f"who={who} {whose}", f"who={who} {how}", f"who={who} {whose} {how}")
        yield from (f"whose={whose}", f"how={how}", f"{whose} {how}")
        if any(item.meaning.field == "age" and item.start <= mention.start < item.end for item in self._mentions):
            yield from ("with age", f"with age {who}")

    def _word(self, index: int) -> str:
        return self._edge(index) or self._doc[index]._.plain or self._doc[index].text

    def _kind_of_word(self, index: int) -> str:
        """The field of a word that was recognised, else its key."""
        return self._edge(index) or self._typed.get(index) or self._doc[index]._.key or self._doc[index].text

    def _edge(self, index: int) -> str:
        """What stands before the first word and after the last; nothing within the message."""
        return "^" if index < 0 else "$" if index >= len(self._doc) else ""
