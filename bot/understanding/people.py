"""For whom an offer is: audiences and ages, told apart from people who are only mentioned."""

from collections.abc import Collection, Iterable

from spacy.tokens import Doc

from bot.understanding.facts import EXCLUDE, FOLLOWS, SAID, Fact
from bot.understanding.numbers import Number
from bot.understanding.roles import is_negated
from bot.understanding.wanted import TOLD, HowWanted
from catalogue.region import Region
from catalogue.vocabulary import Mention

_POSSESSIVE = frozenset(
    "mein meine meinen meinem meiner meines unser unsere unseren unserem unserer sein seine seinen seiner"
    " ihr ihre ihren ihrer ihrem dein deine".split()
)
_COUNTS = frozenset("1 2 3 4 5 6 7 8 zwei drei vier funf mehrere viele".split())
_OWNING = frozenset(["hab", "habe", "hat", "haben", "mit"])
# Persons in the family, who are not themselves the audience of that name.
_RELATIVES = frozenset("frau mann mutter vater mama papa oma opa eltern familie bruder schwester mutti freund".split())
_CHILDREN = frozenset("kind kinder kindern baby enkel enkelin klein kleine kleiner kleinen".split())
_ARTICLES = frozenset("der die den dem des wegen eine ein einen einem einer extra".split())
_SELF = frozenset("bin sind als bist eine junge werdende alleinerziehende wir ich fur fuer".split())
_BEING = frozenset(["bin", "sind", "als", "wir"])
_SHORT, _MEDIUM = 6, 14
_BECOMING = frozenset("werden ausbildung umschulung als zum zur beruf lernen ausgebildet praktikum fsj lehre".split())
_PROFESSIONS = frozenset(("Lehr- und Fachkräfte",))


def audience_facts(
    doc: Doc,
    mentions: Iterable[Mention],
    age: Number | None,
    region: Region,
    compounds: Collection[int],
    wanted: HowWanted,
) -> list[Fact]:
    """Audiences that the offer is for. `compounds` are tokens of which another part names an offer."""
    facts: list[Fact] = []
    for mention in mentions:
        if not (_is_meant(doc, mention) if mention.part is None else mention.start in compounds):
            continue
        if wanted(mention) < TOLD:
            continue
        span = doc[mention.start : mention.end]
        role = EXCLUDE if is_negated(doc, mention.start, mention.end) and mention.part is None else SAID
        facts.append(Fact("audience", mention.meaning.value, span.start_char, span.end_char, role))
    facts.extend(_by_age(doc, age, facts, region))
    return facts


def _is_meant(doc: Doc, mention: Mention) -> bool:
    start, end = mention.start, mention.end
    word = doc[start]._.plain
    before = [token._.plain for token in doc[max(0, start - 3) : start]]
    previous = before[-1] if before else ""
    for_them = "fur" in before or "an" in before[-1:]
    if end - start > 1:
        return True
    if mention.meaning.value == "Schülerinnen und Schüler" and word.startswith("klasse"):
        return _is_grade(doc, start)
    if word in _RELATIVES:
        if previous in _POSSESSIVE:
            return False
        return for_them or previous in _SELF or len(doc) <= _SHORT
    if word in _CHILDREN or word.startswith("kind"):
        owned = previous in _COUNTS or previous in _ARTICLES or _is_owned(before)
        return for_them or (not owned and len(doc) <= _MEDIUM)
    if mention.meaning.value in _PROFESSIONS:
        around = {token._.plain for token in doc[max(0, start - 4) : end + 3]}
        said_of = (
            for_them or bool(set(before) & _BEING) or previous in _POSSESSIVE or start == 0 or word.endswith("krafte")
        )
        return (said_of and not around & _BECOMING) or for_them
    return not (previous in _POSSESSIVE and word.startswith(("betreuer", "lehrer", "berater")))


def _is_owned(before: list[str]) -> bool:
    """ "ich habe Kinder", "meine Kinder sind in der Schule": mentioned, not addressed."""
    return bool(set(before[-2:]) & _OWNING) or (before[-1:] != [] and before[-1] in _POSSESSIVE)


def _is_grade(doc: Doc, position: int) -> bool:
    """ "6. Klasse", "Klasse 8", "meine Klasse"."""
    around = doc[max(0, position - 2) : position + 2]
    return any(token.text[0].isdigit() for token in around) or doc[max(0, position - 1)]._.plain in _POSSESSIVE


def _by_age(doc: Doc, age: Number | None, known: list[Fact], region: Region) -> list[Fact]:
    """The audience that an age or a child of the family implies."""
    if age is not None:
        audience = region.audience_of_age(age.value)
        if audience and not any(fact.value == audience for fact in known):
            is_minor_or_old = age.value < 18 or age.value >= 65
            role = SAID if is_minor_or_old and not _named_otherwise(known) else FOLLOWS
            return [Fact("audience", audience, age.start, age.end, role)]
        return []
    if known:
        return []
    for index, token in enumerate(doc):
        if token._.plain in ("sohn", "tochter", "kind", "kinder", "kleine", "kleiner", "kleinen") and index:
            before = [item._.plain for item in doc[max(0, index - 2) : index]]
            if set(before) & (_POSSESSIVE | {"fur"}):
                return [Fact("audience", "Kinder", token.idx, token.idx + len(token.text), FOLLOWS)]
    return []


def _named_otherwise(known: list[Fact]) -> bool:
    """Whether a more exact name than one by age was said ("Schüler, 15")."""
    return any(fact.role == SAID and fact.value in ("Schülerinnen und Schüler", "Auszubildende") for fact in known)
