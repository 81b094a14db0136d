"""Phones, mail addresses, bank accounts and long numbers are taken out before Rasa sees a message.

A postcode, a date, a time or a price stays: people search by them.
"""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from bot.personal.finding import Finder, Kind, Span, gap, replaced

_COUNTRY = "DE"

# Also as people write it so that programs do not read it: "max (at) web (punkt) de".
_AT = r"\s?(?:@|[(\[{]\s?(?:at|ät)\s?[)\]}])\s?"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|punkt)\s?[)\]}]\s?)"
_MAIL = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,9}}", re.IGNORECASE)
# As people say it to a machine that writes for them: "lena punkt weber at web punkt de".
_MAIL_SAID = re.compile(
    r"\b[\w.+-]{1,64}(?: (?:punkt|unterstrich|minus|bindestrich) [\w.+-]{1,64}){0,4}"
    r"(?:\s?@\s?|\s?[(\[{]\s?(?:at|ät|ad)\s?[)\]}]\s?| (?:at|ät|klammeraffe) )"
    r"[\w-]{1,63}(?:(?:\.| (?:punkt|dot|minus|bindestrich) |"
    r" \. (?=(?:de|com|net|org|eu|info)\b)| ?[(\[{](?:punkt|dot)[)\]}] ?)[\w-]{2,63}){1,4}\b",
    re.IGNORECASE,
)
# Country and check digits, then groups of four that have digits in them (but for a bank's letters), or digits alone.
_ACCOUNT = re.compile(
    rf"\b(?:[A-Z]{{2}}|{_COUNTRY} )\d{{2}}(?:"
    r"(?:[\s.-]?[A-Z]{4})?(?:[\s.-]?(?=[A-Z]{0,3}\d)[A-Z\d]{4}){2,7}(?:[\s.-]?(?=[A-Z]{0,2}\d)[A-Z\d]{1,3})?"
    r"|(?:[\s.-]?\d){11,30})\b",
    re.IGNORECASE,
)
# The shortest account there is; without this "ab18 2027 31785" would be one.
_SHORTEST_ACCOUNT = 15
# What begins like this is no phone number, although such numbers are given out: "16816 Neuruppin", "1650 Euro".
_NOT_DIALLED = re.compile(r"[^\w+]*[1-9]")
# Something dialled: a zero or a plus in front, and enough digits; also where no such number is given out.
_DIALLED = re.compile(r"(?<![\w.])(?:\+|\(?0|[oO](?=1\d\d))(?:[ ()/.–-]{0,4}\d){6,}")
# Digits in a row, or in groups that belong together ("123 456 789").
_LONG = re.compile(r"\d{6,}|(?<!\w)\d(?:[/.–-]?\d){5,}(?!\w)|(?<!\w)\d{1,4}(?: \d{3,4}){2,}(?!\w)")
# Said digit by digit, as to a machine that writes for somebody: "null eins sieben eins …"; four are a count.
_DIGIT = r"(?:null|eins?|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun)"
_SPELLED_OUT = re.compile(
    rf"\b{_DIGIT}(?:(?: ?[,.;/-] ?| (?:und|dann|und dann|strich|durch|äh|ähm|pause|nochmal) | ){_DIGIT}){{5,30}}\b",
    re.IGNORECASE,
)

# What has many digits and tells nothing about anybody: days, school years, times of day, several postcodes; so many of
# them and no more, for a pattern that looks ahead without end takes long for a text of nothing else.
_D, _M, _Y = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d{2}"
# "12.-14.02.2027", "12.02.27", "12.2.", "12/02/2027", "2027-02-12", "02/2027".
_DAY = (
    rf"(?:{_D}\. ?[/+–-] ?){{0,5}}{_D}\. ?{_M}\.(?: ?{_Y}| ?\d{{2}})?|{_D}[/-]{_M}[/-]{_Y}|{_Y}-{_M}-{_D}|{_M}[./]{_Y}"
)
_WHEN = rf"(?:(?:{_DAY})(?!\d)|(?:[01]?\d|2[0-4])[:.][0-5]\d)"
_YEARS = rf"{_Y}(?: ?[/–-] ?(?:{_Y}|\d{{2}})| {_Y}){{1,9}}"
_POSTCODES = r"[1-9]\d{4}(?: ?[/–-] ?[1-9]\d{4}){1,19}"
_HARMLESS = re.compile(
    rf"(?<![\w+])(?<!\d[/.–-])(?:{_WHEN}(?:(?: ?[/–-] ?|T){_WHEN}){{0,9}}|{_YEARS}|{_POSTCODES})(?!\w|[/–-]\w)"
)
# What looks like one of them behind an area code is the rest of a number: "05151 2019-20".
_AREA_CODE = re.compile(r"(?:\+\d{2}[ ()/.–-]{0,3}(?:0\)? ?)?\d{2,5}|(?<![\w.])\(?0\d{2,4})\)?[ /.–-]{0,3}\Z")
_LONGEST_AREA_CODE = 20


def without_personal_data(text: str) -> tuple[str, bool]:
    """The text with gaps where something personal stood, and whether there was any."""
    return replaced(text, CONTACTS, gap)


def _harmless_masked(text: str) -> str:
    """The text, and just as long, without what is harmless."""
    return _HARMLESS.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _LONGEST_AREA_CODE) : found.start()]
    return found[0] if _AREA_CODE.search(before) else "x" * len(found[0])


def _mails(text: str) -> Iterator[Span]:
    return (found.span() for found in _MAIL.finditer(_harmless_masked(text)))


def _said_mails(text: str) -> Iterator[Span]:
    return (found.span() for found in _MAIL_SAID.finditer(text))


def _accounts(text: str) -> Iterator[Span]:
    for found in _ACCOUNT.finditer(_harmless_masked(text)):
        if sum(char.isalnum() for char in found[0]) >= _SHORTEST_ACCOUNT:
            yield found.span()


def _phones(text: str) -> Iterator[Span]:
    for match in PhoneNumberMatcher(_harmless_masked(text), _COUNTRY, leniency=Leniency.VALID):
        if not _NOT_DIALLED.match(match.raw_string):
            yield match.start, match.end


def _dialled(text: str) -> Iterator[Span]:
    return (found.span() for found in _DIALLED.finditer(_harmless_masked(text)))


def _spelled_out(text: str) -> Iterator[Span]:
    return (found.span() for found in _SPELLED_OUT.finditer(text))


def _long_numbers(text: str) -> Iterator[Span]:
    return (found.span() for found in _LONG.finditer(_harmless_masked(text)))


# In this order: a mail address may have a number in it, and an account is no phone.
MAILS = (Finder(Kind.MAIL, _mails), Finder(Kind.MAIL, _said_mails))
ACCOUNTS = (Finder(Kind.ACCOUNT, _accounts),)
PHONES = (Finder(Kind.PHONE, _phones), Finder(Kind.PHONE, _dialled), Finder(Kind.PHONE, _spelled_out))
LONG_NUMBERS = (Finder(Kind.NUMBER, _long_numbers),)
CONTACTS = (*MAILS, *ACCOUNTS, *PHONES, *LONG_NUMBERS)
