"""The last component of the pipeline: from words and mentions to an `Understanding`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from spacy.tokens import Doc
from spacy.tokens import Token as SpacyToken

from bot.understanding.conditions import ConditionFinder
from bot.understanding.facts import EXCLUDE, SAID, Fact, Understanding
from bot.understanding.lexicon import Lexicon
from bot.understanding.numbers import find_age, find_positions
from bot.understanding.people import audience_facts
from bot.understanding.places import PlaceMention, find_places
from bot.understanding.providers import provider_facts
from bot.understanding.roles import is_negated
from bot.understanding.subjects import SubjectFinder
from bot.understanding.wanted import Scene, WantedModel
from bot.understanding.words import CorrectedText
from catalogue.german import Token as Word
from catalogue.german import keys, lemma, parts, plain
from catalogue.vocabulary import Meaning, Mention
from catalogue.wish import FLAG_KEYS
from catalogue.words import WordsFollower

if not Doc.has_extension("understanding"):
    Doc.set_extension("understanding", default=None)


class FactFinder:
    """Reads a document of analysed words into facts."""

    def __init__(self, lexicon: Lexicon, words: WordsFollower, today: Callable[[], date]) -> None:
        self.lexicon, self.words = lexicon, words
        self.model = WantedModel()
        self.conditions = ConditionFinder(lexicon, today)
        self.subjects = SubjectFinder(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        doc._.understanding = self.understand(doc)
        return doc

    def understand(self, doc: Doc) -> Understanding:
        words = self.words.latest
        places, mentions = self._found(doc)
        place_tokens = {index for place in places for index in range(place.start, place.end)}
        wanted = self.model.on(self._scene(doc, places, mentions))
        meant = CorrectedText(doc)
        facts = self.conditions.facts(doc, mentions, places, meant, wanted)
        age = find_age(meant.text)
        if age is not None:
            age = age._replace(start=meant.span(age.start, age.end)[0], end=meant.span(age.start, age.end)[1])
            facts.append(Fact("age", age.value, age.start, age.end))
        facts += audience_facts(
            doc,
            [item for item in mentions if item.meaning.field == "audience"],
            age,
            self.lexicon.region,
            {item.start for item in mentions if item.part and item.meaning.field in ("kind", "topic", "area")},
            wanted,
        )
        facts += provider_facts(doc, words.providers, self.lexicon)
        taken = place_tokens | _tokens_of(doc, facts)
        facts += self.subjects.facts(doc, self._subject_mentions(doc, mentions, facts), taken, words, wanted)
        facts += _area_facts(doc, mentions)
        return Understanding(
            facts=tuple(sorted(dict.fromkeys(facts), key=lambda fact: fact.start)),
            elsewhere=tuple(dict.fromkeys(m.meaning.value for m in mentions if m.meaning.field == "elsewhere")),
            cues=frozenset(self._cues(doc, mentions, meant.text)),
            ambiguous_places=tuple(doc[p.start : p.end].text for p in places if p.is_ambiguous),
            numbers=find_positions(meant.text),
            vocabulary=self.lexicon.region.topics.keys(),
            words=sum(1 for token in doc if token.text[0].isalnum()),
        )

    def labelled(self, doc: Doc, entities: Iterable[Mapping[str, Any]]) -> list[tuple[frozenset[str], bool]]:
        """What an annotated message teaches: its mentions' features, and whether each is wanted."""
        return list(self._scene(doc, *self._found(doc)).labelled(entities))

    def _scene(self, doc: Doc, places: list[PlaceMention], mentions: list[Mention]) -> Scene:
        return Scene(doc, [*mentions, *(place.as_mention() for place in places)], self.lexicon.region)

    def _found(self, doc: Doc) -> tuple[list[PlaceMention], list[Mention]]:
        """Places, and everything of the vocabulary beside them."""
        places = find_places(doc, self.lexicon)
        place_tokens = {index for place in places for index in range(place.start, place.end)}
        hidden = place_tokens | {token.i for token in doc if self._is_nearness(token)}
        sentence = [Word("·" if token.i in hidden else token._.spelling, token.idx) for token in doc]
        mentions = self.lexicon.vocabulary.find(sentence)
        return places, mentions + self._kinds_at_ends(doc, mentions)

    def _kinds_at_ends(self, doc: Doc, mentions: list[Mention]) -> list[Mention]:
        """The kind that a topic's own name ends in: who says "Integrationskurs" says Kurs."""
        found = []
        for mention in mentions:
            word = plain(lemma(doc[mention.end - 1]._.spelling))
            if mention.meaning.field != "topic" or mention.part is not None:
                continue
            for head, kind in self.lexicon.kind_heads:
                if word.endswith(head) and (len(word) >= len(head) + 3 or mention.end - mention.start > 1):
                    found.append(Mention(mention.end - 1, mention.end, Meaning("kind", kind), part=head))
                    break
        return found

    @staticmethod
    def _is_nearness(token: SpacyToken) -> bool:
        """ "Nähe" is nearness and not sewing, though both have one key."""
        return token._.plain == "nahe" and token._.spelling.lower() != "nähen"

    def _subject_mentions(self, doc: Doc, mentions: list[Mention], facts: list[Fact]) -> list[Mention]:
        """Without topics whose words say something else already: a flag, a provider, an area, an audience."""
        topics = {mention.start for mention in mentions if mention.meaning.field == "topic"}
        taken = {(fact.start, fact.end): fact.key for fact in facts if fact.key in (*FLAG_KEYS, "provider")}
        kinds = {mention.meaning.value: mention.start for mention in mentions if mention.meaning.field == "kind"}
        people = {fact.start for fact in facts if fact.key == "audience"}
        areas = {m.start for m in mentions if m.meaning.field == "area" and _is_named(doc, m)}
        kept = []
        for mention in mentions:
            if mention.meaning.field == "topic":
                span = doc[mention.start : mention.end]
                others = topics - {mention.start}
                key = taken.get((span.start_char, span.end_char))
                if any(
                    fact.start <= span.start_char < fact.end for fact in facts if fact.key in ("from_day", "until_day")
                ):
                    continue
                as_audience = span.start_char in people and mention.part is None and (others or kinds)
                if key == "provider" or (key and others) or as_audience or mention.start in areas:
                    continue
                if kinds.get("Treff") == mention.start and self._is_gathering(doc, mention):
                    continue
            kept.append(mention)
        return kept

    def _is_gathering(self, doc: Doc, mention: Mention) -> bool:
        """ "Jugendtreff", "Seniorengruppe": an audience that meets, whatever about."""
        pieces = parts(doc[mention.start]._.spelling, self.lexicon.vocabulary.words)
        meanings = [{meaning.field for meaning in self.lexicon.vocabulary.meanings(piece)} for piece in pieces]
        return len(pieces) == 2 and "audience" in meanings[0] and "kind" in meanings[1]

    def _cues(self, doc: Doc, mentions: list[Mention], text: str) -> set[str]:
        cues = {
            mention.meaning.value for mention in mentions if mention.meaning.field == "cue" and mention.part is None
        }
        if self.lexicon.crisis.search(text) or self.lexicon.crisis.search(doc.text):
            cues.add("crisis")
        cues |= {"education" for mention in mentions if mention.meaning.field == "kind"}
        cues.discard("elliptical")
        first = [token._.plain for token in doc if token.text[0].isalnum()][:2]
        openers = {
            "und",
            "lieber",
            "doch",
            "dann",
            "oder",
            "stattdessen",
            "eher",
            "nein",
            "ne",
            "nee",
            "besser",
            "wenigstens",
            "auch",
            "ok",
        }
        if first and first[0] in openers:
            cues.add("elliptical")
        if first and first[0] in ("auch", "oder"):
            cues.add("addition")
        return cues


def _tokens_of(doc: Doc, facts: list[Fact]) -> set[int]:
    return {token.i for fact in facts for token in doc if fact.start <= token.idx < fact.end}


def _area_facts(doc: Doc, mentions: list[Mention]) -> list[Fact]:
    """An area counts as said only by its own name; other words for it let it follow."""
    facts = []
    for mention in mentions:
        if mention.meaning.field != "area" or mention.part is not None:
            continue
        span = doc[mention.start : mention.end]
        named = _is_named(doc, mention)
        role = EXCLUDE if is_negated(doc, mention.start, mention.end) else SAID if named else "follows"
        facts.append(Fact("area", mention.meaning.value, span.start_char, span.end_char, role))
    return facts


def _is_named(doc: Doc, mention: Mention) -> bool:
    """Whether an area is called by its own name, which says it; other words only let it follow."""
    return keys(doc[mention.start : mention.end].text) == keys(mention.meaning.value)
