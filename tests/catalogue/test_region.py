"""A region's data: nothing in them contradicts itself, and the interfaces' values are all there."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from catalogue.errors import RegionError
from catalogue.region import DEFAULT_REGION, Region, load_region
from catalogue.vocabulary import split

WARMETAL = Path(__file__).parents[1] / "regions" / "warmetal"

AREAS = {
    "Sprachbildung", "Schule-Beruf", "Weiterbildung", "Frühe Bildung", "Familienbildung",
    "Schule und Ganztag", "Kultur und Freizeit", "Unterstützung und Teilhabe",
}  # fmt: skip
KINDS = {
    "Kurs", "Beratung", "Veranstaltung", "Ausbildung", "Praktikum", "Schulform", "Treff", "Förderung", "Einrichtung",
}  # fmt: skip
AUDIENCES = {
    "Neuzugewanderte", "Kinder", "Jugendliche", "Schülerinnen und Schüler", "Auszubildende", "Eltern und Familien",
    "Erwachsene", "Seniorinnen und Senioren", "Arbeitsuchende", "Beschäftigte", "Frauen", "Menschen mit Behinderung",
    "Menschen mit geringem Einkommen", "Lehr- und Fachkräfte", "Ehrenamtliche",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the region's folder, to be spoilt."""
    return Path(shutil.copytree(DEFAULT_REGION, tmp_path / "region", ignore=shutil.ignore_patterns("example")))


def test_areas_kinds_and_audiences_are_those_of_the_interfaces(region: Region) -> None:
    assert {term.name for term in region.areas} == AREAS
    assert {term.name for term in region.kinds} == KINDS
    assert {term.name for term in region.audiences} == AUDIENCES


def test_names_are_unique(region: Region) -> None:
    for terms in (region.areas, region.kinds, region.audiences):
        assert len({term.name for term in terms}) == len(terms)
    assert all(name == topic.name for name, topic in region.topics.items())


def test_names_of_topics_are_lower_case(region: Region) -> None:
    assert [name for name in region.topics if name != name.lower()] == []


def test_what_follows_from_a_topic_are_values_of_the_region(region: Region) -> None:
    for topic in region.topics.values():
        assert topic.area is None or topic.area in AREAS, topic.name
        assert topic.kind is None or topic.kind in KINDS, topic.name
        assert set(topic.audience) <= AUDIENCES, topic.name


def test_no_topic_is_its_own_part(region: Region) -> None:
    for topic in region.topics.values():
        seen = [topic.name]
        while broader := region.topics[seen[-1]].broader:
            assert broader not in seen, seen
            seen.append(broader)


def test_a_broader_topic_includes_all_that_is_narrower(region: Region) -> None:
    assert {"deutsch", "integrationskurs", "jugendintegrationskurs"} <= region.narrower["deutsch"]
    for topic in region.topics.values():
        assert topic.name in region.narrower[topic.name]
        if topic.broader:
            assert region.narrower[topic.name] <= region.narrower[topic.broader]


def test_no_word_stands_in_two_topics_nor_in_a_topic_and_elsewhere(region: Region) -> None:
    words = Counter(
        word.casefold() for topic in region.topics.values() for word in {topic.name, *topic.words, *topic.exact}
    )
    words.update(word.casefold() for entry in region.responsible.values() for word in set(entry.words))
    assert [word for word, count in words.items() if count > 1] == []


def test_skating_is_no_game_of_cards(region: Region) -> None:
    skating, cards = (
        {mention.meaning.value for mention in region.vocabulary.find(split(word))} for word in ("Skaten", "Skat")
    )
    assert skating
    assert cards
    assert not skating & cards


def test_every_topic_is_found_by_its_own_name(region: Region) -> None:
    for name in region.topics:
        found = {mention.meaning.value for mention in region.vocabulary.find(split(name))}
        assert name in found, name


def test_every_area_kind_and_audience_is_found_by_its_own_name(region: Region) -> None:
    for field, terms in (("area", region.areas), ("kind", region.kinds), ("audience", region.audiences)):
        for term in terms:
            found = {
                mention.meaning.value
                for mention in region.vocabulary.find(split(term.name))
                if mention.meaning.field == field
            }
            assert found == {term.name}


def test_an_area_follows_from_the_nearest_broader_topic_that_has_one(region: Region) -> None:
    assert region.area_of("rechtschreibung") == "Sprachbildung"
    assert region.area_of("bogenschießen im regen") is None


def test_languages_are_told_from_other_topics(region: Region) -> None:
    assert region.is_language("deutsch")
    assert region.is_language("integrationskurs")
    assert not region.is_language("computer")


@pytest.mark.parametrize(
    ("age", "audience"),
    [(0, "Kinder"), (12, "Kinder"), (13, "Jugendliche"), (17, "Jugendliche"), (18, "Erwachsene"), (64, "Erwachsene"),
     (65, "Seniorinnen und Senioren"), (120, "Seniorinnen und Senioren"), (130, None)],
)  # fmt: skip
def test_an_age_means_an_audience(region: Region, age: int, audience: str | None) -> None:
    assert region.audience_of_age(age) == audience


def test_the_office_can_be_reached(region: Region) -> None:
    office = region.office
    assert all((office.name, office.phone, office.email, office.address, office.hours, office.url))


def test_holidays_end_after_they_begin(region: Region) -> None:
    assert region.holidays
    assert all(holiday.first <= holiday.last for holiday in region.holidays)


def test_a_region_is_read_once() -> None:
    assert load_region() is load_region()


def test_another_region_is_another_folder() -> None:
    other = load_region(WARMETAL)
    assert other.district == "Landkreis Warmetal"
    assert other.gazetteer.named("Erlenbrunn")[0].title == "Bad Erlenbrunn"
    assert other.gazetteer.get("Hameln") is None
    assert {term.name for term in other.areas} == AREAS


def test_a_missing_file_is_a_fault_of_the_region(folder: Path) -> None:
    (folder / "kinds.yml").unlink()
    with pytest.raises(RegionError, match=r"kinds\.yml"):
        load_region(folder)


def test_a_file_that_is_no_yaml_is_a_fault_of_the_region(folder: Path) -> None:
    (folder / "kinds.yml").write_text("- [", encoding="utf-8")
    with pytest.raises(RegionError, match=r"kinds\.yml"):
        load_region(folder)


@pytest.mark.parametrize(
    "topics",
    [
        "- {name: a}\n- {name: a}\n",
        "- {name: a, broader: b}\n- {name: b, broader: a}\n",
        "- {name: a, broader: a}\n",
        "- {name: a, broader: fehlt}\n",
    ],
    ids=["twice", "circle", "own part", "unknown broader"],
)
def test_topics_that_contradict_themselves_are_a_fault_of_the_region(folder: Path, topics: str) -> None:
    (folder / "topics.yml").write_text(topics, encoding="utf-8")
    with pytest.raises(RegionError, match=r"topics\.yml"):
        load_region(folder)
