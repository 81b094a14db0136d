"""What is taken out of a message before it is understood or stored, and what has to stay."""

import re
from datetime import date, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.evaluation.questions import load_questions
from bot.personal.contacts import without_personal_data
from bot.personal.finding import GAP
from bot.training import PROJECT
from catalogue.values import LEVELS

QUESTIONS = PROJECT / "tests" / "questions" / "dev"


def kept(text: str) -> str:
    return without_personal_data(text)[0]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


# --- phones

PHONES = [
    "05151 903-0",
    "05151/9030",
    "05151-903-0",
    "05151 - 903 0",
    "(05151) 903 0",
    "(05151)9030",
    "(0 51 51) 90 30",
    "0 51 51 / 12 34 5",
    "0 51 51 12 34 56",
    "05151.12.34.56",
    "05151 12.34.56",
    "05151 12.10.56",
    "05151 2019-20",
    "05151 2026/27",
    "05151 31785-31789",
    "05151 18.30",
    "051519030",
    "05151—903",
    "05151\u2011903\u20110",
    "+49 (0) 5151/9030",
    "+49(0)5151 9030",
    "+49-(0)5151-9030",
    "+49 5151 9030",
    "+49 5151 2019-20",
    "+495151903-0",
    "0049 5151 9030",
    "0171 – 123 45 67",
    "0171-1234567",
    "0171/1234567",
    "0171 / 12 34 56 7",
    "0171 12 34 567",
    "0171 12.34.567",
    "0171.1234567",
    "01711234567",
    "017 112 345 67",
    "+49171 1234567",
    "0171\u00a01234567",
    "\uff10\uff11\uff17\uff11\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
    "030/12 34 56",
    "0800 111 0 111",
    "+43 1 58858",
    "0043 1 5885800",
    "+380 44 123 4567",
    "+48 22 123 45 67",
]


@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_number_is_taken_out_in_every_spelling(phone: str) -> None:
    assert kept(phone) == GAP
    assert kept(f"Rufen Sie mich an: {phone}, ich suche Yoga") == f"Rufen Sie mich an: {GAP}, ich suche Yoga"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Tel.05151/903", "Tel.…"),
        ("Tel:05151903", "Tel:…"),
        ("Deutschkurs in 31785 Hameln, 0171 1234567", "Deutschkurs in 31785 Hameln, …"),
        ("05151 903-0 oder 0171 1234567", "… oder …"),
        ("ab 18:30 Uhr unter 05151 903-0 am 12.01.2027", "ab 18:30 Uhr unter … am 12.01.2027"),
        ("Mein Sohn (7) hat die 0171/1234567 und sucht Mathe", "Mein Sohn (7) hat die … und sucht Mathe"),
    ],
)
def test_what_stands_around_a_phone_number_stays(text: str, left: str) -> None:
    assert kept(text) == left


@st.composite
def phones(draw: st.DrawFn) -> str:
    """A number as people write it: an area or mobile code, and the rest in groups."""
    code = draw(st.sampled_from(["05151", "0171", "030", "05281", "0 51 51", "(05151)", "+49 5151", "+49 (0) 171"]))
    number = draw(st.text("0123456789", min_size=5, max_size=8))
    size = draw(st.sampled_from([2, 3, 4, 8]))
    groups = [number[start : start + size] for start in range(0, len(number), size)]
    between = draw(st.sampled_from([" ", "-", "/", ".", ""]))
    return code + draw(st.sampled_from([" ", "/", " / ", "-", " – "])) + between.join(groups)


@given(phones(), st.sampled_from(["{}", "Bitte {} anrufen", "Yoga, Tel. {}.", "({})"]))
@settings(max_examples=400)
@example("05151 2019-20", "{}")
@example("05151/31785/31787", "{}")
def test_no_digit_is_left_of_a_phone_number(phone: str, sentence: str) -> None:
    assert digits(kept(sentence.format(phone))) == ""


# --- mail addresses

MAILS = [
    "max@web.de",
    "MAX.MUSTER@WEB.DE",
    "max.muster@schule-hameln.de",
    "max+kurs@mail.schule-hameln.de",
    "max_m@web.de",
    "jürgen@müller.de",
    "max @ web.de",
    "max@ web.de",
    "max.muster @web.de",
    "max\u00a0@\u00a0web.de",
    "max (at) web.de",
    "max(at)web.de",
    "max [at] web.de",
    "max (AT) web.de",
    "max {ät} web.de",
    "max(at)web(dot)de",
    "max (at) web (punkt) de",
    "a@b.c.d.e.f.g.de",
]


@pytest.mark.parametrize("mail", MAILS)
def test_a_mail_address_is_taken_out_in_every_spelling(mail: str) -> None:
    assert kept(mail) == GAP
    assert kept(f"Ich bin {mail}. Ich suche Yoga") == f"Ich bin {GAP}. Ich suche Yoga"
    assert kept(f"<{mail}>, Yoga") == f"<{GAP}>, Yoga"


@given(st.emails())
@settings(max_examples=200)
def test_nothing_of_a_mail_address_can_be_written_to(mail: str) -> None:
    assert mail not in kept(f"Ich bin {mail} und suche Yoga")
    assert "@" not in kept(f"Ich bin {mail} und suche Yoga")


@pytest.mark.parametrize("text", ["kurs@home", "Yoga @ Hameln", "(at)", "a@b", "Wo (at) wann?"])
def test_a_sign_alone_makes_no_mail_address(text: str) -> None:
    assert without_personal_data(text) == (text, False)


# --- bank accounts

ACCOUNTS = [
    "DE89370400440532013000",
    "DE89 3704 0044 0532 0130 00",
    "de89 3704 0044 0532 0130 00",
    "DE 89 3704 0044 0532 0130 00",
    "DE89-3704-0044-0532-0130-00",
    "DE89.3704.0044.0532.0130.00",
    "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000",
    "NL91 ABNA 0417 1643 00",
    "NL91ABNA0417164300",
    "GB29 NWBK 6016 1331 9268 19",
    "FR14 2004 1010 0505 0001 3M02 606",
    "AT61 1904 3002 3457 3201",
    "PL61 1090 1014 0000 0712 1981 2874",
    # mistyped: a wrong sign, one too few, one too many, other groups, a letter for a digit
    "DE88 3704 0044 0532 0130 00",
    "DE89 3704 0044 0532 0130",
    "DE89 3704 0044 0532 0130 001",
    "DE89 370 400 440 532 013 000",
    "DE89 3704 00440532 0130 00",
    "DE8937 0400 4405 3201 3000",
    "DE89 3704 0044 0532 0130 0O",
]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_bank_account_is_taken_out_right_or_mistyped(account: str) -> None:
    assert kept(account) == GAP


@pytest.mark.parametrize("account", ACCOUNTS)
def test_what_stands_around_a_bank_account_stays(account: str) -> None:
    assert kept(f"IBAN: {account} Yoga in Aerzen") == f"IBAN: {GAP} Yoga in Aerzen"


@pytest.mark.parametrize(
    "text", ["ab18 jahre 31785 hameln 2027", "ab18 2027 31785", "in 31785 31787 31789", "am12 uhr"]
)
def test_a_missing_space_makes_no_bank_account(text: str) -> None:
    assert without_personal_data(text) == (text, False)


# --- long numbers


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("123456", "…"),
        ("Kundennummer 4711-0815", "Kundennummer …"),
        ("12 345 678", "…"),
        ("1 234 567 890", "…"),
        ("123.456.789", "…"),
        ("Steuer-ID 12 345 678 901, Yoga", "Steuer-ID …, Yoga"),
        ("Aktenzeichen A123456789", "Aktenzeichen A…"),
        ("Konto 1234567 bei der Bank 31785", "Konto … bei der Bank 31785"),
        ("1" * 500, "…"),
    ],
    ids=lambda text: text[:20],
)
def test_a_long_number_is_taken_out(text: str, left: str) -> None:
    assert kept(text) == left


# --- what stays

HARMLESS = [
    "31785",
    "PLZ 31785 Hameln",
    "31785, 31787, 31789",
    "31785 31787 31789",
    "31785,31787",
    "31785/31787",
    "31785-31789",
    "31785 – 31789",
    "31785 oder 31787",
    "16816",
    "16816 2027",
    "(16816) 2027",
    "49324 49326",
    "1.2.",
    "01.02.",
    "1.2.27",
    "01.02.2027",
    "01.02. 2027",
    "2027-02-01",
    "2027-02-01 18:30",
    "2027-02-01T18:30",
    "01/02/2027",
    "01-02-2027",
    "01/2027",
    "ab 09/2026",
    "09/2026-07/2027",
    "01.2027",
    "12.-14.02.2027",
    "12./13.02.2027",
    "12.+13.02.2027",
    "12. - 14.02.2027",
    "12., 13. und 14.02.2027",
    "12.02.-14.02.2027",
    "02.08.-06.08.",
    "01.02.2027-03.03.2027",
    "01.02.2027 – 03.03.2027",
    "01.02.2027/08.02.2027",
    "01.02./08.02./15.02.2027",
    "10.01.2027,17.01.2027,24.01.2027",
    "vom 01.02. bis 05.03.2027",
    "lieber..01.02.2027",
    "31. Januar 2027 um 9 Uhr",
    "8-12 Uhr",
    "08:30-12:30",
    "08.30-12.30 Uhr",
    "08.30 - 12.30 Uhr",
    "8.00-12.00/13.00-17.00",
    "08.30-12.30, 14.00-16.30",
    "0830 Uhr",
    "01.02.2027 18:30",
    "2026/27",
    "2026/2027",
    "2026-2027",
    "2026, 2027, 2028",
    "2026 2027 2028",
    "1980-1990",
    "24.12.1985",
    "100 Euro",
    "1.250,00 €",
    "12.500 Euro",
    "1650 Euro",
    "1650 12 Uhr",
    "25-50 Euro",
    "0,00 €",
    "A1 A2 B1",
    "B1.2",
    "Klasse 5-10",
    "5./6. Klasse",
    "6-12 Jahre",
    "16 17 18 Jahre",
    "0-3 jährige",
    "SGB II, § 16 SGB 2",
    "24/7",
    "10 000 Euro",
    "D-101",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_people_search_by_stays(text: str) -> None:
    assert without_personal_data(text) == (text, False)
    sentence = f"Yoga, {text}, in Hameln"
    assert without_personal_data(sentence) == (sentence, False)


_DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
_HOURS = st.builds(time, st.integers(6, 22), st.sampled_from([0, 15, 30, 45]))
_RANGES = st.sampled_from([" - ", "-", " – ", "–", " bis "])
_FACTS = st.one_of(
    st.integers(10_000, 99_999).map(str),
    st.tuples(_DAYS, st.sampled_from(["%d.%m.%Y", "%d.%m.%y", "%d.%m.", "%Y-%m-%d", "%d/%m/%Y", "%m/%Y"])).map(
        lambda drawn: drawn[0].strftime(drawn[1])
    ),
    st.tuples(_DAYS, _RANGES, _DAYS).map(lambda d: f"{d[0]:%d.%m.%Y}{d[1]}{d[2]:%d.%m.%Y}"),
    st.tuples(_HOURS, st.sampled_from(["%H:%M", "%H.%M"])).map(lambda drawn: f"{drawn[0].strftime(drawn[1])} Uhr"),
    st.tuples(_HOURS, _RANGES, _HOURS).map(lambda d: f"{d[0]:%H:%M}{d[1]}{d[2]:%H:%M}"),
    st.tuples(_HOURS, _RANGES, _HOURS).map(lambda d: f"{d[0]:%H.%M}{d[1]}{d[2]:%H.%M} Uhr"),
    st.integers(2024, 2030).map(lambda year: f"{year}/{year + 1}"),
    st.integers(1950, 2030).map(str),
    st.integers(0, 20_000).map(lambda euros: f"{euros:,}".replace(",", ".") + ",00 €"),
    st.integers(0, 99).map(lambda years: f"{years} Jahre"),
    st.sampled_from(LEVELS),
    st.sampled_from(["Hameln", "Yoga", "für Kinder", "abends"]),
)


@given(st.lists(_FACTS, min_size=1, max_size=6), st.sampled_from([", ", " und ", " oder ", "; ", " (", ") "]))
@settings(max_examples=500)
def test_whatever_people_search_by_stays(facts: list[str], between: str) -> None:
    sentence = between.join(facts)
    assert without_personal_data(sentence) == (sentence, False)


def test_no_question_that_people_asked_is_changed() -> None:
    texts = [turn.user for dialogue in load_questions(sorted(QUESTIONS.glob("*.yml"))) for turn in dialogue.turns]
    assert len(texts) > 1000
    assert [text for text in texts if without_personal_data(text) != (text, False)] == []


# --- any text


@given(st.text(max_size=200))
@settings(max_examples=300)
def test_any_text_comes_back_and_twice_is_once(text: str) -> None:
    once, changed = without_personal_data(text)
    assert changed == (once != text)
    assert without_personal_data(once) == (once, False)


@given(st.text("0123456789 /.-–()+@aAdDeE", max_size=60))
@settings(max_examples=500)
def test_taking_out_only_ever_leaves_pieces_of_the_text(text: str) -> None:
    place = 0
    for piece in kept(text).split(GAP):
        place = text.find(piece, place)
        assert place >= 0
        place += len(piece)


_UNITS = (
    "a", "1", "0", "(", "@", "+", "-", ".", " ", "/", "1.", "1/", "1-", "1–", "0 ", "1 ", "12 ", "123 ", "31785/",
    "31785 - ", "12.12.", "12.-", "12.12.2027-", "12:30-", "2026/27 ", "2026 ", "DE12", "DE12 ", "DE12 3456 ", "a@",
    "a@b.", "a.b.", "(0", "+4", "+49 ", "0049", "(at)", "a (at) ", "(at) (dot) ", "0171 ", "1(", "x1", "\u3000", "0 (",
)  # fmt: skip


@pytest.mark.parametrize("unit", _UNITS)
def test_the_longest_text_of_the_worst_shape_comes_back(unit: str) -> None:
    """A pattern that tries every way of reading such a text would not be done while anybody waits for it."""
    for end in ("", "x", "!", "1"):
        text = (unit * 10_000)[: 10_000 - len(end)] + end
        left, changed = without_personal_data(text)
        assert len(left) <= len(text)
        assert changed == (left != text)
