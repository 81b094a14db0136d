"""The last component of the pipeline: from words and mentions to an `Understanding`."""

from collections.abc import Callable
from datetime import date

from spacy.tokens import Doc
from spacy.tokens import Token as SpacyToken

from bot.understanding.dates import find_periods
from bot.understanding.facts import DROP, EXCLUDE, SAID, Fact, Understanding
from bot.understanding.lexicon import Lexicon
from bot.understanding.numbers import LEVELS, find_age, find_levels, find_positions, find_time, find_weekdays
from bot.understanding.people import audience_facts
from bot.understanding.places import (
    SURROUNDINGS_KM,
    PlaceMention,
    bare_surroundings,
    find_places,
    find_radius,
)  # fmt: skip
from bot.understanding.providers import provider_facts
from bot.understanding.roles import is_negated
from bot.understanding.subjects import ASKING, SubjectFinder
from bot.understanding.words import CorrectedText
from catalogue.german import Token as Word
from catalogue.german import keys, lemma, parts, plain
from catalogue.vocabulary import Meaning, Mention
from catalogue.words import WordsFollower

if not Doc.has_extension("understanding"):
    Doc.set_extension("understanding", default=None)

# Up to so many words a message is a list of keywords; up to so many it is about one thing.
_KEYWORDS, _SHORT = 5, 9
_CLAUSE_ENDS = frozenset(".,;!?()–\n")
_CLAUSE_WORDS = frozenset("und aber weil wenn dass denn".split())
_FLAGS = ("free", "childcare", "accessible", "women_only")
_PREFERRING = frozenset(["nur", "lieber", "liebsten", "besser", "eher", "ginge"])
_GREETING = frozenset(["guten", "gute", "schonen", "schoner", "schones"])


class FactFinder:
    """Reads a document of analysed words into facts."""

    def __init__(self, lexicon: Lexicon, words: WordsFollower, today: Callable[[], date]) -> None:
        self.lexicon, self.words, self.today = lexicon, words, today
        self.subjects = SubjectFinder(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        doc._.understanding = self.understand(doc)
        return doc

    def understand(self, doc: Doc) -> Understanding:
        words = self.words.latest
        places = find_places(doc, self.lexicon)
        place_tokens = {index for place in places for index in range(place.start, place.end)}
        mentions = self._mentions(doc, place_tokens)
        meant = CorrectedText(doc)
        facts = [*self._place_facts(doc, places), *self._value_facts(doc, mentions, meant)]
        facts += self._dates(doc, mentions, meant)
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
        )
        facts += provider_facts(doc, words.providers, self.lexicon)
        taken = place_tokens | _tokens_of(doc, facts)
        facts += self.subjects.facts(doc, self._subject_mentions(doc, mentions, facts), taken, words)
        facts += _area_facts(doc, mentions)
        return Understanding(
            facts=tuple(_settled(doc, facts)),
            elsewhere=tuple(dict.fromkeys(m.meaning.value for m in mentions if m.meaning.field == "elsewhere")),
            cues=frozenset(self._cues(doc, mentions, meant.text)),
            ambiguous_places=tuple(doc[p.start : p.end].text for p in places if p.is_ambiguous),
            numbers=find_positions(meant.text),
            vocabulary=self.lexicon.region.topics.keys(),
            words=sum(1 for token in doc if token.text[0].isalnum()),
        )

    def _mentions(self, doc: Doc, place_tokens: set[int]) -> list[Mention]:
        hidden = place_tokens | {token.i for token in doc if self._is_nearness(token)}
        sentence = [Word("·" if token.i in hidden else token._.spelling, token.idx) for token in doc]
        mentions = self.lexicon.vocabulary.find(sentence)
        return mentions + self._kinds_at_ends(doc, mentions)

    def _kinds_at_ends(self, doc: Doc, mentions: list[Mention]) -> list[Mention]:
        """The kind that a topic's own name ends in: who says "Integrationskurs" says Kurs."""
        found = []
        for mention in mentions:
            word = plain(lemma(doc[mention.end - 1]._.spelling))
            if mention.meaning.field != "topic" or mention.part is not None:
                continue
            for head, kind in self.lexicon.kind_heads:
                if word.endswith(head) and (len(word) > len(head) or mention.end - mention.start > 1):
                    found.append(Mention(mention.end - 1, mention.end, Meaning("kind", kind), part=head))
                    break
        return found

    @staticmethod
    def _is_nearness(token: SpacyToken) -> bool:
        """ "Nähe" is nearness and not sewing, though both have one key."""
        return token._.plain == "nahe" and token._.spelling.lower() != "nähen"

    def _place_facts(self, doc: Doc, places: list[PlaceMention]) -> list[Fact]:
        facts = []
        around = False
        for place in places:
            if place.is_ambiguous:
                continue
            span = doc[place.start : place.end]
            role = EXCLUDE if is_negated(doc, place.start, place.end, by_verb=True) else SAID
            facts.append(Fact("place", place.titles[0], span.start_char, span.end_char, role))
            around = around or place.surroundings or bool(bare_surroundings(doc, self.lexicon))
        radius = find_radius(doc.text)
        if radius:
            facts.append(Fact("radius_km", *radius))
        elif around:
            facts.append(Fact("radius_km", SURROUNDINGS_KM, facts[0].start, facts[0].end))
        elif not places and (word := bare_surroundings(doc, self.lexicon)):
            facts.append(Fact("radius_km", SURROUNDINGS_KM, word.idx, word.idx + len(word.text)))
        return facts

    def _value_facts(self, doc: Doc, mentions: list[Mention], meant: CorrectedText) -> list[Fact]:
        facts = []
        for mention in mentions:
            name, value = mention.meaning.field, mention.meaning.value
            span = doc[mention.start : mention.end]
            where = (span.start_char, span.end_char)
            if name == "drop":
                facts.append(Fact(value, None, *where, DROP))
            elif name in _FLAGS:
                negated = is_negated(doc, mention.start, mention.end, by_verb=True)
                facts.append(Fact(name, None if negated else True, *where, DROP if negated else SAID))
            elif name in ("format", "time", "weekdays", "level"):
                if name == "time" and mention.start and doc[mention.start - 1]._.plain in _GREETING:
                    continue
                role = EXCLUDE if is_negated(doc, mention.start, mention.end, by_verb=True) else SAID
                key = "beginner" if name == "level" and value.split()[0] in LEVELS else name
                if key == "level" and mention.part is not None:
                    continue
                facts.append(Fact(key, value, *where, role))
        facts += self._short_weekdays(doc)
        if days := find_weekdays(meant.text):
            facts = [fact for fact in facts if fact.key != "weekdays"]
            facts.append(Fact("weekdays", days[0], *meant.span(*days[1:])))
        for name, value, pattern in self.lexicon.patterns:
            match = pattern.search(meant.text)
            if match and not any(fact.key == name for fact in facts):
                facts.append(Fact(name, True if value == "true" else value, *meant.span(*match.span())))
        for level, start, end in find_levels(doc.text):
            around = doc.char_span(start, end, alignment_mode="expand")
            negated = around is not None and is_negated(doc, around.start, around.end)
            facts.append(Fact("level", level, start, end, EXCLUDE if negated else SAID))
        found = find_time(meant.text)
        # A time of day by its name says more than the clock.
        if found and not any(fact.key == "time" for fact in facts):
            facts.append(Fact("time", found[0], *meant.span(*found[1:])))
        return facts

    @staticmethod
    def _short_weekdays(doc: Doc) -> list[Fact]:
        """ "chor do": in keyword queries two small letters are a weekday ("so" is not)."""
        if sum(1 for token in doc if token.text[0].isalnum()) > _KEYWORDS:
            return []
        days = {"mo", "di", "mi", "do", "fr", "sa"}
        return [
            Fact(
                "weekdays",
                token.text.capitalize(),
                token.idx,
                token.idx + 2,
                EXCLUDE if is_negated(doc, token.i, token.i + 1) else SAID,
            )
            for token in doc
            if token.text in days
        ]

    def _dates(self, doc: Doc, mentions: list[Mention], meant: CorrectedText) -> list[Fact]:
        facts = []
        for period in find_periods(meant.text, self.today(), self.lexicon.region.holidays):
            where = meant.span(period.start, period.end)
            if not (period.is_bound or _is_about_offers(doc, where[0], mentions)):
                continue
            if period.first:
                facts.append(Fact("from_day", period.first.isoformat(), *where))
            if period.last:
                facts.append(Fact("until_day", period.last.isoformat(), *where))
        return facts

    def _subject_mentions(self, doc: Doc, mentions: list[Mention], facts: list[Fact]) -> list[Mention]:
        """Without topics whose words say something else already: a flag, a provider, an area, an audience."""
        topics = {mention.start for mention in mentions if mention.meaning.field == "topic"}
        taken = {(fact.start, fact.end): fact.key for fact in facts if fact.key in (*_FLAGS, "provider")}
        kinds = {mention.meaning.value: mention.start for mention in mentions if mention.meaning.field == "kind"}
        people = {mention.start for mention in mentions if mention.meaning.field == "audience" and mention.part is None}
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
                as_audience = mention.start in people and mention.part is None and (others or kinds)
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
        if self.lexicon.crisis.search(text):
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


def _is_about_offers(doc: Doc, start: int, mentions: list[Mention]) -> bool:
    """Whether a day stands in a clause that asks for something: "die Firma macht im Sommer zu" does not."""
    if sum(1 for token in doc if token.text[0].isalnum()) <= _SHORT:
        return True
    position = next((token.i for token in doc if token.idx + len(token.text) > start), 0)
    first = position
    while first > 0 and doc[first - 1].text not in _CLAUSE_ENDS and doc[first - 1]._.plain not in _CLAUSE_WORDS:
        first -= 1
    last = position
    while last < len(doc) and doc[last].text not in _CLAUSE_ENDS and doc[last]._.plain not in _CLAUSE_WORDS:
        last += 1
    clause = range(first, last)
    named = any(mention.start in clause and mention.meaning.field in ("kind", "topic") for mention in mentions)
    return named or len(clause) <= _KEYWORDS or any(doc[index]._.plain in ASKING for index in clause)


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


def _is_preferred(doc: Doc, fact: Fact) -> bool:
    """ "vormittags schläft sie, lieber nachmittags": what comes after "lieber" is wanted."""
    span = doc.char_span(fact.start, fact.end, alignment_mode="expand")
    before = [token._.plain for token in doc[max(0, span.start - 3) : span.start]] if span is not None else []
    return any(word in _PREFERRING for word in before)


def _settled(doc: Doc, facts: list[Fact]) -> list[Fact]:
    """One fact for each thing said; of several times of day the preferred one."""
    times = [fact for fact in facts if fact.key == "time" and fact.role == SAID]
    times.sort(key=lambda fact: not _is_preferred(doc, fact))
    kept = [fact for fact in facts if fact.key != "time" or fact.role != SAID]
    unique = list(dict.fromkeys(kept))
    return sorted([*unique, *times[:1]], key=lambda fact: fact.start)
