"""The last component of the pipeline: from words and mentions to an `Understanding`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from spacy.tokens import Doc

from bot.understanding.conditions import ConditionFinder, as_mentions, judged
from bot.understanding.facts import ASSUMED, EXCLUDE, SAID, Fact, Understanding
from bot.understanding.lexicon import WAYS_OF_SPEAKING, Lexicon
from bot.understanding.mentions import Found, MentionFinder
from bot.understanding.numbers import find_positions
from bot.understanding.people import audience_facts, with_audience_of_subject
from bot.understanding.providers import provider_facts
from bot.understanding.roles import is_negated
from bot.understanding.scene import Lesson, Scene
from bot.understanding.subjects import SubjectFinder
from bot.understanding.wanted import Judge, WantedModel
from bot.understanding.words import CorrectedText
from catalogue.german import keys, parts
from catalogue.vocabulary import Mention
from catalogue.wish import FLAG_KEYS
from catalogue.words import WordsFollower

# The subject of a level that comes without a language.
GERMAN_TOPIC = "deutsch"

if not Doc.has_extension("understanding"):
    Doc.set_extension("understanding", default=None)


class FactFinder:
    """Reads a document of analysed words into facts."""

    def __init__(self, lexicon: Lexicon, words: WordsFollower, today: Callable[[], date]) -> None:
        self.lexicon, self.words = lexicon, words
        self.model = WantedModel()
        self.mentions = MentionFinder(lexicon)
        self.conditions = ConditionFinder(lexicon, today)
        self.subjects = SubjectFinder(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        doc._.understanding = self.understand(doc)
        return doc

    def understand(self, doc: Doc) -> Understanding:
        words, meant = self.words.latest, CorrectedText(doc)
        found = self.mentions(doc, meant)
        stated = self.conditions.facts(doc, found, meant)
        conditions = as_mentions(doc, stated)
        judge = Judge(self.model, self._scene(doc, found, conditions.values()))
        facts = judged(stated, conditions, judge)
        facts += audience_facts(doc, found, self.lexicon.region, judge)
        facts += provider_facts(doc, words.providers, self.lexicon)
        taken = found.place_tokens | _tokens_of(doc, facts)
        facts += self.subjects.facts(doc, self._subject_mentions(doc, found.mentions, facts), taken, words, judge)
        facts = with_audience_of_subject(doc, facts, self.lexicon)
        facts += _area_facts(doc, found.of("area"))
        facts += _german_by_level(facts)
        cues = self._cues(doc, found)
        if cues & WAYS_OF_SPEAKING and "education" not in cues:
            facts = [fact for fact in facts if fact.value not in self.lexicon.ways_of_speaking]
        return Understanding(
            facts=tuple(sorted(dict.fromkeys(facts), key=lambda fact: fact.start)),
            elsewhere=tuple(dict.fromkeys(mention.meaning.value for mention in found.of("elsewhere"))),
            cues=frozenset(cues),
            ambiguous_places=tuple(doc[p.start : p.end].text for p in found.places if p.is_ambiguous),
            numbers=find_positions(meant.text),
            vocabulary=self.lexicon.region.topics.keys(),
            words=sum(1 for token in doc if token.text[0].isalnum()),
        )

    def labelled(self, doc: Doc, entities: Iterable[Mapping[str, Any]]) -> list[Lesson]:
        """What an annotated message teaches: its mentions' features, and what each is to the wish."""
        meant = CorrectedText(doc)
        found = self.mentions(doc, meant)
        conditions = as_mentions(doc, self.conditions.facts(doc, found, meant))
        return list(self._scene(doc, found, conditions.values()).labelled(entities))

    def only_topic(self, doc: Doc, entities: Iterable[Mapping[str, Any]]) -> str | None:
        """The topic that an annotated message asks for, where it is just one and the vocabulary knows it."""
        marked = [entity for entity in entities if entity["entity"] == "topic" and not entity.get("role")]
        if len(marked) != 1:
            return None
        for mention in self.mentions(doc, CorrectedText(doc)).of("topic"):
            span = doc[mention.start : mention.end]
            if span.start_char < marked[0]["end"] and marked[0]["start"] < span.end_char:
                return str(mention.meaning.value)
        return None

    def _scene(self, doc: Doc, found: Found, conditions: Iterable[Mention]) -> Scene:
        """Everything that may be wanted; conditions as their finders read them, not as words of the vocabulary."""
        own = {mention.meaning.field for mention in conditions}
        rest = [mention for mention in found.everything if mention.meaning.field not in own]
        return Scene(doc, [*rest, *dict.fromkeys(conditions)], self.lexicon.region)

    def _subject_mentions(self, doc: Doc, mentions: Sequence[Mention], facts: list[Fact]) -> list[Mention]:
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

    def _cues(self, doc: Doc, found: Found) -> set[str]:
        cues = {mention.meaning.value for mention in found.of("cue") if mention.part is None}
        cues |= {"education" for _ in found.of("kind")}
        said = [token._.plain for token in doc if token.text[0].isalnum()]
        first = [word for word in said if word not in self.lexicon.fillers][:1] or said[:1]
        if (first and first[0] in self.lexicon.openers) or self.lexicon.preferring.search(" ".join(said)):
            cues.add("elliptical")
        if first and first[0] in ("auch", "oder"):
            cues.add("addition")
        return cues


def _tokens_of(doc: Doc, facts: list[Fact]) -> set[int]:
    return {token.i for fact in facts for token in doc if fact.start <= token.idx < fact.end}


def _german_by_level(facts: list[Fact]) -> list[Fact]:
    """Levels are of languages, and one without a name is German: "B1 Kurs am Abend"."""
    said = [fact for fact in facts if fact.role == SAID]
    level = next((fact for fact in said if fact.key == "level"), None)
    if level is None or any(fact.key in ("topic", "words") for fact in said):
        return []
    return [Fact("topic", GERMAN_TOPIC, level.start, level.end, ASSUMED)]


def _area_facts(doc: Doc, areas: list[Mention]) -> list[Fact]:
    """An area counts as said only by its own name; other words for it let it follow."""
    facts = []
    for mention in areas:
        if mention.part is not None:
            continue
        span = doc[mention.start : mention.end]
        named = _is_named(doc, mention)
        role = EXCLUDE if is_negated(doc, mention.start, mention.end) else SAID if named else "follows"
        facts.append(Fact("area", mention.meaning.value, span.start_char, span.end_char, role))
    return facts


def _is_named(doc: Doc, mention: Mention) -> bool:
    """Whether an area is called by its own name, which says it; other words only let it follow."""
    return keys(doc[mention.start : mention.end].text) == keys(mention.meaning.value)
