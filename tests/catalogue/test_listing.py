"""The catalogue as a list, against the search of the chat, against itself, and against plain Python."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from actions.refinement import following_anew
from bot.pages.choices import added, taken_away
from bot.understanding.facts import Understanding
from catalogue.database import migrate, open_engine
from catalogue.example import write_shifted
from catalogue.listing import PRICES, TODAY, WEEKEND, Choice, Listing, beginning, browse, days_of
from catalogue.permalink import from_query, to_query
from catalogue.region import Region
from catalogue.search import Result
from catalogue.submissions.load import LoadReport, load
from catalogue.values import FORMATS, LEVELS, TIMES, WEEKDAYS
from catalogue.wish import LIST_KEYS, Wish
from tests.catalogue.offers import references, row
from tests.catalogue.test_postgresql import WISHES
from tests.catalogue.test_search_properties import TODAY as MONDAY
from tests.catalogue.test_search_properties import Catalogue, cells, rows, wishes

Load = Callable[..., LoadReport]
Browse = Callable[..., Listing]
Find = Callable[..., Result]
EXAMPLES = 60
ALL = 100


@pytest.fixture
def look(engine: Engine, region: Region, today: date) -> Browse:
    """Look at the list; keywords are parts of the choice, of the wish, or `limit`, `offset` and `on` (the day)."""

    def run(
        choice: Choice | None = None, *, on: date = today, limit: int = ALL, offset: int = 0, **keys: Any
    ) -> Listing:
        own = {name: keys.pop(name) for name in ("most_euros", "day", "overdue") if name in keys}
        with Session(engine) as session:
            return browse(session, choice or Choice(Wish(**keys), **own), region, on, limit=limit, offset=offset)

    return run


@contextmanager
def any_catalogue(region: Region, folder: Path) -> Iterator[Catalogue]:
    """A catalogue whose rows each example replaces."""
    engine = open_engine(f"sqlite:///{folder / 'catalogue.sqlite'}")
    migrate(engine)
    yield Catalogue(engine, region, folder)
    engine.dispose()


@pytest.fixture(scope="module")
def catalogue(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with any_catalogue(region, tmp_path_factory.mktemp("random")) as found:
        yield found


def listed(catalogue: Catalogue, choice: Choice, *, limit: int = ALL, offset: int = 0) -> Listing:
    with Session(catalogue.engine) as session:
        return browse(session, choice, catalogue.region, MONDAY, limit=limit, offset=offset)


def shown(listing: Listing) -> list[str]:
    return [hit.offer.reference for hit in listing.hits]


def as_in_the_chat(wish: Wish, region: Region) -> Wish:
    """With the area, kind and audience that the chat adds because they follow."""
    return following_anew(wish, Understanding(), region)


def over_the_address(choice: Choice, region: Region) -> Choice:
    return from_query(parse_qs(to_query(choice)), region)


@st.composite
def offers(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows of which also price, age of the entry, postcode and finer subjects differ."""
    found = draw(rows())
    for cell in found:
        cell["titel"] = draw(cells("Yoga", "Schach", "Nachhilfe", "Mathe", "Nachhilfe Mathe"))
        cell["plz"] = draw(cells("", "31785", "31789"))
        cell["kosten"] = draw(cells("", "0", "25", "30", "100", "200"))
        cell["stand"] = draw(cells("2027-01-01", "2026-06-01", "2026-01-01"))
        cell["sprachen"] = draw(cells("", "Arabisch", "Arabisch|Deutsch"))
        cell["barrierefrei"], cell["nur_frauen"] = draw(cells("", "ja", "nein")), draw(cells("", "ja"))
    return found


PLACES = (("31785",), ("31789", "Aerzen"), ("Afferde", "Bad Pyrmont"), ("Rohrsen (Hameln)",), ("Springe",))
EXCLUDED = {
    "kind": st.sampled_from([("Kurs",), ("Kurs", "Treff")]),
    "place": st.sampled_from([("Afferde",), ("Aerzen",), ("31785",)]),
    "topic": st.sampled_from([("yoga",), ("mathematik",), ("schach", "yoga")]),
    "audience": st.sampled_from([("Kinder",), ("Frauen",)]),
    "format": st.sampled_from([("Online",), ("Präsenz",)]),
    "weekdays": st.sampled_from([("Sa",), ("Mo", "Sa")]),
    "time": st.sampled_from([("abends",)]),
}


@st.composite
def asked(draw: st.DrawFn) -> Wish:
    """Wishes of all kinds: several words, postcodes, languages, and more that is excluded."""
    wish = replace(draw(wishes(most=3)), follows=frozenset())
    if draw(st.booleans()):
        topic, words = draw(
            st.sampled_from([("nachhilfe", ("mathematik",)), ("schach", ("yoga",)), ("yoga", ("xylofon",))])
        )
        wish = replace(wish, topic=topic, words=words)
    if draw(st.booleans()):
        wish = replace(wish, place=draw(st.sampled_from(PLACES)))
    if draw(st.booleans()):
        wish = replace(wish, languages=("Arabisch",))
    return replace(wish, exclude=draw(st.fixed_dictionaries({}, optional=EXCLUDED)))


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    price = draw(st.none() | st.sampled_from(PRICES))
    wish = draw(asked())
    return Choice(
        wish,
        most_euros=None if wish.free else price,
        day=draw(st.none() | st.sampled_from((TODAY, WEEKEND))),
        overdue=draw(st.sampled_from((False, False, True))),
    )


class TestTheSameAsTheChat:
    @settings(max_examples=3 * EXAMPLES)
    @given(offers(), asked())
    def test_the_list_has_as_many_offers_as_the_search_and_in_its_order(
        self, catalogue: Catalogue, offers: list[dict[str, str]], wish: Wish
    ) -> None:
        catalogue.hold(offers)
        asked = as_in_the_chat(wish, catalogue.region)
        result = catalogue.find(asked)
        listing = listed(catalogue, Choice(asked))
        if result.relaxed:
            assert (listing.total, listing.hits) == (0, ())
        else:
            assert (listing.total, shown(listing)) == (result.total, references(result))
            assert [hit.distance_km for hit in listing.hits] == [hit.distance_km for hit in result.hits]

    @settings(max_examples=EXAMPLES)
    @given(offers(), asked())
    def test_nothing_is_lost_where_the_address_leaves_out_what_only_follows(
        self, catalogue: Catalogue, offers: list[dict[str, str]], wish: Wish
    ) -> None:
        catalogue.hold(offers)
        asked = Choice(as_in_the_chat(wish, catalogue.region))
        read = over_the_address(asked, catalogue.region)
        assert shown(listed(catalogue, read)) == shown(listed(catalogue, asked))

    @pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES.keys())
    def test_in_the_example_as_well(self, example: Catalogue, wish: Wish, region: Region) -> None:
        asked = as_in_the_chat(wish, region)
        result, listing = example.find(asked), listed(example, Choice(asked))
        expected = (0, []) if result.relaxed else (result.total, references(result))
        assert (listing.total, shown(listing)) == expected

    @pytest.mark.parametrize("wish", [Wish(kind="Ausbildung"), Wish(topic="metall", kind="Ausbildung")], ids=str)
    def test_the_area_that_goes_with_a_kind_comes_first_in_both(
        self, load_rows: Load, find: Find, look: Browse, wish: Wish, region: Region
    ) -> None:
        cells = {"titel": "Ausbildung Metall", "art": "Ausbildung"}
        load_rows([row("other", bereich="Weiterbildung", **cells), row("fitting", bereich="Schule-Beruf", **cells)])
        assert references(find(as_in_the_chat(wish, region))) == ["fitting", "other"]
        assert shown(look(Choice(wish))) == ["fitting", "other"]

    @pytest.fixture(scope="class")
    def example(self, region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
        folder = tmp_path_factory.mktemp("example")
        with any_catalogue(region, folder) as found:
            files = write_shifted(region, MONDAY, folder / "files")
            assert load(found.engine, files, region, datetime.combine(MONDAY, time(9))).exit_code == 0
            yield found


# --- how many each further choice leaves


def instead(choice: Choice, key: str, value: Any) -> Choice:
    """The choice with a value in place of what is chosen of its key now."""
    if key in LIST_KEYS:
        return replace(choice, wish=replace(choice.wish, **{key: (value,)}))
    return added(choice, key, value)


def possible(key: str, region: Region) -> list[Any]:
    """All values of a key of which every offer has some or none."""
    terms = {"area": region.areas, "kind": region.kinds}
    if key in terms:
        return [term.name for term in terms[key]]
    closed: dict[str, tuple[Any, ...]] = {
        "level": LEVELS, "time": TIMES, "format": FORMATS, "weekdays": WEEKDAYS,
        "most_euros": PRICES, "day": (TODAY, WEEKEND),
    }  # fmt: skip
    return list(closed.get(key, (True,)))


# Keys of which online offers, and those for everybody, fit every value: only values that occur are counted.
FITTING_ALL = ("place", "audience")
COUNTED = (
    "area", "kind", "audience", "place", "level", "time", "format", "free", "most_euros", "weekdays", "childcare",
    "accessible", "women_only", "day",
)  # fmt: skip


class TestCounts:
    def test_every_key_that_may_be_chosen_is_counted(self, look: Browse) -> None:
        assert set(look().counts) == set(COUNTED)

    @settings(max_examples=EXAMPLES)
    @given(offers(), choices(), st.integers(0, 9))
    def test_a_further_choice_leaves_as_many_as_it_says(
        self, catalogue: Catalogue, offers: list[dict[str, str]], choice: Choice, which: int
    ) -> None:
        """Whatever value of each key one takes; what is excluded is not offered."""
        catalogue.hold(offers)
        counts = listed(catalogue, choice).counts
        for key in COUNTED:
            values = possible(key, catalogue.region) if key not in FITTING_ALL else list(counts[key])
            if values and (value := values[which % len(values)]) not in choice.wish.exclude.get(key, ()):
                assert counts[key][value] == listed(catalogue, instead(choice, key, value), limit=1).total, (key, value)

    @settings(max_examples=EXAMPLES)
    @given(offers(), choices())
    def test_what_offers_name_and_what_is_chosen_is_counted(
        self, catalogue: Catalogue, offers: list[dict[str, str]], choice: Choice
    ) -> None:
        catalogue.hold(offers)
        listing = listed(catalogue, choice)
        for key in FITTING_ALL:
            assert set(getattr(choice.wish, key)) <= set(listing.counts[key])
        assert {name for hit in listing.hits for name in hit.offer.audiences} <= set(listing.counts["audience"])
        towns = {hit.offer.municipality for hit in listing.hits if hit.offer.format != "Online"}
        assert towns <= set(listing.counts["place"])

    @settings(max_examples=EXAMPLES)
    @given(offers(), choices())
    def test_the_only_value_of_a_key_counts_what_is_shown(
        self, catalogue: Catalogue, offers: list[dict[str, str]], choice: Choice
    ) -> None:
        catalogue.hold(offers)
        listing = listed(catalogue, choice)
        for key in COUNTED:
            value = getattr(choice, key, None) or getattr(choice.wish, key, None)
            only = value[0] if isinstance(value, tuple) and len(value) == 1 else value
            if only and not isinstance(only, tuple):
                assert listing.counts[key][only] == listing.total, key

    @settings(max_examples=2 * EXAMPLES)
    @given(offers(), choices())
    def test_what_giving_up_one_key_would_leave(
        self, catalogue: Catalogue, offers: list[dict[str, str]], choice: Choice
    ) -> None:
        catalogue.hold(offers)
        listing = listed(catalogue, choice)
        keys = {key for key in choice.wish.said_keys if key not in ("topic", "radius_km")}
        keys |= {key for key in ("most_euros", "day", "overdue") if getattr(choice, key)}
        assert set(listing.without) == keys
        for key in keys:
            left = choice
            for value in getattr(choice.wish, key) if key in LIST_KEYS else (None,):
                left = taken_away(left, key, value)
            assert listing.without[key] == listed(catalogue, left, limit=1).total, key

    def test_of_a_price_the_cheaper_ones_count_too_and_unknown_ones_do_not(self, load_rows: Load, look: Browse) -> None:
        load_rows(
            [row(str(number), kosten=cost) for number, cost in enumerate(("0", "25", "25,01", "50", "100", "101", ""))]
        )
        assert look().counts["most_euros"] == {25: 2, 50: 4, 100: 5}
        assert look().counts["free"] == {True: 1}
        assert set(shown(look(most_euros=25))) == {"0", "1"}

    def test_free_of_charge_counts_what_it_would_leave_in_place_of_a_price(self, load_rows: Load, look: Browse) -> None:
        load_rows([row("free", kosten="0"), row("cheap", kosten="20"), row("dear", kosten="90")])
        assert look(free=True).counts["most_euros"] == {25: 2, 50: 2, 100: 3}
        assert look(most_euros=25).counts["free"] == {True: 1}
        assert look(most_euros=25).counts["most_euros"] == {25: 2, 50: 2, 100: 3}

    def test_a_place_with_a_circle_counts_the_circle(self, load_rows: Load, look: Browse) -> None:
        load_rows([row("hameln"), row("emmerthal", ort="Emmerthal"), row("hannover", ort="Hannover")])
        listing = look(place=("Hameln",), radius_km=15.0)
        assert (listing.total, listing.counts["place"]["Hameln"]) == (2, 2)
        assert listing.counts["place"]["Hannover"] == 1

    @pytest.mark.parametrize("place", ["Afferde", "31789", "Landkreis Hameln-Pyrmont"])
    def test_a_place_that_is_no_municipality_is_counted_once_it_is_chosen(
        self, load_rows: Load, look: Browse, place: str
    ) -> None:
        load_rows([row("1", ort="Afferde", plz="31789"), row("2", ort="Bad Pyrmont"), row("3", ort="Hannover")])
        listing = look(place=(place,))
        assert listing.counts["place"][place] == listing.total > 0

    def test_further_words_that_nobody_offers_there_leave_what_is_near_to_them(
        self, load_rows: Load, look: Browse
    ) -> None:
        load_rows([
            row("maths", titel="Nachhilfe Mathe", ort="Aerzen"), row("1", titel="Nachhilfe", ort="Aerzen"),
            row("2", titel="Nachhilfe", ort="Hameln"), row("3", titel="Nachhilfe", ort="Hameln"),
        ])  # fmt: skip
        asked: dict[str, Any] = {"topic": "nachhilfe", "words": ("mathematik",)}
        assert look(**asked).total == look(**asked, place=("Aerzen",)).total == 1
        assert look(**asked, place=("Hameln",)).total == 2
        assert look(**asked).counts["place"] == {"Aerzen": 1, "Hameln": 2}
        assert look(**asked, place=("Hameln",)).counts["place"] == {"Aerzen": 1, "Hameln": 2}
        assert look(**asked, place=("Hameln",)).without == {"place": 1}

    def test_an_empty_catalogue_counts_nothing(self, look: Browse) -> None:
        listing = look(place=("Hameln",), free=True, day=TODAY)
        assert (listing.total, listing.overdue, listing.hits) == (0, 0, ())
        assert not any(count for counts in listing.counts.values() for count in counts.values())
        assert set(listing.without.values()) == {0}


class TestOverdue:
    @settings(max_examples=EXAMPLES)
    @given(offers(), choices())
    def test_as_many_are_overdue_as_are_shown_where_only_those_are_asked_for(
        self, catalogue: Catalogue, offers: list[dict[str, str]], choice: Choice
    ) -> None:
        catalogue.hold(offers)
        listing = listed(catalogue, choice)
        terms = {area.name: area.term_days for area in catalogue.region.areas}

        def older_than(number: int) -> set[str]:
            """The rows that are older than so many terms."""
            return {
                cell["kennung"]
                for cell in offers
                if date.fromisoformat(cell["stand"]) < MONDAY - timedelta(days=number * (terms[cell["bereich"]] or 0))
            }

        assert listing.overdue == len(older_than(1).intersection(shown(listing)))
        only = listed(catalogue, replace(choice, overdue=True))
        assert (only.total, only.outdated) == (only.overdue, 0)
        assert older_than(1).issuperset(shown(only))
        if not choice.overdue:
            assert older_than(2).isdisjoint(shown(listing))
        if not choice.wish.words:
            assert only.total == listing.overdue + listing.outdated


class TestPages:
    @settings(max_examples=EXAMPLES)
    @given(offers(), choices(), st.integers(1, 3))
    def test_the_pages_show_every_offer_once_and_in_order(
        self, catalogue: Catalogue, offers: list[dict[str, str]], choice: Choice, size: int
    ) -> None:
        catalogue.hold(offers)
        whole = listed(catalogue, choice)
        pages = [listed(catalogue, choice, limit=size, offset=offset) for offset in range(0, len(offers) + size, size)]
        assert [reference for page in pages for reference in shown(page)] == shown(whole)
        assert len(set(shown(whole))) == whole.total
        assert {(page.total, page.overdue) for page in pages} == {(whole.total, whole.overdue)}

    def test_equal_offers_keep_their_order_from_page_to_page(self, load_rows: Load, look: Browse) -> None:
        load_rows([row(str(number)) for number in range(23)])
        pages = [shown(look(limit=5, offset=offset)) for offset in range(0, 30, 5)]
        assert [len(page) for page in pages] == [5, 5, 5, 5, 3, 0]
        assert len({reference for page in pages for reference in page}) == 23


# --- today and at the weekend

SATURDAY, SUNDAY = date(2027, 1, 16), date(2027, 1, 17)


class TestDays:
    @pytest.mark.parametrize(
        ("today", "first", "last"),
        [
            (MONDAY, SATURDAY, SUNDAY),
            (date(2027, 1, 15), SATURDAY, SUNDAY),
            (SATURDAY, SATURDAY, SUNDAY),
            (SUNDAY, SUNDAY, SUNDAY),
            (date(2027, 1, 18), date(2027, 1, 23), date(2027, 1, 24)),
        ],
    )
    def test_the_weekend_is_the_next_one_and_the_present_one_while_it_lasts(
        self, today: date, first: date, last: date
    ) -> None:
        assert days_of(WEEKEND, today) == (first, last)
        assert days_of(TODAY, today) == (today, today)

    @pytest.mark.parametrize(
        ("cells", "days"),
        [
            ({"wochentage": "Mo"}, {TODAY}),
            ({"wochentage": "Mo|Sa"}, {TODAY, WEEKEND}),
            ({"wochentage": "So"}, {WEEKEND}),
            ({"wochentage": "Di"}, set()),
            ({"wochentage": "Mo", "beginn": "2027-01-12"}, set()),
            ({"wochentage": "Mo", "beginn": "2027-01-11"}, {TODAY}),
            ({"wochentage": "Mo", "beginn": "2026-12-01", "ende": "2027-01-11"}, {TODAY}),
            ({"wochentage": "Sa", "ende": "2027-01-15"}, set()),
            ({"wochentage": "So", "ende": "2027-01-16"}, set()),
            ({"wochentage": "Sa", "beginn": "2027-01-17"}, set()),
            ({"art": "Veranstaltung", "beginn": "2027-01-11"}, {TODAY}),
            ({"art": "Veranstaltung", "beginn": "2027-01-17"}, {WEEKEND}),
            ({"art": "Veranstaltung", "beginn": "2027-01-12"}, set()),
            ({"beginn": "2027-01-15", "ende": "2027-01-16"}, {WEEKEND}),
            ({"beginn": "2027-01-04", "ende": "2027-01-29"}, {TODAY, WEEKEND}),
            ({}, set()),
            ({"ende": "2027-06-30"}, set()),
            ({"beginn": "2026-09-01"}, set()),
        ],
        ids=str,
    )
    def test_an_offer_is_held_on_its_weekdays_or_on_its_dates(
        self, load_rows: Load, look: Browse, cells: dict[str, str], days: set[str]
    ) -> None:
        load_rows([row("1", **cells)])
        assert {name for name in (TODAY, WEEKEND) if look(day=name).total} == days
        assert set(look().counts["day"]) == days

    @pytest.mark.parametrize(("today", "found"), [(SATURDAY, {"Sa", "So"}), (SUNDAY, {"So"})])
    def test_on_sunday_the_weekend_is_what_is_left_of_it(
        self, load_rows: Load, look: Browse, today: date, found: set[str]
    ) -> None:
        load_rows([row(day, wochentage=day) for day in WEEKDAYS])
        assert set(shown(look(day=WEEKEND, on=today))) == found

    @settings(max_examples=EXAMPLES)
    @given(offers(), st.integers(0, 6), st.sampled_from((TODAY, WEEKEND)))
    def test_there_is_a_day_on_which_it_is_held(
        self, catalogue: Catalogue, offers: list[dict[str, str]], later: int, name: str
    ) -> None:
        catalogue.hold(offers)
        today = MONDAY + timedelta(days=later)
        days = [today] if name == TODAY else [day for day in week(MONDAY) if day.weekday() >= 5 and day >= today]
        with Session(catalogue.engine) as session:
            everything = browse(session, Choice(), catalogue.region, today, limit=ALL)
            found = browse(session, Choice(day=name), catalogue.region, today, limit=ALL)
        held = {cell["kennung"] for cell in offers if any(is_held(cell, day) for day in days)}
        assert set(shown(found)) == held.intersection(shown(everything))


def week(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(7)]


def is_held(cell: dict[str, str], day: date) -> bool:
    last = cell["ende"] or (cell["beginn"] if cell["art"] == "Veranstaltung" else "")
    if (cell["beginn"] and cell["beginn"] > str(day)) or (last and last < str(day)):
        return False
    if cell["wochentage"]:
        return WEEKDAYS[day.weekday()] in cell["wochentage"].split("|")
    return bool(cell["beginn"] and last)


# --- the choice


class TestChoice:
    def test_the_search_field_replaces_the_subject_and_keeps_the_rest(self) -> None:
        before = Choice(Wish(topic="yoga", words=("pilates",), place=("Aerzen",), free=True), day=TODAY)
        after = before.about(Wish(topic="nachhilfe", words=("mathematik",)))
        assert after == Choice(Wish(topic="nachhilfe", words=("mathematik",), place=("Aerzen",), free=True), day=TODAY)

    def test_what_is_named_beside_the_subject_replaces_what_was_chosen(self) -> None:
        before = Choice(Wish(kind="Treff", place=("Aerzen",), audience=("Kinder",)))
        searched = Wish(topic="deutsch", kind="Kurs", audience=("Frauen",), place=("Hameln",))
        assert before.about(searched) == Choice(searched)

    def test_an_empty_field_gives_up_the_subject(self) -> None:
        assert Choice(Wish(topic="yoga", words=("pilates",), time="abends")).about(Wish()) == Choice(
            Wish(time="abends")
        )

    def test_what_is_searched_for_is_no_longer_excluded(self) -> None:
        before = Choice(Wish(exclude={"topic": ("yoga", "schach"), "kind": ("Kurs",)}))
        assert before.about(Wish(topic="yoga", kind="Kurs")).wish.exclude == {"topic": ("schach",)}

    def test_only_the_choice_of_nothing_is_empty(self) -> None:
        assert Choice().is_empty
        assert not any(item.is_empty for item in (Choice(Wish(free=True)), Choice(day=TODAY), Choice(overdue=True)))


class TestBeginning:
    def test_what_begins_within_some_days_comes_the_soonest_first(
        self, load_rows: Load, engine: Engine, region: Region, today: date
    ) -> None:
        load_rows([
            row("last day", beginn="2027-01-21"), row("evening", beginn="2027-01-12", uhrzeit_von="18:00"),
            row("morning", beginn="2027-01-12", uhrzeit_von="09:00"), row("begun", beginn="2027-01-10"),
            row("today", beginn="2027-01-11"), row("too late", beginn="2027-01-22"), row("any day"),
            row("cancelled", beginn="2027-01-13", status="abgesagt"),
        ])  # fmt: skip
        with Session(engine) as session:
            found = beginning(session, region, today, today + timedelta(days=10), limit=4)
            assert [offer.reference for offer in found] == ["today", "morning", "evening", "last day"]
            assert len(beginning(session, region, today, today + timedelta(days=10), limit=2)) == 2
