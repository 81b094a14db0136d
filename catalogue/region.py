"""A Bildungsregion as data: its places, vocabulary and office, read from one folder.

Nothing about a particular region stands in code; another region is another folder with the
same files. See `regions/hameln-pyrmont/` for the format, commented there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from simplemma import is_known

from catalogue.errors import RegionError
from catalogue.geography import Gazetteer, load_gazetteer
from catalogue.german import plain
from catalogue.terms import Holiday, Office, Responsible, Term, Topic
from catalogue.values import LANGUAGES
from catalogue.vocabulary import Meaning, Vocabulary

REGIONS = Path(__file__).parent / "regions"
DEFAULT_REGION = REGIONS / "hameln-pyrmont"
_DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, eq=False)
class Region:
    """Everything the assistant knows about one Bildungsregion.

    `answers` are German sentences by name (`utter_…`) that the region says in place of the assistant's own.
    `review_days` is how long messages are kept whose writers agreed that staff learn from them; 0 keeps none.
    """

    id: str
    name: str
    district: str
    district_names: tuple[str, ...]
    office: Office
    gazetteer: Gazetteer
    areas: tuple[Term, ...]
    audiences: tuple[Term, ...]
    kinds: tuple[Term, ...]
    topics: Mapping[str, Topic]
    responsible: Mapping[str, Responsible]
    ordinary_names: tuple[str, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    review_days: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)
    folder: Path = DEFAULT_REGION

    @cached_property
    def narrower(self) -> dict[str, frozenset[str]]:
        """For each topic itself and everything that is a part of it."""
        found: dict[str, set[str]] = {name: {name} for name in self.topics}
        for name in self.topics:
            broader = self.topics[name].broader
            while broader:
                found[broader].add(name)
                broader = self.topics[broader].broader
        return {name: frozenset(names) for name, names in found.items()}

    def area_of(self, topic: str) -> str | None:
        """The area that follows from a topic, or from the nearest broader one that has one."""
        name: str | None = topic
        while name and name in self.topics:
            if self.topics[name].area:
                return self.topics[name].area
            name = self.topics[name].broader
        return None

    @cached_property
    def near(self) -> Mapping[str, Responsible]:
        """Who helps with procedures and papers around a topic, or around a broader one."""
        found: dict[str, Responsible] = {}
        for entry in self.responsible.values():
            for topic in entry.topics:
                for name in (topic, *self.narrower[topic]):
                    found.setdefault(name, entry)
        return found

    def is_language(self, topic: str) -> bool:
        """Whether a topic is a language, or a kind of course in one."""
        languages = {plain(language) for language in LANGUAGES}
        name: str | None = topic
        while name:
            if plain(name) in languages:
                return True
            name = self.topics[name].broader if name in self.topics else None
        return False

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Topics, areas, kinds, audiences, languages and what belongs elsewhere, by their words."""
        vocabulary = Vocabulary()
        for kind_of, terms in (("area", self.areas), ("kind", self.kinds), ("audience", self.audiences)):
            for term in terms:
                for word in (term.name, *term.words):
                    vocabulary.add(word, Meaning(kind_of, term.name))
        self._add_topics(vocabulary, as_written=False)
        for entry in self.responsible.values():
            for word in (entry.name, *entry.words):
                vocabulary.add(word, Meaning("elsewhere", entry.name))
        for language in LANGUAGES:
            vocabulary.add(language, Meaning("language", language))
        return vocabulary

    @cached_property
    def topic_vocabulary(self) -> Vocabulary:
        """Topics, kinds and audiences only: what offers are tagged by when they are loaded."""
        vocabulary = Vocabulary(cased=True)
        self._add_topics(vocabulary, as_written=True)
        for term in (*self.kinds, *self.audiences):
            for word in (term.name, *term.words):
                vocabulary.add(word, Meaning("other", term.name))
        return vocabulary

    def _add_topics(self, vocabulary: Vocabulary, *, as_written: bool) -> None:
        """Add every topic's words; `as_written` with the capitals that nouns have in offers."""
        for topic in self.topics.values():
            name = _as_written(topic.name) if as_written else topic.name
            for word in (name, *topic.words):
                vocabulary.add(word, Meaning("topic", topic.name))
            for word in topic.exact:
                vocabulary.add(word, Meaning("topic", topic.name, exact=word))

    def kind(self, name: str | None) -> Term | None:
        return next((term for term in self.kinds if term.name == name), None)

    def audience(self, name: str) -> Term | None:
        return next((term for term in self.audiences if term.name == name), None)

    def audience_of_age(self, age: int) -> str | None:
        """The first audience in whose ages this one lies."""
        for term in self.audiences:
            if term.ages and term.ages[0] <= age <= term.ages[1]:
                return term.name
        return None

    def suits_age(self, audience: str, age: int) -> bool:
        """Whether somebody of that age can be of the audience: an age group has its ages, other ones any."""
        term = self.audience(audience)
        return term is None or term.ages is None or term.ages[0] <= age <= term.ages[1]


def _as_written(name: str) -> str:
    """A topic's name as it stands in a text: nouns with a capital, verbs without."""
    is_verb = name.endswith(("en", "ern", "eln")) and is_known(name, lang="de")
    return name if is_verb else name[:1].upper() + name[1:]


def _read(folder: Path, name: str) -> Any:
    path = _find(folder, name)
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RegionError(f"Der Region fehlt die Datei {path.name}.") from error
    except yaml.YAMLError as error:
        raise RegionError(f"{path.name} ist kein gültiges YAML: {error}") from error


def _find(folder: Path, name: str) -> Path:
    """A file of the region, or of the region that it is based on where it has none of its own."""
    path = folder / name
    if path.exists() or name == "region.yml":
        return path
    based_on = _read(folder, "region.yml").get("based_on")
    return REGIONS / based_on / name if based_on else path


def legal_text(name: str, region: Region, own: Path, address: str) -> str:
    """A text that the law asks for (Markdown), with the facts that are known filled in.

    The office's own version below the data directory goes before the one that comes with the region.
    """
    path = own / "pages" / name
    text = (path if path.is_file() else _find(region.folder, f"pages/{name}")).read_text(encoding="utf-8")
    office = region.office
    facts = {
        "region": region.name, "district": region.district, "service": address, "office": office.name,
        "phone": office.phone, "email": office.email, "address": office.address, "hours": office.hours,
        "url": office.url,
    }  # fmt: skip
    for fact, value in facts.items():
        text = text.replace("{" + fact + "}", value)
    return text


def _terms(folder: Path, name: str) -> tuple[Term, ...]:
    return tuple(
        Term(
            name=row["name"],
            words=tuple(row.get("words", ())) + tuple(row.get("phrases", ())),
            ages=tuple(row["ages"]) if "ages" in row else None,
            circumstance=row.get("circumstance", False),
            area=row.get("area"),
            frame=row.get("frame", False),
            term_days=row.get("term_days"),
        )
        for row in _read(folder, name)
    )


def _topics(folder: Path) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for row in _read(folder, "topics.yml"):
        topic = Topic(**{"words": (), **_tuples(row)})
        if topic.name in topics:
            raise RegionError(f"topics.yml: Das Thema {topic.name} steht zweimal darin.")
        topics[topic.name] = topic
    for topic in topics.values():
        seen = {topic.name}
        broader = topic.broader
        while broader:
            if broader not in topics or broader in seen:
                raise RegionError(f"topics.yml: Das Thema über {topic.name} ({broader}) fehlt oder führt im Kreis.")
            seen.add(broader)
            broader = topics[broader].broader
    return topics


def _days(value: Any) -> int:
    # Only the week of a message is kept, so that a term is one week at least.
    if not isinstance(value, int) or isinstance(value, bool) or not (value == 0 or value >= _DAYS_OF_A_WEEK):
        raise RegionError(f"region.yml: review_days sind 0 oder mindestens 7 Tage, nicht {value!r}.")
    return value


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(map(str, value)) if isinstance(value, list) else value for name, value in row.items()}


def _responsible(folder: Path, topics: Mapping[str, Topic]) -> list[Responsible]:
    entries = []
    for row in _read(folder, "responsible.yml"):
        entry = Responsible(**_tuples(row))
        unknown = set(entry.topics) - topics.keys()
        if unknown:
            raise RegionError(
                f"responsible.yml: {entry.name} nennt Themen, die es nicht gibt: {', '.join(sorted(unknown))}."
            )
        entries.append(entry)
    return entries


def load_region(folder: Path = DEFAULT_REGION) -> Region:
    """Read a region's folder, once a process. Raises RegionError where its data contradict themselves."""
    return _load(folder)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Region:
    facts = _read(folder, "region.yml")
    topics = _topics(folder)
    return Region(
        id=facts["id"],
        name=facts["name"],
        district=facts["district"],
        district_names=tuple(facts["district_names"]),
        office=Office(**facts["office"]),
        gazetteer=load_gazetteer(folder / "places.csv", facts.get("aliases", {})),
        areas=_terms(folder, "areas.yml"),
        audiences=_terms(folder, "audiences.yml"),
        kinds=_terms(folder, "kinds.yml"),
        topics=topics,
        responsible={entry.name: entry for entry in _responsible(folder, topics)},
        ordinary_names=tuple(facts.get("ordinary_names", ())),
        holidays=tuple(Holiday(**row) for row in facts.get("holidays", ())),
        review_days=_days(facts.get("review_days", 0)),
        folder=folder,
    )
