"""What an offer is to be about: topics of the vocabulary, languages, kinds, and free words."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from bot.understanding.described import DescribedTopics
from bot.understanding.facts import DESCRIBED, EXCLUDE, SAID, SECOND, Fact
from bot.understanding.free_words import FreeWordFinder, is_verb
from bot.understanding.lexicon import Lexicon
from bot.understanding.roles import is_lacking, is_negated
from bot.understanding.wanted import Judge
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
_NAMED = 0.5
_DESCRIBED = 0.35
_X=0.0
_MIN=1
_LAMBDA=0.0
_EPS=0.01
_NEUTRAL=3.0


@dataclass(frozen=True)
class Subject:
    """A topic in a message, before it is decided which one is asked for.

    `wanted` is how likely it is, 0 to 1; `told`, that it rather belongs to the story.
    """

    topic: str
    start: int
    end: int
    negated: bool
    wanted: float
    told: bool


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
        subjects = self._weighed(doc, subjects)
        described = self._described(doc, subjects)
        if described:
            facts += [_topic_fact(doc, subject, EXCLUDE) for subject in subjects if subject.negated]
            facts.append(Fact("topic", described, 0, 0, DESCRIBED))
        elif subjects:
            facts += self._choose(doc, subjects)
        elif not any(fact.key == "languages" for fact in facts) or kinds:
            facts += _learnt_elsewhere(doc, mentions, kinds) or self.free_words.topic(
                doc, kinds, taken | language_tokens, words
            )
        if any(fact.key == "topic" and fact.role == SAID for fact in facts):
            covered = {token.i for fact in facts for token in doc if fact.start <= token.idx < fact.end}
            facts += self.free_words.further_words(doc, taken | covered | language_tokens, words)
        return facts

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
            found.append(
                Subject(
                    mention.meaning.value, mention.start, mention.end, negated,
                    judge.likelihood(mention), judge.is_told(mention),
                )
            )  # fmt: skip
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

    def _described(self, doc: Doc, subjects: Sequence[Subject]) -> str | None:
        """The topic that a message tells of, where none that it names is likely meant."""
        named = max((subject.wanted for subject in subjects if not subject.negated), default=0.0)
        if named >= _NAMED:
            return None
        likelihoods = self.described.likelihoods(doc.text)
        found = None
        for topic, family in self.region.narrower.items():
            mass = sum(likelihoods.get(name, 0.0) for name in family | {topic})
            if mass >= _DESCRIBED + named*_X and (found is None or (len(family), -mass) < found[:2]):
                found = (len(family), -mass, topic)
        if found and any(s.topic==found[2] for s in subjects): return None
        return found[2] if found else None

    def _weighed(self, doc, subjects):
        if len(subjects) < _MIN: return subjects
        likelihoods = self.described.likelihoods(doc.text)
        if not likelihoods: return subjects
        import math
        from dataclasses import replace
        out=[]
        for s in subjects:
            mass=sum(likelihoods.get(name,0.0) for name in self.region.narrower.get(s.topic,frozenset())|{s.topic})
            lo=math.log(max(s.wanted,1e-4)/max(1-s.wanted,1e-4))+_LAMBDA*(math.log(mass+_EPS)-math.log(_EPS*_NEUTRAL))
            w=1/(1+math.exp(-lo)); out.append(replace(s,wanted=w,told=w<.35))
        return out

    def _choose(self, doc: Doc, subjects: Sequence[Subject]) -> list[Fact]:
        """Which subject is asked for; others joined by "und" are second wishes, the rest details."""
        facts = [_topic_fact(doc, subject, EXCLUDE) for subject in subjects if subject.negated]
        wanted = [subject for subject in subjects if not subject.negated]
        if not wanted:
            return facts
        likeliest = max(wanted, key=lambda subject: (subject.wanted, -subject.start))
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
