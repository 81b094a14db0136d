"""Phones, mail addresses, bank accounts and long numbers are taken out before Rasa sees a message.

A postcode, a date, a time or a price stays: people search by them.
"""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

# What stands in place of what was taken out: no word, so that it changes nothing in what is understood.
GAP = "…"
_COUNTRY = "DE"

_MAIL = re.compile(r"[\w.+-]{1,64} ?(?:@|\(at\)|\[at\]) ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.IGNORECASE)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
# An account has at least so many digits; without this "ab12 Kurs in ..." would be one.
_DIGITS_OF_ACCOUNT = 8
# Something dialled: a zero or a plus in front, and enough digits; also where no such number is given out.
_DIALLED = re.compile(r"(?<![\w.])(?:\+|\(?0)(?:[ ()/.–-]{0,3}\d){6,}")
# Digits in a row, or in groups that belong together ("123 456 789").
_LONG = re.compile(r"\d{6,}|(?<!\w)\d(?:[/.–-]?\d){5,}(?!\w)|(?<!\w)\d{3,4}(?: \d{3,4}){2,}(?!\w)")
# What has many digits and tells nothing about anybody: days, school years, times of day, several postcodes.
_DAY = r"(?:\d{1,2}\. ?\d{1,2}\.(?: ?\d{4}| ?\d{2})?(?!\d)|\d{4}-\d{2}-\d{2})"
_TIME = r"\d{1,2}[:.]\d{2}"
_YEARS = r"(?:19|20)\d{2} ?[/–-] ?(?:\d{4}|\d{2})"
_POSTCODES = r"[1-9]\d{4}(?: ?[/–-] ?[1-9]\d{4})+"
_RANGE = r"(?: ?[–-] ?{0})?"
_HARMLESS = re.compile(
    rf"(?<![\w+/.–-])(?:{_DAY}{_RANGE.format(_DAY)}|{_TIME}{_RANGE.format(_TIME)}|{_YEARS}|{_POSTCODES})(?![\w/–-])"
)


def without_personal_data(text: str) -> tuple[str, bool]:
    """The text with gaps where something personal stood, and whether there was any."""
    kept = text
    for spans in (_mails, _accounts, _phones, _dialled, _long_numbers):
        # Of the same length, so that places in the one are places in the other.
        masked = _HARMLESS.sub(lambda found: "x" * len(found[0]), kept)
        kept = _with_gaps(kept, spans(masked))
    return kept, kept != text


def _mails(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _MAIL.finditer(text))


def _accounts(text: str) -> Iterator[tuple[int, int]]:
    for found in _ACCOUNT.finditer(text):
        if sum(char.isdigit() for char in found[0]) >= _DIGITS_OF_ACCOUNT:
            yield found.span()


def _phones(text: str) -> Iterator[tuple[int, int]]:
    return ((match.start, match.end) for match in PhoneNumberMatcher(text, _COUNTRY, leniency=Leniency.VALID))


def _dialled(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _DIALLED.finditer(text))


def _long_numbers(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _LONG.finditer(text))


def _with_gaps(text: str, spans: Iterator[tuple[int, int]]) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], GAP]
        last = end
    return "".join([*pieces, text[last:]])
