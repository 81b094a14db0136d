"""What a region's files hold: its office, the terms of its vocabulary, who is responsible elsewhere, holidays."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Office:
    """The education office that answers for the assistant."""

    name: str
    phone: str
    email: str
    address: str
    hours: str
    url: str


@dataclass(frozen=True)
class Term:
    """An area, audience or kind: its name and the words and phrases that mean it.

    `ages` of an audience: from, until. A `circumstance` (jobless, newly arrived) joins another audience,
    where an age group replaces it. `area` of a kind follows from it; a `frame` outlives a change of topic
    ("eher was mit Metall" is still about an Ausbildung). Offers of an area are confirmed anew within `term_days`.
    """

    name: str
    words: tuple[str, ...]
    ages: tuple[int, int] | None = None
    circumstance: bool = False
    area: str | None = None
    frame: bool = False
    term_days: int | None = None


@dataclass(frozen=True)
class Topic:
    """What an offer is about. `area`, `kind`, `audience` follow where it is asked for.

    A `form` of help (Nachhilfe) is the subject even where what it helps with was named first.
    """

    name: str
    words: tuple[str, ...]
    exact: tuple[str, ...] = ()
    broader: str | None = None
    area: str | None = None
    kind: str | None = None
    audience: tuple[str, ...] = ()
    form: bool = False


@dataclass(frozen=True)
class Responsible:
    """Something that is no education offer, and who is responsible for it, where known.

    `topics` are subjects of offers of which people also ask for procedures and papers ("BAföG").
    """

    name: str
    words: tuple[str, ...]
    topics: tuple[str, ...] = ()
    responsible: str | None = None
    phone: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Holiday:
    name: str
    first: date
    last: date
