"""What an offer is to be about: topics of the vocabulary, languages, kinds, and free words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Doc

from bot.understanding.described import DescribedTopics
from bot.understanding.facts import DESCRIBED, EXCLUDE, POSSIBLE, SAID, SECOND, Fact
from bot.understanding.free_words import FreeWordFinder, is_verb
from bot.understanding.lexicon import Lexicon
from bot.understanding.roles import is_lacking, is_negated
from bot.understanding.wanted import LEAST_LIKELY, Judge
from catalogue.german import frequency
from catalogue.vocabulary import Mention
from catalogue.words import CatalogueWords

_JOINING = frozenset("und oder sowie , / bzw plus & ausserdem noch".split())
_HELD_IN = frozenset(["auf", "in"])
_SPEAKING = frozenset(
    "spreche spricht sprechen sprachig sprachige sprachiger versteht verstehe kann muttersprache"
    " sprechend sprachigen gesprochen".split()
)
# From this Zipf frequency on a word is an everyday one and no compound ("natürlich", "normales").
_EVERYDAY = 4.3
# A topic named that is likelier than this is no mere part of a description, and from this likelihood on a description
# tells of its topic.
_SURELY_NAMED, _DESCRIBED = 0.9, 0.35
# Fewer words describe nothing.
_SHORTEST_DESCRIPTION = 5
# What is likelier than this is worth asking about.
_POSSIBLE, _MOST_POSSIBLE = 0.05, 3
# What being described counts beside being named, and from which likelihood on it speaks for a topic.
_WEIGHT_OF_DESCRIPTION, _NEUTRAL, _FAINT = 2.0, 0.006, 1e-4


@dataclass(frozen=True)
class Subject:
    """A topic in a message, before it is decided which one is asked for; `wanted` is how likely it is, 0 to 1."""

    topic: str
    start: int
    end: int
    negated: bool
    wanted: float

    @property
    def told(self) -> bool:
        """Whether it rather belongs to the story."""
        return self.wanted < LEAST_LIKELY


class SubjectFinder:
    """Finds topic, further words of the topic, kind and languages among a message's mentions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.region = lexicon.region
        self.free_words = FreeWordFinder(lexicon)
        self.described = DescribedTopics()

    def facts(
        self, doc: Doc, mentions: Sequence[Mention], taken: set[int], words: CatalogueWords, judge: Judge
    ) -> list[Fact]:
        """Facts on topic, words, kind and languages; `taken` are tokens that mean something else."""
        kinds = [mention for mention in mentions if mention.meaning.field == "kind"]
        kinds = [mention for mention in kinds if mention.part is not None or not judge.is_told(mention)]
        facts = _kind_facts(doc, kinds)
        languages, language_tokens = self._languages(doc, mentions)
        facts += languages
        subjects = self._subjects(doc, mentions, language_tokens, judge)
        speaks = any(fact.key == "languages" for fact in languages)
        is_told = sum(token.text[0].isalnum() for token in doc) >= _SHORTEST_DESCRIPTION and not speaks
        likelihoods = self._likelihoods(doc.text) if is_told else {}
        subjects = self._weighed(subjects, likelihoods)
        if described := self._described(subjects, likelihoods):
            facts += [_topic_fact(doc, subject, EXCLUDE) for subject in subjects if subject.negated]
            facts.append(Fact("topic", described, 0, 0, DESCRIBED))
        elif subjects:
            facts += self._choose(doc, subjects)
        elif not any(fact.key == "languages" for fact in facts) or kinds:
            facts += _learnt_elsewhere(doc, mentions, kinds) or self.free_words.topic(
                doc, kinds, taken | language_tokens, words
            )
        if not any(fact.key == "topic" for fact in facts):
            facts += [Fact("topic", topic, 0, 0, POSSIBLE) for topic in _possible(likelihoods)]
        if any(fact.key == "topic" and fact.role == SAID for fact in facts):
            covered = {token.i for fact in facts for token in doc if fact.start <= token.idx < fact.end}
            facts += self.free_words.further_words(doc, taken | covered | language_tokens, words)
        return facts

    def _likelihoods(self, text: str) -> dict[str, float]:
        """How likely a text describes each topic of the region; a model may have learnt of others meanwhile gone."""
        found = self.described.likelihoods(text)
        return {topic: likelihood for topic, likelihood in found.items() if topic in self.region.topics}

    def _languages(self, doc: Doc, mentions: Sequence[Mention]) -> tuple[list[Fact], set[int]]:
        """Languages in which an offer is held, as opposed to languages that are learnt."""
        advice = any(mention.meaning == ("kind", "Beratung", None) for mention in mentions) or any(
            mention.meaning.field == "topic" and self.region.topics[mention.meaning.value].kind == "Beratung"
            for mention in mentions
        )
        facts: list[Fact] = []
        used: set[int] = set()
        for mention in mentions:
            if mention.meaning.field != "language" or mention.meaning.value == "Deutsch":
                continue
            previous = doc[mention.start - 1]._.plain if mention.start else ""
            beside = {token._.plain for token in doc[max(0, mention.start - 3) : mention.end + 2]}
            held = (
                previous in _HELD_IN
                or bool(beside & _SPEAKING)
                or doc[mention.start]._.plain.endswith(("ig", "ige", "igen", "iger"))
            )
            if held or advice or self._continues(doc, mention, used):
                span = doc[mention.start : mention.end]
                facts.append(Fact("languages", mention.meaning.value, span.start_char, span.end_char))
                used.update(range(mention.start, mention.end))
        return facts, used

    @staticmethod
    def _continues(doc: Doc, mention: Mention, used: set[int]) -> bool:
        """ "auf Arabisch oder Kurdisch": the second language is meant like the first."""
        return mention.start - 2 in used and doc[mention.start - 1]._.plain in _JOINING

    def _subjects(self, doc: Doc, mentions: Sequence[Mention], skip: set[int], judge: Judge) -> list[Subject]:
        found = []
        for mention in mentions:
            if mention.meaning.field != "topic" or mention.start in skip or self._is_generic(doc, mention):
                continue
            by_rule = is_negated(doc, mention.start, mention.end, unless="ohne")
            negated = judge.is_excluded(mention, by_rule) and not is_lacking(doc, mention.start)
            if negated and is_verb(doc[mention.start]):
                continue
            found.append(Subject(mention.meaning.value, mention.start, mention.end, negated, judge.likelihood(mention)))
        names = {subject.topic for subject in found if not subject.negated}
        return [subject for subject in found if not self._is_implied(subject, names)]

    def _is_generic(self, doc: Doc, mention: Mention) -> bool:
        """Whether a single word is a form of an everyday one ("sucht", "mal") and no noun."""
        token = doc[mention.start]
        if mention.part is not None:
            return frequency(token.text.lower()) >= _EVERYDAY
        if mention.end - mention.start > 1:
            return False
        if token.text in self.lexicon.phrases["generic_nouns"]:
            return True
        noun = token.text[0].isupper() and token.i > 0 and doc[token.i - 1].text not in ".!?"
        return token._.plain in self.lexicon.generic_forms and not noun

    def _is_implied(self, subject: Subject, names: set[str]) -> bool:
        """Whether a narrower topic was named too ("Sport, am liebsten Yoga")."""
        narrower = self.region.narrower[subject.topic] - {subject.topic}
        return not subject.negated and bool(narrower & names)

    def _weighed(self, subjects: Sequence[Subject], likelihoods: Mapping[str, float]) -> list[Subject]:
        """The subjects named, likelier where the message as a whole tells of them."""
        if not likelihoods:
            return list(subjects)
        return [replace(subject, wanted=self._likelihood(subject, likelihoods)) for subject in subjects]

    def _likelihood(self, subject: Subject, likelihoods: Mapping[str, float]) -> float:
        mass = self._mass(subject.topic, likelihoods)
        named = min(max(subject.wanted, _FAINT), 1 - _FAINT)
        odds = math.log(named / (1 - named)) + _WEIGHT_OF_DESCRIPTION * math.log((mass + _NEUTRAL / 2) / _NEUTRAL)
        return 1 / (1 + math.exp(-odds))

    def _mass(self, topic: str, likelihoods: Mapping[str, float]) -> float:
        """How likely a topic or one that belongs to it is described."""
        return sum(likelihoods.get(name, 0.0) for name in self._families.get(topic, (topic,)))

    @cached_property
    def _families(self) -> dict[str, tuple[str, ...]]:
        """Each topic with those that belong to it."""
        return {topic: tuple(self.region.narrower[topic] | {topic}) for topic in self.region.topics}

    def _described(self, subjects: Sequence[Subject], likelihoods: Mapping[str, float]) -> str | None:
        """The narrowest topic that a message tells of, where none that it names is likely meant."""
        if any(subject.wanted >= _SURELY_NAMED for subject in subjects if not subject.negated):
            return None
        masses = {topic: self._mass(topic, likelihoods) for topic in self.region.topics} if likelihoods else {}
        likely = [topic for topic, mass in masses.items() if mass >= _DESCRIBED]
        best = min(likely, key=lambda topic: (len(self._families[topic]), -masses[topic]), default=None)
        return None if any(subject.topic == best for subject in subjects) else best

    def _choose(self, doc: Doc, subjects: Sequence[Subject]) -> list[Fact]:
        """Which subject is asked for; others joined by "und" are second wishes, the rest details."""
        facts = [_topic_fact(doc, subject, EXCLUDE) for subject in subjects if subject.negated]
        wanted = [subject for subject in subjects if not subject.negated]
        if not wanted:
            return facts
        # Of those alike the first: "Nachhilfe Mathe".
        likeliest = max(wanted, key=lambda subject: (round(subject.wanted, 1), -subject.start))
        joined = [subject for subject in wanted if subject is likeliest or _is_joined(doc, likeliest, subject)]
        chosen = min(joined, key=lambda subject: (subject.start, -subject.wanted))
        facts.append(_topic_fact(doc, chosen, SAID))
        for subject in wanted:
            if subject.topic == chosen.topic or (subject.told and subject not in joined):
                continue
            if subject in joined and subject.start != chosen.start:
                facts.append(_topic_fact(doc, subject, SECOND))
            else:
                facts.append(_topic_fact(doc, subject, SAID, "words"))
        return facts


def _possible(likelihoods: Mapping[str, float]) -> list[str]:
    """The few topics that a message may tell of, the likeliest first."""
    likely = [topic for topic, likelihood in likelihoods.items() if likelihood >= _POSSIBLE]
    return sorted(likely, key=lambda topic: -likelihoods[topic])[:_MOST_POSSIBLE]


def _learnt_elsewhere(doc: Doc, mentions: Sequence[Mention], kinds: Sequence[Mention]) -> list[Fact]:
    """A matter of another office can be learnt as well: "Kurs Steuererklärung"."""
    if not any(mention.meaning.value == "Kurs" for mention in kinds):
        return []
    matters = [mention for mention in mentions if mention.meaning.field == "elsewhere" and mention.part is None]
    spans = [doc[mention.start : mention.end] for mention in matters[:1]]
    return [Fact("topic", span.text.lower(), span.start_char, span.end_char) for span in spans]


def _kind_facts(doc: Doc, kinds: Sequence[Mention]) -> list[Fact]:
    facts = []
    for mention in sorted(kinds, key=lambda mention: (mention.part is None, mention.start)):
        span = doc[mention.start : mention.end]
        negated = mention.part is None and is_negated(doc, mention.start, mention.end, unless="ohne")
        negated = negated and not is_lacking(doc, mention.start)
        facts.append(Fact("kind", mention.meaning.value, span.start_char, span.end_char, EXCLUDE if negated else SAID))
    said = [fact for fact in facts if fact.role == SAID]
    # A compound or the first word decides: "Kochkurs als Treff" is a Kurs.
    return [fact for fact in facts if fact.role == EXCLUDE] + said[:1]


def _is_joined(doc: Doc, one: Subject, other: Subject) -> bool:
    """Whether two subjects are two wishes: nothing but "und", "oder", commas and light words between."""
    first, last = sorted((one, other), key=lambda subject: subject.start)
    between = [token._.plain for token in doc[first.end : last.start]]
    light = {"einen", "eine", "ein", "auch", "kurs", "was", "etwas", "vielleicht", "am", "liebsten"}
    joined = any(word in _JOINING for word in between) and all(word in _JOINING | light for word in between)
    return joined or any(word in ("ausserdem", "zusatzlich") for word in between)


def _topic_fact(doc: Doc, subject: Subject, role: str, name: str = "topic") -> Fact:
    span = doc[subject.start : subject.end]
    return Fact(name, subject.topic, span.start_char, span.end_char, role)
