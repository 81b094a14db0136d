"""Taking personal data out of a text before it is kept longer than its conversation."""

from bot.personal.addresses import addresses
from bot.personal.contacts import ACCOUNTS, LONG_NUMBERS, MAILS, PHONES
from bot.personal.finding import Kind, replaced
from bot.personal.names import names
from bot.personal.numbers import BIRTHS, HANDLES, LINKS, NUMBERS
from catalogue.region import Region


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
        return replaced(text, self._finders, _name_of)[0]


def _name_of(kind: Kind) -> str:
    return kind.value
