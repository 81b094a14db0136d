"""German as it is printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.typography import unbroken

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    "text",
    [
        "18:00 bis 19:30_Uhr", "45_€", "12,50_€, je Abschnitt", "9_km entfernt", "19_%", "6 bis 12_Jahre",
        "ab 60_Jahren", "ab 18_Jahren", "Tel._05151 903-0", "18_Uhr und 20_Uhr", "(45_€)", "45_€.",
    ],
)  # fmt: skip
def test_a_number_stays_with_its_unit(text: str) -> None:
    assert unbroken(text.replace("_", " ")) == text.replace("_", NO_BREAK)


@pytest.mark.parametrize(
    "text",
    [
        "", "Uhr", "5 Uhren", "12 Jahreszeiten", "7 kmh", "Montag bis Freitag", "01.02.2027 bis 01.03.2027",
        "Kurs 3 Euro", "31785 Hameln", "Tel. auf Anfrage", "45€", "45  €",
    ],
)  # fmt: skip
def test_everything_else_may_break(text: str) -> None:
    assert unbroken(text) == text


@given(st.text() | st.lists(st.sampled_from(["18", "Uhr", "€", "Tel.", "Jahre", " ", "km"])).map("".join))
def test_only_spaces_change_and_once_is_enough(text: str) -> None:
    kept = unbroken(text)
    assert kept.replace(NO_BREAK, " ") == text.replace(NO_BREAK, " ")
    assert unbroken(kept) == kept
