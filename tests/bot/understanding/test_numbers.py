"""Numbers that are ages, levels, clock times or positions, told apart from numbers that are not."""

import pytest

from bot.understanding.numbers import Number, find_ages, find_levels, find_positions, find_time, find_weekdays


def find_age(text: str) -> Number | None:
    return next(iter(find_ages(text)), None)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Yoga für meine Tochter (7)", 7),
        ("mein Sohn ist 15", 15),
        ("mein Sohn, 15, sucht ein Praktikum", 15),
        ("Sohn, acht Jahre alt", 8),
        ("ich bin 67", 67),
        ("ich bin schon 67 Jahre alt", 67),
        ("ein 40-jähriger Mann", 40),
        ("eine 16jährige", 16),
        ("Computerkurs, 72", 72),
        ("im Alter von 13 Jahren", 13),
        ("mein Baby ist 8 Monate alt", 0),
        ("meine Tochter (neun)", 9),
        ("meine Enkelin wird 4", 4),
    ],
)
def test_an_age_is_found(text: str, age: int) -> None:
    found = find_age(text)
    assert found is not None
    assert found.value == age


@pytest.mark.parametrize(
    "text",
    [
        "Deutschkurs in Hameln",
        "ich bin seit 7 Jahren in Deutschland",
        "Yoga um 18 Uhr",
        "im Umkreis von 10 km",
        "darf 20 Euro kosten",
        "meine Tochter geht in die 6. Klasse",
        "mein Sohn ist in Klasse 8",
        "ich habe 3 Kinder",
        "31785 Hameln",
        "der Kurs dauert 12 Wochen",
        "ich habe 5 Jahre Erfahrung",
        "mein Sohn ist 200",
    ],
)
def test_other_numbers_are_no_ages(text: str) -> None:
    assert find_age(text) is None


def test_the_age_of_a_child_is_known_to_be_a_childs() -> None:
    child, adult = find_age("meine Tochter (7)"), find_age("ich bin 67")
    assert child is not None and child.of_child
    assert adult is not None and not adult.of_child


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("Deutsch A1", ["A1"]),
        ("deutsch b2", ["B2"]),
        ("Deutsch A2.1", ["A2"]),
        ("Deutsch B1-B2", ["B1", "B2"]),
        ("Deutsch A1 bis B1", ["A1", "A2", "B1"]),
        ("Deutsch A1 oder A2", ["A1", "A2"]),
        ("ich habe B1, suche B2", ["B2"]),
        ("A1 habe ich schon, suche A2", ["A2"]),
        ("ich habe B1", ["B1"]),
        ("Führerschein Klasse B", []),
        ("Autobahn A2x", []),
        ("Deutsch", []),
    ],
)
def test_levels_that_are_looked_for(text: str, levels: list[str]) -> None:
    assert [level for level, _, _ in find_levels(text)] == levels


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("ab 18 Uhr", "abends"),
        ("um 17:30 Uhr", "abends"),
        ("um 14 Uhr", "nachmittags"),
        ("um 9 Uhr", "vormittags"),
        ("um 7 Uhr", "morgens"),
        ("bis 12 Uhr", "vormittags"),
        ("vor 17 Uhr", "nachmittags"),
        ("ab 19h", "abends"),
        ("um 31 Uhr", None),
        ("Yoga um die Ecke", None),
    ],
)
def test_a_clock_time_is_a_time_of_day(text: str, time: str | None) -> None:
    found = find_time(text)
    assert (found[0] if found else None) == time


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mo-Mi", "Mo Di Mi"),
        ("Mo bis Fr", "Mo Di Mi Do Fr"),
        ("montags bis donnerstags", "Mo Di Mi Do"),
        ("Sa – So", "Sa So"),
        ("montags", None),
        ("in der Woche", None),
    ],
)
def test_a_range_of_weekdays(text: str, days: str | None) -> None:
    found = find_weekdays(text)
    assert (found[0] if found else None) == days


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("Was ist das zweite?", (2,)),
        ("Telefonnummer vom letzten", (-1,)),
        ("Angebot 3", (3,)),
        ("Nummer 1 bitte", (1,)),
        ("das erste und das dritte", (1, 3)),
        ("mehr zu 4.", (4,)),
        ("Nr. 5", (5,)),
        ("am 3. Februar", ()),
        ("6. Klasse", ()),
        ("in der 3. Klasse", ()),
        ("im 2. Lehrjahr", ()),
        ("Deutschkurs", ()),
    ],
)
def test_positions_in_the_list_shown(text: str, positions: tuple[int, ...]) -> None:
    assert find_positions(text) == positions


@pytest.mark.parametrize("text", ["bis 15.3.", "am 01.02.2027", "vom 1.3. an"])
def test_a_written_date_is_no_position(text: str) -> None:
    assert find_positions(text) == ()


@pytest.mark.parametrize("text", ["was ist das DRİTTE?", "das drıtte", "das erſte"])
def test_letters_of_other_alphabets_that_count_as_the_same_break_no_position(text: str) -> None:
    find_positions(text)


@pytest.mark.parametrize("text", ["DİENSTAG BİS FREİTAG", "Dı-Fr", "ſa-ſo"])
def test_letters_of_other_alphabets_that_count_as_the_same_break_no_weekday(text: str) -> None:
    find_weekdays(text)
