"""Filters and what is chosen: every link leads to the list that it promises."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.german_texts import german_texts
from bot.pages.choices import Filter, added, chosen, groups, taken_away
from catalogue.listing import TODAY, WEEKEND, Choice, Listing
from catalogue.permalink import from_query, list_link
from catalogue.region import Region, load_region
from catalogue.values import WEEKDAYS
from catalogue.wish import KEYS, LIST_KEYS, Wish
from tests.catalogue import test_permalink
from tests.catalogue.offers import row
from tests.catalogue.test_listing import COUNTED, any_catalogue, choices, listed, offers
from tests.catalogue.test_search_properties import Catalogue

REGION = load_region()
TEXTS = german_texts(REGION)
OF_THE_CHOICE = ("most_euros", "day", "overdue")
NOTHING_FOUND = Listing(0, (), 0, 0, {key: Counter() for key in COUNTED}, {})
EXAMPLES = 60


def from_the_address(choice: Choice) -> Choice:
    """As the page knows it: without what only follows."""
    return follow(list_link(choice))


def follow(url: str) -> Choice:
    return from_query(parse_qs(urlsplit(url).query), REGION)


ANY = test_permalink.choices().map(from_the_address)


@pytest.fixture(scope="module")
def catalogue(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with any_catalogue(region, tmp_path_factory.mktemp("random")) as found:
        yield found


def all_filters(choice: Choice, listing: Listing = NOTHING_FOUND) -> list[Filter]:
    return [item for group in groups(choice, listing, REGION, TEXTS) for item in group.filters]


def said(choice: Choice) -> dict[str, Any]:
    """Everything that is chosen, by its key."""
    of_the_wish = {key: getattr(choice.wish, key) for key in KEYS}
    return {**of_the_wish, **{key: getattr(choice, key) for key in OF_THE_CHOICE}, "exclude": dict(choice.wish.exclude)}


def differing(one: Choice, other: Choice) -> set[str]:
    return {key for key, value in said(one).items() if value != said(other)[key]}


def one_by_one(choice: Choice) -> list[tuple[str, Any]]:
    """Every key and value that is chosen, a circle as a part of its place."""
    found = []
    for key, value in said(choice).items():
        if key in LIST_KEYS:
            found += [(key, item) for item in value]
        elif key not in ("exclude", "radius_km") and value is not None and value is not False:
            found.append((key, value))
    return found


# --- adding and taking away


class TestAdding:
    def test_of_one_kind_there_is_only_one(self) -> None:
        assert added(Choice(Wish(kind="Kurs")), "kind", "Treff") == Choice(Wish(kind="Treff"))
        assert added(Choice(day=TODAY), "day", WEEKEND) == Choice(day=WEEKEND)

    def test_several_places_audiences_and_days_go_together(self) -> None:
        choice = added(Choice(Wish(place=("Hameln",))), "place", "Aerzen")
        assert choice.wish.place == ("Hameln", "Aerzen")
        assert added(choice, "place", "Hameln") == choice

    def test_free_of_charge_and_a_price_replace_each_other(self) -> None:
        assert added(Choice(most_euros=25), "free", True) == Choice(Wish(free=True))
        assert added(Choice(Wish(free=True)), "most_euros", 50) == Choice(most_euros=50)

    def test_a_price_leaves_what_is_excluded_alone(self) -> None:
        choice = Choice(Wish(exclude={"free": (True,)}))
        assert added(choice, "most_euros", 50) == replace(choice, most_euros=50)

    def test_what_is_chosen_is_no_longer_excluded(self) -> None:
        choice = Choice(Wish(exclude={"place": ("Afferde", "Aerzen")}))
        assert added(choice, "place", "Aerzen") == Choice(Wish(place=("Aerzen",), exclude={"place": ("Afferde",)}))


class TestTakingAway:
    def test_of_several_places_the_others_stay_with_their_circle(self) -> None:
        choice = Choice(Wish(place=("Hameln", "Aerzen"), radius_km=15.0))
        assert taken_away(choice, "place", "Hameln") == Choice(Wish(place=("Aerzen",), radius_km=15.0))

    def test_the_circle_goes_with_the_last_place(self) -> None:
        assert taken_away(Choice(Wish(place=("Hameln",), radius_km=15.0)), "place", "Hameln") == Choice()

    def test_further_words_go_with_their_topic(self) -> None:
        choice = Choice(Wish(topic="nachhilfe", words=("mathematik",), kind="Kurs"))
        assert taken_away(choice, "topic", "nachhilfe") == Choice(Wish(kind="Kurs"))

    @pytest.mark.parametrize(("key", "value"), [("place", "Hameln"), ("kind", "Kurs"), ("free", True)])
    def test_what_is_excluded_stays_excluded(self, key: str, value: Any) -> None:
        excluded = {"place": ("Afferde",), "kind": ("Treff",), "free": (True,)}
        choice = Choice(Wish(place=("Hameln",), kind="Kurs", free=True, exclude=excluded))
        assert taken_away(choice, key, value).wish.exclude == excluded

    @pytest.mark.parametrize(("key", "value"), [("most_euros", 25), ("day", TODAY), ("overdue", True)])
    def test_what_is_no_part_of_the_wish_goes_alone(self, key: str, value: Any) -> None:
        choice = Choice(Wish(topic="yoga"), most_euros=25, day=TODAY, overdue=True)
        assert differing(choice, taken_away(choice, key, value)) == {key}

    @settings(max_examples=300)
    @given(ANY, st.data())
    def test_whatever_was_added_is_there_and_gone_after_it_was_taken_away(
        self, choice: Choice, data: st.DataObject
    ) -> None:
        key = data.draw(st.sampled_from(COUNTED))
        value = (
            data.draw(test_permalink.ONE[key]) if key in test_permalink.ONE else 25 if key == "most_euros" else TODAY
        )
        before = choice
        for item in [item for name, item in one_by_one(choice) if name == key]:
            before = taken_away(before, key, item)
        after = added(before, key, value)
        assert (key, value) in one_by_one(after)
        assert differing(before, after) - {"exclude"} <= {key, "free", "most_euros"}
        assert differing(before, taken_away(after, key, value)) <= {"exclude", "free", "most_euros", "radius_km"}
        assert (key, value) not in one_by_one(taken_away(after, key, value))


# --- what is chosen


class TestChosen:
    @pytest.mark.parametrize(
        ("choice", "labels"),
        [
            (Choice(Wish(topic="nachhilfe", words=("mathematik",))), ["Nachhilfe mathematik"]),
            (Choice(Wish(area="Sprachbildung", kind="Kurs")), ["Sprachbildung", "Kurs"]),
            (Choice(Wish(audience=("Frauen", "Kinder"))), ["Frauen", "Kinder"]),
            (Choice(Wish(place=("Hameln",))), ["In Hameln"]),
            (Choice(Wish(place=("31785",))), ["In 31785"]),
            (Choice(Wish(place=(REGION.district,))), [f"Im {REGION.district}"]),
            (
                Choice(Wish(place=("Hameln", "Aerzen"), radius_km=15.0)),
                ["Im Umkreis von 15 km um Hameln", "Im Umkreis von 15 km um Aerzen"],
            ),
            (Choice(Wish(radius_km=15.0)), []),
            (Choice(Wish(level=("A1",), languages=("Arabisch",))), ["A1", "auf Arabisch"]),
            (Choice(Wish(age=12)), ["12 Jahre"]),
            (Choice(Wish(age=0)), ["Babys"]),
            (Choice(Wish(free=True, childcare=True)), ["Kostenlos", "Mit Kinderbetreuung"]),
            (Choice(Wish(accessible=True, women_only=True)), ["Barrierefrei", "Nur für Frauen"]),
            (Choice(Wish(format="Präsenz", time="abends")), ["Vor Ort", "Abends"]),
            (Choice(Wish(weekdays=("Mo", "Sa"))), ["Montag", "Samstag"]),
            (Choice(Wish(from_day="2027-02-01", until_day="2027-03-31")), ["ab 01.02.2027", "bis 31.03.2027"]),
            (Choice(Wish(provider="VHS")), ["Anbieter VHS"]),
            (Choice(most_euros=50, day=TODAY, overdue=True), ["Bis 50 €", "Heute", "Nur ältere Einträge"]),
            (Choice(Wish(exclude={"place": ("Afferde",), "kind": ("Kurs",)})), ["nicht Afferde", "nicht Kurs"]),
            (Choice(Wish(exclude={"weekdays": ("Sa",), "topic": ("yoga",)})), ["nicht Samstag", "nicht Yoga"]),
            (Choice(Wish(exclude={"free": (True,), "format": ("Online",)})), ["nicht Kostenlos", "nicht Online"]),
            (Choice(), []),
        ],
        ids=str,
    )
    def test_everything_chosen_is_told_in_words(self, choice: Choice, labels: list[str]) -> None:
        found = chosen(choice, NOTHING_FOUND, REGION, TEXTS)
        assert [item.label for item in found] == labels
        assert all(item.chosen for item in found)

    @settings(max_examples=EXAMPLES)
    @given(ANY)
    def test_each_can_be_given_up_and_the_rest_stays(self, choice: Choice) -> None:
        found = chosen(choice, NOTHING_FOUND, REGION, TEXTS)
        pairs = one_by_one(choice)
        unwanted = [(key, value) for key, values in choice.wish.exclude.items() for value in values]
        assert len(found) == len(pairs) + len(unwanted)
        given_up = []
        for item in found:
            left = follow(item.url)
            gone = [pair for pair in pairs if pair not in one_by_one(left)]
            more = [pair for pair in unwanted if pair[1] not in left.wish.exclude.get(pair[0], ())]
            assert len(gone) + len(more) == 1
            changed = differing(choice, left)
            key = gone[0][0] if gone else "exclude"
            assert changed - {"radius_km"} == {key}
            assert ("radius_km" in changed) == (
                bool(choice.wish.radius_km is not None) and key == "place" and not left.wish.place
            )
            given_up += gone + more
        assert sorted(map(str, given_up)) == sorted(map(str, pairs + unwanted))

    @settings(max_examples=EXAMPLES)
    @given(offers(), choices())
    def test_where_there_is_a_count_as_many_are_left(
        self, catalogue: Catalogue, offers: list[dict[str, str]], choice: Choice
    ) -> None:
        catalogue.hold(offers)
        listing = listed(catalogue, choice)
        found = chosen(choice, listing, REGION, TEXTS)
        for item in found:
            if item.count:
                assert listed(catalogue, follow(item.url), limit=1).total == item.count, item.label

    def test_where_nothing_is_found_what_helps_is_counted(self, catalogue: Catalogue) -> None:
        catalogue.hold([row("1", titel="Yoga", kosten="5"), row("2", titel="Yoga", kosten="7")])
        choice = Choice(Wish(topic="yoga", place=("Hameln",), free=True))
        found = chosen(choice, listed(catalogue, choice), REGION, TEXTS)
        assert [(item.label, item.count) for item in found] == [("Yoga", 0), ("In Hameln", 0), ("Kostenlos", 2)]

    def test_of_several_places_none_promises_a_count(self, catalogue: Catalogue) -> None:
        catalogue.hold([row("1"), row("2", ort="Bad Pyrmont")])
        choice = Choice(Wish(place=("Aerzen", "Emmerthal")))
        assert [item.count for item in chosen(choice, listed(catalogue, choice), REGION, TEXTS)] == [0, 0]


# --- what can be chosen


class TestGroups:
    @settings(max_examples=EXAMPLES)
    @given(ANY)
    def test_what_is_chosen_is_listed_even_where_nothing_is_found(self, choice: Choice) -> None:
        found = all_filters(choice)
        pairs = [(key, value) for key, value in one_by_one(choice) if key in COUNTED]
        assert all((item.chosen, item.count) == (True, 0) for item in found)
        given_up = [pair for item in found for pair in pairs if pair not in one_by_one(follow(item.url))]
        assert sorted(map(str, given_up)) == sorted(map(str, pairs))

    @settings(max_examples=EXAMPLES)
    @given(offers(), choices())
    def test_every_filter_leads_to_what_it_says(
        self, catalogue: Catalogue, offers: list[dict[str, str]], choice: Choice
    ) -> None:
        catalogue.hold(offers)
        listing = listed(catalogue, choice)
        now = one_by_one(choice)
        for item in all_filters(choice, listing):
            after = follow(item.url)
            less = [pair for pair in now if pair not in one_by_one(after)]
            more = [pair for pair in one_by_one(after) if pair not in now]
            assert item.count or item.chosen
            if item.chosen:
                assert (len(less), more) == (1, []), item.label
                continue
            assert len(more) == 1, item.label
            [(key, value)] = more
            # What is replaced is the same key's value, or a price by "free of charge" and the other way round.
            assert {name for name, _ in less} <= ({"free", "most_euros"} if key in ("free", "most_euros") else {key})
            assert item.count == listing.counts[key][value]
            if key not in LIST_KEYS or not getattr(choice.wish, key):
                assert listed(catalogue, after, limit=1).total == item.count, item.label

    def test_filters_are_grouped_and_ordered_as_people_expect(self, catalogue: Catalogue) -> None:
        catalogue.hold([
            row("1", art="Treff", wochentage="So|Mo", kosten="0", zielgruppen="Frauen", uhrzeit_von="18:00"),
            row("2", art="Kurs", wochentage="Sa", kosten="30", niveau="B1|A1", ort="Aerzen", uhrzeit_von="08:00"),
            row("3", ort="Aerzen", format="Hybrid", barrierefrei="ja", kinderbetreuung="ja", nur_frauen="ja"),
        ])  # fmt: skip
        found = groups(Choice(), listed(catalogue, Choice()), REGION, TEXTS)
        assert [(group.title, [(item.label, item.count) for item in group.filters]) for group in found] == [
            ("Bereich", [("Kultur und Freizeit", 3)]),
            ("Ort", [("Aerzen", 2), ("Hameln", 1)]),
            ("Für wen", [("Frauen", 3)]),
            ("Art des Angebots", [("Kurs", 1), ("Treff", 1)]),
            ("Wann", [("Heute", 1), ("Am Wochenende", 2), ("Vormittags", 1), ("Abends", 1)]),
            ("Wochentag", [("Montag", 1), ("Samstag", 1), ("Sonntag", 1)]),
            ("Kosten", [("Kostenlos", 1), ("Bis 25 €", 1), ("Bis 50 €", 2), ("Bis 100 €", 2)]),
            ("Deutsch- und Sprachniveau", [("A1", 1), ("B1", 1)]),
            ("Vor Ort oder online", [("Vor Ort", 3), ("Online", 1), ("Vor Ort und online", 1)]),
            ("Außerdem", [("Mit Kinderbetreuung", 1), ("Barrierefrei", 1), ("Nur für Frauen", 1)]),
        ]

    def test_an_empty_catalogue_offers_no_filter(self) -> None:
        assert groups(Choice(), NOTHING_FOUND, REGION, TEXTS) == []

    @pytest.mark.parametrize("place", ["Afferde", "31785", "Landkreis Hameln-Pyrmont", "Springe"])
    def test_a_chosen_place_of_any_kind_is_listed_with_what_it_finds(self, catalogue: Catalogue, place: str) -> None:
        catalogue.hold(
            [row("1", ort="Afferde", plz="31785"), row("2", ort="Springe"), row("3", ort="", format="Online")]
        )
        choice = Choice(Wish(place=(place,)))
        listing = listed(catalogue, choice)
        [item] = [item for item in all_filters(choice, listing) if item.label == place]
        assert (item.chosen, item.count, follow(item.url)) == (True, listing.total, Choice())

    def test_an_audience_that_only_offers_for_everybody_fit_is_counted_once_it_is_chosen(
        self, catalogue: Catalogue
    ) -> None:
        catalogue.hold([row("1"), row("2", zielgruppen="Frauen")])
        choice = Choice(Wish(audience=("Kinder",)))
        found = all_filters(choice, listed(catalogue, choice))
        assert [(item.label, item.count) for item in found if item.chosen] == [("Kinder", 1)]

    def test_the_early_morning_is_listed_only_where_somebody_asked_for_it(self, catalogue: Catalogue) -> None:
        catalogue.hold([row("1", uhrzeit_von="08:00"), row("2", uhrzeit_von="11:00")])
        for choice, expected in (
            (Choice(), [("Vormittags", 2)]),
            (Choice(Wish(time="morgens")), [("Morgens", 1), ("Vormittags", 2)]),
        ):
            found = groups(choice, listed(catalogue, choice), REGION, TEXTS)
            assert [
                (item.label, item.count) for group in found if group.title == "Wann" for item in group.filters
            ] == expected

    @given(ANY, st.integers(1, 3))
    def test_no_two_filters_of_a_group_read_alike(self, choice: Choice, count: int) -> None:
        counts = {
            **NOTHING_FOUND.counts,
            "weekdays": Counter(dict.fromkeys(WEEKDAYS, count)),
            "day": Counter({TODAY: 1}),
        }
        for group in groups(choice, replace(NOTHING_FOUND, counts=counts), REGION, TEXTS):
            labels = [item.label for item in group.filters]
            assert len(set(labels)) == len(labels), group.title


def test_every_part_of_a_choice_is_looked_at_here() -> None:
    assert {item.name for item in fields(Choice)} == {"wish", *OF_THE_CHOICE}
