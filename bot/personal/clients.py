"""Names, birthdays, addresses and numbers of people somebody speaks for: taken out before a message is kept anywhere.

Only what is introduced as such ("Frau Müller", "geb. 3.4.1985", "heißt Amira Demir"): a name alone may be a place, a
course or a provider, and searching by these is what messages are for.
"""

from bot.personal.addresses import addresses
from bot.personal.finding import gap, replaced
from bot.personal.names import introduced_names
from bot.personal.numbers import NUMBERS, TOLD_BIRTHS
from catalogue.region import Region


def without_client_data(text: str, region: Region) -> tuple[str, bool]:
    """The text with gaps where somebody else was described so that he could be found, and whether there was any."""
    finders = (*NUMBERS, *TOLD_BIRTHS, *addresses(region), *introduced_names(region))
    return replaced(text, finders, gap)
