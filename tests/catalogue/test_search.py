"""What a wish finds (section 2 of the interfaces), each rule on a catalogue as small as possible."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from catalogue.region import Region
from catalogue.search import Result, explain, find_offer
from catalogue.submissions.load import LoadReport
from catalogue.wish import Wish
from tests.catalogue.offers import references, row

Load = Callable[..., LoadReport]
Find = Callable[..., Result]


class TestTopic:
    def test_an_offer_is_found_by_its_title_or_keywords(self, load_rows: Load, find: Find) -> None:
        load_rows(
            [row("title", titel="Deutsch am Abend"), row("keyword", themen="Deutsch"), row("other", titel="Yoga")]
        )
        assert references(find(topic="deutsch")) == ["title", "keyword"]

    def test_a_broader_topic_finds_what_is_narrower_and_not_the_other_way_round(
        self, load_rows: Load, find: Find
    ) -> None:
        load_rows([row("narrow", titel="Integrationskurs"), row("broad", titel="Deutsch am Abend")])
        assert set(references(find(topic="deutsch"))) == {"narrow", "broad"}
        assert references(find(topic="integrationskurs")) == ["narrow"]

    def test_a_topic_inside_a_compound_is_found(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", titel="Seniorencomputerkurse"), row("2", titel="Yoga")])
        assert references(find(topic="computer")) == ["1"]

    def test_a_description_that_mentions_a_common_topic_makes_no_offer_on_it(self, load_rows: Load, find: Find) -> None:
        courses = [row(str(number), titel="Deutsch") for number in range(20)]
        load_rows([*courses, row("other", titel="Yoga", beschreibung="Gute Deutschkenntnisse nötig.")])
        result = find(topic="deutsch", limit=30)
        assert result.total == 20
        assert "other" not in references(result)

    def test_where_no_title_names_a_topic_the_description_counts(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", titel="Offene Tür", beschreibung="Wir machen Yoga."), row("2", titel="Schach")])
        assert references(find(topic="yoga")) == ["1"]

    def test_a_common_topic_that_no_title_names_is_found_in_descriptions(self, load_rows: Load, find: Find) -> None:
        load_rows([row(str(number), beschreibung="Wir machen Yoga.") for number in range(20)])
        assert find(topic="yoga").total == 20

    def test_an_offer_that_is_over_does_not_speak_for_a_topic(self, load_rows: Load, find: Find) -> None:
        load_rows([row("over", titel="Yoga", ende="2027-01-01"), row("1", beschreibung="Wir machen Yoga.")])
        assert references(find(topic="yoga")) == ["1"]

    def test_free_words_must_all_occur_anywhere(self, load_rows: Load, find: Find) -> None:
        load_rows(
            [
                row("1", titel="Xylofon für alle", beschreibung="Mit Zwetschgenmus."),
                row("2", titel="Xylofon für wenige"),
                row("3", beschreibung="Zwetschgenmus"),
            ]
        )
        assert references(find(topic="xylofon zwetschgenmus")) == ["1"]

    def test_a_free_compound_is_found_whole_or_in_parts(self, load_rows: Load, find: Find) -> None:
        load_rows(
            [
                row("1", titel="Kräuterwanderung"),
                row("2", titel="Wanderung: Kräuter am Ith"),
                row("3", titel="Wanderung"),
            ]
        )
        assert set(references(find(topic="kräuterwanderung"))) == {"1", "2"}

    def test_a_topic_is_never_given_up(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", titel="Yoga")])
        result = find(topic="deutsch", place=("Aerzen",))
        assert (result.total, result.hits, result.relaxed) == (0, (), ())

    def test_an_excluded_topic_is_not_shown(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", titel="Integrationskurs"), row("2", titel="Englisch"), row("3", titel="Yoga")])
        assert set(references(find(exclude={"topic": ("deutsch",)}))) == {"2", "3"}

    def test_further_words_of_the_subject_rank(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", titel="Nachhilfe"), row("2", titel="Nachhilfe Mathe"), row("3", titel="Mathe")])
        assert references(find(topic="nachhilfe", words=("mathe",))) == ["2", "1"]


class TestSaidAndFollowing:
    @pytest.mark.parametrize(
        ("key", "value", "good", "bad"),
        [
            ("area", "Sprachbildung", {"bereich": "Sprachbildung"}, {"bereich": "Weiterbildung"}),
            ("kind", "Kurs", {"art": "Kurs"}, {"art": "Treff"}),
            ("audience", ("Kinder",), {"zielgruppen": "Eltern und Familien|Kinder"}, {"zielgruppen": "Frauen"}),
            ("level", ("A1",), {"niveau": "A1|A2"}, {"niveau": "A2"}),
            ("languages", ("Deutsch",), {"sprachen": "Arabisch|Deutsch"}, {"sprachen": "Deutsche Gebärdensprache"}),
            ("age", 12, {"alter_von": "12", "alter_bis": "12"}, {"alter_von": "13"}),
            ("age", 12, {"alter_bis": "12"}, {"alter_bis": "11"}),
            ("free", True, {"kosten": "0"}, {"kosten": "0,50"}),
            ("format", "Online", {"format": "Online"}, {"format": "Präsenz"}),
            ("format", "Online", {"format": "Hybrid"}, {"format": ""}),
            ("format", "Präsenz", {"format": ""}, {"format": "Online"}),
            ("format", "Hybrid", {"format": "Hybrid"}, {"format": "Online"}),
            ("weekdays", ("Mo", "Di"), {"wochentage": "Di|Mi"}, {"wochentage": "Mi"}),
            ("time", "abends", {"uhrzeit_von": "17:00"}, {"uhrzeit_von": "16:59"}),
            ("time", "nachmittags", {"uhrzeit_von": "12:00"}, {"uhrzeit_von": "11:59"}),
            ("time", "vormittags", {"uhrzeit_von": "09:00"}, {"uhrzeit_von": "12:00"}),
            ("time", "morgens", {"uhrzeit_von": "08:00"}, {"uhrzeit_von": "10:30"}),
            ("from_day", "2027-03-01", {"ende": "2027-03-01"}, {"ende": "2027-02-28"}),
            ("until_day", "2027-03-01", {"beginn": "2027-03-01"}, {"beginn": "2027-03-02"}),
            ("childcare", True, {"kinderbetreuung": "ja"}, {"kinderbetreuung": "nein"}),
            ("accessible", True, {"barrierefrei": "ja"}, {"barrierefrei": "nein"}),
            ("women_only", True, {"nur_frauen": "ja"}, {"nur_frauen": "nein"}),
            ("provider", "Bücherei", {"anbieter": "Bücherei Süd"}, {"anbieter": "Kulturhaus Muster"}),
        ],
    )
    def test_what_was_said_must_match(
        self, load_rows: Load, find: Find, key: str, value: Any, good: dict[str, str], bad: dict[str, str]
    ) -> None:
        load_rows([row("bad", **bad), row("good", **good)])
        result = find(**{key: value})
        assert (references(result), result.total, result.relaxed) == (["good"], 1, ())

    @pytest.mark.parametrize(
        ("key", "value", "column"),
        [
            ("kind", "Kurs", "art"),
            ("level", ("A1",), "niveau"),
            ("languages", ("Deutsch",), "sprachen"),
            ("free", True, "kosten"),
            ("time", "abends", "uhrzeit_von"),
            ("weekdays", ("Mo",), "wochentage"),
            ("childcare", True, "kinderbetreuung"),
            ("accessible", True, "barrierefrei"),
            ("women_only", True, "nur_frauen"),
        ],
    )
    def test_what_is_unknown_satisfies_no_wish(
        self, load_rows: Load, find: Find, key: str, value: Any, column: str
    ) -> None:
        load_rows([row("1", **{column: ""})])
        assert find(**{key: value}).relaxed == (key,)

    @pytest.mark.parametrize(
        ("key", "value"),
        [("age", 99), ("from_day", "2031-01-01"), ("until_day", "2027-01-11"), ("audience", ("Kinder",))],
    )
    def test_no_limit_satisfies_every_wish(self, load_rows: Load, find: Find, key: str, value: Any) -> None:
        load_rows([row("1")])
        assert find(**{key: value}).relaxed == ()

    @pytest.mark.parametrize(
        ("key", "value", "column", "fitting", "other"),
        [
            ("area", "Sprachbildung", "bereich", "Sprachbildung", "Weiterbildung"),
            ("kind", "Kurs", "art", "Kurs", "Treff"),
            ("audience", ("Kinder",), "zielgruppen", "Kinder", "Frauen"),
        ],
    )
    def test_what_only_follows_ranks(
        self, load_rows: Load, find: Find, key: str, value: Any, column: str, fitting: str, other: str
    ) -> None:
        load_rows([row("other", **{column: other}), row("fitting", **{column: fitting})])
        result = find(Wish().follow(**{key: value}))
        assert (references(result), result.total) == (["fitting", "other"], 2)

    def test_an_offer_for_everybody_comes_after_those_that_name_the_audience(self, load_rows: Load, find: Find) -> None:
        load_rows([row("everybody"), row("others", zielgruppen="Frauen"), row("named", zielgruppen="Kinder|Frauen")])
        assert references(find(audience=("Kinder",))) == ["named", "everybody"]

    def test_an_offer_for_more_of_the_audiences_comes_first(self, load_rows: Load, find: Find) -> None:
        load_rows([row("one", zielgruppen="Frauen"), row("both", zielgruppen="Neuzugewanderte|Frauen")])
        assert references(find(audience=("Neuzugewanderte", "Frauen"))) == ["both", "one"]

    def test_an_empty_wish_finds_everything(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1"), row("2")])
        assert find().total == 2


class TestPlace:
    def test_a_municipality_includes_its_ortsteile(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", ort="Hameln"), row("2", ort="Afferde"), row("3", ort="Aerzen"), row("4", ort="Voremberg")])
        assert set(references(find(place=("Hameln",)))) == {"1", "2"}

    def test_several_places_mean_any_of_them(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", ort="Hameln"), row("2", ort="Aerzen"), row("3", ort="Bad Pyrmont")])
        assert set(references(find(place=("Hameln", "Aerzen")))) == {"1", "2"}

    def test_an_ortsteil_means_itself_and_five_kilometres_around_nearest_first(
        self, load_rows: Load, find: Find
    ) -> None:
        places = {"far": "Aerzen", "hameln": "Hameln", "hastenbeck": "Hastenbeck", "itself": "Afferde"}
        load_rows([row(reference, ort=place) for reference, place in places.items()])
        result = find(place=("Afferde",))
        assert references(result) == ["itself", "hastenbeck", "hameln"]
        assert [hit.distance_km for hit in result.hits] == [0.0, 2.7, 3.6]

    def test_a_circle_of_fifteen_kilometres_is_nearest_first(self, load_rows: Load, find: Find) -> None:
        places = {"pyrmont": "Bad Pyrmont", "hannover": "Hannover", "emmerthal": "Emmerthal", "hameln": "Hameln"}
        load_rows([row(reference, ort=place) for reference, place in places.items()])
        assert references(find(place=("Hameln",), radius_km=15.0)) == ["hameln", "emmerthal", "pyrmont"]

    def test_a_circle_smaller_than_an_ortsteil_s_own_is_respected(self, load_rows: Load, find: Find) -> None:
        load_rows([row("itself", ort="Afferde"), row("hastenbeck", ort="Hastenbeck")])
        assert references(find(place=("Afferde",), radius_km=2.0)) == ["itself"]

    def test_a_postcode_means_its_places(self, load_rows: Load, find: Find) -> None:
        load_rows(
            [
                row("stated", plz="31789"),
                row("ortsteil", ort="Afferde", plz=""),
                row("other", ort="Hameln", plz="31785"),
                row("elsewhere", ort="Aerzen", plz="31855"),
            ]
        )
        assert set(references(find(place=("31789",)))) == {"stated", "ortsteil"}

    def test_a_circle_around_a_postcode_reaches_beyond_it(self, load_rows: Load, find: Find) -> None:
        load_rows([row("itself", plz="31785"), row("emmerthal", ort="Emmerthal"), row("hannover", ort="Hannover")])
        assert references(find(place=("31785",), radius_km=15.0)) == ["itself", "emmerthal"]

    def test_the_district_means_all_its_municipalities_and_no_neighbour(
        self, load_rows: Load, find: Find, region: Region
    ) -> None:
        load_rows([row("1", ort="Hameln"), row("2", ort="Oesdorf"), row("3", ort="Hannover")])
        assert set(references(find(place=(region.district,)))) == {"1", "2"}

    def test_a_neighbour_means_itself(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", ort="Hameln"), row("2", ort="Hannover")])
        assert references(find(place=("Hannover",))) == ["2"]

    @pytest.mark.parametrize("place", ["Hameln", "Afferde", "31785", "Landkreis Hameln-Pyrmont"])
    def test_online_offers_fit_any_place_and_come_after(self, load_rows: Load, find: Find, place: str) -> None:
        load_rows([row("nowhere", ort="", format="Online"), row("aerzen", ort="Aerzen", format="Online"), row("here")])
        result = find(place=(place,))
        assert references(result)[0] == "here"
        assert set(references(result)[1:]) == {"nowhere", "aerzen"}
        assert [hit.distance_km for hit in result.hits][1:] == [None, None]

    def test_online_offers_do_not_fit_where_people_want_to_go_to(self, load_rows: Load, find: Find) -> None:
        load_rows([row("online", ort="", format="Online"), row("hybrid", format="Hybrid"), row("here")])
        assert references(find(place=("Hameln",), format="Präsenz")) == ["here", "hybrid"]

    def test_a_hybrid_offer_elsewhere_is_elsewhere(self, load_rows: Load, find: Find) -> None:
        load_rows([row("aerzen", ort="Aerzen", format="Hybrid"), row("here")])
        assert references(find(place=("Hameln",))) == ["here"]

    def test_without_a_place_there_is_no_distance(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1")])
        assert find().hits[0].distance_km is None


class TestExclusions:
    @pytest.mark.parametrize(
        ("key", "value", "column", "unwanted", "other"),
        [
            ("area", "Sprachbildung", "bereich", "Sprachbildung", "Weiterbildung"),
            ("kind", "Kurs", "art", "Kurs", "Treff"),
            ("kind", "Kurs", "art", "Kurs", ""),
            ("audience", "Kinder", "zielgruppen", "Frauen|Kinder", "Frauen"),
            ("audience", "Kinder", "zielgruppen", "Kinder", ""),
            ("place", "Hameln", "ort", "Afferde", "Aerzen"),
            ("place", "31855", "ort", "Aerzen", "Hameln"),
            ("level", "A1", "niveau", "A1|A2", ""),
            ("languages", "Deutsch", "sprachen", "Deutsch", "Englisch"),
            ("weekdays", "Sa", "wochentage", "Fr|Sa", "Fr"),
            ("time", "abends", "uhrzeit_von", "19:00", ""),
            ("format", "Online", "format", "Online", "Hybrid"),
            ("provider", "Bücherei Süd", "anbieter", "Bücherei Süd", "Kulturhaus Muster"),
        ],
    )
    def test_what_is_excluded_is_not_shown_and_what_is_unknown_passes(
        self, load_rows: Load, find: Find, key: str, value: str, column: str, unwanted: str, other: str
    ) -> None:
        load_rows([row("unwanted", **{column: unwanted}), row("other", **{column: other})])
        assert references(find(Wish().without(key, [value]))) == ["other"]

    def test_an_online_offer_is_not_in_the_excluded_place(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", ort="Hameln"), row("2", ort="Hameln", format="Online")])
        assert references(find(exclude={"place": ("Hameln",)})) == ["2"]

    def test_an_excluded_ortsteil_does_not_exclude_the_town_around_it(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", ort="Afferde"), row("2", ort="Hameln")])
        assert references(find(place=("Hameln",), exclude={"place": ("Afferde",)})) == ["2"]

    def test_what_is_excluded_is_never_given_up(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", art="Kurs")])
        result = find(place=("Aerzen",), exclude={"kind": ("Kurs",)})
        assert (result.total, result.hits, result.relaxed) == (0, (), ())


class TestOver:
    @pytest.mark.parametrize(
        "cells",
        [
            {"ende": "2027-01-10"},
            {"beginn": "2026-12-01", "ende": "2027-01-10"},
            {"art": "Veranstaltung", "beginn": "2027-01-10"},
            {"status": "abgesagt"},
        ],
    )
    def test_what_is_over_or_cancelled_never_appears(self, load_rows: Load, find: Find, cells: dict[str, str]) -> None:
        load_rows([row("1", **cells)])
        result = find(place=("Hameln",))
        assert (result.total, result.hits, result.relaxed) == (0, (), ())

    @pytest.mark.parametrize(
        "cells",
        [
            {"ende": "2027-01-11"},
            {"beginn": "2026-01-01"},
            {"art": "Kurs", "beginn": "2026-01-01"},
            {"art": "Veranstaltung", "beginn": "2027-01-11"},
            {"art": "Veranstaltung", "beginn": "2026-01-01", "ende": "2027-02-01"},
            {"beginn": "2028-01-01"},
            {"status": "Warteliste"},
            {"status": "ausgebucht"},
        ],
    )
    def test_what_is_running_or_to_come_appears(self, load_rows: Load, find: Find, cells: dict[str, str]) -> None:
        load_rows([row("1", **cells)])
        assert find().total == 1

    def test_an_offer_disappears_on_the_day_after_its_end(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", ende="2027-02-01")])
        assert [find(on=date(2027, 2, day)).total for day in (1, 2)] == [1, 0]

    def test_a_single_event_does_not_reach_into_later_months(self, load_rows: Load, find: Find) -> None:
        load_rows(
            [row("event", art="Veranstaltung", beginn="2027-02-01"), row("course", art="Kurs", beginn="2027-02-01")]
        )
        assert references(find(from_day="2027-03-01")) == ["course"]


class TestPages:
    def test_a_page_shows_five_and_the_total_counts_all(self, load_rows: Load, find: Find) -> None:
        load_rows([row(str(number)) for number in range(7)])
        result = find()
        assert (len(result.hits), result.total) == (5, 7)
        assert len(find(limit=10).hits) == 7

    def test_pages_together_show_every_offer_once(self, load_rows: Load, find: Find) -> None:
        load_rows([row(str(number), ort="Afferde" if number % 2 else "Hameln") for number in range(12)])
        pages = [find(place=("Hameln",), offset=offset) for offset in (0, 5, 10, 15)]
        shown = [reference for page in pages for reference in references(page)]
        assert sorted(shown) == sorted(str(number) for number in range(12))
        assert {page.total for page in pages} == {12}

    def test_open_offers_come_before_waiting_lists_and_those_before_full_ones(
        self, load_rows: Load, find: Find
    ) -> None:
        load_rows([row(status, status=status) for status in ("ausgebucht", "Warteliste", "offen")])
        assert references(find()) == ["offen", "Warteliste", "ausgebucht"]

    def test_what_begins_sooner_comes_first_and_what_has_begun_last(self, load_rows: Load, find: Find) -> None:
        days = {"begun": "2026-12-01", "later": "2027-03-01", "soon": "2027-01-18", "any day": ""}
        load_rows([row(reference, beginn=day) for reference, day in days.items()])
        assert references(find()) == ["any day", "soon", "later", "begun"]

    def test_what_was_confirmed_last_comes_first(self, load_rows: Load, find: Find) -> None:
        load_rows([row("old", stand="2026-12-20"), row("new", stand="2027-01-01")])
        assert references(find()) == ["new", "old"]

    def test_a_title_on_the_topic_comes_before_a_keyword(self, load_rows: Load, find: Find) -> None:
        load_rows([row("keyword", themen="Yoga"), row("title", titel="Yoga")])
        assert references(find(topic="yoga")) == ["title", "keyword"]


class TestRelaxing:
    def test_nothing_is_given_up_where_something_matches(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1"), row("2", ort="Aerzen")])
        assert find(place=("Hameln",)).relaxed == ()

    def test_the_wish_stays_as_it_was_understood(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1")])
        wish = Wish(place=("Aerzen",), time="abends")
        result = find(wish)
        assert result.wish == wish
        assert set(result.relaxed) == {"time", "place"}

    def test_the_smallest_set_is_given_up(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", art="Treff", uhrzeit_von="09:00"), row("2", ort="Aerzen", art="Kurs", uhrzeit_von="18:00")])
        result = find(place=("Hameln",), kind="Kurs", time="abends")
        assert (result.relaxed, references(result), result.total) == (("place",), ["2"], 1)

    @pytest.mark.parametrize(
        ("wish", "easier", "harder", "relaxed"),
        [
            ({"time": "abends", "weekdays": ("Mo",)}, {"wochentage": "Mo"}, {"uhrzeit_von": "18:00"}, "time"),
            (
                {"weekdays": ("Mo",), "from_day": "2027-03-01"},
                {},
                {"wochentage": "Mo", "ende": "2027-02-01"},
                "weekdays",
            ),
            (
                {"until_day": "2027-03-01", "format": "Online"},
                {"format": "Online", "beginn": "2027-04-01"},
                {},
                "until_day",
            ),
            ({"format": "Online", "level": ("A1",)}, {"niveau": "A1"}, {"format": "Online"}, "format"),
            ({"level": ("A1",), "kind": "Kurs"}, {"art": "Kurs"}, {"niveau": "A1"}, "level"),
            ({"kind": "Kurs", "place": ("Hameln",)}, {}, {"art": "Kurs", "ort": "Aerzen"}, "kind"),
        ],
    )
    def test_of_equal_sets_the_one_goes_that_people_give_up_most_easily(
        self,
        load_rows: Load,
        find: Find,
        wish: dict[str, Any],
        easier: dict[str, str],
        harder: dict[str, str],
        relaxed: str,
    ) -> None:
        load_rows([row("harder", **harder), row("easier", **easier)])
        result = find(**wish)
        assert (result.relaxed, references(result)) == ((relaxed,), ["easier"])

    def test_the_total_counts_all_that_fits_the_rest(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", ort="Aerzen"), row("2", ort="Aerzen"), row("3", ort="Aerzen", kosten="5")])
        result = find(place=("Hameln",), free=True, exclude={"level": ("A1",)})
        assert (result.relaxed, result.total) == (("place", "free"), 3)

    def test_online_offers_are_what_is_left_when_going_there_is_given_up(self, load_rows: Load, find: Find) -> None:
        load_rows([row("online", ort="", format="Online")])
        result = find(place=("Hameln",), format="Präsenz")
        assert (result.relaxed, references(result)) == (("format",), ["online"])

    def test_where_the_place_is_given_up_the_nearest_comes_first_and_the_places_are_counted(
        self, load_rows: Load, find: Find
    ) -> None:
        places = ("Bad Pyrmont", "Hannover", "Aerzen", "Oesdorf")
        load_rows([row(place, ort=place) for place in places])
        result = find(place=("Hameln",))
        assert references(result) == ["Aerzen", "Oesdorf", "Bad Pyrmont", "Hannover"]
        assert [(found.place, found.count) for found in result.nearby] == [
            ("Aerzen", 1),
            ("Bad Pyrmont", 2),
            ("Hannover", 1),
        ]
        assert result.nearby[0].distance_km == pytest.approx(9.0, abs=0.1)

    def test_what_only_follows_is_not_given_up_for_it_was_never_asked(self, load_rows: Load, find: Find) -> None:
        load_rows([row("1", art="Treff")])
        assert find(Wish(place=("Hameln",)).follow(kind="Kurs")).relaxed == ()

    def test_an_empty_catalogue_has_nothing_to_give_up(self, find: Find) -> None:
        result = find(place=("Hameln",), kind="Kurs")
        assert (result.total, result.hits, result.relaxed, result.question) == (0, (), (), None)


class TestNarrowing:
    def test_a_page_that_shows_everything_asks_nothing(self, load_rows: Load, find: Find) -> None:
        load_rows([row(str(number), ort="Aerzen" if number % 2 else "Hameln") for number in range(5)])
        assert find().question is None

    def test_more_than_a_page_asks_what_narrows(self, load_rows: Load, find: Find) -> None:
        load_rows([row(str(number), ort="Aerzen" if number % 2 else "Hameln") for number in range(6)])
        question = find().question
        assert question is not None
        assert question.key == "place"
        assert {(option.value, option.count) for option in question.options} == {("Hameln", 3), ("Aerzen", 3)}

    def test_only_the_first_page_asks(self, load_rows: Load, find: Find) -> None:
        load_rows([row(str(number), ort="Aerzen" if number % 2 else "Hameln") for number in range(12)])
        assert find(offset=5).question is None

    @pytest.mark.parametrize(
        ("column", "values", "key"),
        [
            ("ort", ["Hameln", "Hameln", "Hameln", "Aerzen", "Aerzen", "Aerzen"], "place"),
            ("zielgruppen", ["Kinder", "Kinder", "Kinder", "Frauen", "Frauen", "Frauen"], "audience"),
            ("niveau", ["A1", "A1|A2", "A2", "B1", "", "A1"], "level"),
            ("art", ["Kurs", "Kurs", "Kurs", "Treff", "Treff", "Treff"], "kind"),
            ("uhrzeit_von", ["09:00", "14:00", "18:00", "09:00", "14:00", "18:00"], "time"),
            ("kosten", ["0", "0", "0", "5", "5", ""], "free"),
            ("format", ["Online", "Hybrid", "Präsenz", "Online", "Hybrid", "Präsenz"], "format"),
        ],
    )
    def test_an_answer_leaves_as_many_offers_as_the_question_says(
        self, load_rows: Load, find: Find, column: str, values: list[str], key: str
    ) -> None:
        load_rows([row(str(number), **{column: value}) for number, value in enumerate(values)])
        self.assert_counts_hold(find, key)

    def test_offers_for_everybody_are_left_by_every_answer(self, load_rows: Load, find: Find) -> None:
        audiences = ["Kinder", "Kinder", "Kinder", "Frauen", "Frauen", "Frauen", "", ""]
        load_rows([row(str(number), zielgruppen=value) for number, value in enumerate(audiences)])
        self.assert_counts_hold(find, "audience")

    def test_online_offers_are_left_by_every_place(self, load_rows: Load, find: Find) -> None:
        places = ["Hameln", "Hameln", "Hameln", "Aerzen", "Aerzen", "Aerzen", "", ""]
        load_rows(
            [row(str(number), ort=place, format="" if place else "Online") for number, place in enumerate(places)]
        )
        self.assert_counts_hold(find, "place")

    def test_of_very_many_offers_a_part_chooses_the_question_and_all_are_counted(
        self, load_rows: Load, find: Find, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("catalogue.narrow.MOST_READ", 6)
        kinds = ["Kurs", "Treff", "Treff", "Kurs"] + ["Kurs"] * 4 + ["Treff"] * 5 + ["Beratung"]
        load_rows([row(str(number), art=kind) for number, kind in enumerate(kinds)])
        self.assert_counts_hold(find, "kind")
        question = find().question
        assert question is not None
        assert [(option.value, option.count) for option in question.options] == [
            ("Treff", 7),
            ("Kurs", 6),
            ("Beratung", 1),
        ]
        assert find().total == find(offset=5).total == 14

    @staticmethod
    def assert_counts_hold(find: Find, key: str) -> None:
        wish = Wish()
        question = find(wish).question
        assert question is not None
        assert question.key == key
        for option in question.options:
            value = (option.value,) if isinstance(getattr(wish, key), tuple) else option.value
            assert find(replace(wish, **{key: value})).total == option.count, option


class TestOneOffer:
    def test_an_id_is_the_provider_s_slug_and_the_key_verbatim(self, load_rows: Load, find: Find) -> None:
        load_rows([row("D 1/ä", anbieter="Bücherei Süd")])
        assert find().hits[0].offer.key == "buecherei-sued/D 1/ä"

    def test_an_offer_is_found_by_its_id(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1", telefon="05151 000-1", beschreibung="Kommt!"), row("2")], file="herbst.csv")
        with Session(engine) as session:
            offer = find_offer(session, "kulturhaus-muster/1")
        assert offer is not None
        assert (offer.provider.name, offer.text.phone, offer.text.submission.file) == (
            "Kulturhaus Muster",
            "05151 000-1",
            "herbst.csv",
        )

    def test_an_unknown_id_finds_nothing(self, load_rows: Load, engine: Engine) -> None:
        load_rows([row("1")])
        with Session(engine) as session:
            assert find_offer(session, "kulturhaus-muster/%") is None

    def test_reasons_name_what_an_offer_meets_and_misses(
        self, load_rows: Load, engine: Engine, region: Region, today: date
    ) -> None:
        load_rows([row("1", art="Kurs", kosten="5"), row("2", art="Kurs", kosten="0")])
        wish = Wish(kind="Kurs", free=True, time="abends", place=("Hameln",))
        with Session(engine) as session:
            offer = find_offer(session, "kulturhaus-muster/1")
            assert offer is not None
            met, missed = explain(offer, wish, region, session, today)
        assert (set(met), set(missed)) == ({"kind", "place"}, {"free", "time"})
