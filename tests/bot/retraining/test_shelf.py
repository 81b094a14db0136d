"""Which model counts: promoted, one step back, two people at once, files that are gone, another version of the data."""

import dataclasses
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retraining.shelf import KEPT, ModelError, Shelf, StaleModelError, stamp_of

AT = "2027-01-11T09:00:00"
OTHER = "f" * 16


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return filled(Shelf(tmp_path / "models", "hameln-pyrmont", "0123456789abcdef"), 0, 1, 2, 3)


def filled(shelf: Shelf, *numbers: int) -> Shelf:
    shelf.folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        shelf.path_of(number).write_bytes(b"model")
    return shelf


def test_without_a_step_the_base_model_counts(shelf: Shelf, tmp_path: Path) -> None:
    assert (shelf.counting(), shelf.counting_model(), shelf.before()) == (0, shelf.path_of(0), None)
    assert Shelf(tmp_path / "nowhere", "x", OTHER).counting_model() is None


def test_promoting_and_stepping_back(shelf: Shelf) -> None:
    seen = [stamp_of(shelf.pointer)]
    for number in (1, 3):
        shelf.promote(number, "Ada", AT)
        seen.append(stamp_of(shelf.pointer))
        assert shelf.counting_model() == shelf.path_of(number)
    assert [shelf.step_back("Bo", AT).number for _ in range(2)] == [1, 0]
    with pytest.raises(ModelError, match="Davor galt kein anderes Modell"):
        shelf.step_back("Bo", AT)
    assert len({*seen, stamp_of(shelf.pointer)}) == 4, "whoever looks sees each change"
    assert [(step.number, step.by, step.back) for step in shelf.steps()] == [
        (1, "Ada", False), (3, "Ada", False), (1, "Bo", True), (0, "Bo", True),
    ]  # fmt: skip


def test_a_model_that_is_gone_is_refused_and_the_base_model_counts_in_its_place(shelf: Shelf) -> None:
    shelf.promote(1, "Ada", AT)
    shelf.promote(2, "Ada", AT)
    shelf.path_of(1).unlink()
    with pytest.raises(ModelError, match="Modell 1 ist nicht mehr da"):
        shelf.step_back("Ada", AT)
    assert shelf.counting() == 2
    shelf.path_of(2).unlink()
    assert shelf.counting() == 0
    with pytest.raises(ModelError, match="Modell 7 ist nicht mehr da"):
        shelf.promote(7, "Ada", AT)


def test_another_version_of_the_data_begins_with_its_own_base_model(shelf: Shelf) -> None:
    shelf.promote(2, "Ada", AT)
    later = filled(dataclasses.replace(shelf, fingerprint=OTHER), 0)
    assert (later.counting(), later.before(), later.candidates()) == (0, None, [])
    with pytest.raises(ModelError, match="passt nicht mehr"):
        later.promote(2, "Ada", AT)
    assert later.next_number() == 4, "numbers are never used twice"
    assert set(later.tidy()) == {shelf.path_of(number) for number in range(4)}
    assert later.path_of(0).is_file()


def test_of_two_people_the_second_is_told(shelf: Shelf) -> None:
    seen = shelf.stand()
    shelf.promote(1, "Ada", AT, seen)
    with pytest.raises(StaleModelError):
        shelf.promote(2, "Bo", AT, seen)
    with pytest.raises(StaleModelError):
        shelf.step_back("Bo", AT, seen)
    assert shelf.counting() == 1
    with pytest.raises(ModelError, match="Modell 1 gilt schon"):
        shelf.promote(1, "Bo", AT, shelf.stand())


def test_the_last_candidates_stay_and_all_by_which_one_came_to_count(shelf: Shelf) -> None:
    filled(shelf, *range(4, 4 + KEPT + 1))
    shelf.promote(1, "Ada", AT)
    (shelf.folder / "hameln-1234567890abcdef.tar.gz").write_bytes(b"another region")
    shelf.tidy()
    assert shelf.candidates() == [9, 8, 7, 6, 5, 1]
    assert (shelf.folder / "hameln-1234567890abcdef.tar.gz").is_file()
    assert shelf.path_of(0).is_file()


def test_a_broken_pointer_is_told(shelf: Shelf) -> None:
    shelf.pointer.write_text('{"steps": [{"fin', encoding="utf-8")
    with pytest.raises(ModelError, match=r"counting-hameln-pyrmont\.json lässt sich nicht lesen"):
        shelf.counting()


@given(st.lists(st.one_of(st.integers(0, 3), st.just("back"), st.just("update")), max_size=12))
def test_whatever_people_do_the_way_back_is_the_way_they_came(doings: list[int | str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shelf = filled(Shelf(Path(folder), "r", "0" * 16), 0, 1, 2, 3)
        way = [0]
        for doing in doings:
            if doing == "update":
                shelf = filled(dataclasses.replace(shelf, fingerprint=f"{len(shelf.steps()) + 1:016x}"), 0, 1, 2, 3)
                way = [0] if not [s for s in shelf.steps() if s.fingerprint == shelf.fingerprint] else way
            elif doing == "back":
                if len(way) > 1:
                    shelf.step_back("Ada", AT, shelf.stand())
                    way.pop()
                else:
                    with pytest.raises(ModelError):
                        shelf.step_back("Ada", AT)
            elif doing == way[-1]:
                with pytest.raises(ModelError):
                    shelf.promote(int(doing), "Ada", AT)
            else:
                shelf.promote(int(doing), "Ada", AT, shelf.stand())
                way.append(int(doing))
            assert shelf.counting() == way[-1]
            assert shelf.before() == (way[-2] if len(way) > 1 else None)
            assert shelf.counting_model() == shelf.path_of(way[-1])
            shelf.tidy()
