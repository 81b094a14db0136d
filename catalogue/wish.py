"""What a person wants: one value that a turn changes by set, add, drop, replace or start anew.

The wish is all that is kept of a dialogue about a search. It knows nothing of words or
databases: `bot.understanding` finds out what was said, `catalogue.search` finds offers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

LIST_KEYS = ("audience", "place", "level", "languages", "weekdays")
FLAG_KEYS = ("free", "childcare", "accessible", "women_only")
# What describes the person and the circumstances, and outlives a change of the subject.
CIRCUMSTANCES = (
    "audience", "age", "place", "radius_km", "free", "format", "time", "weekdays",
    "from_day", "until_day", "childcare", "accessible", "women_only",
)  # fmt: skip
# How a key is written in the answer's `query`, where Python reserves or shadows the word.
QUERY_NAMES = {"from_day": "from", "until_day": "until"}
FIELD_NAMES = {query: name for name, query in QUERY_NAMES.items()}


@dataclass(frozen=True)
class Wish:
    """A search request. Empty means "does not matter".

    `follows` names the keys among area, kind and audience whose value was not said but follows
    from what was said; those rank offers, everything else must match. `words` are further words
    of the subject ("mathe" in "Nachhilfe Mathe"); they rank too. `exclude` maps keys to values
    that are not wanted. Days are ISO dates.
    """

    topic: str | None = None
    area: str | None = None
    kind: str | None = None
    audience: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    radius_km: float | None = None
    level: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    age: int | None = None
    free: bool | None = None
    format: str | None = None
    time: str | None = None
    weekdays: tuple[str, ...] = ()
    from_day: str | None = None
    until_day: str | None = None
    childcare: bool | None = None
    accessible: bool | None = None
    women_only: bool | None = None
    provider: str | None = None
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    follows: frozenset[str] = frozenset()

    def said(self, name: str) -> Any:
        """The value of a key if it was said, nothing if it only follows."""
        value = getattr(self, name)
        return () if isinstance(value, tuple) and name in self.follows else None if name in self.follows else value

    @property
    def said_keys(self) -> tuple[str, ...]:
        """Keys with a value that must match, in the order of the fields."""
        return tuple(name for name in KEYS if name not in self.follows and getattr(self, name) not in (None, (), {}))

    @property
    def is_empty(self) -> bool:
        return not self.said_keys and not self.exclude

    def as_query(self) -> dict[str, Any]:
        """The wish as it stands in an answer: lists, ISO days, `from` and `until`."""
        query: dict[str, Any] = {}
        for name in KEYS:
            value = getattr(self, name)
            query[QUERY_NAMES.get(name, name)] = list(value) if isinstance(value, tuple) else value
        query["exclude"] = {name: list(values) for name, values in self.exclude.items()}
        query["words"] = list(self.words)
        query["follows"] = sorted(self.follows)
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, Any] | None) -> "Wish":
        """Read back what `as_query` wrote; unknown keys are passed over."""
        values: dict[str, Any] = {}
        for query_name, value in (query or {}).items():
            name = FIELD_NAMES.get(query_name, query_name)
            if name in KEYS or name == "words":
                values[name] = tuple(value) if isinstance(value, list) else value
        values["exclude"] = {name: tuple(items) for name, items in (query or {}).get("exclude", {}).items()}
        values["follows"] = frozenset((query or {}).get("follows", ()))
        return cls(**values)

    @classmethod
    def only(cls, name: str, value: Any) -> "Wish":
        """A wish for one value of one key, and nothing else."""
        values: dict[str, Any] = {name: (value,) if name in LIST_KEYS else value}
        return cls(**values)

    def set(self, **values: Any) -> "Wish":
        """Give keys a value that was said; it replaces the old one and lifts its exclusion."""
        exclude = dict(self.exclude)
        for name, value in values.items():
            wanted = value if isinstance(value, tuple) else (value,)
            kept = tuple(item for item in exclude.pop(name, ()) if item not in wanted)
            if kept:
                exclude[name] = kept
        return replace(self, **values, exclude=exclude, follows=self.follows - values.keys())

    def add(self, name: str, items: Iterable[str]) -> "Wish":
        """Add values to a list ("Aerzen geht auch")."""
        old = () if name in self.follows else getattr(self, name)
        return self.set(**{name: old + tuple(item for item in items if item not in old)})

    def drop(self, *names: str) -> "Wish":
        """Give up keys ("egal wo"), what is excluded of them included."""
        empty: dict[str, Any] = {name: _EMPTY[name] for name in names}
        exclude = {name: items for name, items in self.exclude.items() if name not in names}
        return replace(self, **empty, exclude=exclude, follows=self.follows - set(names))

    def without(self, name: str, items: Iterable[str]) -> "Wish":
        """Exclude values of a key ("nicht in Hameln"); they leave the wish if they were in it."""
        unwanted = tuple(items)
        value = getattr(self, name)
        if isinstance(value, tuple):
            kept: Any = tuple(item for item in value if item not in unwanted)
        else:
            kept = None if value in unwanted else value
        old = self.exclude.get(name, ())
        exclude = {**self.exclude, name: old + tuple(item for item in unwanted if item not in old)}
        return replace(self, **{name: kept}, exclude=exclude)

    def follow(self, **values: Any) -> "Wish":
        """Add what follows from the subject, where nothing was said and nothing excluded."""
        new = {
            name: value
            for name, value in values.items()
            if value and not getattr(self, name) and name not in self.exclude
        }
        return replace(self, **new, follows=self.follows | new.keys())

    def about(self, topic: str | None, words: tuple[str, ...] = ()) -> "Wish":
        """Another subject for the same person: circumstances stay, all else goes."""
        kept = {name: getattr(self, name) for name in CIRCUMSTANCES if name not in self.follows}
        exclude = {name: items for name, items in self.exclude.items() if name in CIRCUMSTANCES}
        return Wish(topic=topic, words=words, exclude=exclude, **kept)


KEYS = tuple(item.name for item in fields(Wish) if item.name not in ("exclude", "words", "follows"))
_EMPTY = {item.name: item.default for item in fields(Wish)}
