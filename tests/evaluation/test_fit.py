"""The judge of `bot.evaluation.fit`: one rule of interfaces.md, or of the judgement itself, at a time."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.fit import Judge, Place, Places, Verdict, load_places, load_rows
from catalogue.errors import QuestionFileError, SubmissionError

TODAY = date(2027, 1, 11)
DISTRICT = "Landkreis Musterland"


def place(name: str, kind: str, municipality: str, plz: str, km_north: float) -> Place:
    """A place so many kilometres north of Hameln."""
    return Place(name, kind, municipality, ((plz, plz),), 52.1 + km_north / 111.2, 9.35)


PLACES = Places([
    place("Hameln", "municipality", "Hameln", "31785", 0),
    place("Tündern", "ortsteil", "Hameln", "31789", 4),
    place("Holtensen", "ortsteil", "Hameln", "31787", 8),
    place("Emmerthal", "municipality", "Emmerthal", "31860", 20),
    place("Welsede", "ortsteil", "Emmerthal", "31860", 25),
    place("Welsede", "ortsteil", "Hameln", "31785", 1),
    place("Springe", "neighbour", "", "31832", 30),
])  # fmt: skip


def offer(id_: str, **cells: str) -> dict[str, str]:
    """A raw row: a course in Hameln of which nothing else is known, but for the cells given."""
    known = {"titel": "Angebot", "bereich": "Weiterbildung", "art": "Kurs", "anbieter": "VHS", "ort": "Hameln"}
    return {"_id": id_, "kennung": id_} | known | cells


def judge_of(*rows: Mapping[str, str]) -> Judge:
    return Judge(rows, PLACES, DISTRICT, TODAY)


def found(rows: list[dict[str, str]], **query: Any) -> list[str]:
    """Ids of the rows that fit, best first."""
    return [fit.id for fit in judge_of(*rows).fitting(query)]


def fits(query: Mapping[str, Any], **cells: str) -> bool:
    return bool(judge_of(offer("x", **cells)).fitting(query))


# --- reading


def test_rows_get_ids_from_the_provider_as_slug_and_the_identifier_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("\ufeffanbieter;kennung;titel\n Café Größe – e. V. ;D-101/b;Yoga\n", encoding="utf-8")
    assert load_rows([file])[0]["_id"] == "cafe-groesse-e-v/D-101/b"


def test_a_row_shorter_than_the_header_has_empty_cells(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("anbieter;kennung;titel;ort\nVHS;1;Yoga\n", encoding="utf-8")
    assert load_rows([file])[0]["ort"] == ""


def test_a_file_that_is_not_there_is_an_error_of_our_own(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError):
        load_rows([tmp_path / "none.csv"])


def test_a_place_without_coordinates_lies_at_its_municipality_and_postcodes_may_be_ranges(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    lines = [
        "name,kind,municipality,plz,lat,lon",
        "Nordstadt,quarter,Hameln,,,",
        "Hameln,municipality,Hameln,31785 31787,52.1,9.3",
        "Hannover,neighbour,,30159..30669,52.4,9.7",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    nordstadt, hameln, hannover = load_places(file)
    assert nordstadt.km_to(hameln) == 0
    assert hameln.has_plz("31787") and not hameln.has_plz("31786") and hannover.has_plz("30200")


@pytest.mark.parametrize(
    "cells", [{"beginn": "bald"}, {"ort": "Atlantis"}, {"ort": ""}, {"kosten": "viel"}, {"titel": ""}]
)
def test_a_row_with_a_bad_value_is_left_out_and_named(cells: dict[str, str]) -> None:
    judge = judge_of(offer("bad", **cells), offer("good"))
    assert [fit.id for fit in judge.fitting({})] == ["good"] and judge.unreadable == ["bad"]


# --- what never appears


def test_an_offer_is_over_after_its_last_day() -> None:
    assert fits({}, ende="11.01.2027") and not fits({}, ende="2027-01-10")


def test_an_event_with_a_beginning_alone_is_over_after_that_day_but_a_course_goes_on() -> None:
    assert not fits({}, art="Veranstaltung", beginn="2027-01-10")
    assert fits({}, art="Veranstaltung", beginn="2027-01-11")
    assert fits({}, art="Kurs", beginn="2026-09-01")


def test_a_cancelled_offer_never_fits_but_one_with_a_waiting_list_does() -> None:
    assert not fits({}, status="Abgesagt") and fits({}, status="Warteliste")


# --- what was said must match


@pytest.mark.parametrize(
    ("wish", "matching", "other"),
    [
        ({"area": "Sprachbildung"}, {"bereich": "sprachbildung"}, {"bereich": "Weiterbildung"}),
        ({"kind": "Treff"}, {"art": "Treff"}, {"art": ""}),
        ({"level": ["B1", "B2"]}, {"niveau": "A2|B1"}, {"niveau": ""}),
        ({"languages": ["Arabisch"]}, {"sprachen": "Deutsch | Arabisch"}, {"sprachen": ""}),
        ({"weekdays": ["Sa", "So"]}, {"wochentage": "Fr|Sa"}, {"wochentage": ""}),
        ({"free": True}, {"kosten": "0,00 €"}, {"kosten": ""}),
        ({"free": True}, {"kosten": "Kostenfrei"}, {"kosten": "3,50"}),
        ({"childcare": True}, {"kinderbetreuung": "ja"}, {"kinderbetreuung": ""}),
        ({"accessible": True}, {"barrierefrei": "ja"}, {"barrierefrei": "nein"}),
        ({"women_only": True}, {"nur_frauen": "ja"}, {"nur_frauen": ""}),
        ({"provider": "musikschule"}, {"anbieter": "Musikschule Klang"}, {"anbieter": "Volkshochschule Nord"}),
        ({"provider": "VHS"}, {"anbieter": "Volkshochschule Nord"}, {"anbieter": "Musikschule Klang"}),
    ],
)  # fmt: skip
def test_a_value_that_was_said_must_be_known_to_match(wish: dict[str, Any], matching: Any, other: Any) -> None:
    assert fits(wish, **matching) and not fits(wish, **other)


def test_keys_that_are_empty_ask_for_nothing() -> None:
    assert fits({"topic": "", "kind": None, "level": [], "free": None, "from": None, "place": [], "exclude": {}})


def test_an_audience_fits_where_named_first_or_where_there_is_no_limit() -> None:
    rows = [offer("all"), offer("others", zielgruppen="Kinder"), offer("named", zielgruppen="Frauen|Erwachsene")]
    assert found(rows, audience=["Frauen"]) == ["named", "all"]


def test_an_age_has_to_lie_within_the_known_limits() -> None:
    assert fits({"age": 7}) and fits({"age": 7}, alter_von="7") and fits({"age": 7}, alter_bis="7")
    assert not fits({"age": 7}, alter_von="8") and not fits({"age": 0}, alter_von="1")


@pytest.mark.parametrize(
    ("time", "inside", "outside"),
    [
        ("morgens", "09:59", "10:00"),
        ("vormittags", "11:45", "12:00"),
        ("nachmittags", "12:00", "17:00"),
        ("abends", "17:00", "16:59"),
    ],
)
def test_times_of_day_go_by_the_beginning_which_has_to_be_known(time: str, inside: str, outside: str) -> None:
    assert fits({"time": time}, uhrzeit_von=inside)
    assert not fits({"time": time}, uhrzeit_von=outside) and not fits({"time": time})


def test_an_offer_has_to_run_at_some_time_between_from_and_until() -> None:
    march = {"from": date(2027, 3, 1), "until": "2027-03-31"}
    assert fits(march) and fits(march, beginn="2027-02-01", ende="2027-03-01") and fits(march, beginn="31.03.2027")
    assert not fits(march, ende="2027-02-28") and not fits(march, beginn="2027-04-01")


def test_no_format_means_on_site_and_hybrid_counts_for_both() -> None:
    rows = [offer("site"), offer("hybrid", format="Hybrid"), offer("online", format="Online", ort="")]
    assert found(rows, format="Präsenz") == ["hybrid", "site"]
    assert found(rows, format="Online") == ["hybrid", "online"]
    assert found(rows, format="Hybrid") == ["hybrid"]


def test_a_wish_that_cannot_be_read_is_an_error_of_our_own() -> None:
    for wish in ({"from": "im März"}, {"time": "nachts"}, {"format": "Brief"}):
        with pytest.raises(QuestionFileError):
            fits(wish)


# --- places


def test_a_municipality_includes_its_ortsteile_and_nothing_else() -> None:
    rows = [offer("town"), offer("part", ort="Holtensen"), offer("else", ort="Emmerthal")]
    assert found(rows, place=["Hameln"]) == ["part", "town"]


def test_an_ortsteil_means_itself_and_five_kilometres_around_nearest_first() -> None:
    rows = [offer("far", ort="Emmerthal"), offer("town", ort="Hameln"), offer("itself", ort="Tündern")]
    assert found(rows, place=["Tündern"]) == ["itself", "town"]


def test_a_radius_is_a_circle_nearest_first() -> None:
    rows = [offer("8", ort="Holtensen"), offer("20", ort="Emmerthal"), offer("4", ort="Tündern")]
    assert found(rows, place=["Hameln"], radius_km=15) == ["4", "8"]
    assert found(rows, place=["Hameln"], radius_km=5) == ["4"]


def test_a_postcode_means_its_places() -> None:
    rows = [offer("town"), offer("part", ort="Tündern"), offer("by-cell", ort="Holtensen", plz="31789")]
    assert found(rows, place=["31789"]) == ["by-cell", "part"]
    assert found(rows, place=["31789"], radius_km=4.5) == ["part", "by-cell", "town"]


def test_the_district_is_every_municipality_without_the_neighbours() -> None:
    rows = [offer("town"), offer("part", ort="Welsede", plz="31860"), offer("neighbour", ort="Springe")]
    assert found(rows, place=[DISTRICT]) == ["part", "town"]


def test_a_name_that_two_places_have_is_told_apart_by_the_postcode() -> None:
    row = offer("x", ort="Welsede", plz="31860")
    assert found([row], place=["Emmerthal"]) and not found([row], place=["Hameln"])


def test_one_of_several_places_is_enough() -> None:
    assert fits({"place": ["Springe", "Emmerthal"]}, ort="Emmerthal")


def test_online_fits_any_place_after_those_on_site_unless_presence_was_asked() -> None:
    rows = [offer("online", format="Online", ort=""), offer("site", ort="Hameln")]
    assert found(rows, place=["Hameln"]) == ["site", "online"]
    assert found(rows, place=["Springe"]) == ["online"]
    assert found(rows, place=["Springe"], format="Präsenz") == []


def test_a_hybrid_offer_elsewhere_fits_a_place_only_where_online_was_asked() -> None:
    assert not fits({"place": ["Springe"]}, format="Hybrid")
    assert fits({"place": ["Springe"], "format": "Online"}, format="Hybrid")


# --- topics


@pytest.mark.parametrize(
    ("topic", "title"),
    [
        ("deutsch", "Deutschkurs am Abend"),
        ("BÜRO", "Wiedereinstieg ins Buero"),
        ("tanzen", "Tanzkreis"),
        ("erste hilfe", "Hilfe, erste Schritte"),
        ("lesen und schreiben", "Schreiben, Lesen"),
        ("lesen und schreiben", "Schreib- und Lesewerkstatt"),
        ("erzieherin", "Erzieher*in werden"),
        ("babyschwimmen", "Baby-Schwimmen"),
        ("yoga | pilates", "Pilates am Morgen"),
        ("tiere", "Haustiere verstehen"),
        ("ki", "KI-Werkstatt"),
    ],
)
def test_a_topic_is_found_in_forms_and_compounds(topic: str, title: str) -> None:
    assert fits({"topic": topic}, titel=title)


@pytest.mark.parametrize(
    ("topic", "title"),
    [
        ("erste hilfe", "Hilfe beim Umzug"),
        ("yoga | pilates", "Gymnastik"),
        ("tiere", "Berufsorientierung"),
        ("ki", "Kinderchor"),
    ],
)
def test_a_topic_needs_every_word_and_more_than_chance_letters(topic: str, title: str) -> None:
    assert not fits({"topic": topic}, titel=title)


def test_the_title_comes_before_the_themes_before_the_description() -> None:
    rows = [offer("text", beschreibung="Yogaübungen"), offer("themes", themen="Yoga"), offer("title", titel="Yoga")]
    assert found(rows, topic="yoga") == ["title", "themes", "text"]


def test_in_the_description_a_word_has_to_begin_with_the_topic() -> None:
    assert fits({"topic": "pflege"}, beschreibung="Für Pflegekräfte.")
    assert not fits({"topic": "pflege"}, beschreibung="Zur Altenpflege.")


def test_the_topic_weighs_more_than_the_place_and_the_place_more_than_the_audience() -> None:
    rows = [
        offer("online", titel="Yoga", format="Online", ort="", zielgruppen="Frauen"),
        offer("mention", beschreibung="Yoga", zielgruppen="Frauen"),
        offer("site", titel="Yoga"),
    ]
    assert found(rows, topic="yoga", place=["Hameln"], audience=["Frauen"]) == ["site", "online", "mention"]


# --- what is not wanted


@pytest.mark.parametrize(
    ("exclude", "kept", "dropped"),
    [
        ({"place": ["Hameln"]}, {"ort": "Emmerthal"}, {"ort": "Tündern"}),
        ({"place": ["Hameln"]}, {"format": "Online"}, {"format": "Hybrid"}),
        ({"place": ["Tündern"]}, {"ort": "Hameln"}, {"ort": "Tündern"}),
        ({"level": ["A1"]}, {"niveau": ""}, {"niveau": "A1|A2"}),
        ({"format": ["Online"]}, {"format": "Hybrid"}, {"format": "Online"}),
        ({"weekdays": ["Fr"]}, {"wochentage": "Do"}, {"wochentage": "Do|Fr"}),
        ({"time": ["abends"]}, {"uhrzeit_von": ""}, {"uhrzeit_von": "18:30"}),
        ({"topic": ["yoga"]}, {"beschreibung": "Kein Yoga."}, {"themen": "Yoga"}),
        ({"audience": ["Kinder"]}, {"zielgruppen": ""}, {"zielgruppen": "Kinder"}),
    ],
)
def test_what_is_excluded_is_dropped_where_it_is_known(exclude: dict[str, list[str]], kept: Any, dropped: Any) -> None:
    assert fits({"exclude": exclude}, **kept) and not fits({"exclude": exclude}, **dropped)


# --- the judgement


def verdict(shown: str, titles: int = 0, themes: int = 0, relaxed: tuple[str, ...] = (), **query: Any) -> Verdict:
    """On an answer to "yoga": it is in the titles of t1, t2 ..., among the themes of h1, h2 ..., not in o1 to o9."""
    rows = [offer(f"t{n}", titel="Yoga") for n in range(1, titles + 1)]
    rows += [offer(f"h{n}", themen="Yoga") for n in range(1, themes + 1)]
    rows += [offer(f"o{n}") for n in range(1, 10)]
    ids = shown.split()
    return judge_of(*rows).judge({"topic": "yoga"} | query, ids, len(ids), relaxed)


def test_right_is_an_answer_of_which_four_in_five_fit() -> None:
    assert verdict("t1 t2 t3 t4 o1", titles=5).right
    assert not verdict("t1 t2 t3 o1 o2", titles=5).right


def test_right_is_an_answer_that_shows_three_of_the_five_best() -> None:
    assert verdict("t1 t2 t3 h1 h2", titles=5, themes=5).right
    wrong = verdict("t1 t2 h1 h2 h3", titles=5, themes=5)
    assert not wrong.right and wrong.shown_fit_share == 1.0 and wrong.best_shown_share == 0.4


def test_offers_as_good_as_the_fifth_best_count_like_the_five_best() -> None:
    assert verdict("h7 h8 h9", titles=2, themes=9).right


def test_of_fewer_than_five_that_fit_the_same_share_has_to_be_shown() -> None:
    assert verdict("t1 t2", titles=3).right and not verdict("t1", titles=3).right


def test_showing_nothing_although_something_fits_is_wrong() -> None:
    assert not verdict("", titles=1).right


def test_giving_up_a_key_although_something_fits_is_wrong() -> None:
    assert not verdict("t1", titles=1, relaxed=("level",)).right


def test_showing_nothing_where_nothing_fits_is_right() -> None:
    assert verdict("").right and verdict("").fitting_count == 0


def test_pretending_that_something_fits_is_wrong() -> None:
    assert not verdict("t1", titles=1, level=["A1"]).right


def test_what_is_shown_instead_has_to_fit_the_wish_without_the_keys_given_up() -> None:
    assert verdict("t1", titles=1, level=["A1"], relaxed=("level",)).right
    assert not verdict("o1", titles=1, level=["A1"], relaxed=("level",)).right
    assert not verdict("t1", titles=1, level=["A1"], kind="Treff", relaxed=("level",)).right


def test_a_wider_circle_is_the_place_given_up() -> None:
    assert verdict("t1", titles=1, place=["Springe"], radius_km=10, relaxed=("place",)).right


def test_topic_and_exclusions_are_never_given_up() -> None:
    assert not verdict("o1", relaxed=("topic",)).right
    assert not verdict("t1", titles=1, exclude={"place": ["Hameln"]}, relaxed=("exclude",)).right


def test_an_offer_that_does_not_exist_does_not_fit() -> None:
    assert verdict("t1 invented", titles=1).shown_fit_share == 0.5


def test_the_note_says_the_numbers_in_german() -> None:
    assert verdict("t1 o1", titles=1).note == "1 passen, 2 genannt; gezeigt 2, davon passend 50%, von den besten 100%"
