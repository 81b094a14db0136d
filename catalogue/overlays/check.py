"""Whether an overlay may be laid over a region: every fault as a German sentence."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from string import Formatter

from catalogue.overlays.meanings import Term, meanings_of, sense, told
from catalogue.overlays.overlay import (
    AREA,
    AUDIENCE,
    FIELDS,
    KIND,
    OFFICE_FACTS,
    RESPONSIBLE,
    RESPONSIBLE_FACTS,
    TOPIC,
    Overlay,
    merged,
)
from catalogue.region import Region
from catalogue.terms import Topic

LONGEST_WORD, MOST_WORDS, LONGEST_FACT, LONGEST_ANSWER = 60, 6, 200, 1500
_WORD = re.compile(r"[^\W_][\w \-./'’+&()§%:]*", re.UNICODE)
_TOPIC_NAME = re.compile(r"[^\W\d_][\w \-./+&()]*", re.UNICODE)
_ADDRESS = re.compile(r"https?://[^\s/.]+(\.[^\s/.]+)*(:\d+)?(/\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE = re.compile(r"\+?[\d][\d /()\-–]*")


@dataclass(frozen=True, eq=False)
class Sentences:
    """What the assistant says by itself: its sentences by name, and facts that may stand in every one of them.

    `needed` are entries of responsible offices whose phone stands in an answer, so that they cannot be without one.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    facts: Set[str] = frozenset()
    needed: Set[str] = frozenset()


@dataclass(frozen=True)
class Fault:
    """What is wrong: with which part of the overlay (`words`, `topics` …), with what in it, and why."""

    part: str
    subject: str
    sentence: str


def faults(region: Region, overlay: Overlay, sentences: Sentences) -> list[Fault]:
    """Everything that speaks against an overlay; it may be laid over the region where there is nothing."""
    found = list(_topics(region, overlay))
    found += [Fault("office", name, why) for name, text in overlay.office.items() for why in fact_faults(name, text)]
    found += _responsible(region, overlay, sentences)
    found += [
        Fault("answers", name, why)
        for name, text in overlay.answers.items()
        for why in answer_faults(name, text, sentences)
    ]
    # Only what fits together so far can be merged.
    return found or list(_words(region, overlay))


def _topics(region: Region, overlay: Overlay) -> Iterator[Fault]:
    for name, topic in overlay.topics.items():
        known = {**region.topics, **overlay.topics}
        if name in region.topics:
            yield Fault("topics", name, f"Das Thema „{name}“ gibt es schon.")
        elif name != name.lower() or len(name) > LONGEST_WORD or not _TOPIC_NAME.fullmatch(name):
            yield Fault(
                "topics", name, f"Der Name „{name}“ geht nicht: Kleinbuchstaben, höchstens {LONGEST_WORD} Zeichen."
            )
        elif topic.broader and topic.broader not in known:
            yield Fault("topics", name, f"Das Oberthema „{topic.broader}“ von „{name}“ gibt es nicht.")
        elif _circles(topic, known):
            yield Fault("topics", name, f"Die Oberthemen von „{name}“ führen im Kreis.")
        if topic.area and topic.area not in {area.name for area in region.areas}:
            yield Fault("topics", name, f"Den Bereich „{topic.area}“ gibt es nicht.")
        if topic.kind and region.kind(topic.kind) is None:
            yield Fault("topics", name, f"Die Angebotsart „{topic.kind}“ gibt es nicht.")


def _circles(topic: Topic, known: Mapping[str, Topic]) -> bool:
    seen, broader = {topic.name}, topic.broader
    while broader and broader in known:
        if broader in seen:
            return True
        seen.add(broader)
        broader = known[broader].broader
    return False


def _words(region: Region, overlay: Overlay) -> Iterator[Fault]:
    """Words that cannot be words, stand for something else already, or are switched off and not there."""
    present = merged(region, overlay)
    meanings = meanings_of(present)
    known, originally = _terms_of(present), _terms_of(region)
    for (of, name), change in overlay.words.items():
        if (of, name) not in known:
            yield Fault("words", name, f"„{name}“ gibt es nicht ({told((of, name))}).")
            continue
        before = originally.get((of, name), ())
        for word in change.removed:
            if word not in before:
                yield Fault("words", name, f"„{word}“ steht nicht bei „{name}“ und lässt sich nicht abschalten.")
        for word in change.added:
            if word in before and word not in change.removed:
                yield Fault("words", name, f"„{word}“ steht schon bei „{name}“.")
            else:
                yield from (Fault("words", name, why) for why in _word_faults(word, (of, name), region, meanings))
    for name in overlay.topics:
        yield from (Fault("topics", name, why) for why in _word_faults(name, (TOPIC, name), region, meanings))
    for name in overlay.responsible.keys() - region.responsible.keys():
        yield from (
            Fault("responsible", name, why) for why in _word_faults(name, (RESPONSIBLE, name), region, meanings)
        )


def _word_faults(word: str, term: Term, region: Region, meanings: Mapping[tuple[str, ...], Set[Term]]) -> Iterator[str]:
    if len(word) > LONGEST_WORD or len(word.split()) > MOST_WORDS:
        yield f"„{word[:LONGEST_WORD]}“ ist zu lang: höchstens {LONGEST_WORD} Zeichen und {MOST_WORDS} Wörter."
    elif word != " ".join(word.split()) or not _WORD.fullmatch(word) or len(word) < 2 or not sense(word):
        yield f"„{_shown(word)}“ ist kein Wort, das jemand schreibt."
    elif word.replace(" ", "").isdigit():
        yield f"„{word}“ ist nur eine Zahl."
    elif region.gazetteer.named(word):
        yield f"„{word}“ ist ein Ort der Region und kann nichts anderes heißen."
    elif others := sorted(told(other) for other in meanings[sense(word)] - {term}):
        yield f"„{word}“ heißt schon etwas anderes: {', '.join(others)}."


def _terms_of(region: Region) -> dict[Term, tuple[str, ...]]:
    """Every term with its words."""
    found: dict[Term, tuple[str, ...]] = {
        (TOPIC, name): (*topic.words, *topic.exact) for name, topic in region.topics.items()
    }
    for of, terms in ((AREA, region.areas), (AUDIENCE, region.audiences), (KIND, region.kinds)):
        found |= {(of, term.name): term.words for term in terms}
    assert {of for of, _ in found} <= set(FIELDS)
    return found | {(RESPONSIBLE, name): entry.words for name, entry in region.responsible.items()}


def _responsible(region: Region, overlay: Overlay, sentences: Sentences) -> Iterator[Fault]:
    for name, facts in overlay.responsible.items():
        for fact, text in facts.items():
            if fact not in RESPONSIBLE_FACTS:
                yield Fault("responsible", name, f"Die Angabe „{fact}“ gibt es hier nicht.")
            elif text:
                yield from (Fault("responsible", name, why) for why in fact_faults(fact, text))
        if name not in region.responsible and not facts.get("responsible"):
            yield Fault("responsible", name, f"Bei „{name}“ fehlt, wer zuständig ist.")
        if name in sentences.needed and facts.get("phone") == "":
            yield Fault(
                "responsible", name, f"Die Nummer von „{name}“ steht in der Antwort für Notlagen; sie muss bleiben."
            )


def fact_faults(name: str, text: str) -> Iterator[str]:
    """What is wrong with a fact of an office: its phone, its address …"""
    if name not in (*OFFICE_FACTS, *RESPONSIBLE_FACTS):
        yield f"Die Angabe „{name}“ gibt es hier nicht."
    elif not text.strip():
        yield "Diese Angabe darf nicht leer sein."
    elif len(text) > LONGEST_FACT:
        yield f"Das ist zu lang: höchstens {LONGEST_FACT} Zeichen."
    elif text != text.strip() or not text.isprintable() or "{" in text or "}" in text:
        yield "Erlaubt ist eine Zeile Text ohne Steuerzeichen und geschweifte Klammern."
    elif name == "url" and not _ADDRESS.fullmatch(text):
        yield "Eine Internetadresse beginnt mit http:// oder https:// und hat keine Leerzeichen."
    elif name == "email" and not _EMAIL.fullmatch(text):
        yield "Das ist keine Mailadresse."
    elif name == "phone" and not _PHONE.fullmatch(text):
        yield "Eine Telefonnummer hat nur Ziffern, Leerzeichen, Striche, Klammern und vorn vielleicht ein Plus."


def answer_faults(name: str, text: str, sentences: Sentences) -> Iterator[str]:
    """What is wrong with an answer text; the blanks that an action fills have to stay."""
    original = sentences.texts.get(name)
    if original is None:
        yield f"Einen Antworttext „{name}“ gibt es nicht."
        return
    if not text.strip():
        yield "Der Antworttext darf nicht leer sein."
    if len(text) > LONGEST_ANSWER:
        yield f"Der Antworttext ist zu lang: höchstens {LONGEST_ANSWER} Zeichen."
    if not all(char.isprintable() or char == "\n" for char in text):
        yield "Der Antworttext enthält Steuerzeichen."
    wanted, given = blanks(original) or [], blanks(text)
    if given is None:
        yield "Geschweifte Klammern stehen nur um Platzhalter, etwa {office_phone}."
        return
    yield from (
        f"Den Platzhalter {{{name}}} gibt es hier nicht." for name in _first(given, {*wanted, *sentences.facts})
    )
    yield from (f"Der Platzhalter {{{name}}} fehlt." for name in _first(wanted, {*given, *sentences.facts}))
    order = [blank for blank in wanted if blank not in sentences.facts]
    kept = [blank for blank in given if blank in order]
    if sorted(kept) == sorted(order) and kept != order and name in _ORDERED:
        yield "In diesem Text muss die Reihenfolge der Platzhalter bleiben: " + ", ".join(f"{{{b}}}" for b in order)
    elif len(kept) != len(set(kept)):
        yield "Jeder Platzhalter, den die Suche füllt, steht nur einmal im Text."


# The chat makes cards of these: it knows by the order what stands where.
_ORDERED = frozenset(("utter_offer", "utter_detail"))


def blanks(text: str) -> list[str] | None:
    """The names of the blanks in a text, in their order; None where braces are something else."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        return None
    if "{{" in text or "}}" in text or any(form or conversion for _, _, form, conversion in parsed):
        return None
    names = [name for _, name, _, _ in parsed if name is not None]
    return names if all(name.isidentifier() for name in names) else None


def _first(names: list[str], others: Set[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name not in others))


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in text)
