"""Taking personal data out of a text before it is kept longer than its conversation."""

import re
from dataclasses import dataclass

from bot.personal.addresses import addresses
from bot.personal.contacts import ACCOUNTS, LONG_NUMBERS, MAILS, PHONES
from bot.personal.finding import Kind, replaced_with_origins
from bot.personal.names import names
from bot.personal.numbers import BIRTHS, HANDLES, LINKS, NUMBERS
from catalogue.region import Region

_WORD = re.compile(r"\w[\w.@-]*")


class Scrubber:
    """Puts the kind in place of what would tell who somebody is: "Frau [Name], Tel. [Telefon]".

    Places, postcodes, levels, ages, prices, times and the days of courses stay.
    """

    def __init__(self, region: Region) -> None:
        # What is longer first: a link may have a mail address in it, and a file number looks like one for phones.
        self._finders = (
            *(*LINKS, *MAILS, *HANDLES, *ACCOUNTS, *NUMBERS, *BIRTHS, *PHONES, *LONG_NUMBERS),
            *(*addresses(region), *names(region)),
        )

    def scrubbed(self, text: str) -> str:
        """The text without personal data; to scrub twice changes nothing."""
        return self.places(text).text

    def places(self, text: str) -> "Scrubbed":
        """The same, with where each character stood before."""
        kept, origins = replaced_with_origins(text, self._finders, _name_of)
        return Scrubbed(kept, tuple(origins))


@dataclass(frozen=True)
class Scrubbed:
    """A text without personal data, and for each of its characters where it stood before (None: put in)."""

    text: str
    origins: tuple[int | None, ...]

    def moved(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a piece of the text before stands now; None where something was taken out of it."""
        now = [at for at, origin in enumerate(self.origins) if origin is not None and start <= origin < end]
        whole = len(now) == end - start > 0 and now[-1] - now[0] == len(now) - 1
        return (now[0], now[-1] + 1) if whole else None

    def gone(self, before: str) -> list[str]:
        """The words that stood in the text before and do not now."""
        kept = {origin for origin in self.origins if origin is not None}
        return [match[0] for match in _WORD.finditer(before) if not kept.issuperset(range(*match.span()))]


def _name_of(kind: Kind) -> str:
    return kind.value
