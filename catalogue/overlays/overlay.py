"""An overlay as a value, and a region with it: pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from catalogue.region import Region
from catalogue.terms import Responsible, Term, Topic

TOPIC, AREA, AUDIENCE, KIND, RESPONSIBLE = "topic", "area", "audience", "kind", "responsible"
# Of what the words can be changed.
FIELDS = (TOPIC, AREA, AUDIENCE, KIND, RESPONSIBLE)
OFFICE_FACTS = ("name", "phone", "email", "address", "hours", "url")
# What may be changed of a responsible office: who it is (after "Zuständig ist …"), and how to reach it.
RESPONSIBLE_FACTS = ("responsible", "phone", "url")


@dataclass(frozen=True)
class WordChange:
    """Words that are added to a term, and words of the region that are switched off."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


@dataclass(frozen=True)
class Overlay:
    """Everything that staff changed. Empty, it leaves a region as it is.

    `words`: changes by field and name of the term. `topics`: new ones. `answers`: German sentences by `utter_…`.
    `office`: facts by name. `responsible`: facts of offices by their entry; an entry that the region does not
    have is a new one. An empty fact takes the region's away.
    """

    words: Mapping[tuple[str, str], WordChange] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    office: Mapping[str, str] = field(default_factory=dict)
    responsible: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any((self.words, self.topics, self.answers, self.office, self.responsible))


NOTHING = Overlay()


def merged(region: Region, overlay: Overlay) -> Region:
    """The region with what staff changed; what an overlay says of terms that the region does not have is left out."""
    if not overlay:
        return region
    new = {name: topic for name, topic in overlay.topics.items() if name not in region.topics}
    topics = {name: _reworded(topic, TOPIC, overlay) for name, topic in {**region.topics, **new}.items()}
    return replace(
        region,
        areas=_terms(region.areas, AREA, overlay),
        audiences=_terms(region.audiences, AUDIENCE, overlay),
        kinds=_terms(region.kinds, KIND, overlay),
        topics=topics,
        responsible=_responsible(region, overlay),
        office=replace(region.office, **overlay.office),
        answers={**region.answers, **overlay.answers},
    )


def settled(region: Region, overlay: Overlay) -> Overlay:
    """The overlay without what the region says by itself: a later version of it may have learnt what staff added."""
    words = {term: _needed(change, _words_of(region, *term)) for term, change in overlay.words.items()}
    return replace(
        overlay,
        words={term: change for term, change in words.items() if change},
        topics={name: topic for name, topic in overlay.topics.items() if name not in region.topics},
        answers={name: text for name, text in overlay.answers.items() if text != region.answers.get(name)},
        office={name: text for name, text in overlay.office.items() if text != getattr(region.office, name, None)},
    )


def _needed(change: WordChange, known: tuple[str, ...] | None) -> WordChange:
    if known is None:
        return change
    kept = [word for word in known if word not in change.removed]
    added = tuple(word for word in change.added if word not in kept)
    return WordChange(added, tuple(word for word in change.removed if word in known))


def _words_of(region: Region, of: str, name: str) -> tuple[str, ...] | None:
    """The words of a term; None where the region does not have it."""
    return words_by_name(region, of).get(name)


def words_by_name(region: Region, of: str) -> dict[str, tuple[str, ...]]:
    """The terms of a field with their words."""
    if of == TOPIC:
        return {name: (*topic.words, *topic.exact) for name, topic in region.topics.items()}
    if of == RESPONSIBLE:
        return {name: entry.words for name, entry in region.responsible.items()}
    terms = {AREA: region.areas, AUDIENCE: region.audiences, KIND: region.kinds}.get(of, ())
    return {term.name: term.words for term in terms}


def with_words(overlay: Overlay, of: str, name: str, change: WordChange) -> Overlay:
    """The overlay with another change of a term's words; none where it is empty."""
    return replace(overlay, words=_with(overlay.words, (of, name), change))


def with_topic(overlay: Overlay, name: str, topic: Topic | None) -> Overlay:
    """The overlay with a new topic, or without it and its words."""
    words = overlay.words if topic else _with(overlay.words, (TOPIC, name), None)
    return replace(overlay, topics=_with(overlay.topics, name, topic), words=words)


def with_answer(overlay: Overlay, name: str, text: str | None) -> Overlay:
    return replace(overlay, answers=_with(overlay.answers, name, text))


def with_office(overlay: Overlay, facts: Mapping[str, str], region: Region) -> Overlay:
    """The overlay with these facts of the office, as far as they differ from the region's own."""
    return replace(overlay, office={name: facts[name] for name in facts if facts[name] != getattr(region.office, name)})


def with_responsible(overlay: Overlay, name: str, facts: Mapping[str, str], region: Region) -> Overlay:
    """The overlay with these facts of a responsible office; an entry of the region keeps what does not differ."""
    known = region.responsible.get(name)
    changed = {key: facts[key] for key in facts if known is None or facts[key] != (getattr(known, key) or "")}
    if known is None and not any(facts.values()):
        words = _with(overlay.words, (RESPONSIBLE, name), None)
        return replace(overlay, responsible=_with(overlay.responsible, name, None), words=words)
    return replace(overlay, responsible=_with(overlay.responsible, name, changed))


def _with(mapping: Mapping[Any, Any], key: Any, value: Any) -> dict[Any, Any]:
    others = {known: kept for known, kept in mapping.items() if known != key or value}
    return {**others, key: value} if value else others


def _terms(terms: Iterable[Term], of: str, overlay: Overlay) -> tuple[Term, ...]:
    return tuple(_reworded(term, of, overlay) for term in terms)


def _reworded(term: Any, of: str, overlay: Overlay) -> Any:
    change = overlay.words.get((of, term.name))
    if not change:
        return term
    kept = tuple(word for word in term.words if word not in change.removed)
    changed = {"words": (*kept, *(word for word in change.added if word not in kept))}
    if exact := getattr(term, "exact", ()):
        changed["exact"] = tuple(word for word in exact if word not in change.removed)
    return replace(term, **changed)


def _responsible(region: Region, overlay: Overlay) -> dict[str, Responsible]:
    new = (name for name in overlay.responsible if name not in region.responsible)
    entries = {**region.responsible, **{name: Responsible(name, ()) for name in new}}
    return {
        name: _reworded(_with_facts(entry, overlay.responsible.get(name, {})), RESPONSIBLE, overlay)
        for name, entry in entries.items()
    }


def _with_facts(entry: Responsible, facts: Mapping[str, str]) -> Responsible:
    changed: dict[str, Any] = {name: value or None for name, value in facts.items()}
    return replace(entry, **changed) if changed else entry
