"""Conditions in a message: cost, format, time, weekdays, dates, level, radius and the flags."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Token

from bot.understanding.dates import find_periods
from bot.understanding.facts import DROP, EXCLUDE, SAID, Fact
from bot.understanding.lexicon import Lexicon
from bot.understanding.mentions import Found
from bot.understanding.numbers import find_levels, find_time, find_weekdays
from bot.understanding.places import SURROUNDINGS_KM, PlaceMention, bare_surroundings, find_radius
from bot.understanding.roles import ASKING, CONJUNCTIONS, is_negated, stretch
from bot.understanding.wanted import Judge
from bot.understanding.words import CorrectedText
from catalogue.values import GER_LEVELS
from catalogue.vocabulary import Meaning, Mention
from catalogue.wish import FLAG_KEYS

# Up to so many words a message is a list of keywords; up to so many it is about one thing.
_KEYWORDS, _SHORT = 5, 9
_CLAUSE_ENDS = frozenset(".,;!?()–\n")
_PREFERRING = frozenset("nur lieber liebsten besser eher ginge".split())
# The names under which examples annotate these keys.
_LEARNT = {
    "place": "place", "time": "time", "weekdays": "weekdays", "level": "level", "beginner": "level",
    "from_day": "date", "until_day": "date", "format": "format",
}  # fmt: skip
# Less likely than this, not even the only place named is wanted.
_PLAINLY_TOLD = 0.1
_GREETING = frozenset("guten gute schonen schoner schones".split())


class ConditionFinder:
    """Reads the conditions of a wish, each with its role: said, excluded, or no longer wanted."""

    def __init__(self, lexicon: Lexicon, today: Callable[[], date]) -> None:
        self.lexicon, self.today = lexicon, today

    def facts(self, doc: Doc, found: Found, meant: CorrectedText) -> list[Fact]:
        """All conditions mentioned in a message; of several times of day the preferred one."""
        facts = [*self._place_facts(doc, found.places, meant), *self._value_facts(doc, found.mentions, meant)]
        return _with_one_time(doc, [*facts, *self._dates(doc, found.mentions, meant)])

    def _place_facts(self, doc: Doc, places: Sequence[PlaceMention], meant: CorrectedText) -> list[Fact]:
        facts: list[Fact] = []
        near = bare_surroundings(doc)
        for place in places:
            span = doc[place.start : place.end]
            role = EXCLUDE if place.too_far or is_negated(doc, place.start, place.end, by_verb=True) else SAID
            known = {fact.value for fact in facts}
            # A name that two places bear may mean either, until the visitor says which.
            titles = [title for title in place.titles if title not in known]
            facts += [Fact("place", title, span.start_char, span.end_char, role) for title in titles]
        radius = find_radius(meant.text)
        if radius:
            facts.append(Fact("radius_km", radius[0], *meant.span(*radius[1:])))
        elif places and (near or any(place.surroundings for place in places)):
            facts.append(Fact("radius_km", SURROUNDINGS_KM, facts[0].start, facts[0].end))
        elif near:
            facts.append(Fact("radius_km", SURROUNDINGS_KM, near.idx, near.idx + len(near.text)))
        return facts

    def _value_facts(self, doc: Doc, mentions: Sequence[Mention], meant: CorrectedText) -> list[Fact]:
        facts = []
        for mention in mentions:
            name, value = mention.meaning.field, mention.meaning.value
            span = doc[mention.start : mention.end]
            where = (span.start_char, span.end_char)
            if name == "drop":
                facts.append(Fact(value, None, *where, DROP))
            elif name in FLAG_KEYS:
                negated = is_negated(doc, mention.start, mention.end, by_verb=True)
                facts.append(Fact(name, None if negated else True, *where, DROP if negated else SAID))
            elif name in ("format", "time", "weekdays", "level"):
                if name == "weekdays" and mention.start == 0 and len(span.text) == 2 and len(doc) > _KEYWORDS + 1:
                    continue  # "Do you have ...": no Donnerstag
                if name == "time" and mention.start and doc[mention.start - 1]._.plain in _GREETING:
                    continue
                role = EXCLUDE if is_negated(doc, mention.start, mention.end, by_verb=True) else SAID
                key = "beginner" if name == "level" and value.split()[0] in GER_LEVELS else name
                if key == "level" and mention.part is not None:
                    continue
                facts.append(Fact(key, value, *where, role))
        facts += self._short_weekdays(doc)
        if days := find_weekdays(meant.text):
            facts = [fact for fact in facts if fact.key != "weekdays"]
            facts.append(Fact("weekdays", days[0], *meant.span(*days[1:])))
        for name, value, pattern in self.lexicon.patterns:
            match = pattern.search(meant.text)
            if match and name == "drop":
                facts.append(Fact(value, None, *meant.span(*match.span()), DROP))
            elif match and not any(fact.key == name for fact in facts):
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

    def _dates(self, doc: Doc, mentions: Sequence[Mention], meant: CorrectedText) -> list[Fact]:
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


def _is_about_offers(doc: Doc, start: int, mentions: Sequence[Mention]) -> bool:
    """Whether a day stands in a clause that asks for something: "die Firma macht im Sommer zu" does not."""
    if sum(1 for token in doc if token.text[0].isalnum()) <= _SHORT:
        return True
    position = next((token.i for token in doc if token.idx + len(token.text) > start), 0)
    clause = stretch(doc, position, _is_border, _is_border)
    named = any(mention.start in clause and mention.meaning.field in ("kind", "topic") for mention in mentions)
    return named or len(clause) <= _KEYWORDS or any(doc[index]._.plain in ASKING for index in clause)


def _is_border(token: Token) -> bool:
    return token.text in _CLAUSE_ENDS or token._.plain in CONJUNCTIONS


def as_mentions(doc: Doc, facts: Sequence[Fact]) -> dict[Fact, Mention]:
    """The conditions of which it can be learnt whether they are wanted or only told, with their tokens."""
    found = {}
    for fact in facts:
        field = _LEARNT.get(fact.key)
        span = doc.char_span(fact.start, fact.end, alignment_mode="expand")
        if field and fact.role in (SAID, EXCLUDE) and span is not None and len(span):
            found[fact] = Mention(span.start, span.end, Meaning(field, str(fact.value)))
    return found


def judged(facts: Sequence[Fact], mentions: Mapping[Fact, Mention], judge: Judge) -> list[Fact]:
    """With what is not wanted as excluded ("freitags ist schlecht"), and without what is only told.

    "Meine Prüfung ist Anfang März", "ich in Hannover kann ihr nicht helfen": the likeliest place stays unless it is
    plainly told.
    """
    excluded = {fact for fact, mention in mentions.items() if judge.is_excluded(mention, fact.role == EXCLUDE)}
    rest = {fact: mention for fact, mention in mentions.items() if fact not in excluded}
    places = {fact: judge.likelihood(mention) for fact, mention in rest.items() if fact.key == "place"}
    likeliest = max((fact for fact in places if places[fact] >= _PLAINLY_TOLD), key=places.__getitem__, default=None)
    told = {fact for fact, mention in rest.items() if judge.is_told(mention)} - {likeliest}
    return [
        replace(fact, role=EXCLUDE if fact in excluded else SAID) if fact in mentions else fact
        for fact in facts
        if fact not in told
    ]


def _is_preferred(doc: Doc, fact: Fact) -> bool:
    """ "vormittags schläft sie, lieber nachmittags": what comes after "lieber" is wanted."""
    span = doc.char_span(fact.start, fact.end, alignment_mode="expand")
    before = [token._.plain for token in doc[max(0, span.start - 3) : span.start]] if span is not None else []
    return any(word in _PREFERRING for word in before)


def _with_one_time(doc: Doc, facts: list[Fact]) -> list[Fact]:
    """Of several times of day the one that is preferred, or the first."""
    times = [fact for fact in facts if fact.key == "time" and fact.role == SAID]
    times.sort(key=lambda fact: not _is_preferred(doc, fact))
    return [fact for fact in facts if fact not in times[1:]]
