"""For whom an offer is: audiences and ages, told apart from people who are only mentioned."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from bot.understanding.facts import EXCLUDE, FOLLOWS, SAID, Fact
from bot.understanding.lexicon import Lexicon
from bot.understanding.mentions import Found
from bot.understanding.numbers import Number
from bot.understanding.roles import is_negated
from bot.understanding.wanted import Judge
from catalogue.german import parts
from catalogue.region import Region
from catalogue.vocabulary import Mention

_TRAINING = frozenset("ausbildung umschulung weiterbildung praktikum lehre fsj studium quereinstieg".split())
_INTO = frozenset(("als", "zum", "zur"))
# An age before and from which it says for whom an offer must be; between, it only ranks.
_MINOR, _OLD = 18, 65
_PARENTS = "Eltern und Familien"


def audience_facts(doc: Doc, found: Found, region: Region, judge: Judge) -> list[Fact]:
    """Age and audiences that the offer is for."""
    # Compounds of which another part names an offer: "Seniorensport".
    compounds = {item.start for item in found.mentions if item.part and item.meaning.field in ("kind", "topic", "area")}
    facts: list[Fact] = []
    for mention in found.of("audience"):
        is_part = mention.part is not None
        if mention.start not in compounds if is_part else _is_told(doc, mention, judge):
            continue
        span = doc[mention.start : mention.end]
        negated = is_negated(doc, mention.start, mention.end)
        role = EXCLUDE if not is_part and judge.is_excluded(mention, negated) else SAID
        facts.append(Fact("audience", mention.meaning.value, span.start_char, span.end_char, role))
    age = _age(found, judge)
    if age is None:
        return facts + ([] if facts else _child(doc, found, judge))
    # "Unser Enkel, 14": the age says it better than the word.
    facts = [fact for fact in facts if fact.role == EXCLUDE or region.suits_age(str(fact.value), age.value)]
    return [*facts, *_by_age(age, facts, region), Fact("age", age.value, age.start, age.end)]


def with_audience_of_subject(doc: Doc, facts: list[Fact], lexicon: Lexicon) -> list[Fact]:
    """Add the people whom the word for the subject names: "Jugendtreff", "Elternabend".

    What is for parents is not for the child they tell about.
    """
    named = list(dict.fromkeys(_named_in_subjects(doc, facts, lexicon)))
    if any(fact.value == _PARENTS for fact in named):
        facts = [fact for fact in facts if not _is_of_child(fact, lexicon.region)]
    known = {(fact.value, fact.role) for fact in facts if fact.key == "audience"}
    return facts + [fact for fact in named if (fact.value, fact.role) not in known]


def _named_in_subjects(doc: Doc, facts: Iterable[Fact], lexicon: Lexicon) -> Iterator[Fact]:
    for fact in facts:
        tokens = [token for token in doc if fact.start <= token.idx < fact.end]
        if fact.key not in ("topic", "kind") or fact.role != SAID or len(tokens) != 1:
            continue
        pieces = parts(tokens[0]._.spelling, lexicon.vocabulary.words)
        if len(pieces) < 2:
            continue
        topic = lexicon.region.topics.get(str(fact.value))
        gathers = any(meaning.field == "kind" for meaning in lexicon.vocabulary.meanings(pieces[-1]))
        for meaning in lexicon.vocabulary.meanings(pieces[0]):
            if meaning.field == "audience" and (gathers or (topic and meaning.value in topic.audience)):
                yield Fact("audience", meaning.value, fact.start, fact.end)


def _is_of_child(fact: Fact, region: Region) -> bool:
    """Whether a fact says that the offer is for somebody under age."""
    if fact.key == "age":
        return int(fact.value) < _MINOR
    ages = next((term.ages for term in region.audiences if term.name == fact.value), None)
    return fact.key == "audience" and fact.role == SAID and ages is not None and ages[1] < _MINOR


def _is_told(doc: Doc, mention: Mention, judge: Judge) -> bool:
    """Whether somebody is only mentioned, or is what one wants to become ("Ausbildung als Erzieher")."""
    before = [token._.plain for token in doc[max(0, mention.start - 2) : mention.start]]
    after = [token._.plain for token in doc[mention.end : mention.end + 2]]
    becomes = "werden" in after or (len(before) == 2 and before[0] in _TRAINING and before[1] in _INTO)
    return becomes or judge.is_told(mention)


def _age(found: Found, judge: Judge) -> Number | None:
    """Of several ages the likeliest one; none where all are only told."""
    ages = {age.number: age.as_mention() for age in found.ages}
    wanted = [number for number, mention in ages.items() if not judge.is_told(mention)]
    return max(wanted, key=lambda number: judge.likelihood(ages[number]), default=None)


def _by_age(age: Number, known: list[Fact], region: Region) -> list[Fact]:
    """The audience that an age implies, unless a more exact name was said ("Schüler, 15")."""
    audience = region.audience_of_age(age.value)
    if not audience or any(fact.value == audience for fact in known):
        return []
    exact = ("Schülerinnen und Schüler", "Auszubildende")
    named = any(fact.role == SAID and fact.value in exact for fact in known)
    role = SAID if (age.value < _MINOR or age.value >= _OLD) and not named else FOLLOWS
    return [Fact("audience", audience, age.start, age.end, role)]


def _child(doc: Doc, found: Found, judge: Judge) -> list[Fact]:
    """A child of the family for whom something is sought, of whom neither age nor group was said."""
    wanted = [child for child in found.children if not judge.is_told(child)]
    return [
        Fact(
            "audience",
            child.meaning.value,
            doc[child.start].idx,
            doc[child.start].idx + len(doc[child.start].text),
            FOLLOWS,
        )
        for child in wanted[:1]
    ]
